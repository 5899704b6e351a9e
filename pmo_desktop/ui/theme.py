"""The look: Fusion, a palette, one style sheet made from the roles of `charts.palette`.

Sizes in pixels: text 13, small 12, spacing 4/8/12/16, a row 29. A widget asks for a look by the
dynamic property `look` (`card`, `title`, `hint`, `primary`, ...), never by a colour of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from pmo_desktop.charts.palette import DARK, LIGHT
from pmo_desktop.paths import resource

if TYPE_CHECKING:
    from pmo_desktop.language import Language

FONT_FAMILY = "Noto Sans SC"
BODY = 13
ROW_HEIGHT = 29
HALF = 128
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


def is_dark(theme: str) -> bool:
    """Whether the user's choice, or the system where that is the choice, asks for dark colours."""
    if theme == "system":
        scheme = QApplication.styleHints().colorScheme()
        return scheme is scheme.Dark
    return theme == "dark"


def first_palette(app: QApplication, theme: str) -> Mapping[str, str]:
    """`palette_of` before the program has dressed: by how dark the system's own palette is, which
    is known at once, where asking for the scheme loads the whole of Qt's namespace."""
    dark = theme == "dark" or (
        theme == "system" and app.palette().window().color().lightness() < HALF
    )
    return DARK if dark else LIGHT


def palette_of(theme: str) -> Mapping[str, str]:
    """The colours of `light`, `dark` or `system`."""
    return DARK if is_dark(theme) else LIGHT


def apply_theme(app: QApplication, roles: Mapping[str, str]) -> None:
    """Dress the whole application in these colours."""
    app.setPalette(qt_palette(roles))
    app.setStyleSheet(style_sheet(roles))


def set_look(widget: QWidget, look: str) -> None:
    """Give a widget another look of the style sheet."""
    from PySide6.QtCore import Qt  # the first picture does without it

    if widget.property("look") == look:
        return
    widget.setProperty("look", look)
    if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def qt_locale(language: Language) -> QLocale:
    """How calendars and spin boxes write."""
    if language.is_chinese:
        return QLocale(QLocale.Language.Chinese, QLocale.Country.China)
    return QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom)


def style_sheet(roles: Mapping[str, str]) -> str:
    from string import Template

    template = resource("themes", "window.qss").read_text(encoding="utf-8")
    icons = resource("icons").as_posix()
    # A tick is drawn upon the accent.
    tick = "check-white" if QColor(roles["on_accent"]).lightness() > HALF else "check-dark"
    return Template(template).substitute(roles, icons=icons, tick=tick)
