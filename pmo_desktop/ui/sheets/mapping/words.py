"""The words of a table that were not understood, each with a choice of what it means."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from pmo_desktop.domain.fields import Kind
from pmo_desktop.domain.risk import LEVELS
from pmo_desktop.exchange.parsing.text import key
from pmo_desktop.exchange.team.layouts import TableLayout, Word
from pmo_desktop.exchange.team.mapping import MappedWord, choices_of, kind_of_word
from pmo_desktop.language import Language
from pmo_desktop.ui.context import Context
from pmo_desktop.ui.widgets.card import label

MOST = 60
SHARES = ("0", "0.25", "0.5", "0.75", "1")
UNSAID, NOTHING = None, ""


class WordList(QScrollArea):
    """`meant` is sent with a field, a text of it, and what that means (None: it is not said)."""

    meant = Signal(str, str, object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._shown: tuple[str, tuple[Word, ...], tuple[MappedWord, ...]] | None = None
        self.title = label(look="title")
        self.editors: dict[tuple[str, str], QComboBox | QLineEdit] = {}
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_table(self, table: TableLayout | None) -> bool:
        """Show a table's words; returns whether it has any."""
        words = table.words[:MOST] if table else ()
        mapped = table.mapped.words if table and table.mapped else ()
        shown = (table.kind if table else "", words, mapped)
        if shown != self._shown:
            self._shown = shown
            self._fill(*shown)
        return bool(words or mapped)

    def retranslate(self) -> None:
        if self._shown is not None:
            self._fill(*self._shown)

    def _fill(self, kind: str, words: Sequence[Word], mapped: Sequence[MappedWord]) -> None:
        language = self._context.language
        inside = QWidget()
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(0, 0, 8, 0)
        layout.setSpacing(4)
        self.title = label(language.text("What words mean"), "title")
        layout.addWidget(self.title)
        layout.addWidget(
            label(
                language.text("Say what was not understood; it is read anew at once."),
                "hint",
                wrap=True,
            )
        )
        self.editors = {}
        said = {(word.field, key(word.text)) for word in mapped}
        for word in words:
            if (word.field, key(word.text)) not in said:
                about = language.text("{n} times, first in {cell}", n=word.n, cell=word.cell)
                self._add(layout, kind, word.field, word.text, UNSAID, about)
        for known in mapped:
            self._add(layout, kind, known.field, known.text, known.means, "")
        layout.addStretch(1)
        self.setWidget(inside)

    def _add(
        self, layout: QVBoxLayout, kind: str, field: str, text: str, means: str | None, about: str
    ) -> None:
        language = self._context.language
        name = language.term(f"{kind}.{field}")
        head = label(f"{name}: “{text}”", "quiet", wrap=True)
        head.setToolTip(about)
        layout.addSpacing(6)
        layout.addWidget(head)
        offered = offers(kind, field, language)
        editor = (
            self._chooser(field, text, means, offered)
            if offered
            else self._field(field, text, means)
        )
        editor.setAccessibleName(head.text())
        editor.setToolTip(about)
        layout.addWidget(editor)
        self.editors[field, key(text)] = editor

    def _chooser(
        self, field: str, text: str, means: str | None, offered: Sequence[tuple[str, str]]
    ) -> QComboBox:
        say = self._context.language.text
        box = QComboBox()
        box.addItem(say("not said"), UNSAID)
        for value, shown in offered:
            box.addItem(shown, value)
        box.addItem(say("says nothing"), NOTHING)
        values = [box.itemData(at) for at in range(box.count())]
        box.setCurrentIndex(values.index(means) if means in values else 0)
        box.activated.connect(lambda at: self.meant.emit(field, text, box.itemData(at)))
        return box

    def _field(self, field: str, text: str, means: str | None) -> QLineEdit:
        line = QLineEdit(means or "")
        line.setPlaceholderText(self._context.language.text("write it as it is meant"))
        line.editingFinished.connect(lambda: self._on_written(line, field, text))
        return line

    def _on_written(self, line: QLineEdit, field: str, text: str) -> None:
        if line.isModified():
            line.setModified(False)
            self.meant.emit(field, text, line.text().strip() or None)


def offers(kind: str, field: str, language: Language) -> list[tuple[str, str]]:
    """The values that a word of a field may mean, as the user knows them; none where any may."""
    match kind_of_word(kind, field):
        case Kind.CHOICE:
            family = _family(kind, field)
            return [(code, language.term(f"{family}.{code}")) for code in choices_of(kind, field)]
        case Kind.LEVEL:
            return [(str(level), f"{level} {language.term(f'level.{level}')}") for level in LEVELS]
        case Kind.BOOL:
            return [(code, language.term(f"bool.{code}")) for code in ("true", "false")]
        case Kind.SHARE:
            return [(share, language.percent(float(share))) for share in SHARES]
        case _:
            return []


def _family(kind: str, field: str) -> str:
    from pmo_desktop.domain.fields import field as field_of

    return field_of(f"{kind}.{field}").choice_term("").rstrip(".")
