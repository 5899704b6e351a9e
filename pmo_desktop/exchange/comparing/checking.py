"""Whether the plans are sound that would come of a review and of what is decided of it so far.

A stage of its own after the comparison: a value that is not taken brings nothing about, one's own
value may. Files count in their order, as in the comparison: where several are about one project,
each is held against what the earlier ones make of it, and all ask for the same people.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from pmo_desktop.collector import collector_at_rest
from pmo_desktop.domain.plan_checks import Frame
from pmo_desktop.domain.records import ProjectChange, ProjectRecords, Record
from pmo_desktop.exchange.comparing.choice import Choice
from pmo_desktop.exchange.comparing.link_loops import loops_after
from pmo_desktop.exchange.comparing.overlay import project_after
from pmo_desktop.exchange.comparing.quality import WEEKS, Loads, Weeks, plan_findings
from pmo_desktop.exchange.comparing.review import project_key
from pmo_desktop.exchange.findings import Finding
from pmo_desktop.exchange.understood import OWN, Understood
from pmo_desktop.progress import Progress, Report, silent
from pmo_desktop.services.asked import asked
from pmo_desktop.services.calendar_days import calendar_days
from pmo_desktop.services.calendars import office_calendar
from pmo_desktop.services.office import office
from pmo_desktop.services.records import project_records
from pmo_desktop.storage.workspace import Workspace

Stamp = tuple[int, bool]


def check_all(
    workspace: Workspace, choices: Sequence[Choice], report: Report = silent
) -> Sequence[Choice]:
    """The choices, their files now with what is doubtful of the plans by what they take."""
    for choice, found in zip(choices, Checks(workspace).of(choices, report), strict=True):
        choice.file = choice.file.with_checks(found)
    return choices


@dataclass(frozen=True)
class _Looked:
    """What a file makes of a project: from what, by what, and what is to be said of it. `asks` is
    None where the file has no hand in the load."""

    before: ProjectRecords | None
    change: ProjectChange
    after: ProjectRecords
    findings: tuple[Finding, ...]
    asks: Weeks | None


class Checks:
    """The checks of one review. What was found of a file is kept until something else is decided of
    it, or of an earlier one about the same project; only the load is summed up anew each time."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._known: dict[int, ProjectRecords] = {}
        self._taken: dict[Path, tuple[Stamp, tuple[ProjectChange, ...]]] = {}
        self._looked: dict[tuple[Path, str], _Looked] = {}

    def of(
        self, choices: Sequence[Choice], report: Report = silent
    ) -> tuple[tuple[Finding, ...], ...]:
        """For each file its findings. `choices` are not to change meanwhile (`Choice.copy`).
        Raises `Cancelled` from `report`."""
        ahead: dict[str, ProjectRecords] = {}
        loads = replace(self._loads, by_project=dict(self._loads.by_project))
        found = []
        with collector_at_rest():
            for done, choice in enumerate(choices):
                told = {"file": choice.file.path.name}
                report(Progress(done, len(choices), "Checking {file}", told))
                found.append(self._file(choice, ahead, loads))
        report(Progress(len(choices), len(choices)))
        return tuple(found)

    def _file(
        self, choice: Choice, ahead: dict[str, ProjectRecords], loads: Loads
    ) -> tuple[Finding, ...]:
        found: list[Finding] = []
        for change in self._changes(choice):
            key = project_key(change.project_id, change.code)
            looked = self._look(choice.file.understood, key, change, ahead.get(key))
            ahead[key] = looked.after
            found += looked.findings
            if looked.asks is not None:
                found += loads.findings(key, looked.asks, change.changes)
        return tuple(found)

    def _changes(self, choice: Choice) -> tuple[ProjectChange, ...]:
        """What is taken of a file; the same objects as long as nothing else is decided."""
        stamp = (choice.version, choice.whole)
        earlier = self._taken.get(choice.file.path)
        if earlier is None or earlier[0] != stamp:
            earlier = self._taken[choice.file.path] = (stamp, choice.changes())
        return earlier[1]

    def _look(
        self,
        understood: Understood,
        key: str,
        change: ProjectChange,
        ahead: ProjectRecords | None,
    ) -> _Looked:
        before = ahead or self._stored(change.project_id)
        earlier = self._looked.get((understood.path, key))
        if earlier and earlier.before is before and earlier.change is change:
            return earlier
        after = project_after(before, change.changes)
        rows = _rows(understood, change)
        findings = [
            *loops_after(after.tasks, change.changes, rows, understood.kind == OWN),
            *plan_findings(before, after, change.changes, self._frame_of(understood)),
        ]
        asks = self._loads.asked(after, change.changes, understood.plan)
        looked = _Looked(before, change, after, tuple(findings), asks)
        self._looked[understood.path, key] = looked
        return looked

    # What the database has

    def _stored(self, project_id: int | None) -> ProjectRecords | None:
        if project_id is None:
            return None
        if project_id not in self._known:
            self._known[project_id] = self._workspace.query(project_records, project_id)
        return self._known[project_id]

    def _frame_of(self, understood: Understood) -> Frame:
        if understood.status_date is None:
            return self._frame
        return replace(self._frame, status_date=understood.status_date)

    @cached_property
    def _frame(self) -> Frame:
        query = self._workspace.query
        return Frame(query(office).status_date, None, query(calendar_days).published_until)

    @cached_property
    def _loads(self) -> Loads:
        query = self._workspace.query
        own = query(office)
        now = query(asked, own.status_date, WEEKS)
        by_project: dict[str, Weeks] = {f"#{number}": of for number, of in now.minutes.items()}
        calendar = query(office_calendar)
        return Loads(
            own.status_date, calendar, own.red_load, dict(now.has), now.units, by_project,
            now.calendars, now.things,
        )  # fmt: skip


def _rows(understood: Understood, change: ProjectChange) -> Sequence[Record]:
    """The tasks that the file gives of the project; of a file about several by its code or name."""
    projects = understood.projects
    if len(projects) > 1:
        said = {change.code, change.name}
        projects = tuple(
            one for one in projects
            if said & {one.project.values.get("code"), one.project.values.get("name")}
        )  # fmt: skip
    return [task for one in projects for task in one.tasks]
