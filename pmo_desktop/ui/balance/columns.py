"""What balancing found, as tables."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from pmo_desktop.domain.balance import ProjectChange, TaskMove, Unsolved
from pmo_desktop.domain.fields import Kind
from pmo_desktop.domain.health import Reason
from pmo_desktop.language import Language
from pmo_desktop.ui.tables.column import Column

if TYPE_CHECKING:
    from pmo_desktop.services.balancing import MovedTask


class ProjectRow:
    def __init__(self, found: ProjectChange) -> None:
        self.id, self.found = found.project_id, found

    @property
    def days(self) -> int | None:
        """None before anything was balanced."""
        return None if self.found.after is None else self.found.days

    @property
    def moved(self) -> int | None:
        """How many of its tasks; None before anything was balanced."""
        return None if self.found.after is None else self.found.moved


class MoveRow:
    def __init__(self, found: TaskMove) -> None:
        self.id, self.found = found.task_id, found


class UnsolvedRow:
    """Without an id of its own: its place, from 1 on."""

    def __init__(self, at: int, found: Unsolved) -> None:
        self.id, self.found = at, found


class FindingRow:
    def __init__(self, at: int, found: Reason) -> None:
        self.id, self.found = at, found


class HeldRow:
    def __init__(self, found: MovedTask) -> None:
        self.id, self.found = found.task_id, found

    @property
    def days(self) -> int | None:
        before, now = self.found.moved_from, self.found.start
        return None if before is None or now is None else (now.date() - before.date()).days


def _days(days: int | None, language: Language) -> str:
    return "" if days is None else language.text("{slip} d", slip=f"{days:+d}" if days else "0")


def _tone(days: int | None) -> str | None:
    if not days:
        return "ink3"
    return "red_ink" if days > 0 else "green_ink"


def _task(found: TaskMove | MovedTask) -> str:
    return f"{found.wbs} {found.name}".strip()


def said(reasons: tuple[Reason, ...], language: Language) -> str:
    return language.text("; ").join(language.text(one.rule, **one.params) for one in reasons)


def _extent(row: UnsolvedRow, language: Language) -> str:
    first, last = language.short_date(row.found.first), language.short_date(row.found.last)
    return first if first == last else f"{first} – {last}"


PROJECTS: tuple[Column, ...] = (
    Column("priority", "project.priority", lambda row: row.found.priority, Kind.INTEGER, 58),
    Column("code", "project.code", lambda row: row.found.code, width=62),
    Column("name", "project.name", lambda row: row.found.name, width=90, stretch=True),
    Column("before", "balance.finish_before", lambda row: row.found.before, Kind.DATE, 84),
    Column("after", "balance.finish_after", lambda row: row.found.after, Kind.DATE, 84),
    Column(
        "days", "balance.days", lambda row: row.days, Kind.INTEGER, 56,
        show=lambda row, language: _days(row.days, language), tone=lambda row: _tone(row.days),
    ),
    Column("moved", "balance.moved", lambda row: row.moved, Kind.INTEGER, 56),
)  # fmt: skip


def _asking(row: UnsolvedRow) -> tuple[str, ...]:
    """The tasks and bookings that ask for too much."""
    return (*row.found.tasks, *row.found.bookings)


MOVES: tuple[Column, ...] = (
    Column("project", "project.code", lambda row: row.found.project_code, width=66),
    Column("task", "balance.task", lambda row: _task(row.found), width=150),
    Column("before", "balance.from", lambda row: row.found.start_before, Kind.DATE, 84),
    Column("after", "balance.to", lambda row: row.found.start, Kind.DATE, 84),
    Column(
        "days", "balance.days", lambda row: row.found.days, Kind.INTEGER, 58,
        show=lambda row, language: _days(row.found.days, language),
        tone=lambda row: _tone(row.found.days),
    ),
    Column(
        "why", "balance.why", lambda row: row.found.reasons and row.found.reasons[0].rule,
        width=120, stretch=True, show=lambda row, language: said(row.found.reasons, language),
        tone=lambda row: None if row.found.held or row.found.fixed else "ink2",
    ),
    Column(
        "people", "task.people", lambda row: row.found.people, Kind.PEOPLE, 120, hidden=True
    ),
    Column(
        "finish", "balance.finish_after", lambda row: row.found.finish, Kind.DATE, 88, hidden=True
    ),
)  # fmt: skip

UNSOLVED: tuple[Column, ...] = (
    Column("person", "balance.person", lambda row: row.found.person or "", width=96),
    Column("when", "balance.when", lambda row: row.found.first or date.max, Kind.TEXT, 118,
           show=_extent),
    Column(
        "hours", "balance.over", lambda row: row.found.hours, Kind.INTEGER, 70,
        show=lambda row, language: language.number(row.found.hours, 1), tone=lambda _: "red_ink",
    ),
    Column(
        "why", "balance.why", lambda row: row.found.reason.rule, width=140, stretch=True,
        show=lambda row, language: said((row.found.reason,), language),
    ),
    Column("tasks", "balance.tasks", _asking, Kind.PEOPLE, 160, hidden=True),
)  # fmt: skip

FINDINGS: tuple[Column, ...] = (
    Column(
        "finding", "balance.finding", lambda row: row.found.rule, width=200, stretch=True,
        show=lambda row, language: said((row.found,), language),
    ),
)  # fmt: skip

HELD: tuple[Column, ...] = (
    Column("project", "project.code", lambda row: row.found.project_code, width=66),
    Column("task", "balance.task", lambda row: _task(row.found), width=150, stretch=True),
    Column("before", "balance.from", lambda row: row.found.moved_from, Kind.DATE, 88),
    Column("after", "balance.to", lambda row: row.found.start, Kind.DATE, 88),
    Column(
        "days", "balance.days", lambda row: row.days, Kind.INTEGER, 62,
        show=lambda row, language: _days(row.days, language), tone=lambda row: _tone(row.days),
    ),
)  # fmt: skip
