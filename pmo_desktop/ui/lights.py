"""Traffic lights on the screen: a circle, a triangle, a square, so that shape speaks as well."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap, QPolygonF

from pmo_desktop.domain.health import Light

SIZE = 15.0


def paint_light(
    painter: QPainter, box: QRectF, light: Light, roles: Mapping[str, str], size: float = SIZE
) -> None:
    """Paint `light` in the middle of `box`; grey is a ring, for what is not known."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(roles[light.value]))
    place = QRectF(0, 0, size, size)
    place.moveCenter(box.center())
    if light is Light.GREEN:
        painter.drawEllipse(place)
    elif light is Light.AMBER:
        painter.drawPolygon(
            QPolygonF(
                [
                    QPointF(place.center().x(), place.top() + 0.5),
                    QPointF(place.right(), place.bottom() - 0.5),
                    QPointF(place.left(), place.bottom() - 0.5),
                ]
            )
        )
    elif light is Light.RED:
        painter.drawRoundedRect(place.adjusted(0.5, 0.5, -0.5, -0.5), 2, 2)
    else:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QColor(roles["grey"]))
        painter.drawEllipse(place.adjusted(3.5, 3.5, -3.5, -3.5))
    painter.restore()


def light_pixmap(light: Light, roles: Mapping[str, str], size: int = 14) -> QPixmap:
    """The light as a picture, twice as sharp as it is shown."""
    image = QPixmap(size * 2, size * 2)
    image.setDevicePixelRatio(2)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    paint_light(painter, QRectF(0, 0, size, size), light, roles, size)
    painter.end()
    return image


def light_icon(light: Light, roles: Mapping[str, str]) -> QIcon:
    return QIcon(light_pixmap(light, roles))
