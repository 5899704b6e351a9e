"""Tables whose headers are missing or in no list, found by what stands in them.

Only where a sheet has no table otherwise: headers that are nearly known ones (`Predesedors`), and
task lists without any header. What is found so is doubtful, and said to be.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pmo_desktop.exchange.files.reading import Grid
from pmo_desktop.exchange.parsing.text import plain
from pmo_desktop.exchange.team.columns import Column, fitting
from pmo_desktop.exchange.team.facts import label_of
from pmo_desktop.exchange.team.header_rows import Header, kind_of
from pmo_desktop.exchange.team.headers import SURE, Meaning, Meanings, likely, meanings
from pmo_desktop.exchange.team.table_kinds import kinds
from pmo_desktop.exchange.team.tables import Block, find, titles_above

LOOKED_AT = 20
LEAST_ROWS = 3
LEAST_COLUMNS = 3
MOST_HEADERS = 60
MOST = 0.7
TELLING = frozenset(
    ("task.start", "task.finish", "task.duration", "task.percent_complete", "task.predecessors")
)
UNKNOWN_NAME = (Meaning("task.name", 0.3),)
DOUBTFUL = 0.5


def by_likely_headers(grid: Grid) -> Block | None:
    """The first row whose texts are nearly headers, and make a table."""
    for row, cells in enumerate(grid.rows[:LOOKED_AT]):
        texts = {c: v for c, v in enumerate(cells) if isinstance(v, str) and v.strip()}
        found: dict[int, Meanings] = {c: meanings(v) or likely(v) for c, v in texts.items()}
        if not _is_telling(texts):
            continue
        if not any(m.code == "task.name" for ms in found.values() for m in ms):
            unknown = next(
                (c for c in found if _may_name(found[c]) and _has_names(grid, row, c)), None
            )
            if unknown is not None:
                found[unknown] = UNKNOWN_NAME
        columns = tuple(sorted(found))
        scores = kinds([found[c] for c in columns])
        if scores:
            shown = {c: v.strip() for c, v in texts.items()}
            header = Header(columns, shown, found, scores)
            return Block(row, row, header, len(grid.rows), titles_above(grid, row))
    return None


def _is_telling(texts: Mapping[int, str]) -> bool:
    """Whether one of the texts is a header that hardly anything else than a plan has."""
    return any(m.code in TELLING and m.score == SURE for v in texts.values() for m in meanings(v))


def _may_name(found: Meanings) -> bool:
    return not any(meaning.table == "task" for meaning in found)


def _has_names(grid: Grid, header: int, column: int) -> bool:
    values = [row[column] for row in grid.rows[header + 1 :] if row[column] != ""]
    texts = [value for value in values if isinstance(value, str)]
    return len(texts) >= 2 and len(set(texts)) > MOST * len(values)


def turned(grid: Grid) -> tuple[Grid, list[Block]] | None:
    """A list with one project a column, turned round: its headers stand below each other."""
    if grid.width < LEAST_COLUMNS or len(grid.rows) > MOST_HEADERS:
        return None
    rows = [list(column) for column in zip(*grid.rows, strict=True)]
    round_about = Grid(grid.name, rows, grid.top, grid.left, is_turned=True)
    blocks = [b for b in find(round_about) if kind_of(b.header) == "project"]
    if not blocks or _is_form(round_about, blocks[0]):
        return None
    return round_about, blocks[:1]


def _is_form(grid: Grid, block: Block) -> bool:
    """Whether labels stand among what would be the records: then each has its value beside it."""
    cells = (value for row in grid.rows[block.last + 1 :] for value in row)
    return any(isinstance(value, str) and label_of(value)[1] for value in cells)


def without_headers(grid: Grid) -> tuple[Block, tuple[Column, ...]] | None:
    """A task list by its columns alone: codes, names, dates that follow each other, shares."""
    rows = [row for row in range(len(grid.rows)) if _is_record(grid.rows[row])]
    if len(rows) < LEAST_ROWS:
        return None
    columns = [[grid.rows[row][c] for row in rows] for c in range(grid.width)]
    taken = dict(_by_content(columns))
    if "name" not in taken or not (taken.keys() >= {"start", "finish"} or "wbs" in taken):
        return None
    used = tuple(sorted(taken.values()))
    header = Header(used, {}, dict.fromkeys(used, ()), {"task": DOUBTFUL})
    titles = titles_above(grid, rows[0])
    block = Block(rows[0], rows[0] - 1, header, rows[-1] + 1, titles)
    found = [Column(index, "", name, score=DOUBTFUL) for name, index in taken.items()]
    return block, tuple(sorted(found, key=lambda column: column.index))


def _is_record(row: Sequence[Any]) -> bool:
    filled = [value for value in row if value != ""]
    dates = sum(fitting("task.start", [value]) > 0 for value in filled)
    texts = sum(isinstance(value, str) for value in filled)
    return len(filled) >= LEAST_ROWS and dates >= 1 and texts >= 1


def _by_content(columns: Sequence[Sequence[Any]]) -> list[tuple[str, int]]:
    filled = {c: [v for v in column if v != ""] for c, column in enumerate(columns)}
    rows = len(columns[0])
    full = {c: values for c, values in filled.items() if len(values) >= MOST * rows}
    dated = [c for c, values in full.items() if fitting("task.start", values) >= MOST]
    found = list(zip(("start", "finish"), dated[:2], strict=False)) if len(dated) > 1 else []
    found += [("finish", dated[0])] if len(dated) == 1 else []
    rest = [c for c in full if c not in dated]
    coded = next((c for c in rest if fitting("task.wbs", full[c]) >= MOST), None)
    if coded is not None:
        found.append(("wbs", coded))
        rest.remove(coded)
    texts = [c for c in rest if fitting("task.name", full[c]) >= MOST]
    if texts:
        # Names of tasks differ and are long, names of persons come again.
        name = max(
            texts, key=lambda c: (len(set(full[c])), sum(len(plain(str(v))) for v in full[c]))
        )
        found.append(("name", name))
    shares = [c for c in rest if any(isinstance(v, str) and "%" in plain(v) for v in full[c])]
    found += [("percent_complete", c) for c in shares[:1]]
    return found
