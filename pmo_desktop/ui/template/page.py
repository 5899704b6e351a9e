"""What the workbook that goes out consists of: its sheets, their columns, the office's questions.

Everything is kept as soon as it is said, each as an edit of its own.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QFileDialog,
    QFormLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from pmo_desktop.ui.context import Context, Named
from pmo_desktop.ui.icons import icon
from pmo_desktop.ui.page import Page
from pmo_desktop.ui.template.columns import ColumnTable
from pmo_desktop.ui.template.edits import TemplateEdits
from pmo_desktop.ui.widgets.card import Card, label, row
from pmo_desktop.ui.widgets.flow import FlowRow
from pmo_desktop.ui.widgets.question_form import QuestionForm

if TYPE_CHECKING:
    from pmo_desktop.domain.template import Template, TemplateSheet

LIST_WIDTH = 190
CODES = ("zh", "en")
JSON = "*.json"


class TemplatePage(Page):
    tables = frozenset({"template_sheet", "template_column", "custom_field", "office"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.edits = TemplateEdits(context)
        self._template: Template | None = None
        self._filling = False
        self.sheets = QListWidget()
        self.sheets.setFixedWidth(LIST_WIDTH)
        self.columns = ColumnTable(context, self.edits)
        self.up, self.down = QPushButton(), QPushButton()
        self.question, self.remove = QPushButton(), QPushButton()
        self.sample, self.more = QPushButton(), QPushButton()
        self.instructions = {code: QLineEdit() for code in CODES}
        self._labels = {code: QLabel() for code in CODES}
        self._note = label(look="hint", wrap=True)
        self.form: QuestionForm | None = None
        self.sheets_card, self.card = Card(), Card()
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.columns)
        self.retranslate()
        self.restyle()

    @override
    def refresh(self) -> None:
        from pmo_desktop.services.template import template

        self._show(self.context.query(template))

    @override
    def retranslate(self) -> None:
        text = self.context.language.text
        self.sheets_card.say(text("Sheets"))
        self.up.setText(text("Up"))
        self.down.setText(text("Down"))
        self.up.setToolTip(text("Move the chosen column up (Alt+Up)"))
        self.down.setToolTip(text("Move the chosen column down (Alt+Down)"))
        self.question.setText(text("Add a question…"))
        self.remove.setText(text("Remove the question"))
        self.sample.setText(text("Write a sample workbook…"))
        self.more.setText(text("More ▾"))
        self._labels["zh"].setText(text("Instruction in Chinese"))
        self._labels["en"].setText(text("Instruction in English"))
        self._note.setText(
            text(
                "A column that is hidden stays in the database as it is. Headers in grey are the "
                "usual ones; type over them, or empty them to have the usual one again."
            )
        )
        self.columns.retranslate()
        if self._template is not None:
            self._show(self._template)

    @override
    def restyle(self) -> None:
        ink = self.context.palette["ink2"]
        self.sample.setIcon(icon("send", ink))
        self.question.setIcon(icon("add", ink))
        self.columns.restyle()

    @property
    def table(self) -> str:
        """The table of the sheet in sight."""
        item = self.sheets.currentItem()
        return str(item.data(Qt.ItemDataRole.UserRole)) if item else ""

    def choose_sheet(self, table: str) -> None:
        for at in range(self.sheets.count()):
            if self.sheets.item(at).data(Qt.ItemDataRole.UserRole) == table:
                self.sheets.setCurrentRow(at)

    # Layout

    def _lay_out(self) -> None:
        self.sheets_card.body.addWidget(self.sheets, 1)
        parts = (self.question, self.remove, None, self.up, self.down, self.sample, self.more)
        self.card.body.addLayout(FlowRow(*parts))
        self.card.body.addWidget(self.columns, 1)
        self.card.body.addWidget(self._note)
        form = QFormLayout()
        for code in CODES:
            form.addRow(self._labels[code], self.instructions[code])
        self.card.body.addLayout(form)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        split = row(self.sheets_card, self.card)
        split.setStretch(1, 1)
        layout.addLayout(split, 1)

    def _connect(self) -> None:
        self.sheets.currentRowChanged.connect(lambda _: self._show_sheet())
        self.sheets.itemChanged.connect(self._on_sheet_ticked)
        self.up.clicked.connect(lambda: self.columns.move_chosen(-1))
        self.down.clicked.connect(lambda: self.columns.move_chosen(1))
        self.columns.chosen_changed.connect(self._enable)
        self.question.clicked.connect(self.ask_question)
        self.remove.clicked.connect(self.remove_question)
        self.sample.clicked.connect(self._ask_sample)
        self.more.clicked.connect(lambda: self.menu().popup(_below(self.more)))
        for code in CODES:
            self.instructions[code].editingFinished.connect(lambda c=code: self._on_instruction(c))

    # Showing

    def _show(self, found: Template) -> None:
        self._template = found
        chosen = self.table or "task"
        self._filling = True
        self.sheets.clear()
        for sheet in found.sheets:
            item = QListWidgetItem(self.context.language.term(f"table.{sheet.table}"))
            item.setData(Qt.ItemDataRole.UserRole, sheet.table)
            checked = Qt.CheckState.Checked if sheet.shown else Qt.CheckState.Unchecked
            item.setCheckState(checked)
            self.sheets.addItem(item)
        self._filling = False
        self.choose_sheet(chosen)
        questions = len([column for column in found.own_fields if column.shown])
        text = self.context.language.text
        parts = [text("{n} sheets", n=len(found.shown)), text("{n} questions", n=questions)]
        self.set_subtitle(" · ".join(parts))

    def _sheet(self) -> TemplateSheet | None:
        return self._template.sheet(self.table) if self._template and self.table else None

    def _show_sheet(self) -> None:
        sheet = self._sheet()
        if sheet is None or self._filling:
            return
        from pmo_desktop.exchange.workbook.template import INSTRUCTIONS
        from pmo_desktop.language import Language

        self.card.say(self.context.language.term(f"table.{sheet.table}"))
        self.columns.show_sheet(sheet)
        for code, line in self.instructions.items():
            line.setText(sheet.instructions.get(code, ""))
            line.setPlaceholderText(Language(code).text(INSTRUCTIONS[sheet.table]))
        self._enable()

    def _enable(self) -> None:
        column = self.columns.chosen()
        self.up.setEnabled(self.columns.can_move(-1))
        self.down.setEnabled(self.columns.can_move(1))
        self.remove.setVisible(column is not None and column.is_custom)

    # What the user does

    def _on_sheet_ticked(self, item: QListWidgetItem) -> None:
        if self._filling or self._template is None:
            return
        table = item.data(Qt.ItemDataRole.UserRole)
        shown = item.checkState() is Qt.CheckState.Checked
        is_news = shown != self._template.sheet(table).shown
        if is_news and not self.edits.show_sheet(table, shown):
            self._show(self._template)

    def _on_instruction(self, code: str) -> None:
        sheet, words = self._sheet(), self.instructions[code].text()
        if sheet is None or words.strip() == sheet.instructions.get(code, ""):
            return
        if not self.edits.instruct(sheet.table, code, words):
            self._show_sheet()

    def ask_question(self) -> QuestionForm:
        """Ask what is to be asked on the sheet in sight."""
        text = self.context.language.text
        title = text("A question on the sheet “{sheet}”", sheet=self.card.title.text())
        self.form = QuestionForm(self.context, self, title, text("Add"))
        self.form.said.connect(
            lambda names, kind, options: self.edits.add(self.table, names, kind, options)
        )
        self.form.open_at(_below(self.question))
        return self.form

    def remove_question(self) -> None:
        column = self.columns.chosen()
        if column is not None and column.is_custom:
            self.edits.remove(column)

    def menu(self) -> QMenu:
        text = self.context.language.text
        menu = QMenu(self)
        menu.addAction(text("Let this sheet be as usual")).triggered.connect(
            lambda: self.edits.reset(self.table)
        )
        menu.addAction(text("Let the whole template be as usual")).triggered.connect(
            lambda: self.edits.reset(None)
        )
        menu.addSeparator()
        menu.addAction(text("Save the template as a file…")).triggered.connect(self._ask_export)
        menu.addAction(text("Load a template from a file…")).triggered.connect(self._ask_import)
        return menu

    def _ask_export(self) -> None:
        text = self.context.language.text
        path, _ = QFileDialog.getSaveFileName(
            self,
            text("Save the template as a file"),
            str(Path(self.context.settings.export_folder) / "template.json"),
            f"{text('Templates')} ({JSON})",
        )
        if path and self._template is not None:
            self.edits.export(self._template, Path(path))

    def _ask_import(self) -> None:
        text = self.context.language.text
        path, _ = QFileDialog.getOpenFileName(
            self,
            text("Load a template"),
            self.context.settings.import_folder,
            f"{text('Templates')} ({JSON})",
        )
        if path:
            self.edits.load(Path(path))

    def _ask_sample(self) -> None:
        text = self.context.language.text
        name = text("Sample workbook")
        path, _ = QFileDialog.getSaveFileName(
            self,
            text("Write a sample workbook"),
            str(Path(self.context.settings.export_folder) / f"{name}.xlsx"),
            f"{text('Workbooks')} (*.xlsx)",
        )
        if path:
            self.write_sample(Path(path))

    def write_sample(self, path: Path) -> None:
        """Write the first project's workbook as the template has it."""
        workspace, language = self.context.workspace, self.context.language
        if workspace is None:
            return

        def work(_: Any) -> None:
            from pmo_desktop.exchange.workbook.sampling import write_sample

            write_sample(workspace, path, language)

        self.context.jobs.run(
            Named("Write a sample workbook"),
            work,
            lambda _: self.context.inform_of_folder(
                path.parent, "The sample was written to {file}.", file=path.name
            ),
            lane="make",
            owner=self,
        )


def _below(button: QWidget) -> QPoint:
    return button.mapToGlobal(button.rect().bottomLeft())
