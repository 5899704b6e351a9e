"""The panel of the selected task: how it is scheduled, what it is tied to, notes; edited in place.

What is changed here is changed for all tasks that are shown, as one edit: what is still typed when
another one is selected was meant for them. Texts that cannot be read stay with a sentence under
them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from pmo_desktop.charts.bars import BRACKETS, MILESTONE
from pmo_desktop.domain.fields import Kind, field
from pmo_desktop.domain.plan import PlanRow
from pmo_desktop.domain.tasks import Constraint, LagKind
from pmo_desktop.language import Language
from pmo_desktop.ui.context import Context
from pmo_desktop.ui.gantt import plan_edits
from pmo_desktop.ui.gantt.view import GanttView
from pmo_desktop.ui.gantt.why import ask_chain
from pmo_desktop.ui.names import Names
from pmo_desktop.ui.tables.editors import TextEditor, make_editor

if TYPE_CHECKING:
    from pmo_desktop.services.task_sheet import TaskSheet, Tied

WIDTH = 320
LABEL_WIDTH, FIELD_WIDTH = 118, 158
NOTES_HEIGHT = 90
STATE = "gantt_details"
SCHEDULE = ("fixed", "constraint", "constraint_date", "deadline", "calendar", "ignores_people",
            "elapsed", "active", "priority")  # fmt: skip
PROGRESS = ("percent_complete", "actual_start", "actual_finish")
ESTIMATES = ("duration", "optimistic", "likely", "pessimistic")
LINKS = ("predecessors",)
SECTIONS = (("Schedule", SCHEDULE), ("Progress", PROGRESS), ("Durations", ESTIMATES),
            ("Links", LINKS))  # fmt: skip
OF_SUMMARIES = frozenset({"deadline", "calendar", "active", "priority", *LINKS})
NOT_OF_MILESTONES = frozenset({"elapsed", *ESTIMATES})
UNDATED = frozenset({Constraint.ASAP.value, Constraint.ALAP.value})


class Inspector(QFrame):
    """`link_wanted(link_id)` asks for a link's panel, `task_wanted(task_id)` for another task."""

    link_wanted = Signal(int)
    task_wanted = Signal(int)

    def __init__(self, context: Context, view: GanttView, names: Names) -> None:
        super().__init__()
        self._context, self._view, self._names = context, view, names
        self.sheet: TaskSheet | None = None
        self._rows: list[PlanRow] = []
        self._notes_shown = ""
        self.editors: dict[str, Any] = {}
        self.title, self.note = QLabel(), QLabel()
        self.notes = QPlainTextEdit()
        self.before, self.after = QVBoxLayout(), QVBoxLayout()
        self.why = QPushButton()
        self.why.setProperty("look", "link")
        self._labels: dict[str, QLabel] = {}
        self._heads: dict[str, QLabel] = {}
        self._forms: dict[str, QFormLayout] = {}
        self._lay_out()
        self._aside = False
        self._wanted = bool(context.settings.table(STATE).get("shown", False))
        self.setVisible(self._wanted)
        self._connect()

    def toggle(self) -> None:
        """Show or hide it, also next time."""
        self._wanted = not self._wanted
        self._context.settings.set_table(STATE, {"shown": self._wanted})
        self._appear()

    def set_aside(self, aside: bool) -> None:
        """Hide it while the page shows no tasks."""
        self._aside = aside
        self._appear()

    def _appear(self) -> None:
        focus = QApplication.focusWidget()
        if focus is not None and self.isAncestorOf(focus):
            self._view.setFocus()
        self.setVisible(self._wanted and not self._aside)
        self.read()

    def read(self) -> None:
        """Read the selected task anew."""
        if not self.isVisible() or self._context.workspace is None:
            return
        rows = self._tasks()
        if not rows:
            self._show(None, [])
            return
        from pmo_desktop.services.task_sheet import task_sheet

        wanted = rows[0].task_id
        self._context.ask(
            task_sheet, wanted, then=lambda sheet: self._take_sheet(sheet, wanted), owner=self
        )

    def retranslate(self) -> None:
        self._make_editors()
        self._show(self.sheet, self._rows)

    # Setting up

    def _lay_out(self) -> None:
        self.setFixedWidth(WIDTH)
        self.setProperty("look", "card")
        inside = QWidget()
        body = QVBoxLayout(inside)
        body.setContentsMargins(14, 12, 14, 12)
        body.setSpacing(8)
        self.title.setProperty("look", "page")
        self.title.setWordWrap(True)
        self.note.setProperty("look", "quiet")
        self.note.setWordWrap(True)
        body.addWidget(self.title)
        body.addWidget(self.note)
        for key, _names in SECTIONS:
            body.addWidget(self._head(key))
            form = self._forms[key] = QFormLayout()
            form.setVerticalSpacing(4)
            form.setHorizontalSpacing(8)
            form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
            body.addLayout(form)
        for key, layout in (("Predecessors", self.before), ("Successors", self.after)):
            body.addWidget(self._head(key))
            layout.setSpacing(2)
            body.addLayout(layout)
        body.addWidget(self._head("Notes"))
        self.notes.setFixedHeight(NOTES_HEIGHT)
        self.notes.setTabChangesFocus(True)
        body.addWidget(self.notes)
        body.addWidget(self.why)
        body.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.addWidget(area)
        self._make_editors()

    def _head(self, key: str) -> QLabel:
        head = self._heads[key] = QLabel()
        head.setProperty("look", "title")
        return head

    def _connect(self) -> None:
        self._view.row_selected.connect(self.read)
        self.why.clicked.connect(self._on_why)
        self.notes.installEventFilter(self)

    def _make_editors(self) -> None:
        """Editors speak the language that they were made in."""
        language = self._context.language
        heads = {
            "Schedule": language.text("Schedule"),
            "Progress": language.text("Progress"),
            "Durations": language.text("Durations"),
            "Links": language.text("Links"),
            "Predecessors": language.text("Comes after"),
            "Successors": language.text("Comes before"),
            "Notes": language.term("task.notes"),
        }
        for key, words in heads.items():
            self._heads[key].setText(words)
        for key, names in SECTIONS:
            form = self._forms[key]
            while form.rowCount():
                form.removeRow(0)
            for name in names:
                editor = self.editors[name] = self._editor(name)
                editor.setFixedWidth(FIELD_WIDTH)
                label = self._labels[name] = QLabel(language.term(f"task.{name}"))
                label.setWordWrap(True)
                label.setFixedWidth(LABEL_WIDTH)
                form.addRow(label, editor)

    def _editor(self, name: str) -> QWidget:
        known = field(f"task.{name}")
        options = tuple(self._names(Kind.CALENDAR)) if known.kind is Kind.CALENDAR else ()
        if known.kind is Kind.CALENDAR:
            editor: Any = _Choice(self, [("", ""), *((o, o) for o in options)])
        elif known.kind in (Kind.BOOL, Kind.CHOICE):
            made = make_editor(self, self._context, known, self._names, lambda _editor: None)
            assert isinstance(made, QComboBox)
            choices = [(made.itemText(n), made.itemData(n)) for n in range(made.count())]
            made.hide()
            made.deleteLater()
            editor = _Choice(self, choices)
        else:
            editor = make_editor(self, self._context, known, self._names, lambda _editor: None)
        if isinstance(editor, QComboBox):
            editor.activated.connect(lambda: self._take(name))
        else:
            editor.editingFinished.connect(lambda: self._take(name))
        return editor

    # Showing

    def _take_sheet(self, sheet: TaskSheet | None, task_id: int | None) -> None:
        """What was asked for, if it is still what is selected."""
        rows = self._tasks() if self.isVisible() else []
        if rows and rows[0].task_id == task_id:
            self._show(sheet, rows)

    def _show(self, sheet: TaskSheet | None, rows: Sequence[PlanRow]) -> None:
        # What is being typed into the same task stays.
        same = sheet is not None and self.sheet is not None and sheet.task_id == self.sheet.task_id
        if not same:
            self._keep_notes()
        self.sheet, self._rows = sheet, list(rows)
        text = self._context.language.text
        if sheet is None:
            self.title.setText(text("Task details"))
            self.note.setText(text("Select a task to see how it is scheduled."))
        else:
            many = len(rows) > 1
            self.title.setText(text("{n} tasks", n=len(rows)) if many else sheet.name)
            self.note.setText(text("What is changed here is changed for all of them.") if many
                              else self._said(sheet))  # fmt: skip
        for name, editor in self.editors.items():
            shown = sheet is not None and _is_of(sheet.kind, name)
            editor.setVisible(shown)
            self._labels[name].setVisible(shown)
            if sheet is not None and not (same and editor.hasFocus()):
                self._set(editor, sheet.values[name])
        self._show_heads()
        if not (same and self.notes.hasFocus()):
            self.notes.setPlainText(sheet.values["notes"] if sheet is not None else "")
            # The field writes some letters in a way of its own: no edit comes of that.
            self._notes_shown = self.notes.toPlainText()
        self._list(self.before, sheet.before if sheet is not None else ())
        self._list(self.after, sheet.after if sheet is not None else ())
        self.why.setText(text("Why these dates?"))
        self.why.setVisible(sheet is not None)

    def _show_heads(self) -> None:
        """Those that have something below them."""
        for key, names in SECTIONS:
            kind = None if self.sheet is None else self.sheet.kind
            has = kind is not None and any(_is_of(kind, name) for name in names)
            self._heads[key].setVisible(has)
        for key in ("Predecessors", "Successors", "Notes"):
            self._heads[key].setVisible(self.sheet is not None)
        self.notes.setVisible(self.sheet is not None)

    def _said(self, sheet: TaskSheet) -> str:
        text = self._context.language.text
        if sheet.kind in BRACKETS:
            return text("Its dates follow from the tasks below it.")
        if sheet.values["fixed"]:
            return text("The dates are the team's own: links do not move them.")
        return text("The schedule gives it its dates.")

    def _set(self, editor: Any, value: Any) -> None:
        with QSignalBlocker(editor):
            editor.set_value(value)
        if isinstance(editor, TextEditor):
            editor.deselect()
            editor.setCursorPosition(0)

    def _list(self, layout: QVBoxLayout, tied: Sequence[Tied]) -> None:
        while layout.count():
            item = layout.takeAt(0)
            widget = None if item is None else item.widget()
            if widget is not None:
                widget.deleteLater()
        for one in tied:
            layout.addWidget(self._link_row(one))
        if not tied and self.sheet is not None:
            empty = QLabel(self._context.language.text("none"))
            empty.setProperty("look", "quiet")
            layout.addWidget(empty)

    def _link_row(self, tied: Tied) -> QWidget:
        language = self._context.language
        row = QWidget()
        beside = QHBoxLayout(row)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(4)
        name = QPushButton(f"{tied.wbs} {tied.name}".strip())
        name.setProperty("look", "link")
        name.setToolTip(language.text("Go to this task"))
        name.clicked.connect(lambda: self.task_wanted.emit(tied.task_id))
        kind = QPushButton(link_words(tied, language, self._view.outline.plan.minutes_per_day))
        kind.setToolTip(language.text("Type and lag of the link"))
        kind.clicked.connect(lambda: self.link_wanted.emit(tied.link_id))
        name.setMaximumWidth(WIDTH - 130)
        beside.addWidget(name)
        beside.addStretch(1)
        beside.addWidget(kind)
        return row

    # What the user does

    def _tasks(self) -> list[PlanRow]:
        current = self._view.selected()
        rows = [row for row in self._view.picked.rows() if row.task_id is not None]
        if current is not None and current.task_id is not None:
            others = [row for row in rows if row.task_id != current.task_id]
            return [current, *others]
        return rows

    def _take(self, name: str) -> None:
        """A field was left, or chosen: take what is another value now."""
        editor, sheet = self.editors[name], self.sheet
        if sheet is None:
            return
        if not editor.is_valid():
            editor.complain()
            return
        value = editor.value()
        if value != sheet.values[name] and not _same_text(editor, sheet.values[name], name, self):
            self._change({name: value})
            if name == "constraint_date" and value and sheet.values["constraint"] in UNDATED:
                kind = self._context.language.term(f"constraint.{Constraint.SNET.value}")
                self._context.inform("A date needs a constraint: it is “{kind}” now.", kind=kind)

    def _on_why(self) -> None:
        if self.sheet is not None:
            point = self.why.mapToGlobal(self.why.rect().bottomLeft())
            ask_chain(self._context, self, self.sheet.task_id, point, self.task_wanted.emit)

    def _change(self, values: dict[str, Any]) -> None:
        if self._rows:
            edit = plan_edits.changing(self._rows, values)
            plan_edits.do(self._context, edit, self, lambda _result: None)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.notes and event.type() is QEvent.Type.FocusOut:
            self._keep_notes()
        return super().eventFilter(watched, event)

    def _keep_notes(self) -> None:
        text = self.notes.toPlainText()
        if self.sheet is not None and text != self._notes_shown:
            self._notes_shown = text
            self._change({"notes": text})


class _Choice(QComboBox):
    """One of a few values, shown without opening its list."""

    def __init__(self, parent: QWidget, choices: Sequence[tuple[str, Any]]) -> None:
        super().__init__(parent)
        for words, value in choices:
            self.addItem(words, value)
        # The panel scrolls by the wheel, and nothing in it changes by that.
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def set_value(self, value: Any) -> None:
        found = next((n for n in range(self.count()) if self.itemData(n) == value), -1)
        self.setCurrentIndex(found)

    def value(self) -> Any:
        return self.currentData()

    def is_valid(self) -> bool:
        return True

    @override
    def wheelEvent(self, e: Any) -> None:
        e.ignore()


def link_words(tied: Tied, language: Language, minutes_per_day: int) -> str:
    """`FS +2 d`, `SS +50 %`."""
    if tied.lag_kind is LagKind.SHARE:
        share = round(tied.lag_share * 100, 1)
        return f"{tied.type.value} {share:+g} %" if share else tied.type.value
    if not tied.lag_minutes:
        return tied.type.value
    day = 24 * 60 if tied.lag_kind is LagKind.ELAPSED else minutes_per_day
    sign = "+" if tied.lag_minutes > 0 else "-"
    return f"{tied.type.value} {sign}{language.days(abs(tied.lag_minutes), day)}"


def _is_of(kind: str, name: str) -> bool:
    """Whether a task of this kind has the field."""
    if kind in BRACKETS:
        return name in OF_SUMMARIES
    return kind != MILESTONE or name not in NOT_OF_MILESTONES


def _same_text(editor: Any, value: Any, name: str, panel: Inspector) -> bool:
    """Whether nothing was typed: a text says less than its value, a day without its hour."""
    from pmo_desktop.ui.tables.editors import editable_text

    if not isinstance(editor, TextEditor):
        return False
    return editor.text() == editable_text(value, field(f"task.{name}"), panel._context.language)
