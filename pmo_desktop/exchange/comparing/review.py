"""What the files of an import would do to the database, file by file, before anything is written.

Files are taken in the order in which they come. Where several are about one project, each later one
is compared with what the earlier ones would make of it: the later file counts. (What two files add
is taken from the first.) A file that was taken in before is told; it has no changes unless the
database has moved on since.

Whether the plans that come of it are sound is asked afterwards (`checking`), as it depends on what
is decided of the changes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property, partial
from pathlib import Path

from pmo_desktop.collector import collector_at_rest
from pmo_desktop.domain.calendars import Calendar
from pmo_desktop.domain.new_records import each, loose, uids
from pmo_desktop.domain.records import (
    ChangeKind,
    FieldChange,
    ProjectChange,
    ProjectRecords,
    Record,
    RecordChange,
)
from pmo_desktop.exchange.comparing.bases import Base, Bases
from pmo_desktop.exchange.comparing.choice import taken_by_itself
from pmo_desktop.exchange.comparing.comparison import Compared, Missing, OfficeView, compare
from pmo_desktop.exchange.comparing.overlay import office_after, project_after
from pmo_desktop.exchange.comparing.stock import Stock
from pmo_desktop.exchange.findings import ERROR, NOTE, WARNING, Finding
from pmo_desktop.exchange.plans.comparing import compare_plan, guid_of
from pmo_desktop.exchange.plans.reading import PlanReading
from pmo_desktop.exchange.telling import finding_at
from pmo_desktop.exchange.understood import Understood
from pmo_desktop.exchange.workbook.sent import ENTRY, Sent
from pmo_desktop.language import Language
from pmo_desktop.progress import Progress, Report, silent
from pmo_desktop.services.calendars import calendars_of_projects, office_calendar
from pmo_desktop.services.identities import new_uid
from pmo_desktop.services.known_projects import KnownProjects, known_projects
from pmo_desktop.services.names import normal_name
from pmo_desktop.services.office import office
from pmo_desktop.services.plans.identity import PlanIdentity, known_plan
from pmo_desktop.services.plans.stored_plan import stored_plan
from pmo_desktop.services.records import (
    computed_among,
    known_digests,
    known_names,
    people_records,
)
from pmo_desktop.storage.workspace import Workspace

FEW = 3


class State(StrEnum):
    """READY: to be taken as it is. ATTENTION: something in it should be looked at first. REFUSED:
    nothing of it can be taken. UNCHANGED: it says what the database knows."""

    READY = "ready"
    ATTENTION = "attention"
    REFUSED = "refused"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class FileReview:
    """One file: what was understood of it, in what it differs from the database, what is to be said
    of it. `missing` are records that it does not have, `unchanged` counts those that stay."""

    understood: Understood
    differences: tuple[ProjectChange, ...] = ()
    findings: tuple[Finding, ...] = ()
    missing: tuple[Missing, ...] = ()
    unchanged: int = 0

    @cached_property
    def changes(self) -> tuple[ProjectChange, ...]:
        """What is to be taken of the differences where nobody decides otherwise (`choice`)."""
        return taken_by_itself(self)

    @property
    def path(self) -> Path:
        return self.understood.path

    @property
    def records(self) -> tuple[RecordChange, ...]:
        return tuple(record for change in self.changes for record in change.changes)

    @property
    def added(self) -> int:
        return sum(record.kind is ChangeKind.ADD for record in self.records)

    @property
    def changed(self) -> int:
        return len(self.records) - self.added

    @cached_property
    def told(self) -> int:
        """How many findings are more than a note."""
        return sum(finding.severity != NOTE for finding in self.findings)

    @cached_property
    def checks(self) -> tuple[Finding, ...]:
        """The findings of the plan that would be (`checking`)."""
        return tuple(finding for finding in self.findings if finding.is_check)

    def with_checks(self, checks: Sequence[Finding]) -> FileReview:
        """With these findings of the plan in the place of those that there were."""
        others = (finding for finding in self.findings if not finding.is_check)
        found = replace(self, findings=(*others, *checks))
        if "changes" in vars(self):
            vars(found)["changes"] = self.changes  # they are the same, and long to make
        return found

    @cached_property
    def state(self) -> State:
        severities = {finding.severity for finding in self.findings}
        if not self.differences and ERROR in severities:
            return State.REFUSED
        if severities & {ERROR, WARNING}:
            return State.ATTENTION
        return State.READY if self.changes else State.UNCHANGED


@dataclass(frozen=True)
class Review:
    files: tuple[FileReview, ...]

    @property
    def changes(self) -> tuple[ProjectChange, ...]:
        """What a commit of all files would take in, in their order."""
        return tuple(change for file in self.files for change in file.changes)


def differing(change: RecordChange) -> tuple[FieldChange, ...]:
    """The fields to be shown: a date may travel along that stays as it is."""
    return tuple(found for found in change.fields if found.before != found.after)


def review(
    workspace: Workspace, understood: Sequence[Understood], report: Report = silent
) -> Review:
    """Compare files with the database; writes nothing. Raises `Cancelled` from `report`."""
    reviewing = _Reviewing(workspace, understood)
    files = []
    with collector_at_rest():
        for done, file in enumerate(understood):
            told = {"file": file.path.name}
            report(Progress(done, len(understood), "Comparing {file}", told))
            files.append(reviewing.file(file))
    report(Progress(len(understood), len(understood)))
    return Review(tuple(files))


@dataclass
class _Reviewing:
    """The database as it will be after the files that were compared so far."""

    workspace: Workspace
    understood: Sequence[Understood]
    view: OfficeView = field(init=False)
    projects: KnownProjects = field(init=False)
    calendars: Mapping[int, Calendar] = field(init=False)
    bases: Bases = field(init=False)
    stock: Stock = field(init=False)
    digests: frozenset[str] = field(init=False)
    ahead: dict[str, Callable[[], ProjectRecords]] = field(default_factory=dict)
    taken: dict[str, tuple[RecordChange, ...]] = field(default_factory=dict)
    seen: dict[str, Path] = field(default_factory=dict)
    brought: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        query = self.workspace.query
        self.projects = query(known_projects)
        self.calendars = query(calendars_of_projects)
        self.digests = query(known_digests)
        wanted = [
            (file, project_id)
            for file in self.understood
            for records in file.projects
            if (project_id := self._find(records.project)) is not None
        ]
        ids = [project_id for _, project_id in wanted]
        self.stock = Stock(self.workspace, ids)
        self.view = OfficeView(
            query(people_records),
            query(known_names).departments,
            query(office).currency,
            query(office_calendar),
            query(computed_among, ids),
        )
        self.bases = Bases(self.workspace)
        self.bases.prepare(wanted)

    def file(self, understood: Understood) -> FileReview:
        if understood.plan is not None:
            return self._plan(understood, understood.plan)
        changes: list[ProjectChange] = []
        findings: list[Finding] = list(understood.findings)
        missing: list[Missing] = []
        unchanged = 0
        for records in understood.projects:
            compared, change = self._project(records, understood)
            findings += compared.findings
            missing += compared.missing
            unchanged += compared.unchanged
            if change is not None:
                changes.append(change)
        if understood.digest in self.digests:
            findings.append(_taken_before(FileReview(understood, tuple(changes)).changes))
        findings = _summed_up(findings)
        found = FileReview(understood, (), tuple(findings), tuple(missing), unchanged)
        final = tuple(replace(change, findings=found.told) for change in changes)
        return replace(found, differences=final)

    def _plan(self, understood: Understood, reading: PlanReading) -> FileReview:
        """The file of another planning program, see `plans.comparing`."""
        project = understood.projects[0].project
        plan_file = PlanIdentity(reading.plan.project_uid, guid_of(reading.plan))
        project_id = self.workspace.query(known_plan, plan_file) or self._find(project)
        stored = self.workspace.query(stored_plan, project_id) if project_id else None
        compared = compare_plan(reading, stored, understood.path.name, self.view.currency)
        changes = () if compared.change is None else (compared.change,)
        findings = [*understood.findings, *compared.findings]
        key = project_key(project_id, compared.code)
        earlier = self.seen.setdefault(key, understood.path)
        if earlier != understood.path:
            # Its plan is not there yet to be compared with: one after the other.
            findings.append(finding_at(None, "plan_second_file", ERROR, file=earlier.name))
            changes = ()
        if understood.digest in self.digests:
            findings.append(_taken_before(changes))
        found = FileReview(understood, (), tuple(findings), compared.missing, compared.unchanged)
        final = tuple(replace(change, findings=found.told) for change in changes)
        return replace(found, differences=final)

    def _project(
        self, given: ProjectRecords, understood: Understood
    ) -> tuple[Compared, ProjectChange | None]:
        project_id = self._find(given.project)
        findings: list[Finding] = []
        if project_id is None:
            given, findings = self._as_new(given, understood.path.name)
            if not given.project.values.get("code"):
                return Compared((), tuple(findings)), None
        key = project_key(project_id, given.project.values.get("code"))
        known = self._known(key, project_id)
        earlier = self.seen.setdefault(key, understood.path)
        if earlier != understood.path:
            findings.append(finding_at(None, "second_file", WARNING, file=earlier.name))
        base = self.bases.of(understood, project_id, known, self.view.people)
        base = base.moved_by(self.taken.get(key, ()))
        compared = self._compare(given, known, understood, base)
        compared = self._without_twins(compared)
        change = _change(given, known, understood, project_id, compared)
        taken = taken_by_itself(FileReview(understood, (change,)))
        if taken:
            self.taken[key] = (*self.taken.get(key, ()), *loose(taken[0].changes))
            self.ahead[key] = partial(project_after, known, taken[0].changes)
            self.view = office_after(self.view, taken[0].changes)
        told = replace(compared, findings=(*findings, *compared.findings))
        return told, change if compared.changes else None

    def _find(self, project: Record) -> int | None:
        code, name = (str(project.values.get(name) or "") for name in ("code", "name"))
        return self.projects.find(project.uid, code, name)

    def _known(self, key: str, project_id: int | None) -> ProjectRecords | None:
        if key in self.ahead:
            return self.ahead[key]()
        return self.stock.project(project_id) if project_id else None

    def _compare(
        self,
        given: ProjectRecords,
        known: ProjectRecords | None,
        understood: Understood,
        base: Base,
    ) -> Compared:
        view = self.view
        project_id = known.project.id if known else None
        if project_id is not None:
            view = replace(view, calendar=self.calendars[project_id])
        sent = Sent.of(understood.meta, Language(understood.language))
        compared = compare(given, known, understood.kind, view, sent, base)
        return replace(compared, changes=each(_identified, compared.changes))

    def _without_twins(self, compared: Compared) -> Compared:
        """What an earlier file adds is not in the database yet: a later one cannot change it, only
        be told of. (People are put together by their names.)"""
        kept = compared.changes
        twins = [change for change in loose(kept) if change.uid in self.brought]
        if twins:
            kept = tuple(change for change in kept if change not in twins)
        self.brought |= {
            change.uid
            for change in loose(kept)
            if change.kind is ChangeKind.ADD and change.table != "person" and change.uid
        }
        self.brought.update(uids(kept))
        told = (
            finding_at(change.fields[-1].cell, "added_twice", WARNING, label=change.label)
            for change in twins
        )
        return replace(compared, changes=kept, findings=(*compared.findings, *told))

    def _as_new(self, given: ProjectRecords, file: str) -> tuple[ProjectRecords, list[Finding]]:
        """A project that is not known needs a code and a name: one can stand for the other."""
        project = given.project
        code, name = project.values.get("code"), project.values.get("name")
        if not code and not name:
            return given, [finding_at(None, "no_project", ERROR, file=file)]
        values = {**project.values, "code": code or name, "name": name or code}
        findings = []
        if not code:
            findings.append(finding_at(None, "project_without_code", WARNING, code=name))
        elif name and self._find(Record("project", {"name": name})) is not None:
            cell = project.cells.get("code")
            findings.append(finding_at(cell, "project_name_known", WARNING, name=name))
        return replace(given, project=replace(project, values=values)), findings


def project_key(project_id: int | None, code: object) -> str:
    """By what the files of an import that are about one project are known."""
    return f"#{project_id}" if project_id else normal_name(str(code or ""))


def _summed_up(findings: list[Finding]) -> list[Finding]:
    """A list of projects without codes is told once, not a hundred times."""
    without = [finding for finding in findings if finding.code == "project_without_code"]
    if len(without) <= FEW:
        return findings
    told = finding_at(None, "projects_without_code", WARNING, n=len(without))
    return [*(f for f in findings if f.code != "project_without_code"), told]


def _change(
    given: ProjectRecords,
    known: ProjectRecords | None,
    understood: Understood,
    project_id: int | None,
    compared: Compared,
) -> ProjectChange:
    head = (known or given).project.values
    return ProjectChange(
        project_id,
        str(head.get("code") or ""),
        str(head.get("name") or ""),
        understood.path.name,
        understood.digest,
        understood.kind,
        understood.status_date,
        compared.changes,
        stated=compared.stated,
        sender=understood.provenance.sender,
        saved_at=understood.provenance.saved_at,
        entry=understood.meta.get(ENTRY, ""),
    )


def _taken_before(changes: Sequence[ProjectChange]) -> Finding:
    if changes:
        return finding_at(None, "taken_before_changed", WARNING)
    return finding_at(None, "taken_before", NOTE)


def _identified(change: RecordChange) -> RecordChange:
    """What is added has its identity from the start, so that later files can speak of it."""
    if change.doubt is not None and change.doubt.as_new is not None:
        as_new = _identified(change.doubt.as_new)
        return replace(change, doubt=replace(change.doubt, as_new=as_new))
    if change.kind is ChangeKind.ADD and change.uid is None:
        kind, table, label = change.kind, change.table, change.label
        return RecordChange(kind, table, label, change.id, new_uid(), change.fields, change.doubt)
    return change
