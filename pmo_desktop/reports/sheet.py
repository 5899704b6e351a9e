"""One page while it is drawn: top-down coordinates, colours by role, text that can be printed.

Points; (0, 0) is the top left corner and y runs down, as in `charts.scene`; a text's y is its
baseline. Colours are roles of the light palette: paper is white.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from pmo_desktop.charts.palette import LIGHT
from pmo_desktop.reports.formats import Measures

if TYPE_CHECKING:
    from pmo_desktop.reports.fonts import Typeface

Align: TypeAlias = Literal["left", "right", "centre"]
Box: TypeAlias = tuple[float, float, float, float]  # x, y, width, height


@cache
def rgb(role: str) -> tuple[float, float, float]:
    """`#1F5FBF` -> parts of one."""
    value = LIGHT[role].lstrip("#")
    red, green, blue = (int(value[i : i + 2], 16) / 255 for i in (0, 2, 4))
    return red, green, blue


class Sheet:
    """Draws on one page of a reportlab canvas; made anew for every page."""

    def __init__(self, canvas: Any, measures: Measures, typeface: Typeface) -> None:
        self.canvas = canvas
        self.measures = measures
        self.typeface = typeface
        self._fill = ""
        self._stroke: tuple[str, float, tuple[float, ...]] = ("", 0.0, ())

    def write(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        colour: str = "ink",
        *,
        bold: bool = False,
        align: Align = "left",
        width: float | None = None,
    ) -> None:
        """One line; wider than `width` it ends with an ellipsis."""
        face = self.typeface
        text = face.clip(text, width, size, bold) if width is not None else face.clean(text)
        if not text:
            return
        if align != "left":
            x -= face.width(text, size, bold) * (1 if align == "right" else 0.5)
        self._use_fill(colour)
        self.canvas.setFont(face.name(bold), size)
        self.canvas.drawString(x, self.measures.height - y, text)

    def rects(
        self,
        boxes: Iterable[Box],
        fill: str | None,
        stroke: str | None = None,
        stroke_width: float = 0.75,
        radius: float = 0.0,
    ) -> None:
        """Rectangles of one colour as one path."""
        path = self.canvas.beginPath()
        for x, y, width, height in boxes:
            bottom = self.measures.height - y - height
            if radius > 0:
                path.roundRect(x, bottom, width, height, min(radius, width / 2, height / 2))
            else:
                path.rect(x, bottom, width, height)
        self._paint(path, fill, stroke, stroke_width)

    def rect(self, box: Box, fill: str | None, stroke: str | None = None, **kw: Any) -> None:
        self.rects((box,), fill, stroke, **kw)

    def lines(
        self,
        segments: Iterable[tuple[float, float, float, float]],
        stroke: str,
        stroke_width: float = 0.75,
        dash: Sequence[float] = (),
    ) -> None:
        """Straight segments (x1, y1, x2, y2) of one colour as one path."""
        self.polylines((((a, b), (c, d)) for a, b, c, d in segments), stroke, stroke_width, dash)

    def polylines(
        self,
        paths: Iterable[Sequence[tuple[float, float]]],
        stroke: str,
        stroke_width: float = 0.75,
        dash: Sequence[float] = (),
    ) -> None:
        """Open paths of one colour as one path."""
        self._paint(self._path(paths, closed=False), None, stroke, stroke_width, tuple(dash))

    def polygons(
        self,
        paths: Iterable[Sequence[tuple[float, float]]],
        fill: str | None,
        stroke: str | None = None,
        stroke_width: float = 0.75,
    ) -> None:
        """Closed shapes of one colour as one path."""
        self._paint(self._path(paths, closed=True), fill, stroke, stroke_width)

    def link(self, key: str, box: Box) -> None:
        """A click in `box` goes to the page whose bookmark is `key`."""
        x, y, width, height = box
        top = self.measures.height - y
        self.canvas.linkRect("", key, (x, top - height, x + width, top), relative=0, thickness=0)

    @contextmanager
    def clipped(self, box: Box) -> Iterator[None]:
        """What is drawn meanwhile shows inside `box` alone."""
        x, y, width, height = box
        self.canvas.saveState()
        path = self.canvas.beginPath()
        path.rect(x, self.measures.height - y - height, width, height)
        self.canvas.clipPath(path, stroke=0, fill=0)
        self._forget()
        yield
        self.canvas.restoreState()
        self._forget()

    def _forget(self) -> None:
        """The canvas's colours are not known any more."""
        self._fill, self._stroke = "", ("", 0.0, ())

    def _path(self, paths: Iterable[Sequence[tuple[float, float]]], *, closed: bool) -> Any:
        path, height = self.canvas.beginPath(), self.measures.height
        for points in paths:
            path.moveTo(points[0][0], height - points[0][1])
            for x, y in points[1:]:
                path.lineTo(x, height - y)
            if closed:
                path.close()
        return path

    def _paint(
        self,
        path: Any,
        fill: str | None,
        stroke: str | None,
        stroke_width: float,
        dash: tuple[float, ...] = (),
    ) -> None:
        if fill:
            self._use_fill(fill)
        if stroke:
            self._use_stroke(stroke, stroke_width, dash)
        self.canvas.drawPath(path, stroke=int(bool(stroke)), fill=int(bool(fill)))

    def _use_fill(self, role: str) -> None:
        if role != self._fill:
            self._fill = role
            self.canvas.setFillColorRGB(*rgb(role))

    def _use_stroke(self, role: str, width: float, dash: tuple[float, ...]) -> None:
        if (role, width, dash) != self._stroke:
            self._stroke = (role, width, dash)
            self.canvas.setStrokeColorRGB(*rgb(role))
            self.canvas.setLineWidth(width)
            self.canvas.setDash(*((list(dash), 0) if dash else ()))
