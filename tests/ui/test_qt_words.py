"""Qt's own dialogs speak the program's language, each word of them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QLibraryInfo, QObject, QTranslator
from PySide6.QtPrintSupport import QPageSetupDialog, QPrintDialog, QPrinter, QPrintPreviewDialog
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QInputDialog,
    QLineEdit,
    QMessageBox,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from pmo_desktop.language import Language
from pmo_desktop.paths import resource
from pmo_desktop.ui.qt_words import CHINESE, LACKING, qt_translators

WORD = re.compile(r"[A-Za-z]{3,}")
# What is written so in Chinese too.
ALSO_CHINESE = ("PDF", "Ctrl", "Alt", "Shift", "Del", "Letter", "ANSI")
PROPERTIES = ("text", "toolTip", "title", "windowTitle", "placeholderText")
EVERY_BUTTON = QMessageBox.StandardButton(
    sum(button.value for button in QMessageBox.StandardButton if 0x400 <= button.value <= 0x8000000)
)


@pytest.fixture
def chinese(qapp: QApplication) -> Iterator[None]:
    translators = qt_translators(Language("zh"))
    for translator in translators:
        qapp.installTranslator(translator)
    yield
    for translator in translators:
        qapp.removeTranslator(translator)


def file_dialog(mode: QFileDialog.FileMode, accept: QFileDialog.AcceptMode) -> QFileDialog:
    dialog = QFileDialog()
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setFileMode(mode)
    dialog.setAcceptMode(accept)
    return dialog


def opening() -> QWidget:
    return file_dialog(QFileDialog.FileMode.ExistingFile, QFileDialog.AcceptMode.AcceptOpen)


def saving() -> QWidget:
    return file_dialog(QFileDialog.FileMode.AnyFile, QFileDialog.AcceptMode.AcceptSave)


def folder() -> QWidget:
    return file_dialog(QFileDialog.FileMode.Directory, QFileDialog.AcceptMode.AcceptOpen)


def message() -> QWidget:
    box = QMessageBox()
    box.setStandardButtons(EVERY_BUTTON)
    box.setDetailedText("细节")
    return box


def printing() -> QWidget:
    return QPrintDialog(_printer())


def page_setup() -> QWidget:
    return QPageSetupDialog(_printer())


def preview() -> QWidget:
    return QPrintPreviewDialog(_printer())


def asking() -> QWidget:
    dialog = QInputDialog()
    dialog.setComboBoxItems(["甲"])
    return dialog


def line_menu() -> QWidget:
    field = QLineEdit()
    field.createStandardContextMenu()
    return field


def text_menu() -> QWidget:
    field = QTextEdit()
    field.createStandardContextMenu()
    return field


def _printer() -> QPrinter:
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    return printer


@pytest.mark.usefixtures("chinese")
@pytest.mark.parametrize(
    "make",
    [opening, saving, folder, message, printing, page_setup, preview, asking, line_menu, text_menu],
)
def test_a_dialog_of_qts_own_has_no_english_word(qtbot: QtBot, make: Callable[[], QWidget]) -> None:
    dialog = make()
    qtbot.addWidget(dialog)
    assert english(dialog) == set()


@pytest.mark.usefixtures("qapp")
def test_what_we_add_is_what_qt_lacks() -> None:
    """A newer Qt may have it: then ours goes."""
    own = QTranslator()
    assert own.load(CHINESE, QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    ours = json.loads(resource(*LACKING).read_text(encoding="utf-8"))
    known = {(c, s) for c, words in ours.items() for s in words if own.translate(c, s)}
    assert not known


@pytest.mark.usefixtures("qapp")
def test_in_english_qt_speaks_for_itself() -> None:
    assert qt_translators(Language("en")) == ()
    assert QCoreApplication.translate("QFileDialog", "&Look in:") == "&Look in:"


def english(dialog: QObject) -> set[str]:
    said = {
        text
        for part in (dialog, *dialog.findChildren(QObject))
        for name in PROPERTIES
        if isinstance(text := part.property(name), str) and "/" not in text
    }
    return {text for text in said if set(WORD.findall(text)) - set(ALSO_CHINESE)}
