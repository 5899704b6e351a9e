"""The projects that there are, to know one again by its identity, its code or its name."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from pmo_desktop.models import Project
from pmo_desktop.services.names import normal_name
from pmo_desktop.storage.bulk import table_of

PROJECTS = table_of(Project)


@dataclass(frozen=True)
class KnownProjects:
    """The projects' ids by their identities, and by their codes and names as they are compared."""

    by_uid: dict[str, int]
    by_code: dict[str, int]
    by_name: dict[str, list[int]]

    def note(self, project_id: int, code: str, name: str) -> None:
        """A project that an edit brings."""
        self.by_code[normal_name(code)] = project_id
        self.by_name.setdefault(normal_name(name), []).append(project_id)

    def has_code(self, code: str) -> bool:
        return normal_name(code) in self.by_code

    def find(self, uid: str | None, code: str, name: str) -> int | None:
        """The project with this identity, else code, else name; None where there is none.

        A name alone decides only where no code is given or the code is not another project's.
        """
        if uid and uid in self.by_uid:
            return self.by_uid[uid]
        if code:
            return self.by_code.get(normal_name(code))
        named = self.by_name.get(normal_name(name), [])
        return named[0] if len(named) == 1 else None


def known_projects(session: Session) -> KnownProjects:
    rows = session.connection().execute(
        select(PROJECTS.c.id, PROJECTS.c.uid, PROJECTS.c.code, PROJECTS.c.name)
    )
    found = [tuple(row) for row in rows]
    by_name = defaultdict(list)
    for number, _, _, name in found:
        by_name[normal_name(name)].append(number)
    by_uid = {uid: number for number, uid, _, _ in found}
    return KnownProjects(by_uid, {normal_name(row[2]): row[0] for row in found}, by_name)
