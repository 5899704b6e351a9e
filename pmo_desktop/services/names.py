"""Who and what a name means: persons, departments, programmes and calendars."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from functools import cached_property, lru_cache
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from pmo_desktop.models import Department, Person, Programme, Project, WorkingCalendar
from pmo_desktop.services.identities import new_uid
from pmo_desktop.services.refused import Refused
from pmo_desktop.storage.bulk import bulk_insert, table_of

CJK = re.compile(r"(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])")


@lru_cache(maxsize=8192)
def normal_name(name: str) -> str:
    """Names that are the same to a reader are equal: width, case, stray spaces."""
    folded = " ".join(unicodedata.normalize("NFKC", name).split())
    return CJK.sub("", folded).casefold()


class Names:
    """The ids behind names, fetched once, when asked for; a name that is new is added to the pool,
    but for a calendar's: nobody could say when is worked."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @cached_property
    def _people(self) -> dict[str, int]:
        return self._known(Person)

    @cached_property
    def _departments(self) -> dict[str, int]:
        return self._known(Department)

    @cached_property
    def _programmes(self) -> dict[str, int]:
        return self._known(Programme)

    def fetch(self) -> Names:
        """All of it now."""
        _ = (self._people, self._departments, self._programmes)
        return self

    def person(self, name: str | None) -> int | None:
        return self._find(Person, self._people, name)

    def known_person(self, name: str) -> int | None:
        """The person with this name, without adding one."""
        return self._people.get(normal_name(name))

    def department(self, name: str | None) -> int | None:
        return self._find(Department, self._departments, name)

    def programme(self, name: str | None) -> int | None:
        return self._find(Programme, self._programmes, name)

    def calendar(self, name: str | None, project_id: int | None = None) -> int | None:
        """A calendar of the project, or one for everybody, by its label or its name. Raises
        `Refused` where there is none, or where it is another project's."""
        if not name or not name.strip():
            return None
        key = normal_name(name)
        wanted = (None, project_id)
        for spelled in (self._labelled, self._called):
            for owner in wanted:
                if (owner, key) in spelled:
                    return spelled[owner, key]
        if any(called == key for _, called in self._labelled):
            raise Refused(
                "The calendar “{name}” belongs to another project. Choose one of this project, or "
                "one for everybody.",
                name=name,
            )
        raise Refused(
            "There is no calendar called “{name}”. Make it on the page of the calendars first.",
            name=name,
        )

    @cached_property
    def _labelled(self) -> dict[tuple[int | None, str], int]:
        labels = calendar_labels(self._session)
        return {
            (row.project_id, normal_name(labels[row.id])): row.id
            for row in _calendar_rows(self._session)
        }

    @cached_property
    def _called(self) -> dict[tuple[int | None, str], int]:
        rows = _calendar_rows(self._session)
        return {(row.project_id, normal_name(row.name)): row.id for row in rows}

    def _known(self, model: type[Person | Department | Programme]) -> dict[str, int]:
        table = table_of(model)
        rows = self._session.connection().execute(select(table.c.id, table.c.name))
        return {normal_name(name): row_id for row_id, name in rows}

    def _find(
        self,
        model: type[Person | Department | Programme],
        known: dict[str, int],
        name: str | None,
    ) -> int | None:
        if not name or not name.strip():
            return None
        key = normal_name(name)
        if key not in known:
            row = {"uid": new_uid(), "name": " ".join(name.split())}
            known[key] = bulk_insert(self._session, model, [row])[0]
        return known[key]

    def note_person(self, name: str, person_id: int) -> None:
        """A person who was added by other hands."""
        self._people[normal_name(name)] = person_id


def calendar_labels(session: Session) -> Mapping[int, str]:
    """What to call each calendar, by its id, so that no two are called the same: its name; where
    others have that too, a project's has the project's code beside it."""
    rows = _calendar_rows(session)
    alike = Counter(normal_name(row.name) for row in rows)
    taken: set[str] = set()
    found: dict[int, str] = {}
    for row in rows:
        label = row.name
        if alike[normal_name(label)] > 1 and row.project_id is not None:
            label = f"{label} · {row.code or row.project}"
        if normal_name(label) in taken:
            label = f"{label} ({row.id})"
        taken.add(normal_name(label))
        found[row.id] = label
    return found


def _calendar_rows(session: Session) -> list[Row[Any]]:
    """Those for everybody first."""
    table, projects = table_of(WorkingCalendar), table_of(Project)
    statement = (
        select(table.c.id, table.c.name, table.c.project_id, projects.c.code,
               projects.c.name.label("project"))
        .outerjoin(projects, projects.c.id == table.c.project_id)
        .order_by(table.c.project_id.is_not(None), table.c.id)
    )  # fmt: skip
    return list(session.connection().execute(statement))
