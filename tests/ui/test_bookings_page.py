"""The page of bookings: edited in place, and given to whoever fits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from pmo_desktop.models import PersonSkill, Skill
from pmo_desktop.services.bookings import add_booking
from pmo_desktop.services.editing import add
from pmo_desktop.storage.changes import Title
from pmo_desktop.storage.workspace import Workspace
from pmo_desktop.ui.bookings.page import OPEN, SHOWN, BookingsPage
from pmo_desktop.ui.context import Context
from pmo_desktop.ui.names import Names

X = Title("x")
SPAN = {"first": date(2026, 12, 7), "last": date(2026, 12, 11)}


def settle(context: Context) -> None:
    for _ in range(4):
        context.jobs.wait()
        QApplication.processEvents()


def put(session: Any, *rows: Any) -> None:
    session.add_all(rows)
    session.flush()


@pytest.fixture
def page(context: Context, workspace: Workspace, qtbot: QtBot) -> Iterator[BookingsPage]:
    """Ann drills; somebody who does is wanted for a week, Bo is booked for another."""
    project = {"code": "P-1", "name": "Depot", "state": "active"}
    workspace.edit(X, add, "project", project)
    for name in ("Ann", "Bo"):
        workspace.edit(X, add, "person", {"name": name})
    workspace.edit(X, put, Skill(uid="s", name="Drilling"))
    workspace.edit(X, put, PersonSkill(person_id=1, skill_id=1, level=4))
    wanted = {"name": "Holes", "project": "P-1", "skill": "Drilling", "level": 3, **SPAN}
    workspace.edit(X, add_booking, wanted)
    workspace.edit(X, add_booking, {"name": "Help desk", "person": "Bo", **SPAN})
    context.set_workspace(workspace)
    made = BookingsPage(context, Names(context))
    made.resize(1100, 650)
    with qtbot.waitExposed(made):
        made.show()
    settle(context)
    yield made
    made.close()
    context.set_workspace(None)


def row(page: BookingsPage, name: str) -> Any:
    return next(one for one in page.table.model.rows if one.name == name)


def edit(page: BookingsPage, name: str, column: str, value: Any) -> bool:
    found = next(one for one in page.table.model.columns if one.key == column)
    done = page._edit(row(page, name), found, value)
    settle(page.context)
    return done


def test_all_bookings_are_counted_and_those_without_anybody(page: BookingsPage) -> None:
    assert page.subtitle == "2 bookings · 1 without anybody"
    page.shown.setCurrentIndex(SHOWN.index(OPEN))
    assert [one.name for one in page.table.model.shown] == ["Holes"]


def test_who_could_take_a_booking_stands_beside_it_and_is_booked_by_one_edit(
    page: BookingsPage,
) -> None:
    page.reveal("booking", row(page, "Holes").id)
    settle(page.context)
    assert [one.name for one in page.matching.found] == ["Ann"]
    button = next(b for b in page.matching.findChildren(QPushButton) if b.text() == "Book Ann")
    button.click()
    settle(page.context)
    assert row(page, "Holes").person == "Ann"
    page.context.workspace.undo()  # type: ignore[union-attr]  # it is there
    settle(page.context)
    assert row(page, "Holes").open


def test_cells_are_edited_in_place(page: BookingsPage) -> None:
    assert edit(page, "Help desk", "units", "50%")
    assert edit(page, "Help desk", "hours", "12,5")
    assert edit(page, "Help desk", "project", "P-1 Depot")
    found = row(page, "Help desk")
    assert (found.units, found.hours, found.kind) == (0.5, 12.5, "project")
    assert not edit(page, "Help desk", "hours", "many")
    assert not edit(page, "Help desk", "person", "Nobody at all")


def test_a_booking_is_added_duplicated_and_removed(page: BookingsPage) -> None:
    page.add()
    settle(page.context)
    assert page.table.selected().name == "New booking"
    page.table.select(row(page, "Help desk").id)
    page.duplicate()
    settle(page.context)
    assert [one.name for one in page.table.model.rows].count("Help desk") == 2
    page.table.select(row(page, "New booking").id)
    page.remove()
    settle(page.context)
    assert [one.name for one in page.table.model.rows].count("New booking") == 0
