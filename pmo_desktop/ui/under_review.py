"""Files under review that belong to no project: their differences, what there is to tell of them,
and the one edit that takes them in.

What the differences are, a subclass says: of timesheets and answers, of people.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from pmo_desktop.language import Language
from pmo_desktop.progress import Report
from pmo_desktop.ui.context import Context, Named
from pmo_desktop.ui.tables.column import Column
from pmo_desktop.ui.tables.table import RecordTable
from pmo_desktop.ui.widgets.card import Card, label
from pmo_desktop.ui.widgets.flow import FlowRow
from pmo_desktop.ui.widgets.split import stacked

if TYPE_CHECKING:
    from pathlib import Path

    from pmo_desktop.exchange.findings import Finding
    from pmo_desktop.exchange.understood import Understood
    from pmo_desktop.storage.changes import Title
    from pmo_desktop.storage.workspace import Workspace
    from pmo_desktop.ui.jobs import Job

SEVERITY_TONES = {"error": "red", "warning": "amber", "note": "grey"}


@dataclass(frozen=True)
class FindingRow:
    id: int
    file: str
    place: str
    severity: str
    finding: Finding


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


@dataclass(frozen=True)
class Taking:
    """What is taken in: the edit's title, its verb and what it is given besides the report."""

    title: Title
    verb: Callable[..., Any]
    args: tuple[Any, ...]


class UnderReview(QWidget):
    """`summary_changed` says how much is under review; `done` names files that are taken in or
    given up. `bar` is placed by the page."""

    summary_changed = Signal(str)
    done = Signal(object)

    def __init__(
        self,
        context: Context,
        tables: tuple[str, str],
        columns: Sequence[Column],
        *,
        empty: Callable[[], str],
        buttons: Sequence[QWidget] = (),
    ) -> None:
        """`tables` are the keys of the table of differences and of that of findings; `buttons`
        begin the bar."""
        super().__init__()
        self._context = context
        self._given: tuple[Understood, ...] = ()
        self.found: Any = None
        self._job: Job | None = None
        self.table = RecordTable(context, tables[0], columns, empty=empty)
        self.findings = RecordTable(
            context, tables[1], FINDINGS,
            empty=lambda: context.language.text("Nothing to say of these files."),
        )  # fmt: skip
        self.summary = label(look="quiet")
        self.commit, self.clear = QPushButton(), QPushButton()
        self.differences, self.told = Card(), Card()
        self._lay_out(buttons)
        self.commit.clicked.connect(self.commit_all)
        self.clear.clicked.connect(self.reset)
        context.workspace_changed.connect(self.reset)
        self.retranslate()
        self._take(None, None)

    # What a subclass says

    def compare(self, workspace: Workspace, given: Sequence[Understood], report: Report) -> Any:
        """What the files would change; beside the window."""
        raise NotImplementedError

    def comparing(self) -> Named:
        raise NotImplementedError

    def rows_of(self, found: Any) -> Sequence[Any]:
        """The rows of the table of differences."""
        raise NotImplementedError

    def told_of(self, found: Any) -> Iterable[tuple[Path, Sequence[Finding]]]:
        """What there is to tell, file by file."""
        raise NotImplementedError

    def taking(self) -> Taking | None:
        """What would be taken in now; None where nothing is."""
        raise NotImplementedError

    def count(self) -> int:
        """How many differences would be taken in now."""
        raise NotImplementedError

    def inform_taken(self, result: Any) -> None:
        """Say what the verb returned."""
        raise NotImplementedError

    def say(self) -> tuple[str, str, str]:
        """What the button, the bar and the page's subtitle say; `found` is not None for these two
        where files are under review."""
        raise NotImplementedError

    # What the page uses

    def show_files(self, given: Sequence[Understood]) -> None:
        """Hold these files against the database, besides those that are under review already."""
        known = {one.path for one in given}
        self._given = (*(one for one in self._given if one.path not in known), *given)
        self.again()

    def again(self) -> None:
        """The database has changed: compare with it as it stands now."""
        workspace, given = self._context.workspace, self._given
        if workspace is None or not given:
            return
        job = self._context.jobs.run(
            self.comparing(),
            lambda report: self.compare(workspace, given, report),
            lambda found: self._take(job, found),
            lane="make",
            owner=self,
        )
        self._job = job

    def reset(self) -> None:
        """Forget the files."""
        paths = [one.path for one in self._given]
        self._given, self._job = (), None
        self.table.set_rows([])
        self._take(None, None)
        if paths:
            self.done.emit(paths)

    def retranslate(self) -> None:
        text = self._context.language.text
        self.told.say(text("To look at"))
        self.clear.setText(text("Clear"))
        self.show_state()

    def commit_all(self) -> None:
        """Take in what is to be taken, as one edit; a backup is made first."""
        workspace, taking = self._context.workspace, self.taking()
        if workspace is None or taking is None:
            return
        self.commit.setEnabled(False)

        def work(report: Report) -> Any:
            workspace.backup("before-import")
            return workspace.edit(taking.title, taking.verb, *taking.args, report).result

        self._context.jobs.run(
            taking.title, work, self._on_committed, failed=self._on_failed, owner=self
        )

    def show_state(self) -> None:
        """Say anew how much is under review, and what can be done with it."""
        button, bar, page = self.say()
        self.commit.setText(button)
        self.commit.setEnabled(self.count() > 0)
        self.clear.setEnabled(bool(self._given))
        self.summary.setText(bar)
        self.summary_changed.emit(page)

    # How it does it

    def _lay_out(self, buttons: Sequence[QWidget]) -> None:
        self.commit.setProperty("look", "primary")
        self.bar = QWidget()
        self.bar.setLayout(FlowRow(*buttons, self.clear, self.summary, None, self.commit))
        self.differences.head.addWidget(self.table.filter_edit)
        self.differences.body.addWidget(self.table, 1)
        self.told.body.addWidget(self.findings, 1)
        split = stacked(self.differences, self.told, shares=(3, 1))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(split)

    def _take(self, job: Job | None, found: Any) -> None:
        if job is not self._job:
            return
        self.found, self._job = found, None
        told = [] if found is None else self.told_of(found)
        pairs = [(path, one) for path, findings in told for one in findings]
        self.table.set_rows([] if found is None else self.rows_of(found))
        self.findings.set_rows([
            FindingRow(number, path.name, _place(one), one.severity, one)
            for number, (path, one) in enumerate(pairs, 1)
        ])  # fmt: skip
        self.show_state()

    def _on_committed(self, result: Any) -> None:
        self.reset()
        self.inform_taken(result)

    def _on_failed(self, error: BaseException) -> None:
        self.show_state()
        self._context.show_error(error)


def _place(finding: Finding) -> str:
    return "!".join(filter(None, (finding.sheet, finding.cell)))
