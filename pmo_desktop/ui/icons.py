"""Icons: our own SVG files, drawn in the colour that is asked for (`currentColor` in the file)."""

from __future__ import annotations

from functools import cache
from math import ceil

from PySide6.QtCore import QBuffer, QByteArray, QSize
from PySide6.QtGui import QGuiApplication, QIcon, QImageReader, QPixmap

from pmo_desktop.paths import resource


@cache
def _source(name: str) -> str:
    return resource("icons", f"{name}.svg").read_text(encoding="utf-8")


def pixmap(name: str, color: str, size: int = 16, scale: int = 1) -> QPixmap:
    """The icon `resources/icons/<name>.svg` in `#rrggbb`, `size` logical pixels square."""
    data = QByteArray(_source(name).replace("currentColor", color).encode())
    buffer = QBuffer(data)
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(b"svg"))
    reader.setScaledSize(QSize(size * scale, size * scale))
    image = QPixmap.fromImageReader(reader)
    image.setDevicePixelRatio(scale)
    return image


def icon(name: str, color: str, size: int = 16, checked: str = "", disabled: str = "") -> QIcon:
    """An icon as sharp as the screen is; `checked` is its colour when the button is on, `disabled`
    when it cannot be used: what Qt would make of it is hardly seen in the dark."""
    scale = ceil(QGuiApplication.primaryScreen().devicePixelRatio())
    made = QIcon(pixmap(name, color, size, scale))
    if checked:
        shown = pixmap(name, checked, size, scale)
        made.addPixmap(shown, QIcon.Mode.Normal, QIcon.State.On)
    if disabled:
        made.addPixmap(pixmap(name, disabled, size, scale), QIcon.Mode.Disabled)
    return made
