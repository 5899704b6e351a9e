"""The pack's two fonts: registered once with reportlab, measured, and their gaps filled.

Both are TrueType-outline Noto Sans SC, embedded as subsets, so that the text can be selected and
looks the same in every viewer. They hold GBK and Latin, but neither emoji nor check marks: what
they lack is written as its nearest relative, or as `MISSING`, and remembered.

Widths are in points. reportlab is imported here on first use, never at the start of the program.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pmo_desktop.paths import resource
from pmo_desktop.reports.errors import FontMissing

REGULAR = "NotoSansSC-Regular"
BOLD = "NotoSansSC-Bold"
MISSING = "□"
ELLIPSIS = "…"
INVISIBLE = ("Cf", "Cc", "Mn", "Me")
RELATIVES: Mapping[str, str] = {
    "✓": "√", "✔": "√", "☑": "√", "✅": "√", "✗": "×", "✘": "×", "❌": "×",
    "\N{LARGE RED CIRCLE}": "●", "\N{LARGE GREEN CIRCLE}": "●", "\N{LARGE YELLOW CIRCLE}": "●",
    "⬤": "●", "⭐": "★", "➡": "→", "➔": "→", "⁃": "-",
    "\t": " ", "\u2007": " ", "\u2009": " ", "\u2028": " ", "\u2029": " ", "\u202f": " ",
}  # fmt: skip


def _file(name: str) -> Path:
    path = resource("fonts", f"{name}.ttf")
    if not path.is_file():
        raise FontMissing(path)
    return path


@cache
def _widths(name: str) -> Mapping[int, float]:
    """Advance widths by code point in thousandths of the size; registers the font."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    font = TTFont(name, str(_file(name)))
    pdfmetrics.registerFont(font)
    known = font.face.charToGlyph
    return {code: width for code, width in font.face.charWidths.items() if code in known}


def register() -> None:
    """Make both fonts known to reportlab, one family."""
    from reportlab.pdfbase import pdfmetrics

    _widths(REGULAR)
    _widths(BOLD)
    pdfmetrics.registerFontFamily(REGULAR, REGULAR, BOLD, REGULAR, BOLD)


class Typeface:
    """The fonts as one pack uses them; `missing` gathers the characters that they lack."""

    def __init__(self) -> None:
        register()
        self.missing: set[str] = set()
        self._regular = _widths(REGULAR)
        self._bold = _widths(BOLD)
        self._clean: dict[str, str] = {}

    def name(self, bold: bool) -> str:
        return BOLD if bold else REGULAR

    def clean(self, text: str) -> str:
        """`text` with every character printable; line breaks are kept."""
        known = self._clean.get(text)
        if known is None:
            known = self._clean[text] = self._replaced(text)
        return known

    def width(self, text: str, size: float, bold: bool = False) -> float:
        """How wide a clean text is."""
        widths = self._bold if bold else self._regular
        return sum(widths.get(ord(c), 1000.0) for c in text) * size / 1000

    def clip(self, text: str, width: float, size: float, bold: bool = False) -> str:
        """The text, shortened with an ellipsis where it is wider than `width`."""
        text = self.clean(text)
        if self.width(text, size, bold) <= width:
            return text
        room = width - self.width(ELLIPSIS, size, bold)
        widths = self._bold if bold else self._regular
        for end, char in enumerate(text):
            room -= widths.get(ord(char), 1000.0) * size / 1000
            if room < 0:
                return text[:end].rstrip() + ELLIPSIS
        return text

    def _replaced(self, text: str) -> str:
        text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
        if all(ord(c) in self._regular for c in text):
            return text
        return "".join(map(self._printable, text))

    def _printable(self, char: str) -> str:
        if char == "\n" or ord(char) in self._regular:
            return char
        near = RELATIVES.get(char) or unicodedata.normalize("NFKC", char)
        if near == char and unicodedata.category(char) in INVISIBLE:
            return ""
        if all(ord(c) in self._regular for c in near):
            return near
        self.missing.add(char)
        return MISSING
