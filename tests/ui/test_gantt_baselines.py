"""Baselines are saved, chosen and removed from a menu of the plan's rows."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtWidgets import QDialog, QInputDialog, QMenu, QWidget
from pytestqt.qtbot import QtBot

from pmo_desktop.services.baselines import baselines, save_baseline
from pmo_desktop.services.editing import add
from pmo_desktop.storage.changes import Title
from pmo_desktop.ui.context import Context
from pmo_desktop.ui.gantt.all_baselines import AllBaselines
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
    monkeypatch.setattr(QInputDialog, "getText", lambda *_, **__: (" Signed ", True))
    choose("Rename it")
    assert [one.name for one in context.query(baselines, [project])] == ["Signed", "Approved"]
    context.undo()
    context.jobs.wait()
    choose("Remove it")
    assert [one.number for one in context.query(baselines, [project])] == [1]
    context.undo()
    context.jobs.wait()
    assert [one.number for one in context.query(baselines, [project])] == [0, 1]


def test_the_plans_of_all_projects_are_saved_at_once_and_undone_at_once(
    context: Context, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    projects = []
    for name in ("Migration", "Depot"):
        values = {"code": name, "name": name, "start": date(2026, 12, 1)}
        projects.append(context.edit(Title("Edit"), add, "project", values).result)
        context.edit(Title("Edit"), add, "task", {"name": "Design"}, projects[-1])
    context.edit(Title("Edit"), save_baseline, 0, "Old", projects[:1])
    offered: list[str] = []

    def accept(dialog: AllBaselines) -> QDialog.DialogCode:
        offered.extend(dialog.number.itemText(at) for at in range(2))
        assert dialog.number.currentData() == 1
        dialog.name.setText("Board")
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(AllBaselines, "exec", accept)
    actions = add_baselines(QMenu(parent), context, parent, projects[0]).actions()
    next(one for one in actions if one.text().startswith("Save the plans of all")).trigger()
    context.jobs.wait()
    assert offered == ["0: replaces that of 1 project", "1"]
    found = context.query(baselines, projects)
    assert [(row.number, row.name, row.tasks) for row in found] == [
        (0, "Old", 1), (1, "Board", 1), (1, "Board", 1),
    ]  # fmt: skip
    context.undo()
    context.jobs.wait()
    assert [row.name for row in context.query(baselines, projects)] == ["Old"]
