"""What the tables hold of several projects, as records, read with few statements for all of them.

Records come by the ten thousand, in the order in which they stand in their project; a dictionary
has them by the projects' ids. Own fields of the office are put on by `records`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import DateTime, Row, Table, select
from sqlalchemy.orm import Session

from pmo_desktop.domain.money import from_minor
from pmo_desktop.domain.records import Record
from pmo_desktop.domain.tasks import Link, LinkType
from pmo_desktop.models import (
    Department,
    Issue,
    Person,
    Programme,
    Project,
    Risk,
    StatusReport,
    Task,
)
from pmo_desktop.storage.among import portions, rows_among
from pmo_desktop.storage.bulk import table_of

PROJECTS, TASKS, PEOPLE = table_of(Project), table_of(Task), table_of(Person)
DEPARTMENTS, PROGRAMMES = table_of(Department), table_of(Programme)
# The registers with the columns by which their records are in order.
REGISTERS = {
    "risk": (table_of(Risk), "id"),
    "issue": (table_of(Issue), "id"),
    "status": (table_of(StatusReport), "period"),
}
PLAIN_PROJECT = ("code", "name", "sponsor", "objective", "priority", "phase", "state", "currency",
                 "start", "description")  # fmt: skip
PLAIN_TASK = ("wbs", "name", "kind", "start", "finish", "percent_complete", "actual_start",
              "actual_finish", "deadline", "notes",
              "baseline_start", "baseline_finish")  # fmt: skip
TASK_VALUES = (*PLAIN_TASK, "duration", "people", "predecessors")
LINK_TYPES = {kind.value: kind for kind in LinkType}
# What comes by the ten thousand is read by the driver alone, in half the time.
TASK_COLUMNS = ("id", "uid", "project_id", *PLAIN_TASK, "duration_minutes")
MOMENTS = [
    place for place, name in enumerate(TASK_COLUMNS) if isinstance(TASKS.c[name].type, DateTime)
]
TASKS_OF = f"""SELECT {", ".join(TASK_COLUMNS)} FROM task
    WHERE project_id IN ({{ids}}) ORDER BY project_id, position, id"""
ASSIGNED_OF = """SELECT task.project_id, task_id, person_id
    FROM assignment JOIN task ON task.id = task_id
    WHERE task.project_id IN ({ids}) ORDER BY task_id, assignment.position, assignment.id"""
LINKS_OF = """SELECT task.project_id, predecessor_id, successor_id, type, lag_minutes
    FROM dependency JOIN task ON task.id = successor_id
    WHERE task.project_id IN ({ids}) ORDER BY dependency.id"""

ByProject = dict[int, list[Record]]


class ProjectRows:
    """Reads the rows of these projects; `projects` are the projects' own, by their ids."""

    def __init__(self, session: Session, project_ids: Collection[int]) -> None:
        self._session, self._ids = session, project_ids
        self._people = names(session, PEOPLE)
        found = rows_among(session, select(PROJECTS), PROJECTS.c.id, project_ids)
        self.projects: Mapping[int, Row[Any]] = {row.id: row for row in found}
        self._assigned = list(self._bare(ASSIGNED_OF))

    def records_of_projects(self) -> ByProject:
        departments = names(self._session, DEPARTMENTS)
        programmes = names(self._session, PROGRAMMES)
        found = {}
        for row in self.projects.values():
            values = {name: getattr(row, name) for name in PLAIN_PROJECT}
            values |= {
                "manager": self._people.get(row.manager_id),
                "department": departments.get(row.department_id),
                "programme": programmes.get(row.programme_id, ""),
                "phase": row.phase or None,
                "budget": from_minor(row.budget_minor, row.currency),
                "spent": from_minor(row.spent_minor, row.currency),
            }
            found[row.id] = [Record("project", values, row.uid, row.id)]
        return found

    def tasks(self) -> ByProject:
        """The tasks from top to bottom."""
        rows = list(self._bare(TASKS_OF))
        codes = {task[0]: (task[2], task[3]) for task in rows}
        links, people = self._links(codes), self._teams()
        found: ByProject = defaultdict(list)
        for row in rows:
            plain = list(row)
            for place in MOMENTS:
                if (text := plain[place]) is not None:
                    plain[place] = _moment(text)
            number, uid, project_id, *plain = plain
            plain += (people.get(number, ()), links.get(number, ()))
            values = dict(zip(TASK_VALUES, plain, strict=True))
            found[project_id].append(Record("task", values, uid, number))
        return found

    def registered(self, table: str) -> ByProject:
        """Risks, issues or status reports."""
        stored, order = REGISTERS[table]
        statement = select(stored).order_by(stored.c[order], stored.c.id)
        found: ByProject = defaultdict(list)
        for row in rows_among(self._session, statement, stored.c.project_id, self._ids):
            currency = self.projects[row.project_id].currency
            found[row.project_id].append(register_record(table, row, self._people, currency))
        return found

    def involved(self) -> Mapping[int, set[int]]:
        """The ids of those who work on a project or lead it."""
        found = {
            row.id: {row.manager_id} if row.manager_id is not None else set()
            for row in self.projects.values()
        }
        for project_id, _, person_id in self._assigned:
            found[project_id].add(person_id)
        return found

    def _teams(self) -> dict[int, tuple[str, ...]]:
        """Task id -> the names of its people, the one who answers for it first."""
        found: dict[int, tuple[str, ...]] = {}
        for _, task_id, person_id in self._assigned:
            found[task_id] = (*found.get(task_id, ()), self._people[person_id])
        return found

    def _links(self, codes: Mapping[int, tuple[int, str]]) -> dict[int, tuple[Link, ...]]:
        """Task id -> its predecessors in the same project; `codes` are projects and WBS codes of
        tasks by their ids."""
        found: dict[int, tuple[Link, ...]] = {}
        for project_id, predecessor, successor, kind, lag in self._bare(LINKS_OF):
            home, wbs = codes.get(predecessor, (None, ""))
            if home == project_id:
                found[successor] = (*found.get(successor, ()), _link(wbs, LINK_TYPES[kind], lag))
        return found

    def _bare(self, statement: str) -> Iterator[tuple[Any, ...]]:
        """Rows as the driver gives them, of all the projects."""
        driver = self._session.connection().connection.driver_connection
        assert driver is not None  # the session's connection is open
        for some in portions(self._ids):
            ids = ", ".join("?" * len(some))
            yield from driver.execute(statement.format(ids=ids), some).fetchall()


_moment = lru_cache(maxsize=1 << 14)(datetime.fromisoformat)


@lru_cache(maxsize=1 << 14)
def _link(wbs: str, kind: LinkType, lag_minutes: int) -> Link:
    """Every project has about the same links, and what is one object need not be compared."""
    return Link(wbs, kind, lag_minutes)


def register_record(table: str, row: Row[Any], people: Mapping[int, str], currency: str) -> Record:
    """A risk, issue, decision or status report: columns as they are, but owners and money."""
    values = dict(row._mapping)
    uid, row_id = values.pop("uid"), values.pop("id")
    values.pop("project_id", None)
    if "owner_id" in values:
        values["owner"] = people.get(values.pop("owner_id"))
    if "cost_minor" in values:
        values["cost"] = from_minor(values.pop("cost_minor"), currency)
    # A choice that was never made is stored as an empty text, and is plainly nothing.
    if values.get("response") == "":
        values["response"] = None
    return Record(table, values, uid, row_id)


def names(session: Session, table: Table) -> dict[int, str]:
    """What the rows of a table are called, by their ids."""
    rows = session.connection().execute(select(table.c.id, table.c.name))
    return {row.id: row.name for row in rows}
