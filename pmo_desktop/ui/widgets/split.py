"""Cards that share a page's room, with a gap between them that can be drawn."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

GAP = 12


def beside(*parts: QWidget, shares: Sequence[int] = (), sizes: Sequence[int] = ()) -> QSplitter:
    """From left to right. What the window grows by is divided by the `shares`; `sizes` are the
    widths at first, in pixels, where the shares shall not tell them."""
    return _split(Qt.Orientation.Horizontal, parts, shares, sizes)


def stacked(*parts: QWidget, shares: Sequence[int]) -> QSplitter:
    """From top to bottom."""
    return _split(Qt.Orientation.Vertical, parts, shares, ())


def _split(
    way: Qt.Orientation, parts: Sequence[QWidget], shares: Sequence[int], sizes: Sequence[int]
) -> QSplitter:
    made = QSplitter(way)
    for part in parts:
        made.addWidget(part)
    made.setChildrenCollapsible(False)
    made.setHandleWidth(GAP)
    for number, share in enumerate(shares):
        made.setStretchFactor(number, share)
    if sizes:
        made.setSizes(list(sizes))
    return made
