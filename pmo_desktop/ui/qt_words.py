"""Qt's own words: those of its dialogs, its buttons and its fields' menus.

They come from Qt's own Chinese; what that lacks in the Qt that we stand on is in `resources/qt`, by
Qt's contexts. English is built in.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QTranslator

from pmo_desktop.paths import resource

if not TYPE_CHECKING:
    from pmo_desktop.ui.marks import override
else:
    from typing_extensions import override

    from pmo_desktop.language import Language

CHINESE = "qtbase_zh_CN"
LACKING = ("qt", "zh_CN.json")


def qt_translators(language: Language) -> tuple[QTranslator, ...]:
    """To be installed in this order: Qt asks the last one first."""
    if not language.is_chinese:
        return ()
    own = QTranslator()
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    return (Lacking(), own) if own.load(CHINESE, folder) else (Lacking(),)


class Lacking(QTranslator):
    """The words that Qt's own Chinese lacks."""

    def __init__(self) -> None:
        super().__init__()
        self._words = json.loads(resource(*LACKING).read_text(encoding="utf-8"))

    @override
    def isEmpty(self) -> bool:
        return False

    @override
    def translate(
        self, context: str, sourceText: str, disambiguation: str | None = None, n: int = -1
    ) -> str:
        # None is a text that is not known, where an empty one would be shown.
        found: str = self._words.get(context, {}).get(sourceText)
        return found
