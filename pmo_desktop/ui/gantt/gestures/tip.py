"""Lines of text beside the mouse, painted upon whatever is there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QGuiApplication, QPainter

SIZE, GAP, PADDING, EDGE = 12, 16, 8, 4


def paint_tip(
    painter: QPainter, colours: Mapping[str, QColor], lines: Sequence[str], at: QPointF
) -> None:
    """Beside a point, within what is painted on."""
    font = QFont(QGuiApplication.font())
    font.setPixelSize(SIZE)
    metrics = QFontMetricsF(font)
    whole = painter.viewport()
    most = whole.width() - 2 * (PADDING + EDGE)
    shown = [metrics.elidedText(line, Qt.TextElideMode.ElideRight, most) for line in lines]
    width = max(metrics.horizontalAdvance(line) for line in shown) + 2 * PADDING
    height = len(lines) * metrics.lineSpacing() + PADDING
    # Above the mouse: the successors, whose ghosts are to be seen, are mostly below.
    x = min(at.x() + GAP, whole.width() - width - EDGE)
    y = at.y() - GAP - height
    if y < EDGE:
        y = at.y() + GAP
    box = QRectF(max(x, EDGE), max(y, EDGE), width, height)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colours["tooltip"])
    painter.drawRoundedRect(box, 4, 4)
    painter.setFont(font)
    painter.setPen(colours["on_tooltip"])
    inside = box.adjusted(PADDING, PADDING / 2, 0, 0)
    painter.drawText(inside, Qt.AlignmentFlag.AlignLeft, "\n".join(shown))
