"""Lines break as Chinese and English readers expect."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pmo_desktop.reports.wrapping import NO_END, NO_START, is_wide, wrap

WORDS = st.text(alphabet="abcABC019 项目迁移，。（）“”、/-%¥\n", max_size=60)


def measure(text: str) -> float:
    """A Chinese character is two wide, all else one."""
    return float(sum(2 if is_wide(c) else 1 for c in text))


def bare(text: str) -> str:
    return "".join(text.split())


def test_chinese_breaks_between_any_two_characters() -> None:
    assert wrap("核心系统云化迁移", 6, measure) == ["核心系", "统云化", "迁移"]


def test_english_breaks_at_spaces_alone() -> None:
    assert wrap("core system migration", 11, measure) == ["core system", "migration"]


def test_closing_punctuation_never_begins_a_line() -> None:
    assert wrap("割接演练，推迟了", 8, measure) == ["割接演", "练，推迟", "了"]


def test_opening_punctuation_never_ends_a_line() -> None:
    assert wrap("推迟（含演练）", 6, measure) == ["推迟", "（含演", "练）"]


def test_a_number_stays_whole_and_keeps_its_unit() -> None:
    assert wrap("完工推迟 24 天以上", 12, measure) == ["完工推迟", "24 天以上"]


def test_a_word_wider_than_the_line_is_cut() -> None:
    assert wrap("internationalisation", 8, measure) == ["internat", "ionalisa", "tion"]


def test_line_breaks_in_the_text_are_kept_and_empty_lines_left_out() -> None:
    assert wrap("one\n\n two ", 20, measure) == ["one", "two"]


@given(WORDS, st.integers(min_value=6, max_value=30))
def test_nothing_is_lost_and_no_line_is_too_wide(text: str, width: int) -> None:
    lines = wrap(text, width, measure)
    assert bare("".join(lines)) == bare(text)
    assert all(measure(line) <= width for line in lines)
    assert all(line == line.strip() and line for line in lines)


@given(WORDS, st.integers(min_value=6, max_value=30))
def test_a_line_breaks_only_where_it_may(text: str, width: int) -> None:
    """Against a slow reference: the places of one long line at which a break is forbidden."""
    for part in text.split("\n"):
        for before, after in _breaks(wrap(part, width, measure), part):
            whole = _chunk_around(part, before)
            if measure(whole) > width:
                continue  # such a run cannot be kept together
            assert part[after] not in NO_START
            assert part[before] not in NO_END


def _breaks(lines: list[str], text: str) -> list[tuple[int, int]]:
    """For each end of a line: the indices of the characters before and after it in `text`."""
    places = [i for i, c in enumerate(text) if not c.isspace()]
    found, count = [], 0
    for line in lines[:-1]:
        count += len(bare(line))
        found.append((places[count - 1], places[count]))
    return found


def _chunk_around(text: str, index: int) -> str:
    """The run about `index` that has no allowed break in it, found one character at a time."""
    first, last = index, index
    while first > 0 and not _may_break(text, first):
        first -= 1
    while last + 1 < len(text) and not _may_break(text, last + 1):
        last += 1
    return text[first : last + 1]


def _may_break(text: str, at: int) -> bool:
    """Whether a line may begin with `text[at]`."""
    left = text[:at].rstrip()
    if text[at].isspace() or not left:
        return False
    if text[at] in NO_START or left[-1] in NO_END:
        return False
    if len(left) < at:
        return not (left[-1].isdigit() and is_wide(text[at]))
    return is_wide(left[-1]) or is_wide(text[at])
