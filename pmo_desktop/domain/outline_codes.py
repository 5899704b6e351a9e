"""WBS codes and the outline: which codes follow the outline, and when the outline follows them.

A code follows the outline when it is made of numbers alone (`3.2`), or is the code above it, a dot
and a number (`A.2` below `A`). Every other code is a name of the team's own and stays, wherever its
task goes. The other way round, a project whose codes are an outline is arranged by them, as a
team's spreadsheet means it; in any other project the outline stays as it was made, and only what
came with a new code is looked for a place by it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from pmo_desktop.domain.outline import Line, Lines, end_of, lines_of, parents_of
from pmo_desktop.domain.wbs import clean, parent_code, parts, sort_key

Row = tuple[int, int | None, str]
"""`(id, parent's id, code)`."""


def renumbered(before: Sequence[Line], after: Sequence[Line]) -> dict[int, str]:
    """The codes of all lines after a change of the outline; new lines are not in `before`.

    Where the lines of a level are the same as before they keep their numbers.
    """
    codes = {line.id: line.code for line in before}
    following = _following(before) | {line.id for line in after if line.id not in codes}
    taken = {clean(line.code) for line in after if line.id not in following}
    old_levels, parents = _levels(before), parents_of(after)
    levels = _levels(after)
    found: dict[int, str] = {}
    counted: dict[int | None, int] = {}
    for line in after:
        parent = parents[line.id]
        if line.id not in following:
            found[line.id] = codes[line.id]
            continue
        above = found[parent] if parent is not None else ""
        if parent is not None and not above:
            found[line.id] = codes.get(line.id, "")
            continue
        same = levels[parent] == old_levels.get(parent)
        if same and _is_numbered(codes[line.id], codes.get(parent, "") if parent else ""):
            number = int(parts(codes[line.id])[-1])
        else:
            number = counted.get(parent, _first(old_levels.get(parent, ()), codes) - 1) + 1
            while _joined(above, number) in taken:
                number += 1
        counted[parent] = number
        found[line.id] = _joined(above, number)
    return found


def arranged(
    rows: Sequence[Row], new: Collection[int] = (), recoded: Collection[int] = ()
) -> list[Row]:
    """The rows of a project in the order of its outline, with their parents; given are the ids of
    those that are new, and of those that have another code than before."""
    by_codes = _by_codes(rows)
    known = [row for row in rows if row[0] not in new]
    settled = [row for row in known if row[0] not in recoded]
    if not settled or _is_outline(rows) or _agree(settled, _by_codes(settled)):
        return by_codes
    lines = lines_of(known)
    for row in by_codes:
        if row[0] in new:
            lines = _filed(lines, row)
    parents = parents_of(lines)
    return [(line.id, parents[line.id], line.code) for line in lines]


def _following(lines: Sequence[Line]) -> set[int]:
    codes, parents = {line.id: line.code for line in lines}, parents_of(lines)
    return {
        line.id
        for line in lines
        if _is_plain(line.code) or _is_numbered(line.code, codes.get(parents[line.id] or 0, ""))
    }


def _is_plain(code: str) -> bool:
    pieces = parts(code)
    return bool(pieces) and all(piece.isdecimal() for piece in pieces)


def _is_numbered(code: str, above: str) -> bool:
    """Whether it is the code above it, a dot and a number; on the outermost level a number."""
    pieces = parts(code)
    return bool(pieces) and pieces[-1].isdecimal() and pieces[:-1] == parts(above)


def _joined(above: str, number: int) -> str:
    return f"{clean(above)}.{number}" if above else str(number)


def _first(level: Sequence[int], codes: dict[int, str]) -> int:
    """Some plans begin with 0."""
    return 0 if any(parts(codes[number])[-1:] == ("0",) for number in level) else 1


def _levels(lines: Sequence[Line]) -> dict[int | None, tuple[int, ...]]:
    found: dict[int | None, list[int]] = {}
    for number, parent in parents_of(lines).items():
        found.setdefault(parent, []).append(number)
    return {parent: tuple(level) for parent, level in found.items()}


def _by_codes(rows: Iterable[Row]) -> list[Row]:
    """In the natural order of their codes, each below the nearest code above it that is there:
    `1.2.3` hangs below `1` where there is no `1.2`."""
    ordered = sorted(rows, key=lambda row: (sort_key(row[2]), row[0]))
    ids = {row[2]: row[0] for row in ordered if row[2]}
    return [(row[0], _parent(row, ids), row[2]) for row in ordered]


def _parent(row: Row, ids: dict[str, int]) -> int | None:
    code = parent_code(row[2])
    while code and (code not in ids or ids[code] == row[0]):
        code = parent_code(code)
    return ids[code] if code else None


def _is_outline(rows: Sequence[Row]) -> bool:
    codes = [parts(row[2]) for row in rows]
    return len(set(codes)) == len(codes) and all(_is_plain(row[2]) for row in rows)


def _agree(rows: Sequence[Row], others: Sequence[Row]) -> bool:
    return [row[:2] for row in rows] == [row[:2] for row in others]


def _filed(lines: Lines, row: Row) -> Lines:
    """With a row at the place that its code asks for: among those below the code above it."""
    number, parent, code = row
    places = {line.id: at for at, line in enumerate(lines)}
    if parent not in places:
        return (*lines, Line(number, 0, code))
    at = places[parent]
    depth, place = lines[at].depth + 1, at + 1
    while place < end_of(lines, at) and sort_key(lines[place].code) < sort_key(code):
        place = end_of(lines, place)
    return (*lines[:place], Line(number, depth, code), *lines[place:])
