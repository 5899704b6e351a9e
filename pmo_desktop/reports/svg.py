"""A scene as SVG text: vectors that slide and drawing programs take in, texts as texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from xml.sax.saxutils import escape, quoteattr

from pmo_desktop.charts.scene import BASELINE, Item, Line, Polygon, Rect, Scene, Text

FONTS = "'Noto Sans SC', 'Microsoft YaHei', 'PingFang SC', 'Segoe UI', sans-serif"


def svg_of(scene: Scene, palette: Mapping[str, str], title: str = "") -> str:
    """The whole scene; `palette` gives roles their colours."""
    width, height = _number(scene.width), _number(scene.height)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" font-family={quoteattr(FONTS)}>',
    ]
    if title:
        lines.append(f"<title>{escape(title)}</title>")
    for group in scene.groups:
        if group.items:
            lines.append(f"<g id={quoteattr(group.name)}>")
            lines += (_element(item, palette) for item in group.items)
            lines.append("</g>")
    return "\n".join([*lines, "</svg>", ""])


def _element(item: Item, palette: Mapping[str, str]) -> str:
    if isinstance(item, Text):
        return _text(item, palette)
    if isinstance(item, Rect):
        shape = {"x": item.x, "y": item.y, "width": item.width, "height": item.height}
        if item.radius:
            shape["rx"] = item.radius
        return f"<rect{_numbers(shape)}{_filled(item, palette)}/>"
    if isinstance(item, Polygon):
        return f'<polygon points="{_points(item.points)}"{_filled(item, palette)}/>'
    stroke = _stroke(item.stroke, item.stroke_width, palette, item.dash)
    if isinstance(item, Line):
        ends = {"x1": item.x1, "y1": item.y1, "x2": item.x2, "y2": item.y2}
        return f"<line{_numbers(ends)}{stroke}/>"
    return f'<polyline points="{_points(item.points)}" fill="none"{stroke}/>'


def _text(item: Text, palette: Mapping[str, str]) -> str:
    weight = ' font-weight="bold"' if item.bold else ""
    anchor = "" if item.anchor == "start" else f' text-anchor="{item.anchor}"'
    place = {"x": item.x, "y": item.y + BASELINE * item.size, "font-size": item.size}
    return (
        f'<text{_numbers(place)} fill="{palette[item.colour]}"{anchor}{weight}>'
        f"{escape(_clean(item.text))}</text>"
    )


def _filled(item: Rect | Polygon, palette: Mapping[str, str]) -> str:
    fill = "none" if item.fill is None else palette[item.fill]
    stroke = "" if item.stroke is None else _stroke(item.stroke, item.stroke_width, palette)
    return f' fill="{fill}"{stroke}'


def _stroke(
    role: str, width: float, palette: Mapping[str, str], dash: tuple[float, ...] = ()
) -> str:
    dashes = f' stroke-dasharray="{" ".join(map(_number, dash))}"' if dash else ""
    return f' stroke="{palette[role]}" stroke-width="{_number(width)}"{dashes}'


def _numbers(values: Mapping[str, float]) -> str:
    return "".join(f' {name}="{_number(value)}"' for name, value in values.items())


def _points(points: tuple[tuple[float, float], ...]) -> str:
    return " ".join(f"{_number(x)},{_number(y)}" for x, y in points)


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _clean(text: str) -> str:
    """Without what XML has no letters for."""
    return "".join(_printable(text))


def _printable(text: str) -> Iterator[str]:
    return (letter for letter in text if letter >= " " and letter not in "\ufffe\uffff")
