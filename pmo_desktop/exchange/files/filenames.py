"""File names that every system and every spreadsheet program can use.

Windows forbids some letters, some names, and trailing dots and spaces; Excel opens no path of more
than about 218 characters.
"""

from __future__ import annotations

import re
from pathlib import Path

MAX_PATH = 218
MAX_NAME = 120
MIN_NAME = 24
FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f\ud800-\udfff]+')
DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|$)", re.IGNORECASE)


def safe_name(stem: str, room: int = MAX_NAME) -> str:
    """`stem` as the name of a file without its ending, at most `room` characters; never empty."""
    name = " ".join(FORBIDDEN.sub(" ", stem).split())[:room].strip(" .~$")
    if not name:
        return "_"
    return f"_{name}" if DEVICES.match(name) else name


def room_in(folder: Path, suffix: str) -> int:
    """How long a name without its `suffix` may be in this folder."""
    left = MAX_PATH - len(str(folder.resolve())) - 1 - len(suffix)
    return max(min(left, MAX_NAME), MIN_NAME)


class Names:
    """Hands out names in one folder, none of them twice, whatever the case of their letters."""

    def __init__(self, folder: Path, suffix: str) -> None:
        self._folder = folder
        self._suffix = suffix
        self._room = room_in(folder, suffix)
        self._used: set[str] = set()

    def path(self, stem: str) -> Path:
        """A path for `stem`; a second one of the same name is called `name (2)`."""
        name = safe_name(stem, self._room)
        count = 1
        while name.casefold() in self._used:
            count += 1
            mark = f" ({count})"
            name = safe_name(stem, self._room - len(mark)) + mark
        self._used.add(name.casefold())
        return self._folder / f"{name}{self._suffix}"
