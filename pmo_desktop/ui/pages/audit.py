"""The change log: every edit with its rows; the newest can be taken back, and any other by itself
as long as nothing that was done later is lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QPushButton
from typing_extensions import override

from pmo_desktop.domain.fields import Kind
from pmo_desktop.language import Language
from pmo_desktop.progress import Report
from pmo_desktop.services.stored_values import column_word, shown
from pmo_desktop.ui.context import Context, Named
from pmo_desktop.ui.icons import icon
from pmo_desktop.ui.page import Page
from pmo_desktop.ui.tables.column import Column
from pmo_desktop.ui.tables.table import RecordTable
from pmo_desktop.ui.widgets.card import Card, row
from pmo_desktop.ui.widgets.split import beside

if TYPE_CHECKING:
    from pmo_desktop.services.audit import AuditDetail, AuditRow
    from pmo_desktop.storage.changes import ChangeSet

KIND_TONES = {
    "edit": "accent",
    "founding": "grey",
    "undo": "amber",
    "redo": "green",
    "revert": "amber",
}
STATE_TONES = {"done": "green", "undone": "amber", "reverted": "amber", "dropped": "grey"}
CAN_BE_UNDONE = ("edit", "revert")


@dataclass(frozen=True)
class Detail:
    """One changed field with an identity of its own, as a table wants it."""

    id: int
    detail: AuditDetail


def _title(entry: AuditRow, language: Language) -> str:
    return language.text(entry.title.text, **entry.title.params)


def _counts(entry: AuditRow, language: Language) -> str:
    words = (f"{language.term(f'table.{name}')} {n}" for name, n in entry.counts.items())
    return language.enumeration(words)


def _state(entry: AuditRow, language: Language) -> str:
    """An undo and a redo have none: what they did shows on the edit that they name."""
    return language.term(f"audit_state.{entry.state}") if entry.kind in CAN_BE_UNDONE else ""


def _field(row: Detail, language: Language) -> str:
    return column_word(row.detail.table, row.detail.field, language)


def _before(row: Detail, language: Language) -> str:
    return shown(row.detail.table, row.detail.field, row.detail.before, language)


def _after(row: Detail, language: Language) -> str:
    return shown(row.detail.table, row.detail.field, row.detail.after, language)


ENTRIES: tuple[Column, ...] = (
    Column(
        "at",
        "audit.at",
        lambda entry: entry.at,
        width=116,
        show=lambda entry, language: language.moment(entry.at),
    ),
    Column("author", "audit.author", lambda entry: entry.author, width=64),
    Column(
        "kind",
        "audit.kind",
        lambda entry: entry.kind,
        width=72,
        show=lambda entry, language: language.term(f"audit_kind.{entry.kind}"),
        chip=lambda entry: KIND_TONES[entry.kind],
    ),
    Column(
        "title", "audit.title", lambda entry: entry.title.text, width=150, stretch=True, show=_title
    ),
    Column(
        "rows",
        "audit.rows",
        lambda entry: sum(entry.counts.values()),
        Kind.INTEGER,
        60,
    ),
    Column(
        "state",
        "audit.state",
        lambda entry: entry.state,
        width=76,
        show=_state,
        chip=lambda entry: STATE_TONES.get(entry.state),
    ),
    Column(
        "tables",
        "audit.tables",
        lambda entry: len(entry.counts),
        width=220,
        hidden=True,
        show=_counts,
    ),
)
DETAILS: tuple[Column, ...] = (
    Column(
        "table",
        "audit.table",
        lambda row: row.detail.table,
        width=96,
        show=lambda row, language: language.term(f"table.{row.detail.table}"),
    ),
    Column("label", "audit.label", lambda row: row.detail.label, width=110, stretch=True),
    Column(
        "field",
        "audit.field",
        lambda row: row.detail.field,
        width=100,
        show=_field,
    ),
    Column(
        "before",
        "audit.before",
        lambda row: row.detail.before,
        width=90,
        show=_before,
        tone=lambda _: "ink2",
    ),
    Column("after", "audit.after", lambda row: row.detail.after, width=90, show=_after),
    Column(
        "source",
        "audit.source",
        lambda row: row.detail.source,
        width=90,
        tone=lambda _: "accent_ink",
    ),
)


class AuditPage(Page):
    """Left the entries, newest first; right what the chosen one changed."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.entries = RecordTable(context, "audit", ENTRIES, empty=self._no_entries)
        self.details = RecordTable(context, "audit_details", DETAILS, empty=self._no_details)
        self.entries_card, self.details_card = Card(), Card()
        self.undo, self.redo = QPushButton(), QPushButton()
        self.undo_this = QPushButton()
        self.setFocusProxy(self.entries)
        self._lay_out()
        self._connect()
        self.retranslate()
        self.restyle()

    @override
    def refresh(self) -> None:
        from pmo_desktop.services.audit import audit

        workspace = self.context.workspace
        if workspace is None:
            return

        def read() -> tuple[Sequence[AuditRow], bool, bool]:
            undo, redo = workspace.undo_title(), workspace.redo_title()
            return workspace.query(audit), undo is not None, redo is not None

        self.context.jobs.ask(read, self._take, owner=self)

    @override
    def retranslate(self) -> None:
        text = self.context.language.text
        self.entries_card.say(text("Edits"), "")
        self.details_card.title.setText(text("What it changed"))
        self.undo.setText(text("Undo"))
        self.redo.setText(text("Redo"))
        self.undo_this.setText(text("Undo this…"))
        self.undo_this.setToolTip(
            text(
                "Undo the chosen change by itself; later ones stay, or are shown if they would not"
            )
        )
        self._say_counts()

    @override
    def restyle(self) -> None:
        ink, off = self.context.palette["ink2"], self.context.palette["disabled"]
        self.undo.setIcon(icon("undo", ink, disabled=off))
        self.redo.setIcon(icon("redo", ink, disabled=off))

    def filter_field(self) -> QLineEdit:
        return self.entries.filter_edit

    def undo_chosen(self) -> None:
        """Undo the chosen entry by itself; where something would be lost, show it instead."""
        entry, workspace = self.entries.selected(), self.context.workspace
        if entry is None or workspace is None:
            return

        def work(_report: Report) -> ChangeSet:
            from pmo_desktop.services.settling import settle

            return workspace.undo_edit(entry.id, settle)

        title = Named("Undo of an earlier change: {title}", {"title": self._title_of(entry)})
        self.context.jobs.run(title, work, None, failed=self._on_undo_refused, owner=self)

    def _on_undo_refused(self, error: BaseException) -> None:
        lost = getattr(error, "lost", ())
        if not lost:
            self.context.show_error(error)
            return
        from pmo_desktop.ui.widgets.whence import open_lost

        place = self.undo_this.mapToGlobal(self.undo_this.rect().bottomLeft())
        open_lost(self.context, self, lost, place)

    def _title_of(self, entry: AuditRow) -> str:
        return _title(entry, self.context.language)

    def _lay_out(self) -> None:
        self.entries_card.head.addWidget(self.entries.filter_edit)
        self.entries_card.head.addWidget(self.undo)
        self.entries_card.head.addWidget(self.redo)
        self.entries_card.body.addWidget(self.entries, 1)
        self.details_card.head.addWidget(self.undo_this)
        self.details_card.head.addWidget(self.details.filter_edit)
        self.details_card.body.addWidget(self.details, 1)
        self.setLayout(row(beside(self.entries_card, self.details_card, sizes=(560, 520))))

    def _connect(self) -> None:
        self.undo.clicked.connect(self.context.undo)
        self.redo.clicked.connect(self.context.redo)
        self.undo_this.clicked.connect(self.undo_chosen)
        self.entries.row_selected.connect(self._on_entry_selected)

    def _take(self, read: tuple[Sequence[AuditRow], bool, bool]) -> None:
        entries, can_undo, can_redo = read
        self.entries.set_rows(entries)
        self.undo.setEnabled(can_undo)
        self.redo.setEnabled(can_redo)
        self._say_counts()
        if entries and self.entries.selected() is None:
            self.entries.select(entries[0].id)
        self._on_entry_selected(self.entries.selected())

    def _say_counts(self) -> None:
        entries = self.entries.model.rows
        self.set_subtitle(self.context.language.text("{n} entries", n=len(entries)))

    def _on_entry_selected(self, entry: AuditRow | None) -> None:
        can = entry is not None and entry.state == "done" and entry.kind in CAN_BE_UNDONE
        # What would be lost by it is shown, and so would be how somebody did.
        self.undo_this.setEnabled(can and entry is not None and not entry.unseen)
        if entry is None:
            self.details.set_rows(())
            return
        from pmo_desktop.services.audit import audit_details

        self.context.ask(
            audit_details,
            entry.id,
            then=lambda details: self._take_details(entry, details),
            owner=self,
        )

    def _take_details(self, entry: AuditRow, details: Sequence[AuditDetail]) -> None:
        if entry is self.entries.selected() or entry == self.entries.selected():
            self.details.set_rows(Detail(at, detail) for at, detail in enumerate(details, 1))
            self.details_card.hint.setText(_title(entry, self.context.language))

    def _no_entries(self) -> str:
        return self.context.language.text("Nothing was changed yet.")

    def _no_details(self) -> str:
        return self.context.language.text("Choose an edit at the left to see what it changed.")
