"""A plan on the page, a mouse on its bars, and what stands in the database afterwards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from sqlite3 import connect
from typing import Any, NamedTuple

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication
from sqlalchemy import select
from sqlalchemy.orm import Session

from pmo_desktop.charts.timescale import Zoom
from pmo_desktop.domain.plan import PlanRow
from pmo_desktop.domain.tasks import Link
from pmo_desktop.models import Dependency, Task
from pmo_desktop.services.editing import add
from pmo_desktop.storage.bulk import table_of
from pmo_desktop.storage.changes import Title
from pmo_desktop.storage.workspace import Workspace
from pmo_desktop.ui.context import Context
from pmo_desktop.ui.gantt.gestures.spots import Bar, Part, bar_at
from pmo_desktop.ui.gantt.outline import Show
from pmo_desktop.ui.gantt.page import GanttPage

Ids = dict[str, int]
NO_KEY = Qt.KeyboardModifier.NoModifier


def at(day: int, hour: int = 9, month: int = 11) -> dt.datetime:
    return dt.datetime(2026, month, day, hour)


TASKS: Mapping[str, Mapping[str, Any]] = {
    "Phase": {"wbs": "1"},
    "Design": {"wbs": "1.1", "duration": 960},
    "Build": {"wbs": "1.2", "duration": 1440, "predecessors": (Link("1.1"),)},
    "Kept": {"wbs": "2", "start": at(24), "finish": at(26, 18)},
    "Test": {"wbs": "3", "duration": 480},
    "Gate": {"wbs": "4", "kind": "milestone", "predecessors": (Link("1.2"),)},
}
START = at(23)


def put(session: Session) -> Ids:
    """A project from a Monday on: a phase of two, dates of its own, a free task, a milestone."""
    cloud = add(session, "project", {"code": "P", "name": "Cloud", "start": START.date()})
    made = {
        name: add(session, "task", {"name": name, **values}, cloud)
        for name, values in TASKS.items()
    }
    return {**made, "Cloud": cloud}


class Filled(NamedTuple):
    """A database with that project in it, closed, to be copied; and the rows' ids."""

    database: Path
    ids: Ids


def filled(new_workspace: Callable[[], Workspace]) -> Filled:
    with closing(new_workspace()) as workspace:
        return Filled(workspace.path, workspace.edit(Title("Fill"), put).result)


def fill(context: Context, found: Filled) -> Ids:
    """Have the project in this office too, before anybody looks at it."""
    assert context.workspace is not None
    with closing(connect(found.database)) as there, closing(connect(context.workspace.path)) as own:
        there.backup(own)
    return dict(found.ids)


def settle(context: Context) -> None:
    for _ in range(5):
        context.jobs.wait()
        QApplication.processEvents()


class Planner:
    """Whoever sits before the page."""

    def __init__(self, page: GanttPage, context: Context, ids: Ids) -> None:
        self.page, self.context, self.ids = page, context, ids
        self.view, self.canvas = page.view, page.view.canvas
        page.bar.show_only(Show.ALL)
        self.view.set_zoom(Zoom.DAY)
        self.view.sideways.setValue(round(self.view.scale.to_x(START)) - 60)
        QApplication.processEvents()

    # Rows

    def position(self, name: str) -> int:
        model = self.view.model
        return next(n for n in range(model.rowCount()) if model.row(n).name == name)

    def row(self, name: str) -> PlanRow:
        return self.view.model.row(self.position(name))

    def dates(self, name: str) -> tuple[dt.datetime | None, dt.datetime | None]:
        row = self.row(name)
        return row.start, row.finish

    def select(self, *names: str) -> None:
        self.view.tree.select(self.position(names[0]))
        if len(names) > 1:
            self.view.tree.select_rows([self.position(name) for name in names])

    # The mouse

    def bar(self, name: str) -> Bar:
        found = bar_at(self.canvas.item, self.position(name))
        assert found is not None
        return found

    def x(self, moment: dt.datetime) -> float:
        return self.view.scale.to_x(moment) - self.canvas.item.x_offset

    def spot(self, name: str, part: Part) -> QPointF:
        bar = self.bar(name)
        match part:
            case Part.START:
                return QPointF(bar.left + 1, bar.middle)
            case Part.FINISH:
                return QPointF(bar.right - 1, bar.middle)
            case Part.PROGRESS:
                return QPointF(bar.done_x, bar.middle + 9)
            case Part.BODY:
                return QPointF((bar.left + bar.right) / 2, bar.middle)
            case _:
                return QPointF(bar.handle_x(part), bar.middle)

    def send(
        self,
        kind: QEvent.Type,
        point: QPointF,
        button: Qt.MouseButton = Qt.MouseButton.LeftButton,
        modifiers: Qt.KeyboardModifier = NO_KEY,
    ) -> None:
        held = Qt.MouseButton.NoButton if kind is QEvent.Type.MouseButtonRelease else button
        if kind is QEvent.Type.MouseMove:
            button = Qt.MouseButton.NoButton
        viewport = self.canvas.viewport()
        at_screen = QPointF(viewport.mapToGlobal(QPoint(0, 0))) + point
        event = QMouseEvent(kind, point, at_screen, button, held, modifiers)
        QApplication.sendEvent(viewport, event)

    def hover(self, point: QPointF) -> None:
        self.send(QEvent.Type.MouseMove, point, Qt.MouseButton.NoButton)

    def press(self, point: QPointF, modifiers: Qt.KeyboardModifier = NO_KEY) -> None:
        self.send(QEvent.Type.MouseButtonPress, point, modifiers=modifiers)

    def click(self, point: QPointF, modifiers: Qt.KeyboardModifier = NO_KEY) -> None:
        self.press(point, modifiers)
        self.send(QEvent.Type.MouseButtonRelease, point, modifiers=modifiers)

    def drag(self, begin: QPointF, end: QPointF, modifiers: Qt.KeyboardModifier = NO_KEY) -> None:
        """Down at one point and on to another, still down there."""
        self.press(begin)
        for step in (0.3, 0.7, 1.0):
            self.send(QEvent.Type.MouseMove, begin + (end - begin) * step, modifiers=modifiers)

    def drop(self, point: QPointF) -> None:
        self.send(QEvent.Type.MouseButtonRelease, point)
        settle(self.context)

    def move(self, begin: QPointF, end: QPointF, modifiers: Qt.KeyboardModifier = NO_KEY) -> None:
        self.drag(begin, end, modifiers)
        self.drop(end)

    def by_days(self, point: QPointF, days: float) -> QPointF:
        return point + QPointF(days * self.view.scale.per_day, 0)

    # What stands in the database

    def undo(self) -> None:
        self.context.undo()
        settle(self.context)

    def stored(self) -> list[dict[str, Any]]:
        """Every task and every link."""
        assert self.context.workspace is not None

        def read(session: Session) -> list[dict[str, Any]]:
            connection = session.connection()
            tables = (table_of(Task), table_of(Dependency))
            return [dict(r._mapping) for t in tables for r in connection.execute(select(t))]

        return self.context.workspace.query(read)

    def links(self) -> set[tuple[str, str, str]]:
        rows = self.view.outline.plan.rows
        return {
            (rows[link.predecessor].name, str(link.type), rows[link.successor].name)
            for link in self.view.outline.plan.links
        }
