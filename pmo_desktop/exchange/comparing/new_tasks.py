"""The tasks of a project that the database does not know, all of them looked at together.

There is nothing to compare them with: they are added, after the same look at their dates, names and
links as any row has (`task_dates`, `record_changes`). Column by column it is soon said that most of
them need no thought; the odd ones take the way of single rows.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeGuard

from pmo_desktop.domain.calendars import Calendar
from pmo_desktop.domain.fields import Kind
from pmo_desktop.domain.new_records import NewRecords
from pmo_desktop.domain.record_columns import RecordColumns
from pmo_desktop.domain.records import Record, RecordChange
from pmo_desktop.domain.tasks import TaskKind
from pmo_desktop.domain.wbs import clean, heads
from pmo_desktop.exchange.comparing.baselines import ACTUAL
from pmo_desktop.exchange.comparing.record_changes import RecordChanges, beyond_limit
from pmo_desktop.exchange.comparing.specs import Spec, empties, specs
from pmo_desktop.exchange.comparing.task_dates import ROLLED_UP, contradiction
from pmo_desktop.services.identities import new_uids

TABLE = "task"
TASK, SUMMARY = TaskKind.TASK.value, TaskKind.SUMMARY.value


def are_plain(tasks: Sequence[Record]) -> TypeGuard[RecordColumns]:
    """Whether a team's tasks can be looked at together: they come in columns, each with a code of
    its own and a name, and do not tell what was planned from what has happened."""
    if not isinstance(tasks, RecordColumns):
        return False
    columns = tasks.columns
    codes = columns["wbs"]
    if len(set(codes)) < len(codes) or set(map(clean, codes)) != set(codes):
        return False
    return all(columns["name"]) and not any(map(any, (columns.get(name, ()) for name in ACTUAL)))


@dataclass
class NewTasks:
    """Tasks of a team's file for which `are_plain` holds; `odd` are the places of those that must
    be looked at one by one. `contradictions` are to be told: durations that are not what lies
    between the dates."""

    given: RecordColumns
    rows: RecordChanges
    calendar: Calendar
    odd: set[int] = field(default_factory=set)
    contradictions: dict[int, Mapping[str, float]] = field(default_factory=dict)
    _specs: tuple[Spec, ...] = field(init=False)
    _columns: dict[str, Sequence[Any]] = field(init=False)

    def __post_init__(self) -> None:
        self._specs = specs(TABLE, tuple(self.given.columns))
        self._columns = {one.name: self.given.columns[one.name] for one in self._specs}
        self._fit_summaries()
        self._fit_spans()
        self._limit()
        self._spell()
        self._link()

    def records(self, odd: Sequence[RecordChange]) -> NewRecords:
        """The tasks as changes; `odd` has those of the odd ones."""
        columns, uids = self._columns, new_uids(len(self.given))
        placed = zip(sorted(self.odd), odd, strict=True)
        known = {at: replace(change, uid=uids[at]) for at, change in placed}
        empty = empties(TABLE, tuple(columns))
        return NewRecords(TABLE, columns, uids, empty, self.given.cells, known)

    def _note(self, name: str, values: Collection[Any]) -> None:
        """The tasks with one of these values in a column are odd."""
        if values:
            found = enumerate(self._columns[name])
            self.odd.update([at for at, value in found if value in values])

    # Dates and durations, as `TaskDates` fits them

    def _fit_summaries(self) -> None:
        columns, above = self._columns, heads(self._columns["wbs"])
        kinds = [SUMMARY if code in above else TASK for code in columns["wbs"]]
        self.odd.update([at for at, kind in enumerate(columns["kind"]) if kind != kinds[at]])
        summaries = [at for at, kind in enumerate(kinds) if kind == SUMMARY]
        for column in [columns[name] for name in ROLLED_UP if name in columns]:
            self.odd.update([at for at in summaries if column[at] is not None])

    def _fit_spans(self) -> None:
        """Of two dates the duration follows."""
        columns = self._columns
        if "start" not in columns or "finish" not in columns:
            return
        lengths = list(columns.get("duration", [None] * len(self.given)))
        for at, (start, finish) in enumerate(zip(columns["start"], columns["finish"], strict=True)):
            if start is None or finish is None:
                continue
            length, lengths[at] = lengths[at], None
            if finish < start:
                self.odd.add(at)
            elif length is not None and (
                told := contradiction(start, finish, length, self.calendar)
            ):
                self.contradictions[at] = told
        if "duration" in columns:
            columns["duration"] = lengths

    # What may stand in a field

    def _limit(self) -> None:
        for one in self._specs:
            if one.is_limited:
                given = set(self._columns[one.name]) - {None}
                self._note(one.name, {v for v in given if beyond_limit(one.field, v)})

    # Names

    def _spell(self) -> None:
        """People and departments as the office writes them; who is new is noted at the first cell,
        hence the order."""
        naming = [one for one in self._specs if one.is_naming and one.field.kind is not Kind.LINKS]
        first: dict[tuple[int, Any], int] = {}
        for number, one in enumerate(naming):
            for at, value in enumerate(self._columns[one.name]):
                first.setdefault((number, value), at)
        spelled: list[dict[Any, Any]] = [{} for _ in naming]
        for (number, value), at in sorted(first.items(), key=lambda met: (met[1], met[0][0])):
            if value is not None:
                row = Record(TABLE, {}, cells=self.given.cells(at))
                spelled[number][value] = self.rows.spelled(naming[number].field, value, row)
        for one, names in zip(naming, spelled, strict=True):
            doubts = self.rows.newcomers.doubts
            self._note(
                one.name, {given for given, name in names.items() if doubts(one.field, name)}
            )
            if any(given != name for given, name in names.items()):
                self._columns[one.name] = [names.get(given) for given in self._columns[one.name]]

    # Links

    def _link(self) -> None:
        """Links are to other tasks of the file, and to each once."""
        codes = self._columns["wbs"]
        known = set(codes)
        for at, links in enumerate(self._columns.get("predecessors", ())):
            if links is not None:
                targets = {link.wbs for link in links}
                if not targets <= known or codes[at] in targets or len(set(links)) < len(links):
                    self.odd.add(at)
