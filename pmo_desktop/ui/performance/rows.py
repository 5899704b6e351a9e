"""The rows of planned against actual: the period's cells, summed up by what is looked at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from pmo_desktop.domain.performance import NO_RECORD, Record, Sums, WorkCell, grouped
from pmo_desktop.language import Language
from pmo_desktop.ui.performance.columns import WorkRow

if TYPE_CHECKING:
    from pmo_desktop.services.performance import Actuals

PERSON, PROJECT, TASK = VIEWS = ("person", "project", "task")
OTHER_WORK = 0  # instead of the id of a project or task that there is none of


def rows_of(found: Actuals, view: str, language: Language) -> list[WorkRow]:
    """The list of a view, by name."""
    made = {PERSON: _people, PROJECT: _projects, TASK: _tasks}[view](found, language)
    return sorted(made, key=lambda row: (row.about, row.name) if view == TASK else (row.name, ""))


def parts_of(found: Actuals, row: WorkRow, view: str, language: Language) -> list[WorkRow]:
    """What a row is made of: a person's or project's tasks, a task's people."""
    cells = [cell for cell in found.cells if _is_of(cell, row, view)]
    made = []
    if view == TASK and found.shown:
        for person, sums in grouped(cells, lambda cell: cell.person_id).items():
            name = found.people[person].name if person in found.people else ""
            about = found.people[person].department if person in found.people else ""
            made.append(WorkRow(person, name, about, sums, person_id=person,
                                project_id=row.project_id, task_id=row.task_id))  # fmt: skip
        return sorted(made, key=lambda one: one.name)
    for key, sums in grouped(cells, lambda cell: (cell.project_id, cell.task_id)).items():
        project, task = key
        name, about = _names(found, project, task, language)
        made.append(WorkRow(key, name, about, sums, person_id=row.person_id,
                            project_id=project, task_id=task))  # fmt: skip
    return sorted(made, key=lambda one: (one.about, one.name))


def total_of(cells: Iterable[WorkCell]) -> Sums:
    return grouped(cells, lambda _: True).get(True, Sums())


def _is_of(cell: WorkCell, row: WorkRow, view: str) -> bool:
    if view == PERSON:
        return cell.person_id == row.person_id
    if view == PROJECT:
        return cell.project_id == row.project_id
    return (cell.project_id, cell.task_id) == (row.project_id, row.task_id)


def _people(found: Actuals, _: Language) -> list[WorkRow]:
    sums = grouped(found.cells, lambda cell: cell.person_id)
    known: Mapping[int, Record] = found.of_people
    return [
        WorkRow(person, found.people[person].name, found.people[person].department, one,
                known.get(person, NO_RECORD), person_id=person, is_untold=not one.actual)
        for person, one in sums.items()
        if person in found.people
    ]  # fmt: skip


def _projects(found: Actuals, language: Language) -> list[WorkRow]:
    sums = grouped(found.cells, lambda cell: cell.project_id or OTHER_WORK)
    return [
        WorkRow(project, _names(found, project or None, None, language)[1], "", one,
                found.of_projects.get(project, NO_RECORD), project_id=project or None)
        for project, one in sums.items()
    ]  # fmt: skip


def _tasks(found: Actuals, language: Language) -> list[WorkRow]:
    sums = grouped(found.cells, lambda cell: (cell.project_id, cell.task_id))
    return [
        WorkRow(key, *_names(found, *key, language), one, project_id=key[0], task_id=key[1])
        for key, one in sums.items()
    ]


def _names(
    found: Actuals, project: int | None, task: int | None, language: Language
) -> tuple[str, str]:
    """The name of a task (or what stands for none), and its project's."""
    text = language.text
    of = found.projects.get(project or OTHER_WORK, "") or text("No project")
    if task is not None and task in found.tasks:
        return found.tasks[task].name, of
    return (text("No task") if project else text("Other work")), of
