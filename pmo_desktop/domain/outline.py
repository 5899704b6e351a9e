"""An outline as lines, top to bottom, each so deep: what a planner does to it, on plain values.

A line hangs below the nearest line above it that is less deep; with it goes everything under it. So
whatever is done to the depths, the outline stays a tree. What cannot be done is an `OutlineError`
with a sentence that says what to do instead.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from pmo_desktop.domain.health import Reason


class OutlineError(ValueError):
    """`reason` is the sentence."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.rule)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Line:
    """One task: `depth` 0 is the outermost; `code` its WBS code."""

    id: int
    depth: int
    code: str = ""


Lines = tuple[Line, ...]


class Where(StrEnum):
    """A place by another line: beside it, or as the last one under it."""

    BEFORE = "before"
    AFTER = "after"
    BELOW = "below"


def lines_of(rows: Iterable[tuple[int, int | None, str]]) -> Lines:
    """From `(id, parent's id, code)` in their order; who hangs below nobody known is outermost."""
    given = list(rows)
    known = {row[0] for row in given}
    below: dict[int | None, list[tuple[int, int | None, str]]] = {}
    for row in given:
        below.setdefault(row[1] if row[1] in known else None, []).append(row)
    found: list[Line] = []
    to_do = [(row, 0) for row in reversed(below.get(None, ()))]
    while to_do:
        (number, _, code), depth = to_do.pop()
        found.append(Line(number, depth, code))
        to_do += [(row, depth + 1) for row in reversed(below.get(number, ()))]
    return tuple(found)


def parents_of(lines: Sequence[Line]) -> dict[int, int | None]:
    """Each line's parent by id; None for the outermost."""
    found: dict[int, int | None] = {}
    above: list[Line] = []
    for line in lines:
        while above and above[-1].depth >= line.depth:
            above.pop()
        found[line.id] = above[-1].id if above else None
        above.append(line)
    return found


def end_of(lines: Sequence[Line], at: int) -> int:
    """The index behind a line and everything under it."""
    end = at + 1
    while end < len(lines) and lines[end].depth > lines[at].depth:
        end += 1
    return end


def topmost(lines: Sequence[Line], ids: Collection[int]) -> list[int]:
    """The chosen ids, top to bottom, without those below another chosen one."""
    found, at = [], 0
    while at < len(lines):
        if lines[at].id in ids:
            found.append(lines[at].id)
            at = end_of(lines, at)
        else:
            at += 1
    return found


def indent(lines: Lines, ids: Collection[int]) -> Lines:
    """The chosen lines one level deeper, below the line beside and before them."""
    made, moved = list(lines), False
    for at in _places(lines, topmost(lines, ids)):
        if at and made[at - 1].depth >= made[at].depth:
            _deepen(made, at, 1)
            moved = True
    if not moved:
        raise OutlineError(
            Reason("There is no task before it on its level that it could go below: move it first.")
        )
    return tuple(made)


def outdent(lines: Lines, ids: Collection[int]) -> Lines:
    """The chosen lines one level up; those beside and after them come below them, so that no line
    changes its place."""
    made, moved = list(lines), False
    for at in _places(lines, topmost(lines, ids)):
        if made[at].depth:
            _deepen(made, at, -1)
            moved = True
    if not moved:
        raise OutlineError(Reason("It is on the outermost level already."))
    return tuple(made)


def move(lines: Lines, ids: Collection[int], step: int) -> Lines:
    """The chosen lines over the line beside them: before it (`step` -1) or after it (1)."""
    chosen = topmost(lines, ids)
    made, moved = list(lines), False
    stuck: set[int] = set()
    for number in chosen if step < 0 else reversed(chosen):
        at = _place(made, number)
        other = _before(made, at) if step < 0 else _after(made, at)
        if other is None or made[other].id in stuck:
            stuck.add(number)
            continue
        first, second = sorted((at, other))
        middle, end = end_of(made, first), end_of(made, second)
        made[first:end] = made[second:end] + made[first:middle]
        moved = True
    if not moved:
        sentence = (
            "It is the first of its level: outdent it to move it further up."
            if step < 0
            else "It is the last of its level: outdent it to move it further down."
        )
        raise OutlineError(Reason(sentence))
    return tuple(made)


def put(lines: Lines, ids: Collection[int], where: Where, other: int | None) -> Lines:
    """The chosen lines together at a place by another one; below None is the end of the outermost
    level. The lines as they are, where they stand there already."""
    chosen = topmost(lines, ids)
    spans = [(at, end_of(lines, at)) for at in _places(lines, chosen)]
    place, depth = len(lines), 0
    if other is not None:
        at = _place(lines, other)
        inside = any(first <= at < end for first, end in spans)
        if inside and (where is Where.BELOW or other not in chosen):
            raise OutlineError(Reason("A task cannot stand below itself."))
        place = at if where is Where.BEFORE else end_of(lines, at)
        depth = lines[at].depth + (where is Where.BELOW)
    moved = [
        replace(line, depth=line.depth + depth - lines[first].depth)
        for first, end in spans
        for line in lines[first:end]
    ]
    gone = {line.id for line in moved}
    before = [line for line in lines[:place] if line.id not in gone]
    after = [line for line in lines[place:] if line.id not in gone]
    return (*before, *moved, *after)


def insert(lines: Lines, number: int, after: int | None, inside: bool = False) -> Lines:
    """A new line: below everything (`after` None), as the first line under another, or beside it
    behind everything under it."""
    if after is None:
        return (*lines, Line(number, 0))
    at = _place(lines, after)
    depth = lines[at].depth + inside
    place = at + 1 if inside else end_of(lines, at)
    return (*lines[:place], Line(number, depth), *lines[place:])


def without(lines: Lines, ids: Collection[int]) -> Lines:
    """The lines without the chosen ones and everything under them."""
    gone: set[int] = set()
    for at in _places(lines, topmost(lines, ids)):
        gone.update(line.id for line in lines[at : end_of(lines, at)])
    return tuple(line for line in lines if line.id not in gone)


def _places(lines: Sequence[Line], ids: Sequence[int]) -> list[int]:
    wanted = set(ids)
    return [at for at, line in enumerate(lines) if line.id in wanted]


def _place(lines: Sequence[Line], number: int) -> int:
    for at, line in enumerate(lines):
        if line.id == number:
            return at
    raise OutlineError(Reason("This row is no longer there: it was removed in the meantime."))


def _deepen(lines: list[Line], at: int, step: int) -> None:
    for place in range(at, end_of(lines, at)):
        lines[place] = replace(lines[place], depth=lines[place].depth + step)


def _before(lines: Sequence[Line], at: int) -> int | None:
    """The line beside and before it."""
    place = at - 1
    while place >= 0 and lines[place].depth > lines[at].depth:
        place -= 1
    return place if place >= 0 and lines[place].depth == lines[at].depth else None


def _after(lines: Sequence[Line], at: int) -> int | None:
    """The line beside and behind it."""
    place = end_of(lines, at)
    return place if place < len(lines) and lines[place].depth == lines[at].depth else None
