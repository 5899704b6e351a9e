"""What would move in a plan file, as a table: where each task was recorded, and where it comes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from pmo_desktop.domain.fields import Kind
from pmo_desktop.language import Language
from pmo_desktop.ui.tables.column import Column

if TYPE_CHECKING:
    from pmo_desktop.exchange.plans.moves import Move
    from pmo_desktop.exchange.understood import Understood


@dataclass(frozen=True)
class MoveRow:
    """`id` is the task's place among those that move, from 1."""

    id: int
    move: Move


def move_rows(understood: Understood) -> tuple[MoveRow, ...]:
    """Those of a plan file; none for any other file."""
    if understood.plan is None:
        return ()
    return tuple(MoveRow(at, move) for at, move in enumerate(understood.plan.moves, 1))


def reason_text(row: MoveRow, language: Language) -> str:
    from pmo_desktop.exchange.plans.telling import say_reason

    return say_reason(row.move, language)


def _moment(moment: datetime | None, language: Language) -> str:
    return language.moment(moment) if moment is not None else "—"


MOVES: tuple[Column, ...] = (
    Column("wbs", "task.wbs", lambda row: row.move.wbs, width=64),
    Column("name", "task.name", lambda row: row.move.name, width=150, stretch=True),
    Column("recorded_start", "plan_file.recorded_start", lambda row: row.move.recorded_start,
           width=118, show=lambda row, language: _moment(row.move.recorded_start, language)),
    Column("start", "plan_file.computed_start", lambda row: row.move.start, width=118,
           show=lambda row, language: _moment(row.move.start, language)),
    Column("recorded_finish", "plan_file.recorded_finish", lambda row: row.move.recorded_finish,
           width=118, show=lambda row, language: _moment(row.move.recorded_finish, language)),
    Column("finish", "plan_file.computed_finish", lambda row: row.move.finish, width=118,
           show=lambda row, language: _moment(row.move.finish, language)),
    Column("days", "plan_file.days", lambda row: row.move.days, Kind.INTEGER, 64),
    Column("reason", "plan_file.reason", lambda row: row.move.code, width=220, show=reason_text),
)  # fmt: skip
