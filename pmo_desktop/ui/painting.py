"""Scenes on a `QPainter`: the screen's painter of what `charts` computes.

A scene is prepared once and painted often: preparing gathers neighbours of one kind and colour
into one call, resolves roles to colours and lays out texts. Upright edges are painted without
antialiasing, on whole pixels; what is round or slanted with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Any, TypeAlias

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetricsF,
    QGuiApplication,
    QPainter,
    QPainterPath,
    QPen,
    QPolygonF,
    QStaticText,
)
from shiboken6 import wrapInstance

from pmo_desktop.charts.scene import (
    BASELINE,
    Item,
    Line,
    Polygon,
    Polyline,
    Rect,
    Scene,
    Text,
)

if TYPE_CHECKING:
    from pmo_desktop.charts.layers import Boxes, Floats, Layer, Shapes, Strokes, Ways, Words

Step: TypeAlias = Callable[[QPainter], None]
Prepared: TypeAlias = tuple[Step, ...]
NO_PEN = QPen(Qt.PenStyle.NoPen)
NO_BRUSH = QBrush(Qt.BrushStyle.NoBrush)
MOST_TEXTS = 20_000


class ScenePainter:
    """Paints in the colours of one palette; make another when the palette changes."""

    def __init__(self, palette: Mapping[str, str]) -> None:
        self.palette = palette
        self._colours: dict[str, QColor] = {}
        self._brushes: dict[str, QBrush] = {}
        self._fonts: dict[tuple[int, bool], tuple[QFont, float]] = {}
        self._texts: dict[tuple[str, int, bool, float | None], tuple[QStaticText, float]] = {}

    def colour(self, role: str) -> QColor:
        """The colour of a role."""
        if role not in self._colours:
            self._colours[role] = QColor(self.palette[role])
        return self._colours[role]

    def width(self, text: str, size: int) -> float:
        """How wide a text is, really."""
        font, _ = self._font(size, False)
        return QFontMetricsF(font).horizontalAdvance(text)

    def prepare(self, scene: Scene | Iterable[Item]) -> Prepared:
        """Everything that is needed to paint the scene again and again."""
        steps: list[Step] = []
        for key, items in groupby(scene, _key):
            steps += _MAKERS[key[0]](self, list(items))
        return tuple(steps)

    def prepare_layers(self, layers: Iterable[Layer]) -> Prepared:
        """The same for layers of arrays: a call a part, whatever the number of shapes."""
        steps: list[Step] = []
        for layer in layers:
            for part in layer.parts:
                steps += _OF_PARTS[type(part).__name__](self, part)
        return tuple(steps)

    def _of_boxes(self, part: Boxes) -> list[Step]:
        if part.radius:
            return [_filled(_rounded(part.values, part.radius), self.brush(part.fill))]
        return [_drawn_rects(part.values, self.brush(part.fill))]

    def _of_strokes(self, part: Strokes) -> list[Step]:
        pen = self._pen(part.stroke, part.width, part.dash)
        lines = part.values
        slanted = ((lines[:, 0] != lines[:, 2]) & (lines[:, 1] != lines[:, 3])).any()
        return [_drawn_array(pen, lines, bool(slanted))]

    def _of_shapes(self, part: Shapes) -> list[Step]:
        pen = NO_PEN if part.stroke is None else self._pen(part.stroke, part.width)
        return [_filled(part.points, self.brush(part.fill), pen)]

    def _of_ways(self, part: Ways) -> list[Step]:
        lines = part.segments()
        slanted = ((lines[:, 0] != lines[:, 2]) & (lines[:, 1] != lines[:, 3])).any()
        return [_drawn_array(self._pen(part.stroke, part.width), lines, bool(slanted))]

    def _of_words(self, part: Words) -> list[Step]:
        return self._written(list(part.texts))

    def brush(self, role: str) -> QBrush:
        """The brush of a role."""
        if role not in self._brushes:
            self._brushes[role] = QBrush(self.colour(role))
        return self._brushes[role]

    def paint(self, painter: QPainter, scene: Scene | Iterable[Item]) -> None:
        """Paint at once; for a scene that is painted often, prepare it."""
        paint_prepared(painter, self.prepare(scene))

    def _pen(self, role: str, width: float, dash: tuple[float, ...] = ()) -> QPen:
        pen = QPen(self.colour(role), width)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if dash:
            # Qt counts dashes in widths of the pen.
            pen.setDashPattern([length / width for length in dash])
        return pen

    def _stroke(self, item: Rect | Polygon) -> QPen:
        return NO_PEN if item.stroke is None else self._pen(item.stroke, item.stroke_width)

    def _fill(self, item: Rect | Polygon) -> QBrush:
        return NO_BRUSH if item.fill is None else QBrush(self.colour(item.fill))

    def _rects(self, items: list[Rect]) -> list[Step]:
        first = items[0]
        pen, brush, radius = self._stroke(first), self._fill(first), first.radius
        boxes = [QRectF(item.x, item.y, item.width, item.height) for item in items]

        def flat(painter: QPainter) -> None:
            painter.setPen(pen)
            painter.setBrush(brush)
            painter.drawRects(boxes)

        def rounded(painter: QPainter) -> None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
            painter.setPen(pen)
            painter.setBrush(brush)
            for box in boxes:
                painter.drawRoundedRect(box, radius, radius)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

        return [rounded if radius else flat]

    def _lines(self, items: list[Line]) -> list[Step]:
        first = items[0]
        lines = [QLineF(item.x1, item.y1, item.x2, item.y2) for item in items]
        slanted = any(item.x1 != item.x2 and item.y1 != item.y2 for item in items)
        return [
            _drawn_lines(self._pen(first.stroke, first.stroke_width, first.dash), lines, slanted)
        ]

    def _polylines(self, items: list[Polyline]) -> list[Step]:
        first = items[0]
        pen = self._pen(first.stroke, first.stroke_width, first.dash)
        if all(_is_upright(item) for item in items) and not first.dash:
            lines = [
                QLineF(x1, y1, x2, y2)
                for item in items
                for (x1, y1), (x2, y2) in pairwise(item.points)
            ]
            return [_drawn_lines(pen, lines, False)]
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        paths = [QPolygonF([QPointF(x, y) for x, y in item.points]) for item in items]
        smooth = not all(_is_upright(item) for item in items)

        def draw(painter: QPainter) -> None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, smooth)
            painter.setPen(pen)
            painter.setBrush(NO_BRUSH)
            for path in paths:
                painter.drawPolyline(path)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

        return [draw]

    def _polygons(self, items: list[Polygon]) -> list[Step]:
        pen, brush = self._stroke(items[0]), self._fill(items[0])
        shapes = [QPolygonF([QPointF(x, y) for x, y in item.points]) for item in items]

        def draw(painter: QPainter) -> None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
            painter.setPen(pen)
            painter.setBrush(brush)
            for shape in shapes:
                painter.drawPolygon(shape)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

        return [draw]

    def _written(self, items: list[Text]) -> list[Step]:
        first = items[0]
        font, ascent = self._font(round(first.size), first.bold)
        pen = QPen(self.colour(first.colour))
        placed: list[tuple[QPointF, QStaticText]] = []
        for item in items:
            text, width = self._static(item)
            left = item.x - width * _SHIFT[item.anchor]
            top = item.y + BASELINE * item.size - ascent
            placed.append((QPointF(round(left), round(top)), text))

        def draw(painter: QPainter) -> None:
            painter.setPen(pen)
            painter.setFont(font)
            for point, text in placed:
                painter.drawStaticText(point, text)

        return [draw]

    def _font(self, size: int, bold: bool) -> tuple[QFont, float]:
        """The program's font in a size, and its ascent."""
        key = (size, bold)
        if key not in self._fonts:
            font = QFont(QGuiApplication.font())
            font.setPixelSize(max(size, 1))
            font.setBold(bold)
            self._fonts[key] = (font, QFontMetricsF(font).ascent())
        return self._fonts[key]

    def _static(self, item: Text) -> tuple[QStaticText, float]:
        """A text laid out, and its width; shortened where it is wider than it may be."""
        size = round(item.size)
        key = (item.text, size, item.bold, item.max_width)
        if key not in self._texts:
            if len(self._texts) > MOST_TEXTS:
                self._texts.clear()
            font, _ = self._font(size, item.bold)
            shown = item.text
            if item.max_width is not None:
                metrics = QFontMetricsF(font)
                shown = metrics.elidedText(shown, Qt.TextElideMode.ElideRight, item.max_width)
            text = QStaticText(shown)
            text.setTextFormat(Qt.TextFormat.PlainText)
            text.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
            text.prepare(font=font)
            self._texts[key] = (text, text.size().width())
        return self._texts[key]


def paint_prepared(painter: QPainter, prepared: Prepared) -> None:
    """Paint what a `ScenePainter` has prepared."""
    for step in prepared:
        step(painter)


def _drawn_lines(pen: QPen, lines: list[QLineF], slanted: bool) -> Step:
    def draw(painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, slanted)
        painter.setPen(pen)
        painter.drawLines(lines)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    return draw


def _drawn_rects(values: Floats, brush: QBrush) -> Step:
    import numpy as np

    kept = np.ascontiguousarray(values)
    first = _at(kept, QRectF)

    def draw(painter: QPainter) -> None:
        painter.setPen(NO_PEN)
        painter.setBrush(brush)
        painter.drawRects(first, len(kept))

    return draw


def _drawn_array(pen: QPen, values: Floats, slanted: bool) -> Step:
    import numpy as np

    kept = np.ascontiguousarray(values)
    first = _at(kept, QLineF)

    def draw(painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, slanted)
        painter.setPen(pen)
        painter.drawLines(first, len(kept))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    return draw


def _at(values: Floats, kind: type) -> Any:
    """The first of an array's rows as Qt's own object, as C++ takes an array: by its address."""
    return wrapInstance(values.ctypes.data, kind) if len(values) else None


def _filled(points: Floats, brush: QBrush, pen: QPen = NO_PEN) -> Step:
    """Closed shapes as one path."""
    path = _path(points)

    def draw(painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(pen)
        painter.setBrush(brush)
        painter.drawPath(path)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    return draw


def _path(points: Floats) -> QPainterPath:
    import numpy as np
    from pyqtgraph.functions import arrayToQPath

    closed = np.concatenate([points, points[:, :1]], axis=1)
    joined = np.ones(closed.shape[:2], np.int32)
    joined[:, -1] = 0
    flat = closed.reshape(-1, 2)
    return arrayToQPath(flat[:, 0], flat[:, 1], joined.ravel(), finiteCheck=False)


def _rounded(values: Floats, radius: float) -> Floats:
    """Boxes with their corners taken off: at two pixels nobody tells them from round ones."""
    import numpy as np

    x, y, width, height = values.T
    off = np.minimum(radius * 0.6, width / 2)
    right, bottom = x + width, y + height
    xs = (x + off, right - off, right, right, right - off, x + off, x, x)
    ys = (y, y, y + off, bottom - off, bottom, bottom, bottom - off, y + off)
    return np.stack([np.stack(xs, axis=1), np.stack(ys, axis=1)], axis=2)


def _is_upright(item: Polyline) -> bool:
    return all(x1 == x2 or y1 == y2 for (x1, y1), (x2, y2) in pairwise(item.points))


def _key(item: Any) -> tuple[Any, ...]:
    """Items with one key are painted with one pen, brush or font."""
    kind = type(item)
    if kind is Rect:
        return (Rect, item.fill, item.stroke, item.stroke_width, item.radius)
    if kind is Text:
        return (Text, item.colour, item.size, item.bold)
    if kind is Polygon:
        return (Polygon, item.fill, item.stroke, item.stroke_width)
    return (kind, item.stroke, item.stroke_width, item.dash)


_OF_PARTS: dict[str, Callable[[ScenePainter, Any], list[Step]]] = {
    "Boxes": ScenePainter._of_boxes,
    "Strokes": ScenePainter._of_strokes,
    "Shapes": ScenePainter._of_shapes,
    "Ways": ScenePainter._of_ways,
    "Words": ScenePainter._of_words,
}
_SHIFT = {"start": 0.0, "middle": 0.5, "end": 1.0}
_MAKERS: dict[type, Callable[[ScenePainter, Any], list[Step]]] = {
    Rect: ScenePainter._rects,
    Line: ScenePainter._lines,
    Polyline: ScenePainter._polylines,
    Polygon: ScenePainter._polygons,
    Text: ScenePainter._written,
}
