"""Files about people under review: every difference with a box, what could not be taken, and the
one edit that takes what is ticked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QSplitter, QVBoxLayout, QWidget

from pmo_desktop.domain.pool_changes import PoolChange
from pmo_desktop.language import Language
from pmo_desktop.progress import Report
from pmo_desktop.ui.context import Context, Named
from pmo_desktop.ui.people.writing_out import ask_pool_file
from pmo_desktop.ui.performance.returns import FINDINGS, FindingRow
from pmo_desktop.ui.tables.column import Column
from pmo_desktop.ui.tables.table import RecordTable
from pmo_desktop.ui.widgets.card import Card, label
from pmo_desktop.ui.widgets.choosing import ask_spreadsheets
from pmo_desktop.ui.widgets.flow import FlowRow

if TYPE_CHECKING:
    from pathlib import Path

    from pmo_desktop.exchange.pool.review import FileOfPeople
    from pmo_desktop.exchange.understood import Understood
    from pmo_desktop.ui.jobs import Job

TONES = {"add": "green", "change": "amber", "remove": "red"}


@dataclass(frozen=True)
class PoolChangeRow:
    """A difference, whether it is taken, and the file that it is of."""

    id: int
    taken: bool
    change: PoolChange
    file: str


def _kind(row: PoolChangeRow, language: Language) -> str:
    return language.term(f"pool_change_kind.{row.change.kind}")


def _table(row: PoolChangeRow, language: Language) -> str:
    return language.term(f"table.{row.change.table}")


def _difference(row: PoolChangeRow, language: Language) -> str:
    from pmo_desktop.exchange.pool.review import difference

    words = difference(row.change, language)
    if row.change.is_conflict:
        return f"{language.text('changed here too')} · {words}"
    return words


def _place(row: PoolChangeRow, _language: Language) -> str:
    change = row.change
    return f"{change.sheet} {change.row}" if change.row else ""


CHANGES: tuple[Column, ...] = (
    Column("taken", "pool_change.taken", lambda row: row.taken, width=44, tick=True),
    Column("kind", "pool_change.kind", lambda row: row.change.kind.value, width=76, show=_kind,
           chip=lambda row: TONES[row.change.kind]),
    Column("table", "pool_change.table", lambda row: row.change.table, width=92, show=_table),
    Column("label", "pool_change.label", lambda row: row.change.label, width=210),
    Column("values", "pool_change.values", lambda row: row.change.is_conflict, width=240,
           stretch=True, show=_difference,
           tone=lambda row: "amber_ink" if row.change.is_conflict else None),
    Column("place", "pool_change.place", lambda row: row.change.row, width=110, show=_place,
           tone=lambda _: "ink2"),
    Column("file", "timesheet.file", lambda row: row.file, width=130, tone=lambda _: "ink2",
           hidden=True),
)  # fmt: skip


class PoolPanel(QWidget):
    """`summary_changed` says how much is under review; `wanted` asks for files to be read; `done`
    names those that are taken in or given up. `bar` is placed by the page."""

    summary_changed = Signal(str)
    wanted = Signal(object)
    done = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._given: Sequence[Understood] = ()
        self._job: Job | None = None
        self.table = RecordTable(
            context, "pool_changes", CHANGES,
            empty=lambda: context.language.text(
                "Drop a workbook of the pool, a leave list or a skills matrix anywhere on the "
                "window. What it would change is shown here before anything is written."
            ),
        )  # fmt: skip
        self.findings = RecordTable(
            context, "pool_findings", FINDINGS,
            empty=lambda: context.language.text("Nothing to say of these files."),
        )  # fmt: skip
        self.summary = label(look="quiet")
        self.choose, self.write_out = QPushButton(), QPushButton()
        self.commit, self.clear = QPushButton(), QPushButton()
        self.changes, self.told = Card(), Card()
        self._lay_out()
        self._connect()
        self.retranslate()
        self.table.set_rows([])
        self.findings.set_rows([])
        self._enable()

    def show_files(self, given: Sequence[Understood]) -> None:
        """Review these files about people, besides those that are under review already."""
        known = {one.path for one in given}
        self._given = [*(one for one in self._given if one.path not in known), *given]
        self.again()

    def again(self) -> None:
        """Compare with the database as it stands now."""
        workspace, given = self._context.workspace, tuple(self._given)
        if workspace is None or not given:
            return

        def work(report: Report) -> tuple[FileOfPeople, ...]:
            from pmo_desktop.exchange.pool.review import review_pools

            return review_pools(workspace, given, report)

        job = self._context.jobs.run(
            Named("Read the spreadsheets"),
            work,
            lambda found: self._take(found) if job is self._job else None,
            lane="make",
            owner=self,
        )
        self._job = job

    def reset(self) -> None:
        """Forget the files."""
        gone: list[Path] = [one.path for one in self._given]
        self._given, self._job = (), None
        self.table.set_rows([])
        self._take(())
        if gone:
            self.done.emit(gone)

    def retranslate(self) -> None:
        text = self._context.language.text
        self.choose.setText(text("Choose files…"))
        self.write_out.setText(text("Write out…"))
        self.write_out.setToolTip(text("The whole pool as a workbook, to be filled in and sent"))
        self.clear.setText(text("Clear"))
        self.changes.say(text("Differences"), text("Space or a click ticks what is taken"))
        self.told.say(text("Findings"))
        self._say()

    def _lay_out(self) -> None:
        self.commit.setProperty("look", "primary")
        self.bar = QWidget()
        self.bar.setLayout(
            FlowRow(self.choose, self.write_out, self.clear, self.summary, None, self.commit)
        )
        self.changes.head.addWidget(self.table.filter_edit)
        self.changes.body.addWidget(self.table, 1)
        self.told.body.addWidget(self.findings, 1)
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(self.changes)
        split.addWidget(self.told)
        split.setChildrenCollapsible(False)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(split)

    def _connect(self) -> None:
        self.table.ticked.connect(self._on_ticked)
        self.choose.clicked.connect(self.choose_files)
        self.write_out.clicked.connect(lambda: ask_pool_file(self._context, self))
        self.clear.clicked.connect(self.reset)
        self.commit.clicked.connect(self.commit_all)
        self._context.workspace_changed.connect(self.reset)

    def choose_files(self) -> None:
        if paths := ask_spreadsheets(self, self._context):
            self.wanted.emit(paths)

    # Showing

    def _take(self, found: Sequence[FileOfPeople]) -> None:
        self._job = None
        pairs = [(file, change) for file in found for change in file.changes]
        # What was decided of a difference holds where it is read again.
        before = {_key(row.change): row.taken for row in self.table.model.rows}
        self.table.set_rows([
            PoolChangeRow(number, before.get(_key(change), change.taken), change,
                          file.understood.path.name)
            for number, (file, change) in enumerate(pairs, 1)
        ])  # fmt: skip
        told = [(file, one) for file in found for one in file.review.findings]
        self.findings.set_rows([
            FindingRow(number, file.understood.path.name, _where(one), one.severity, one)
            for number, (file, one) in enumerate(told, 1)
        ])  # fmt: skip
        self._enable()
        self._say()

    def _enable(self) -> None:
        rows: Sequence[Any] = self.table.model.rows
        self.commit.setEnabled(any(row.taken for row in rows))
        self.clear.setEnabled(bool(self._given))

    def _say(self) -> None:
        text, rows = self._context.language.text, self.table.model.rows
        count = sum(row.taken for row in rows)
        self.commit.setText(text("Take in {n} rows", n=count))
        words = text("{n} differences", n=len(rows)) if self._given else ""
        self.summary.setText(words)
        self.summary_changed.emit(words)

    def _on_ticked(self, row: PoolChangeRow, on: bool) -> None:
        rows = [replace(one, taken=on) if one.id == row.id else one
                for one in self.table.model.rows]  # fmt: skip
        self.table.set_rows(rows)
        self._enable()
        self._say()

    def commit_all(self) -> None:
        """Take in what is ticked, as one edit."""
        from pmo_desktop.services.pool_records import take_pool
        from pmo_desktop.storage.changes import Title

        workspace = self._context.workspace
        taken = [row.change for row in self.table.model.rows if row.taken]
        if workspace is None or not taken:
            return

        def work(report: Report) -> Any:
            workspace.backup("before-import")
            title = Title("Take in {n} rows of the pool", {"n": len(taken)})
            return workspace.edit(title, take_pool, taken, report)

        self._context.jobs.run(
            Named("Take in {n} rows of the pool", {"n": len(taken)}), work, self._on_committed,
            owner=self,
        )  # fmt: skip

    def _on_committed(self, edited: Any) -> None:
        added, changed, removed = edited.result
        self._context.inform(
            "The pool: {added} rows added, {changed} changed, {removed} removed.",
            added=added,
            changed=changed,
            removed=removed,
        )
        self.reset()


def _key(change: PoolChange) -> tuple[Any, ...]:
    return change.kind, change.table, change.label, change.sheet, change.row


def _where(finding: Any) -> str:
    return "!".join(filter(None, (finding.sheet, finding.cell)))
