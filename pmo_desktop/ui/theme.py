"""The look: Fusion, a palette, one style sheet made from the roles of `charts.palette`.

Sizes in pixels: text 13, small 12, spacing 4/8/12/16, a row 29. A widget asks for a look by the
dynamic property `look` (`card`, `title`, `hint`, `primary`, ...), never by a colour of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from string import Template

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from pmo_desktop.language import Language
from pmo_desktop.paths import resource

FONT_FAMILY = "Noto Sans SC"
BODY = 13
ROW_HEIGHT = 29
FONT_FILES = ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf")

_ROLES = {
    QPalette.ColorRole.Window: "background",
    QPalette.ColorRole.WindowText: "ink",
    QPalette.ColorRole.Base: "panel",
    QPalette.ColorRole.AlternateBase: "panel_alt",
    QPalette.ColorRole.Text: "ink",
    QPalette.ColorRole.Button: "panel",
    QPalette.ColorRole.ButtonText: "ink",
    QPalette.ColorRole.BrightText: "on_accent",
    QPalette.ColorRole.Highlight: "accent",
    QPalette.ColorRole.HighlightedText: "on_accent",
    QPalette.ColorRole.ToolTipBase: "tooltip",
    QPalette.ColorRole.ToolTipText: "on_tooltip",
    QPalette.ColorRole.PlaceholderText: "ink3",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.Light: "panel",
    QPalette.ColorRole.Midlight: "line",
    QPalette.ColorRole.Mid: "line_strong",
    QPalette.ColorRole.Dark: "ink3",
    QPalette.ColorRole.Shadow: "shadow",
}
_DISABLED = (
    QPalette.ColorRole.WindowText,
    QPalette.ColorRole.Text,
    QPalette.ColorRole.ButtonText,
)


def qt_palette(roles: Mapping[str, str]) -> QPalette:
    palette = QPalette()
    for role, name in _ROLES.items():
        palette.setColor(role, QColor(roles[name]))
    for role in _DISABLED:
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(roles["disabled"]))
    return palette


def register_fonts(app: QApplication) -> None:
    """The program's own font, so that it looks alike on every machine."""
    for name in FONT_FILES:
        QFontDatabase.addApplicationFont(str(resource("fonts", name)))
    font = QFont(FONT_FAMILY)
    font.setPixelSize(BODY)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    app.setFont(font)


def apply_theme(app: QApplication, roles: Mapping[str, str]) -> None:
    """Dress the whole application in these colours."""
    if app.style() is None or app.style().objectName().lower() != "fusion":
        app.setStyle("Fusion")
    app.setPalette(qt_palette(roles))
    app.setStyleSheet(style_sheet(roles))


def set_look(widget: QWidget, look: str) -> None:
    """Give a widget another look of the style sheet."""
    if widget.property("look") != look:
        widget.setProperty("look", look)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def qt_translator(language: Language) -> QTranslator | None:
    """Qt's own words (dialogs, context menus) in Chinese; English is built in."""
    if not language.is_chinese:
        return None
    translator = QTranslator()
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    return translator if translator.load("qtbase_zh_CN", folder) else None


def qt_locale(language: Language) -> QLocale:
    """How calendars and spin boxes write."""
    if language.is_chinese:
        return QLocale(QLocale.Language.Chinese, QLocale.Country.China)
    return QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom)


def style_sheet(roles: Mapping[str, str]) -> str:
    template = resource("themes", "window.qss").read_text(encoding="utf-8")
    icons = resource("icons").as_posix()
    return Template(template).substitute(roles, icons=icons)
