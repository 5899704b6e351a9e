"""What is done to an outline, against the plainest reading of what it should keep."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_desktop.domain.outline import (
    Line,
    Lines,
    OutlineError,
    Where,
    indent,
    insert,
    lines_of,
    move,
    outdent,
    parents_of,
    put,
    topmost,
    without,
)
from pmo_desktop.domain.outline_codes import arranged, renumbered


def outline(text: str) -> Lines:
    """`A B. C..`: one line a word, a dot a level."""
    return tuple(
        Line(ord(word[0]), word.count("."), code)
        for word, _, code in (part.partition("=") for part in text.split())
    )


def shown(lines: Lines) -> str:
    return " ".join(chr(line.id) + "." * line.depth for line in lines)


def ids(text: str) -> set[int]:
    return {ord(letter) for letter in text}


@st.composite
def outlines(draw: st.DrawFn) -> Lines:
    lines: list[Line] = []
    for number in range(draw(st.integers(1, 12))):
        deepest = lines[-1].depth + 1 if lines else 0
        lines.append(Line(number, draw(st.integers(0, deepest))))
    codes = renumbered((), tuple(lines))
    return tuple(Line(line.id, line.depth, codes[line.id]) for line in lines)


def chosen(lines: Lines) -> st.SearchStrategy[set[int]]:
    return st.sets(st.sampled_from([line.id for line in lines]), min_size=1)


def is_tree(lines: Lines) -> bool:
    """No line is more than one level deeper than the one before it."""
    depths = [-1, *(line.depth for line in lines)]
    return all(0 <= below <= above + 1 for above, below in pairwise(depths))


def test_a_line_goes_below_the_one_before_it_with_everything_under_it() -> None:
    assert shown(indent(outline("A B C. D"), ids("B"))) == "A B. C.. D"


def test_several_lines_go_below_the_same_one() -> None:
    assert shown(indent(outline("A B C"), ids("BC"))) == "A B. C."


def test_the_first_line_of_a_level_cannot_go_deeper() -> None:
    with pytest.raises(OutlineError, match="no task before it"):
        indent(outline("A B."), ids("B"))


def test_those_behind_a_line_that_goes_up_come_below_it() -> None:
    assert shown(outdent(outline("A B. C. D"), ids("B"))) == "A B C. D"


def test_the_outermost_line_cannot_go_up() -> None:
    with pytest.raises(OutlineError, match="outermost"):
        outdent(outline("A B."), ids("A"))


def test_lines_move_over_the_one_beside_them_with_everything_under_it() -> None:
    assert shown(move(outline("A B. C D"), ids("CD"), -1)) == "C D A B."
    assert shown(move(outline("A B. C D"), ids("A"), 1)) == "C A B. D"


def test_the_last_line_of_a_level_cannot_move_down() -> None:
    with pytest.raises(OutlineError, match="last of its level"):
        move(outline("A B. C"), ids("B"), 1)


def test_a_new_line_stands_beside_or_below_another() -> None:
    new = ord("N")
    assert shown(insert(outline("A B. C"), new, ord("A"))) == "A B. N C"
    assert shown(insert(outline("A B. C"), new, ord("A"), inside=True)) == "A N. B. C"
    assert shown(insert(outline("A B."), new, None)) == "A B. N"


@given(st.data())
def test_whatever_is_done_an_outline_stays_a_tree_of_the_same_lines(data: st.DataObject) -> None:
    lines = data.draw(outlines())
    picked = data.draw(chosen(lines))
    step = data.draw(st.sampled_from([indent, outdent, "up", "down"]))
    try:
        if step == "up" or step == "down":
            made = move(lines, picked, -1 if step == "up" else 1)
        else:
            assert callable(step)
            made = step(lines, picked)
            assert [line.id for line in made] == [line.id for line in lines]
    except OutlineError:
        return
    assert is_tree(made)
    assert sorted(line.id for line in made) == sorted(line.id for line in lines)
    under = parents_of(lines)
    beside = parents_of(made)
    moved = set(topmost(lines, picked))
    if callable(step):
        return
    assert under == beside, "moving up and down keeps everyone's parent"
    assert moved


@given(st.data())
def test_removing_takes_what_lies_below_and_nothing_else(data: st.DataObject) -> None:
    lines = data.draw(outlines())
    picked = data.draw(chosen(lines))
    parents = parents_of(lines)

    def is_gone(number: int | None) -> bool:
        return number is not None and (number in picked or is_gone(parents[number]))

    kept = without(lines, picked)
    assert [line.id for line in kept] == [line.id for line in lines if not is_gone(line.id)]
    assert is_tree(kept)


@given(st.data())
def test_codes_that_follow_are_those_of_the_outline_again(data: st.DataObject) -> None:
    lines = data.draw(outlines())
    picked = data.draw(chosen(lines))
    try:
        made = indent(lines, picked) if data.draw(st.booleans()) else outdent(lines, picked)
    except OutlineError:
        return
    codes = renumbered(lines, made)
    rows = [(number, parent, codes[number]) for number, parent in parents_of(made).items()]
    assert len(set(codes.values())) == len(rows)
    assert arranged(rows) == rows, "the codes say the same outline"


@given(outlines())
def test_lines_and_parents_say_the_same(lines: Lines) -> None:
    parents = parents_of(lines)
    assert lines_of((line.id, parents[line.id], line.code) for line in lines) == lines


def codes_after(before: str, step: object, *args: object) -> list[str]:
    lines = outline(before)
    made = step(lines, *args)  # type: ignore[operator]
    return list(renumbered(lines, made).values())


def test_names_of_the_teams_own_stay_and_what_counts_below_them_counts_on() -> None:
    before = "A=WP B.=WP.1 C.=WP.2 D.=Gate"
    assert codes_after(before, move, ids("C"), -1) == ["WP", "WP.1", "WP.2", "Gate"]
    assert codes_after(before, move, ids("D"), -1) == ["WP", "WP.1", "Gate", "WP.2"]


def test_levels_that_nobody_touched_keep_their_numbers() -> None:
    before = "A=1 B.=1.2 C.=1.7 D=4 E=9"
    assert codes_after(before, indent, ids("E")) == ["1", "1.2", "1.7", "2", "2.1"]
    assert codes_after(before, move, ids("C"), -1) == ["1", "1.1", "1.2", "4", "9"]


def test_a_new_line_takes_no_code_that_is_somebody_elses() -> None:
    before = "A=X B.=Q C..=X.1"
    assert codes_after(before, insert, 7, ord("B")) == ["X", "Q", "X.1", "X.2"]


def test_a_project_whose_codes_are_no_outline_keeps_the_one_that_it_has() -> None:
    rows = [(1, None, "Zeta"), (2, 1, "M-7"), (3, None, "Alpha")]
    assert arranged(rows) == rows
    added = arranged([*rows, (4, None, "Alpha.1")], new={4})
    assert added == [*rows, (4, 3, "Alpha.1")]


def test_a_project_whose_codes_are_an_outline_is_arranged_by_them() -> None:
    rows = [(1, None, "1"), (2, 1, "1.1"), (3, None, "1.2"), (4, None, "2")]
    assert arranged(rows, recoded={3}) == [(1, None, "1"), (2, 1, "1.1"), (3, 1, "1.2"),
                                           (4, None, "2")]  # fmt: skip


@pytest.mark.parametrize(
    ("moved", "where", "other", "after"),
    [
        ("D", Where.BEFORE, "A", "D A B. C. E"),
        ("D", Where.BEFORE, "C", "A B. D. C. E"),
        ("D", Where.AFTER, "B", "A B. D. C. E"),
        ("E", Where.AFTER, "A", "A B. C. E D"),
        ("D", Where.BELOW, "A", "A B. C. D. E"),
        ("D", Where.BELOW, "B", "A B. D.. C. E"),
        ("B", Where.BELOW, None, "A C. D E B"),
        ("A", Where.AFTER, "D", "D A B. C. E"),
        ("A", Where.BELOW, "E", "D E A. B.. C.."),
        ("BE", Where.BEFORE, "D", "A C. B E D"),
        ("AE", Where.AFTER, "A", "A B. C. E D"),
        ("D", Where.AFTER, "A", "A B. C. D E"),
    ],
)
def test_lines_are_put_at_a_place(moved: str, where: Where, other: str | None, after: str) -> None:
    lines = outline("A B. C. D E")
    at = None if other is None else ord(other)
    assert shown(put(lines, ids(moved), where, at)) == after


@pytest.mark.parametrize(
    ("where", "other"), [(Where.BELOW, "A"), (Where.BELOW, "C"), (Where.BEFORE, "B")]
)
def test_no_line_is_put_below_itself(where: Where, other: str) -> None:
    with pytest.raises(OutlineError, match="below itself"):
        put(outline("A B. C.. D"), ids("A"), where, ord(other))


@given(st.data())
def test_what_is_put_stands_together_where_it_was_told_and_nothing_else_moves(
    data: st.DataObject,
) -> None:
    lines = data.draw(outlines())
    picked = data.draw(chosen(lines))
    where = data.draw(st.sampled_from(Where))
    other = data.draw(st.sampled_from([line.id for line in lines]))
    parents, tops = parents_of(lines), topmost(lines, picked)
    try:
        made = put(lines, picked, where, other)
    except OutlineError:
        above, line = set(), other
        while line is not None:
            above.add(line)
            line = parents[line]
        assert above & set(tops)
        return
    assert is_tree(made)
    now = parents_of(made)
    goal = other if where is Where.BELOW else parents[other]
    assert now == {**parents, **dict.fromkeys(tops, goal)}
    order = [line.id for line in made]
    rest = [line.id for line in lines if line.id not in picked]
    stays = [line.id for line in made if line.id in rest]
    assert [n for n in stays if _is_free(n, tops, parents)] == [
        n for n in rest if _is_free(n, tops, parents)
    ]
    below = [n for n in order if now[n] == goal]
    first = below.index(tops[0])
    assert below[first : first + len(tops)] == tops
    if other not in tops and where is not Where.BELOW:
        aside = first + len(tops) if where is Where.BEFORE else first - 1
        assert below[aside] == other


def _is_free(number: int, tops: list[int], parents: dict[int, int | None]) -> bool:
    """Whether a line is neither moved nor below one that is."""
    at: int | None = number
    while at is not None:
        if at in tops:
            return False
        at = parents[at]
    return True
