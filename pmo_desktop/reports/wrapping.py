"""Lines of a given width, broken as Chinese and English readers expect.

A line may break between two Chinese characters and at spaces; never within a word or a number that
would fit on a line, never before closing punctuation, never after opening punctuation (the rules
of GB/T 15834 and of W3C's "Requirements for Chinese Text Layout"). Lines carry no space at either
end. Widths are in points.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

NO_START = frozenset("、。，．：；！？）」』】》〉〕］｝”’…·•‥—%％‰℃°,.;:!?)]}")
NO_END = frozenset("（「『【《〈〔［｛“‘([{¥￥$€£")
_PIECE = re.compile(r"\s+|[^\s]")
Measure = Callable[[str], float]


def wrap(text: str, width: float, measure: Measure) -> list[str]:
    """The lines of `text` in `width`; line breaks in it are kept, empty lines left out."""
    return [
        line for part in text.split("\n") if part.strip() for line in _lines(part, width, measure)
    ]


def _lines(text: str, width: float, measure: Measure) -> list[str]:
    if measure(text) <= width:
        return [text.strip()]
    lines: list[str] = []
    line, room = "", width
    for space, chunk in _pieces(text, width, measure):
        need = measure(chunk)
        gap = measure(space) if line else 0.0
        if line and gap + need > room:
            lines.append(line)
            line, room, gap, space = "", width, 0.0, ""
        line += (space if line else "") + chunk
        room -= gap + need
    return [*lines, line] if line else lines


def _pieces(text: str, width: float, measure: Measure) -> list[tuple[str, str]]:
    """Chunks that stay whole, each with the space before it; one too wide is cut anywhere."""
    found: list[tuple[str, str]] = []
    for space, chunk in _chunks(text):
        if measure(chunk) <= width:
            found.append((space, chunk))
        else:
            cut = _cut(chunk, width, measure)
            found.append((space, cut[0]))
            found.extend(("", part) for part in cut[1:])
    return found


def _chunks(text: str) -> list[tuple[str, str]]:
    """`项目，AGV 到货。` -> 项 / 目， / AGV / (space)到 / 货。"""
    found: list[tuple[str, str]] = []
    space = ""
    for piece in _PIECE.findall(text.strip()):
        if piece.isspace():
            space = " "
            continue
        if found and not _breaks(found[-1][1][-1], space, piece):
            before, chunk = found[-1]
            found[-1] = (before, chunk + space + piece)
        else:
            found.append((space, piece))
        space = ""
    return found


def _breaks(before: str, space: str, after: str) -> bool:
    """Whether a line may end between two characters, with or without a space between them."""
    if after in NO_START or before in NO_END:
        return False
    if space:
        return not (before.isdigit() and is_wide(after))  # 24 天 stays together
    return is_wide(before) or is_wide(after)


def is_wide(char: str) -> bool:
    """Chinese characters and what is set like them."""
    return unicodedata.east_asian_width(char) in "WF"


def _cut(chunk: str, width: float, measure: Measure) -> list[str]:
    """A chunk wider than a line, cut between any two characters; at least one on each line."""
    parts: list[str] = []
    line = ""
    for char in chunk:
        if line and measure(line + char) > width:
            parts.append(line)
            line = ""
        line += char
    return [*parts, line]
