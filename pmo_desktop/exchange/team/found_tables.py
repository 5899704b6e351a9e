"""The tables of a sheet with their kinds, columns and rows: a mapping's, then the guessed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from pmo_desktop.exchange.files.markup import column_letters
from pmo_desktop.exchange.files.reading import Grid
from pmo_desktop.exchange.team import columns, facts, guessing, rows, tables
from pmo_desktop.exchange.team.applying import Applied, beside_mapped, words_of
from pmo_desktop.exchange.team.columns import Column
from pmo_desktop.exchange.team.filling import Filled, Manner
from pmo_desktop.exchange.team.header_rows import kind_of
from pmo_desktop.exchange.team.mapping import MappedTable
from pmo_desktop.exchange.team.rows import Rows
from pmo_desktop.exchange.team.tables import Block
from pmo_desktop.exchange.understood import ColumnFound, TableFound

ONLY_PROJECTS_HAVE = frozenset(
    f"project.{name}"
    for name in ("code", "budget", "spent", "manager", "sponsor", "programme", "objective", "phase")
)


@dataclass
class FoundTable:
    """One table on its way: where it is, what it is, its columns, its rows."""

    grid: Grid
    block: Block
    kind: str
    columns: tuple[Column, ...]
    rows: Rows
    mapped: MappedTable | None = None
    filled: Filled | None = None

    def manner(self, manner: Manner) -> Manner:
        """How its cells are to be read, with what their words mean."""
        if self.mapped is None:
            return manner
        return replace(manner, words=words_of(self.mapped), order=self.mapped.dates)

    @property
    def shown(self) -> TableFound:
        """As it is told: its fields and how many rows were taken."""
        taken = frozenset(self.filled.columns) if self.filled else frozenset[str]()
        listed = _columns_shown(self.kind, self.columns, taken, self.grid.left)
        header = self.block.last + self.grid.top + 1
        return TableFound(self.kind, header, listed, len(self.rows.kept))

    def is_deadline(self, column: Column) -> bool:
        """Whether the header of a column of finishes speaks of a day on which things are due."""
        found = self.block.header.meanings.get(column.index, ())
        return bool(found) and found[0].code == "task.deadline"


def tables_of(grid: Grid, applied: Applied) -> Iterator[FoundTable]:
    """The tables of a sheet with their kinds, columns and rows: a mapping's, then the guessed."""
    mapped = applied.of(grid)
    if not mapped and not applied.is_whole(grid):
        yield from _guessed(grid)
        return
    others = [] if applied.is_whole(grid) else beside_mapped(mapped, tables.find(grid))
    found = [_table(m.grid, m.block, m.table.kind, m.columns, m.table) for m in mapped]
    found += _headed(grid, others)
    yield from sorted(found, key=lambda t: (t.block.first, t.block.header.columns[0]))


def _guessed(grid: Grid) -> Iterator[FoundTable]:
    blocks = tables.find(grid)
    if not blocks and (block := guessing.by_likely_headers(grid)):
        blocks = [block]
    if not blocks and (turned := guessing.turned(grid)):
        grid, blocks = turned
    if not blocks and (guessed := guessing.without_headers(grid)):
        block, assigned = guessed
        yield _table(grid, block, "task", assigned)
    yield from _headed(grid, blocks)


def _headed(grid: Grid, blocks: Sequence[Block]) -> Iterator[FoundTable]:
    for block in blocks:
        kind = kind_of(block.header, grid.name, *block.titles[:1])
        if kind == "project" and _may_list_tasks(grid, block):
            kind = "task"
        yield _table(grid, block, kind, columns.assign(kind, grid, block))


def _may_list_tasks(grid: Grid, block: Block) -> bool:
    """Whether `项目` heads the items of one project's plan: it has no field that only projects
    have, and codes with levels, or the sheet says above it which project it is about."""
    header = block.header
    codes = {meaning.code for found in header.meanings.values() for meaning in found[:1]}
    if "task" not in header.scores or codes & ONLY_PROJECTS_HAVE:
        return False
    coded = [c.index for c in columns.assign("task", grid, block) if c.field == "wbs"]
    told = facts.find(grid, [block], ()).found
    return bool(coded) or any(
        f.is_sure and f.code in ("project.code", "project.name") for f in told
    )


def _table(
    grid: Grid,
    block: Block,
    kind: str,
    assigned: tuple[Column, ...],
    mapped: MappedTable | None = None,
) -> FoundTable:
    places = {column.field: column.index for column in assigned if column.field}
    return FoundTable(grid, block, kind, assigned, rows.keep(grid, block, places), mapped)


@lru_cache(maxsize=1024)
def _columns_shown(
    kind: str, listed: tuple[Column, ...], taken: frozenset[str], left: int
) -> tuple[ColumnFound, ...]:
    return tuple(
        ColumnFound(
            column_letters(left + column.index),
            column.header,
            f"{kind}.{column.field}" if column.field in taken else "",
            column.reason or ("" if column.field in taken else "column_unfit"),
        )
        for column in listed
    )
