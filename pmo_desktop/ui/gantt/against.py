"""A row of the plan beside each baseline of its project, and what it differs by."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from pmo_desktop.domain.money import from_minor
from pmo_desktop.domain.plan import PlanRow
from pmo_desktop.language import Language
from pmo_desktop.ui.context import Context
from pmo_desktop.ui.gantt.baselines import name_of
from pmo_desktop.ui.gantt.columns import signed
from pmo_desktop.ui.widgets.popover import Popover

if TYPE_CHECKING:
    from pmo_desktop.services.against_baselines import Against, AgainstEach, Figures

WIDTH = 760
UNKNOWN = "–"
SIDE = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop


def ask_against(
    context: Context, parent: QWidget, row: PlanRow, minutes_per_day: int, place: QPoint
) -> None:
    """Read the row's baselines, and show them at a place of the screen."""
    from pmo_desktop.services.against_baselines import against_each

    def show(found: AgainstEach) -> None:
        AgainstPopup(context, parent, row.name, found, minutes_per_day).show_at(place)

    context.ask(against_each, row.project_id, row.task_id, then=show, owner=parent)


class AgainstPopup(Popover):
    """A line a baseline, the plan as it is now above them."""

    def __init__(
        self,
        context: Context,
        parent: QWidget,
        name: str,
        found: AgainstEach,
        minutes_per_day: int,
    ) -> None:
        super().__init__(parent)
        self.setMaximumWidth(WIDTH)
        self._language, self._found, self._day = context.language, found, minutes_per_day
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(18)
        text = context.language.text
        self.add_text(name, "title")
        self.body.addLayout(self.grid)
        heads = ("Baseline", "start", "finish", "duration", "work", "cost")
        for at, code in enumerate(heads):
            head = text("Baseline") if at == 0 else context.language.term(f"baseline.{code}")
            self._put(0, at, head, "quiet")
        self._put_line(1, text("Plan now"), "", found.now, None)
        for line, one in enumerate(found.baselines, 2):
            mark = text("in use") if one.baseline.in_use else ""
            self._put_line(line, name_of(one.baseline, context), mark, one.figures, one)
        if not found.baselines:
            self.add_text(text("This project has no baseline yet."), "quiet")

    def _put(self, line: int, at: int, words: str, look: str = "") -> None:
        label = QLabel(words)
        label.setProperty("look", look)
        side = SIDE if at else Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        label.setAlignment(side)
        self.grid.addWidget(label, line, at)

    def _put_line(self, line: int, name: str, mark: str, has: Figures, one: Against | None) -> None:
        text = self._language.text
        if one is not None and not one.known:
            mark = " · ".join(filter(None, (mark, text("new since then"))))
        self._put(line, 0, "\n".join(filter(None, (name, mark))))
        now = None if one is None else self._found.now
        for at, words in enumerate(_cells(has, now, self._language, self._day, self._money), 1):
            self._put(line, at, words)

    def _money(self, minor: int) -> str:
        return self._language.money(from_minor(minor, self._found.currency), self._found.currency)


def _cells(
    has: Figures, now: Figures | None, language: Language, day: int, money: Callable[[int], str]
) -> list[str]:
    """Start, finish, duration, work and cost; below each what the plan now has more."""

    def minutes(amount: int) -> str:
        return language.days(amount, day)

    return [
        _moment(has.start, now and now.start, language),
        _moment(has.finish, now and now.finish, language),
        _amount(has.duration_minutes, now and now.duration_minutes, minutes),
        _amount(has.work_minutes, now and now.work_minutes, minutes),
        _amount(has.cost_minor, now and now.cost_minor, money),
    ]


def _moment(then: datetime | None, now: datetime | None, language: Language) -> str:
    if then is None:
        return UNKNOWN
    days = 0 if now is None else (now.date() - then.date()).days
    return _with(language.date(then.date()), days, language.days(days, 1))


def _amount(then: int | None, now: int | None, write: Callable[[int], str]) -> str:
    if then is None:
        return UNKNOWN
    more = 0 if now is None else now - then
    return _with(write(then), more, write(more))


def _with(words: str, difference: int, more: str) -> str:
    return f"{words}\n{signed(more, difference)}" if difference else words
