"""Who and what a timesheet's words mean: people by name or address, projects by code or name, tasks
by WBS code or name.

Nothing is guessed: what fits nothing, or several, is a `Miss` with the code of its finding, and
with what is written most like it. A cell may have a code and a name together (`P-2601 Data
platform`); a code and a name of two different things are neither. Among several tasks of one name
the person's own is meant; where no project is named, the person's own tasks come first, too.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import NamedTuple, TypeVar

from pmo_desktop.exchange.parsing.text import key
from pmo_desktop.exchange.timesheets import words
from pmo_desktop.exchange.timesheets.lines import Line, Said
from pmo_desktop.services.names import normal_name
from pmo_desktop.services.timesheets import KnownPerson, KnownProject, KnownTask, KnownWork

# How like a name must be, and a short one, of which one letter is a third.
NEAR, NEAR_SHORT, SHORT, NEAR_SHOWN = 0.72, 0.5, 3, 3
MOST_SOUGHT = 60
HEAD = re.compile(r"^(\S+)[\s:：,，]+(.+)$")
_Row = TypeVar("_Row")


class Miss(NamedTuple):
    """`code` is one of `timesheets.remarks`; `text` is what was not understood, `near` what is
    written like it."""

    code: str
    text: str = ""
    project: str = ""
    near: str = ""


class Person(NamedTuple):
    """`is_guessed`: from the name of the sheet or the file."""

    id: int
    name: str
    is_guessed: bool = False


class Target(NamedTuple):
    """What was worked on: a task, a project, or neither; then `about` says what."""

    project_id: int | None
    task_id: int | None
    about: str = ""


class Matcher:
    """Looks up the words of lines; each word once."""

    def __init__(self, known: KnownWork) -> None:
        self._assigned = known.assigned
        self._called = {person.id: person.name for person in known.people}
        self._people = _by(known.people, lambda one: (normal_name(one.name),))
        self._by_address = _by(known.people, lambda one: (one.email.casefold(),))
        self._projects = _by(known.projects, lambda one: (key(one.code), key(one.name)))
        self._names = {project.id: f"{project.code} {project.name}" for project in known.projects}
        self._tasks: dict[int, dict[str, list[KnownTask]]] = defaultdict(dict)
        by_project: dict[int, list[KnownTask]] = defaultdict(list)
        for task in known.tasks:
            by_project[task.project_id].append(task)
        for project, tasks in by_project.items():
            self._tasks[project] = _by(tasks, _task_keys)
        self._everywhere = _by(known.tasks, lambda one: (key(one.name),))
        self._persons: dict[Said, Person | Miss] = {}
        self._targets: dict[tuple[int, str, str, str, str, bool], Target | Miss] = {}
        self._sought = 0

    def name_of(self, person_id: int) -> str:
        return self._called[person_id]

    def person(self, said: Said) -> Person | Miss:
        """Whose time it is."""
        if said not in self._persons:
            self._persons[said] = self._person(said)
        return self._persons[said]

    def target(self, person_id: int, line: Line) -> Target | Miss:
        """What somebody worked on."""
        asked = (
            person_id, line.project_code, line.project, line.task_code, line.task,
            line.is_code_number,
        )  # fmt: skip
        if asked not in self._targets:
            self._targets[asked] = self._target(*asked)
        found = self._targets[asked]
        if isinstance(found, Target) and found == NEITHER and not line.note:
            return Miss("timesheet_no_work")
        return found

    def _person(self, said: Said) -> Person | Miss:
        if said.written:
            found = self._by_address.get(said.written.casefold().strip("<>() ")) or (
                self._people.get(normal_name(said.written))
            )
            if not found:
                near = self._near(said.written, (one[0].name for one in self._people.values()))
                return Miss("timesheet_nobody", said.written, near=near)
            if len(found) > 1:
                return Miss("timesheet_two_people", said.written)
            return Person(found[0].id, found[0].name)
        if not said.perhaps:
            return Miss("timesheet_nameless")
        for text in said.perhaps:
            named = self._named_in(text)
            if named is not None:
                return Person(named.id, named.name, is_guessed=True)
        return Miss("timesheet_no_person")

    def _named_in(self, text: str) -> KnownPerson | None:
        """The one person whose whole name stands in a text; the longest of names in each other."""
        within = normal_name(text.replace("_", " ").replace("-", " "))
        found = [
            people[0]
            for name, people in self._people.items()
            if len(people) == 1 and name and _stands_in(name, within)
        ]
        found.sort(key=lambda one: -len(one.name))
        if not found:
            return None
        longest = normal_name(found[0].name)
        alone = all(_stands_in(normal_name(one.name), longest) for one in found[1:])
        return found[0] if alone else None

    def _target(
        self, person_id: int, project_code: str, project: str, task_code: str, task: str,
        is_code_number: bool,
    ) -> Target | Miss:  # fmt: skip
        written = project_code or project
        if written and words.is_a("other", written) and key(written) not in self._projects:
            return NEITHER._replace(about=task or written)
        if not written:
            return self._loose(person_id, task_code, task)
        found = self._project(project_code, project)
        if isinstance(found, Miss):
            return found
        if not (task_code or task):
            return Target(found.id, None)
        return self._task(person_id, found.id, task_code, task, is_code_number)

    def _project(self, code: str, name: str) -> KnownProject | Miss:
        found = [_found(self._projects, text, key) for text in (code, name) if text]
        said = " ".join(filter(None, (code, name)))
        known = [rows for rows in found if rows]
        one = {row.id: row for rows in known for row in rows}
        if known and len(one) == 1:
            return next(iter(one.values()))
        if one:
            return Miss("timesheet_two_projects", said, near=_called(self._names[i] for i in one))
        return Miss("timesheet_no_project", said, near=self._near(said, self._names.values()))

    def _task(
        self, person_id: int, project_id: int, code: str, name: str, is_code_number: bool
    ) -> Target | Miss:
        known = self._tasks[project_id]
        said = " ".join(filter(None, (code, name)))
        by_code = _found(known, code, _task_key, key)
        if is_code_number and by_code:
            # A spreadsheet's number has lost the zeros at its end: 1.10 is 1.1 there.
            longer = (known.get(f"{_task_key(code)}{'0' * zeros}", []) for zeros in (1, 2))
            by_code = [*by_code, *(row for rows in longer for row in rows)]
        by_name = _found(known, name, _task_key, key)
        both = [row for row in by_code if row in by_name]
        if by_code and by_name and not both:
            near = _called(_label(row) for row in (*by_code, *by_name))
            return Miss("timesheet_two_tasks", said, near=near)
        found = both or by_code or by_name
        # Not even the person's own task says which code a number was.
        by_own = not (is_code_number and found is by_code)
        one = self._own(person_id, found) if by_own or len(found) < 2 else None
        if one is not None:
            return Target(project_id, one.id)
        if found:
            return Miss("timesheet_two_tasks", said, near=_called(map(_label, found)))
        labels = {row.id: _label(row) for rows in known.values() for row in rows}
        near = self._near(said, labels.values())
        return Miss("timesheet_no_task", said, self._names[project_id], near)

    def _loose(self, person_id: int, code: str, name: str) -> Target | Miss:
        """A task without a project: one that only one project has, or only the person."""
        if not (code or name):
            return NEITHER
        if name and words.is_a("other", name):
            return NEITHER._replace(about=name)
        found = self._everywhere.get(key(name), []) if name else []
        one = self._own(person_id, found)
        if one is not None:
            return Target(one.project_id, one.id)
        said = " ".join(filter(None, (code, name)))
        if found:
            near = _called(f"{self._names[row.project_id]}: {_label(row)}" for row in found)
            return Miss("timesheet_two_tasks", said, near=near)
        mine = self._assigned.get(person_id, frozenset())
        labels = (row.name for rows in self._everywhere.values() for row in rows if row.id in mine)
        return Miss("timesheet_loose_task", said, near=self._near(said, labels))

    def _near(self, text: str, names: Iterable[str]) -> str:
        """The names that are written most like a text; of many texts that are not known only the
        first are looked up."""
        self._sought += 1
        if self._sought > MOST_SOUGHT:
            return ""
        folded: dict[str, str] = {}
        for name in names:
            for part in (name, *_parts(name)[1:]):
                folded.setdefault(normal_name(part), name)
        cutoff = NEAR_SHORT if len(text) <= SHORT else NEAR
        found = get_close_matches(normal_name(text), list(folded), NEAR_SHOWN * 2, cutoff)
        return _called(folded[one] for one in found)

    def _own(self, person_id: int, found: Sequence[KnownTask]) -> KnownTask | None:
        if len(found) < 2:
            return found[0] if found else None
        mine = self._assigned.get(person_id, frozenset())
        own = [task for task in found if task.id in mine]
        return own[0] if len(own) == 1 else None


NEITHER = Target(None, None)


def _found(known: Mapping[str, list[_Row]], text: str, *keys: Callable[[str], str]) -> list[_Row]:
    """What a text means: as a whole, else as a code with a name behind it. Where these two mean
    different things, all of them."""
    whole = next((rows for fold in keys if text and (rows := known.get(fold(text), []))), [])
    if whole or not text:
        return whole
    found: list[_Row] = []
    for part in _parts(text)[1:]:
        rows = next((rows for fold in keys if (rows := known.get(fold(part), []))), [])
        if not found:
            found = rows
        elif rows:
            found = [row for row in found if row in rows] or [*found, *rows]
    return found


def _called(names: Iterable[str]) -> str:
    """A few of the names, for a reader to choose from."""
    return ", ".join(list(dict.fromkeys(names))[:NEAR_SHOWN])


def _label(task: KnownTask) -> str:
    return f"{task.wbs} {task.name}".strip()


def _by(rows: Iterable[_Row], keys: Callable[[_Row], Iterable[str]]) -> dict[str, list[_Row]]:
    found: dict[str, list[_Row]] = {}
    for row in rows:
        for one in dict.fromkeys(filter(None, keys(row))):
            found.setdefault(one, []).append(row)
    return found


def _task_keys(task: KnownTask) -> tuple[str, ...]:
    return _task_key(task.wbs), key(task.name)


def _task_key(wbs: str) -> str:
    """Points part the numbers of a WBS code: `1.12` is not `11.2`."""
    return f"#{wbs.strip().casefold().rstrip('.')}" if wbs.strip() else ""


def _parts(text: str) -> tuple[str, ...]:
    """The text, and what its first word and the rest may be: a code and a name."""
    if not text:
        return ()
    found = HEAD.match(text)
    return (text,) if found is None else (text, found[1], found[2])


def _stands_in(name: str, text: str) -> bool:
    """Whether a name stands in a text as a word; Chinese has no spaces to part them."""
    at = text.find(name)
    while at >= 0:
        before, after = text[at - 1 : at], text[at + len(name) : at + len(name) + 1]
        if not name.isascii() or not (before.isalpha() or after.isalpha()):
            return True
        at = text.find(name, at + 1)
    return False
