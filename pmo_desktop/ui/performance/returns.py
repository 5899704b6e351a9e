"""Timesheets and answers under review: what each entry would change, what could not be taken, and
the one edit that takes it all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QSplitter, QVBoxLayout, QWidget

from pmo_desktop.domain.timesheets import EntryState
from pmo_desktop.language import Language
from pmo_desktop.progress import Report
from pmo_desktop.ui.context import Context, Named
from pmo_desktop.ui.jobs import Job
from pmo_desktop.ui.performance.columns import hours
from pmo_desktop.ui.tables.column import Column
from pmo_desktop.ui.tables.table import RecordTable
from pmo_desktop.ui.widgets.card import Card, label
from pmo_desktop.ui.widgets.flow import FlowRow

if TYPE_CHECKING:
    from pmo_desktop.exchange.findings import Finding
    from pmo_desktop.exchange.returns import Returns
    from pmo_desktop.exchange.understood import Understood

STATE_TONES = {"new": "green", "changed": "amber", "removed": "red", "known": "grey"}
SEVERITY_TONES = {"error": "red", "warning": "amber", "note": "grey"}


@dataclass(frozen=True)
class ReturnRow:
    """An entry of a timesheet, or an answer to a request; `hours` are minutes, or None."""

    id: int
    file: str
    state: str
    person: str
    day: date | None
    work: str
    minutes: int | None
    before: int | None
    note: str


@dataclass(frozen=True)
class FindingRow:
    id: int
    file: str
    place: str
    severity: str
    finding: Finding


def _state_text(row: ReturnRow, language: Language) -> str:
    if row.state in STATE_TONES:
        return language.term(f"entry_state.{row.state}")
    return language.term(f"request_state.{row.state}")


def _hours_text(row: ReturnRow, language: Language) -> str:
    if row.minutes is None:
        return ""
    said = hours(row.minutes, language)
    if row.before is None or row.before == row.minutes:
        return said
    return f"{hours(row.before, language)} → {said}"


COLUMNS = (
    Column("state", "timesheet.state", lambda row: row.state, width=92, show=_state_text,
           chip=lambda row: STATE_TONES.get(row.state, "accent")),
    Column("person", "timesheet.person", lambda row: row.person, width=110),
    Column("day", "timesheet.day", lambda row: row.day, width=92,
           show=lambda row, language: language.date(row.day)),
    Column("work", "timesheet.task", lambda row: row.work, width=220, stretch=True),
    Column("hours", "timesheet.hours", lambda row: row.minutes, width=96, right=True,
           show=_hours_text),
    Column("note", "timesheet.note", lambda row: row.note, width=150),
    Column("file", "timesheet.file", lambda row: row.file, width=130, tone=lambda _: "ink2"),
)  # fmt: skip


def _finding_text(row: FindingRow, language: Language) -> str:
    from pmo_desktop.exchange.findings import say

    return say(row.finding, language)


FINDINGS = (
    Column("severity", "finding.severity", lambda row: row.severity, width=84,
           show=lambda row, language: language.term(f"severity.{row.severity}"),
           chip=lambda row: SEVERITY_TONES[row.severity]),
    Column("text", "finding.text", lambda row: row.finding.code, width=400, stretch=True,
           show=_finding_text),
    Column("place", "finding.place", lambda row: row.place, width=110, tone=lambda _: "ink2"),
    Column("file", "timesheet.file", lambda row: row.file, width=130, tone=lambda _: "ink2"),
)  # fmt: skip


class ReturnsPanel(QWidget):
    """`summary_changed` says how much is under review; `done` names files that are taken in or
    given up. `bar` is placed by the page."""

    summary_changed = Signal(str)
    done = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._given: Sequence[Understood] = ()
        self._found: Returns | None = None
        self._job: Job | None = None
        self.table = RecordTable(
            context, "returns", COLUMNS,
            empty=lambda: context.language.text(
                "Drop timesheets, or workbooks of requests with answers, anywhere on the window. "
                "What each would change is shown here before anything is written."
            ),
        )  # fmt: skip
        self.findings = RecordTable(
            context, "return_findings", FINDINGS,
            empty=lambda: context.language.text("Nothing to say of these files."),
        )  # fmt: skip
        self.summary = label(look="quiet")
        self.commit, self.clear = QPushButton(), QPushButton()
        self.entries, self.told = Card(), Card()
        self._lay_out()
        self.commit.clicked.connect(self.commit_all)
        self.clear.clicked.connect(self.reset)
        context.workspace_changed.connect(self.reset)
        self.retranslate()
        self.table.set_rows([])
        self.findings.set_rows([])

    def show_files(self, given: Sequence[Understood]) -> None:
        """Hold these files against the database, besides those that are under review already."""
        workspace = self._context.workspace
        known = {one.path for one in given}
        given = (*(one for one in self._given if one.path not in known), *given)
        self._given = given
        if workspace is None or not given:
            self._take(None, None)
            return

        def work(report: Report) -> Returns:
            from pmo_desktop.exchange.returns import review_returns

            return review_returns(workspace, given, report)

        job = self._context.jobs.run(
            Named("Compare timesheets and answers"),
            work,
            lambda found: self._take(job, found),
            lane="make",
            owner=self,
        )
        self._job = job

    def again(self) -> None:
        """The database has changed."""
        if self._given:
            self.show_files(self._given)

    def reset(self) -> None:
        """Forget the files."""
        paths = [one.path for one in self._given]
        self._given, self._job = (), None
        self._take(None, None)
        if paths:
            self.done.emit(paths)

    def retranslate(self) -> None:
        text = self._context.language.text
        self.entries.say(text("Timesheets & answers"), "")
        self.told.say(text("To look at"), "")
        self.clear.setText(text("Clear"))
        self._say()

    def commit_all(self) -> None:
        """Take in all that is shown, as one edit; a backup is made first."""
        workspace, found = self._context.workspace, self._found
        if workspace is None or found is None or not found.news:
            return
        sheets = [file.as_taken() for file in found.timesheets.files if file.news]
        answers = [answer.given for file in found.answers for answer in file.answers]
        files = found.files
        self.commit.setEnabled(False)

        def work(report: Report) -> Any:
            from pmo_desktop.services.returns import take_returns
            from pmo_desktop.storage.changes import Title

            workspace.backup("before-import")
            title = Title("Take in {n} timesheets and answers", {"n": files})
            return workspace.edit(title, take_returns, sheets, answers, report).result

        self._context.jobs.run(
            Named("Take in {n} timesheets and answers", {"n": files}),
            work,
            self._on_committed,
            failed=self._on_failed,
            owner=self,
        )

    def _lay_out(self) -> None:
        self.commit.setProperty("look", "primary")
        self.bar = QWidget()
        self.bar.setLayout(
            FlowRow(self.clear, self.summary, None, self.table.filter_edit, self.commit)
        )
        self.entries.body.addWidget(self.table, 1)
        self.told.body.addWidget(self.findings, 1)
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(self.entries)
        split.addWidget(self.told)
        split.setChildrenCollapsible(False)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(split)

    def _take(self, job: Job | None, found: Returns | None) -> None:
        if job is not self._job:
            return
        self._found, self._job = found, None
        self.table.set_rows([] if found is None else list(_rows(found)))
        self.findings.set_rows([] if found is None else list(_findings(found)))
        self._say()

    def _say(self) -> None:
        text, found = self._context.language.text, self._found
        news = 0 if found is None else found.news
        self.commit.setText(text("Commit {n} entries", n=news))
        self.commit.setEnabled(bool(news))
        self.clear.setEnabled(bool(self._given))
        if found is None:
            self.summary.clear()
            self.summary_changed.emit("")
            return
        known = sum(row.state == EntryState.KNOWN for row in self.table.model.rows)
        parts = [text("{n} files", n=found.files), text("{n} known already", n=known)]
        if found.told:
            parts.append(text("{n} to look at", n=found.told))
        self.summary.setText(" · ".join(parts))
        self.summary_changed.emit(text("{n} files", n=found.files))

    def _on_committed(self, taken: Any) -> None:
        self.reset()
        self._context.inform(
            "Timesheets: {added} entries added, {changed} changed, {removed} taken back; "
            "{answers} requests answered.",
            added=taken.sheets.added,
            changed=taken.sheets.changed,
            removed=taken.sheets.removed,
            answers=taken.answers,
        )

    def _on_failed(self, error: BaseException) -> None:
        self._say()
        self._context.show_error(error)


def _rows(found: Returns) -> Iterator[ReturnRow]:
    number, names = 0, found.timesheets.names
    for file in found.timesheets.files:
        for change, *_ in file.changes:
            number += 1
            entry = change.entry
            parts = (
                names.projects.get(entry.project_id or 0, ""),
                names.tasks.get(entry.task_id or 0, ""),
            )
            yield ReturnRow(
                number, file.path.name, change.state.value, names.people[entry.person_id],
                entry.day, " · ".join(filter(None, parts)), entry.minutes, change.before,
                entry.note,
            )  # fmt: skip
    for answers in found.answers:
        for one in answers.answers:
            number += 1
            work = " · ".join(filter(None, (one.request.project_code, one.request.name)))
            yield ReturnRow(
                number, answers.understood.path.name, one.given.state, one.given.person, None,
                work, None, None, one.given.answer,
            )  # fmt: skip


def _findings(found: Returns) -> Iterator[FindingRow]:
    number = 0
    files: list[tuple[Path, Sequence[Finding]]] = [
        *((file.path, file.findings) for file in found.timesheets.files),
        *((file.understood.path, file.findings) for file in found.answers),
    ]
    for path, findings in files:
        for finding in findings:
            number += 1
            place = "!".join(filter(None, (finding.sheet, finding.cell)))
            yield FindingRow(number, path.name, place, finding.severity, finding)
