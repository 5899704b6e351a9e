"""One file under review: what it would change, what is to be said of it, how it was understood."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QLabel,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from pmo_desktop.domain.fields import TABLES, is_custom
from pmo_desktop.domain.records import Doubt
from pmo_desktop.exchange.comparing.choice import Choice
from pmo_desktop.exchange.comparing.places import Place
from pmo_desktop.ui.context import Context
from pmo_desktop.ui.names import Names
from pmo_desktop.ui.sheets.review.deciding import Deciding
from pmo_desktop.ui.sheets.review.keep_column import KeepColumn
from pmo_desktop.ui.sheets.review.plan_moves import MOVES, MoveRow, move_rows, reason_text
from pmo_desktop.ui.sheets.review.rows import (
    CHANGES,
    DIFFERENCE_TONES,
    FINDINGS,
    UNDERSTOOD,
    ChangeRow,
    FindingRow,
    change_rows,
    doubt_text,
    field_text,
    finding_rows,
    sentence,
    understood_rows,
)
from pmo_desktop.ui.tables.column import Column
from pmo_desktop.ui.tables.table import RecordTable
from pmo_desktop.ui.widgets.card import Card, row
from pmo_desktop.ui.widgets.filter_chips import FilterChips
from pmo_desktop.ui.widgets.flow import FlowRow
from pmo_desktop.ui.widgets.segments import Segments

if TYPE_CHECKING:
    from pmo_desktop.exchange.comparing.review import FileReview

VIEWS = ("changes", "findings", "understood")
# A plan has no sheets to be understood; in their place is what would move in it.
MOVES_VIEW = len(VIEWS)


class FileDetails(Card):
    """`choice_changed` is sent when the user takes something or leaves it out."""

    choice_changed = Signal()
    reading_asked = Signal(object)
    keeping_asked = Signal(object, bool)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._choice: Choice | None = None
        self.tables = {
            "changes": RecordTable(
                context,
                "review_changes",
                [
                    replace(column, cell_options=self._options) if column.cell_field else column
                    for column in CHANGES
                ],
                empty=lambda: context.language.text("This file changes nothing."),
                edit=self._on_edited,
                names=Names(context),
                whence=self._ask_whence,
            ),
            "findings": RecordTable(
                context,
                "review_findings",
                FINDINGS,
                empty=lambda: context.language.text("Nothing is to be said of this file."),
            ),
            "understood": RecordTable(
                context,
                "review_understood",
                UNDERSTOOD,
                empty=lambda: context.language.text("No table was found in this file."),
            ),
        }
        self.moves = RecordTable(
            context,
            "review_moves",
            MOVES,
            empty=lambda: context.language.text("Every task lies where the file says."),
        )
        self.keep_dates = QCheckBox()
        self.views = Segments(VIEWS)
        self.chips = FilterChips(tuple(DIFFERENCE_TONES))
        self.deciding = Deciding(context, self.tables["changes"])
        self.whole = QCheckBox()
        self.how_read, self.open_file = QPushButton(), QPushButton()
        self.keep = KeepColumn(context)
        self._stack = QStackedWidget()
        self._filters = QStackedWidget()
        self._note = QLabel()
        self._note_frame = QFrame()
        self._lay_out()
        self._connect()
        self.retranslate()

    def show_choice(self, choice: Choice | None) -> None:
        """Show a file with what of it is taken; None for no file."""
        other = choice is not self._choice
        self._choice = choice
        self.setEnabled(choice is not None)
        if choice is None:
            return
        if other:
            self.chips.clear()
            self._filter()
            self._choose_view(choice.file)
        self._fill()

    def retranslate(self) -> None:
        text = self._context.language.text
        self.whole.setText(text("Take this file in"))
        self.open_file.setText(text("Open the file"))
        self.how_read.setText(text("How it was read…"))
        self.how_read.setToolTip(text("The sheet itself, with what each column was taken for"))
        self.keep_dates.setText(text("Keep the recorded dates"))
        self.keep_dates.setToolTip(
            text("What would move stays where the file says, and becomes fixed")
        )
        self.deciding.retranslate()
        self._say_views()
        if self._choice is not None:
            self._fill()

    def go_to_open(self, *, from_start: bool = False) -> bool:
        """Select the next change that somebody has to decide; False where there is none."""
        table = self.tables["changes"]
        rows = table.model.rows
        ids = [row.id for row in rows]
        here = ids.index(table.selected_id()) if table.selected_id() in ids else -1
        start = 0 if from_start else here + 1
        later = [row for row in rows[start:] if row.is_open]
        if not later:
            return False
        if table.model.row_of(later[0].id) < 0:
            self.chips.clear()
            self._filter()
        self.views.choose("changes")
        table.select(later[0].id)
        table.view.setFocus()
        return True

    def refill(self) -> None:
        """Show what was decided elsewhere."""
        self._fill()

    def refill_findings(self) -> None:
        """Show what the checks of the plan have found meanwhile."""
        if self._choice is None:
            return
        self._fill_findings(self._choice)
        self._say_views()
        if self.views.current == "findings":
            self._say_note()

    def filter_field(self) -> QLineEdit:
        return self._table().filter_edit

    # Layout

    def _lay_out(self) -> None:
        self.head.addWidget(self.whole)
        self.head.addWidget(self.keep_dates)
        self.head.addWidget(self.keep)
        self.head.addWidget(self.how_read)
        self.head.addWidget(self.open_file)
        for table in (*self.tables.values(), self.moves):
            self._stack.addWidget(table)
            self._filters.addWidget(table.filter_edit)
        policy = self._filters.sizePolicy().Policy
        self._filters.setSizePolicy(policy.Maximum, policy.Fixed)
        self._note.setWordWrap(True)
        self._note.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._note_frame.setProperty("look", "note")
        inside = QVBoxLayout(self._note_frame)
        inside.setContentsMargins(12, 8, 12, 8)
        inside.addWidget(self._note)
        self.body.addLayout(row(self.views, None, self._filters))
        self._bar = QWidget()
        self._bar.setLayout(FlowRow(self.chips, None, self.deciding.button))
        self.body.addWidget(self._bar)
        self.body.addWidget(self._stack, 1)
        self.body.addWidget(self._note_frame)

    def _connect(self) -> None:
        self.views.chosen.connect(self._show_view)
        self.whole.clicked.connect(self._on_whole)
        self.keep_dates.clicked.connect(self._on_keep_dates)
        self.moves.row_selected.connect(self._say_note)
        self.open_file.clicked.connect(self._on_open_file)
        self.how_read.clicked.connect(self._on_how_read)
        changes = self.tables["changes"]
        changes.ticked.connect(self._on_ticked)
        changes.row_selected.connect(self._say_note)
        self.chips.changed.connect(self._filter)
        self.deciding.decided.connect(self._on_decided)
        self.tables["findings"].row_selected.connect(self._say_note)

    # Showing

    def _choose_view(self, file: FileReview) -> None:
        """What there is to look at first."""
        self.views.choose("changes" if file.differences or not file.findings else "findings")

    def _show_view(self, key: str) -> None:
        number = VIEWS.index(key)
        if key == "understood" and self._is_plan():
            number = MOVES_VIEW
        self._stack.setCurrentIndex(number)
        self._filters.setCurrentIndex(number)
        self._bar.setVisible(key == "changes")
        self._say_note()

    def _filter(self) -> None:
        chosen = self.chips.chosen
        self.tables["changes"].set_filter(
            (lambda row: row.difference in chosen) if chosen else None
        )

    def _say_chips(self) -> None:
        """A chip for each kind of change that the file has, with how many."""
        language = self._context.language
        counts = Counter(row.difference for row in self.tables["changes"].model.rows)
        self.chips.set_texts(
            {key: f"{language.term(f'difference.{key}')} {n}" for key, n in counts.items()}
        )

    def _fill(self) -> None:
        choice = self._choice
        if choice is None:
            return
        self.title.setText(choice.file.path.name)
        self.hint.setText(self._about(choice.file))
        # What cannot be taken in is not ticked, whatever the choice says.
        self.whole.setChecked(choice.whole and bool(choice.file.differences))
        self.whole.setEnabled(bool(choice.file.differences))
        self.deciding.show_choice(choice)
        # What the program made itself needs no explaining; what could not be opened has no sheets.
        own = choice.file.understood.kind == "own"
        self.keep.show_file(choice.file.understood)
        plan = choice.file.understood.plan
        self.keep_dates.setVisible(plan is not None)
        self.keep_dates.setEnabled(plan is not None and bool(plan.moves))
        self.keep_dates.setChecked(plan is not None and plan.keeps_dates)
        self.how_read.setVisible(plan is None)
        self.how_read.setEnabled(not own and bool(choice.file.understood.sheets))
        self.tables["changes"].set_rows(change_rows(choice))
        self._fill_findings(choice)
        self.tables["understood"].set_rows(understood_rows(choice.file))
        self.moves.set_rows(move_rows(choice.file.understood))
        _select_any(self.moves)
        _select_any(self.tables["changes"])
        self._say_chips()
        self._say_views()
        self._show_view(self.views.current)

    def _fill_findings(self, choice: Choice) -> None:
        self.tables["findings"].set_rows(finding_rows(choice.file))
        _select_any(self.tables["findings"])

    def _about(self, file: FileReview) -> str:
        """The project that it is of, and what kind of file it is."""
        text = self._context.language.text
        own = file.understood.kind == "own"
        kind = text("our own workbook") if own else text("a team's own spreadsheet")
        if file.understood.plan is not None:
            kind = text("a plan of {program}", program=file.understood.plan.plan.source)
        projects = {f"{change.code} {change.name}".strip() for change in file.differences}
        return " · ".join((*sorted(projects), kind))

    def _say_views(self) -> None:
        text = self._context.language.text
        counts = [len(table.model.rows) for table in self.tables.values()]
        self.views.set_texts(
            (
                text("Changes ({number})", number=counts[0]),
                text("Findings ({number})", number=counts[1]),
                text("What would move ({number})", number=len(self.moves.model.rows))
                if self._is_plan()
                else text("What was understood"),
            )
        )

    def _say_note(self, *_: object) -> None:
        """All that a new record brings, what the cell of a change says, or a whole finding."""
        chosen = self._table().selected()
        self._note_frame.setVisible(isinstance(chosen, ChangeRow | FindingRow | MoveRow))
        if isinstance(chosen, ChangeRow):
            self._say_change(chosen)
        elif isinstance(chosen, FindingRow):
            self._note.setText(sentence(chosen, self._context.language))
        elif isinstance(chosen, MoveRow):
            self._note.setText(reason_text(chosen, self._context.language))

    def _is_plan(self) -> bool:
        return self._choice is not None and self._choice.file.understood.plan is not None

    def _table(self) -> RecordTable:
        """The one in sight."""
        key = self.views.current
        return self.moves if key == "understood" and self._is_plan() else self.tables[key]

    def _say_change(self, change: ChangeRow) -> None:
        language = self._context.language
        if change.record is None:
            self._note.setText(language.text("The file does not have it: it stays as it is."))
        elif change.field is None:
            words = [
                f"{language.term(f'{change.table}.{field.name}')}: "
                f"{field_text(change.table, field.name, field.after, language)}"
                for field in change.record.fields
                if field.after not in (None, "", ()) and change.table in TABLES
            ]
            if change.doubt is not None:
                words.insert(0, self._question(change.doubt))
            self._note.setText("   ".join(words))
        elif change.cell is None:
            self._note.setText(language.text("This was concluded from the file; no cell says it."))
        else:
            table, name = change.table, change.field.name
            self._note.setText(
                language.text(
                    "{cell} says “{text}”, read as {value}.",
                    cell=str(change.cell),
                    text=change.cell.text,
                    value=field_text(table, name, change.field.after, language) or "—",
                )
            )

    def _question(self, doubt: Doubt) -> str:
        return self._context.language.text(
            "Is “{name}” the same as “{known}”? {reason}. Press A if it is, + if it is a new one.",
            name=doubt.name,
            known=doubt.known,
            reason=doubt_text(doubt, self._context.language),
        )

    # What the user does

    def _ask_whence(self, change: ChangeRow, point: QPoint) -> None:
        from pmo_desktop.ui.sheets.review.whence import ask_whence

        if self._choice is not None:
            ask_whence(self._context, self, self._choice, change, point)

    def _on_ticked(self, change: ChangeRow, taken: bool) -> None:
        if self._choice is not None and isinstance(change.id, Place):
            if taken:
                self._choice.whole = True
            self._choice.take(change.id, taken)
            self._on_decided()

    def _options(self, change: ChangeRow) -> Sequence[str]:
        """The choices of an own field."""
        if change.field is None or not is_custom(change.field.name):
            return ()
        from pmo_desktop.services.custom_fields import custom_fields

        found = self._context.query(custom_fields)
        return next((own.options for own in found if own.name == change.field.name), ())

    def _on_edited(self, change: ChangeRow, _column: Column, value: Any) -> bool:
        if self._choice is None or not isinstance(change.id, Place):
            return False
        self._choice.edit(change.id, value)
        self._on_decided()
        return True

    def _on_decided(self) -> None:
        self._fill()
        self.choice_changed.emit()

    def _on_whole(self, taken: bool) -> None:
        if self._choice is not None:
            self._choice.whole = taken
            self._fill()
            self.choice_changed.emit()

    def _on_keep_dates(self, kept: bool) -> None:
        if self._choice is not None:
            self.keeping_asked.emit(self._choice.file.path, kept)

    def _on_how_read(self) -> None:
        if self._choice is not None:
            self.reading_asked.emit(self._choice.file.path)

    def _on_open_file(self) -> None:
        if self._choice is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._choice.file.path)))


def _select_any(table: RecordTable) -> None:
    if table.selected() is None and table.model.shown:
        table.select(table.model.shown[0].id)
