"""Baselines are saved, chosen and removed from a menu of the plan's rows."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtWidgets import QInputDialog, QMenu, QWidget
from pytestqt.qtbot import QtBot

from pmo_desktop.services.baselines import baselines
from pmo_desktop.services.editing import add
from pmo_desktop.storage.changes import Title
from pmo_desktop.ui.context import Context
from pmo_desktop.ui.gantt.baselines import add_baselines


def test_a_baseline_is_saved_replaced_and_removed(
    context: Context, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    values = {"code": "P-1", "name": "Migration", "start": date(2026, 12, 1)}
    project = context.edit(Title("Edit"), add, "project", values).result
    context.edit(Title("Edit"), add, "task", {"name": "Design"}, project)
    monkeypatch.setattr(QInputDialog, "getText", lambda *_, **__: ("Approved", True))

    def choose(start: str) -> None:
        menu = QMenu(parent)
        actions = add_baselines(menu, context, parent, project).actions()
        next(one for one in actions if one.text().startswith(start)).trigger()

    choose("Save the plan as baseline 0")
    (row,) = context.query(baselines, [project])
    assert (row.number, row.name, row.in_use) == (0, "Approved", True)
    choose("Save the plan as baseline 1")
    choose("Measure against 1 Approved")
    assert [one.in_use for one in context.query(baselines, [project])] == [False, True]
    choose("Remove it")
    assert [one.number for one in context.query(baselines, [project])] == [1]
    context.undo()
    context.jobs.wait()
    assert [one.number for one in context.query(baselines, [project])] == [0, 1]
