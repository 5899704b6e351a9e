"""The third side of the comparison: what a file and the database both began with.

For our own workbook that is what was sent out: the database as it stood at the journal's entry
which the workbook knows, if that entry is this database's. Where a workbook of the same sending was
taken in since, it is what was accepted then. For a team's own file it is what was accepted last:
the database right after the newest file of the same name (figures aside: they count versions and
dates), or else after the newest of any name. What of that file was not taken, it still said:
a value that it was seen with and refused is no news when it comes again.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import PurePath
from typing import Any

from pmo_desktop.domain.fields import Field
from pmo_desktop.domain.records import UNKNOWN, Kept, ProjectRecords, Record, RecordChange
from pmo_desktop.domain.tasks import Link
from pmo_desktop.domain.wbs import clean
from pmo_desktop.exchange.understood import OWN, Understood
from pmo_desktop.exchange.workbook.sent import ENTRY, fingerprint, written_text
from pmo_desktop.language import Language
from pmo_desktop.services.bases import EarlierFile, Then, earlier_files, records_of
from pmo_desktop.services.entries import number_of
from pmo_desktop.services.touched import touched_after
from pmo_desktop.storage.workspace import Workspace

FIGURES = re.compile(r"[\d\W_]+")
PLAIN = Language("en")
TABLES = ("project", "task", "risk", "issue", "status")


@dataclass(frozen=True)
class Base:
    """`values` are a record's by its table and id; `kept` what was said and not taken."""

    values: Mapping[tuple[str, int], Mapping[str, Any]] = field(default_factory=dict)
    kept: Mapping[tuple[str, int, str], Kept] = field(default_factory=dict)

    @staticmethod
    def of(then: Then, project_id: int, kept: Iterable[Kept] = ()) -> Base:
        """From what stood there then."""
        project = then.projects.get(project_id)
        records = [*then.people]
        if project is not None:
            records += (record for table in TABLES for record in project.of(table))
        values = {
            (record.table, record.id): record.values for record in records if record.id is not None
        }
        return Base(values, {(one.table, one.id, one.name): one for one in kept})

    def value(self, known: Record, spec: Field) -> Any:
        """What a known record had in a field; `UNKNOWN` where that is not known."""
        if known.id is None:
            return UNKNOWN
        values = self.values.get((known.table, known.id), {})
        return values.get(spec.name, UNKNOWN)

    def refused(self, known: Record, spec: Field, value: Any) -> Kept | None:
        """What is remembered of the value where a file was seen with it, and it was not taken."""
        found = self.kept.get((known.table, known.id or 0, spec.name))
        return found if found is not None and found.mark == mark_of(spec, value) else None

    def moved_by(self, changes: Sequence[RecordChange]) -> Base:
        """The base of a later file about what these changes have moved already: it counts."""
        if not changes:
            return self
        values = dict(self.values)
        for change in changes:
            if change.id is not None:
                key = (change.table, change.id)
                values[key] = {**values.get(key, {}), **change.values}
        return replace(self, values=values)

    def links_now(self, links: Iterable[Link], now: Mapping[int, str]) -> tuple[Link, ...]:
        """Links of then by the codes that tasks have now; `now` has these by the tasks' ids."""
        return tuple(
            replace(link, wbs=now.get(self._ids.get(clean(link.wbs), 0), link.wbs))
            for link in links
        )

    @cached_property
    def _ids(self) -> Mapping[str, int]:
        """The ids of tasks by the codes that they had."""
        return {
            clean(str(values.get("wbs") or "")): task_id
            for (table, task_id), values in self.values.items()
            if table == "task"
        }


NO_BASE = Base()


def mark_of(spec: Field, value: Any) -> str:
    """By what a value is known again that was not taken."""
    return fingerprint(written_text(spec, value, PLAIN))


class Bases:
    """The bases of the files of one review, each state of the database read once."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._earlier = workspace.query(earlier_files)
        self._then: dict[int, Then] = {}
        self._still: set[tuple[int, int]] = set()
        self._numbers: dict[str, int | None] = {}

    def prepare(self, files: Iterable[tuple[Understood, int]]) -> None:
        """Read what these files, each with the id of a project, are to be compared with."""
        wanted: dict[int, set[int]] = defaultdict(set)
        for understood, project_id in files:
            stop, _ = self._stop(understood, project_id)
            if stop is not None:
                wanted[stop].add(project_id)
        if not wanted:
            return
        touched = self._workspace.query(touched_after, min(wanted))
        moved: dict[int, set[int]] = {}
        for stop, projects in wanted.items():
            still = {found for found in projects if not touched.since(stop, found)}
            self._still |= {(stop, project_id) for project_id in still}
            if projects - still:
                moved[stop] = projects - still
        if moved:
            self._then = self._workspace.query_back(
                moved, lambda session, stop: records_of(session, moved[stop])
            )

    def of(
        self,
        understood: Understood,
        project_id: int | None,
        known: ProjectRecords | None,
        people: tuple[Record, ...],
    ) -> Base:
        """The base of a file that was prepared; `NO_BASE` where there is none. `known` and `people`
        are as they stand in the database: nothing else is the base where nothing was changed."""
        if project_id is None or known is None:
            return NO_BASE
        stop, file = self._stop(understood, project_id)
        if stop is None:
            return NO_BASE
        kept = file.kept if file else ()
        if (stop, project_id) in self._still:
            return Base.of(Then({project_id: known}, people), project_id, kept)
        return Base.of(self._then[stop], project_id, kept) if stop in self._then else NO_BASE

    def _stop(
        self, understood: Understood, project_id: int
    ) -> tuple[int | None, EarlierFile | None]:
        """The entry of the journal after which both were the same, and the file taken in then."""
        earlier = self._earlier.get(project_id, ())
        if understood.kind == OWN:
            entry = understood.meta.get(ENTRY, "")
            sent = self._number(entry)
            if sent is None:
                return None, None
            same = (file for file in earlier if file.kind == OWN and file.entry == entry)
            taken = next(same, None)
            return (taken.change_set, taken) if taken else (sent, None)
        ours = [file for file in earlier if file.kind != OWN]
        series = series_of(understood.path.name)
        same = (file for file in ours if series_of(file.name) == series)
        last = next(same, None) or next(iter(ours), None)
        return (last.change_set, last) if last else (None, None)

    def _number(self, entry: str) -> int | None:
        if entry not in self._numbers:
            self._numbers[entry] = self._workspace.query(number_of, entry)
        return self._numbers[entry]


def series_of(name: str) -> str:
    """What a file is called beside versions and dates."""
    return FIGURES.sub(" ", PurePath(name).stem).strip().casefold()


def codes_by_id(known: ProjectRecords | None) -> dict[int, str]:
    """The WBS codes of tasks by the tasks' ids."""
    tasks = known.tasks if known else ()
    return {task.id: str(task.values.get("wbs") or "") for task in tasks if task.id is not None}
