"""The keys of the plan that are no letters of a search: the table lets them pass to the view."""

from __future__ import annotations

from PySide6.QtCore import Qt

CLOSER_KEYS = (Qt.Key.Key_Plus, Qt.Key.Key_Equal)
FURTHER_KEYS = (Qt.Key.Key_Minus, Qt.Key.Key_Underscore)
FIT_KEY, SELECTION_KEY, SEEK_KEY = Qt.Key.Key_0, Qt.Key.Key_9, Qt.Key.Key_Period
ZOOM_KEYS = (*CLOSER_KEYS, *FURTHER_KEYS, FIT_KEY, SELECTION_KEY, SEEK_KEY)
# With Control, and with Alt.
TODAY_KEY = Qt.Key.Key_T
LEVEL_KEYS = tuple(Qt.Key(Qt.Key.Key_1 + level) for level in range(9))
HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


def is_of_view(key: int, held: Qt.KeyboardModifier) -> bool:
    """Whether a key means the view: how close it is, what is in sight, which level is unfolded."""
    return key in ZOOM_KEYS or (bool(held & HELD) and key in (TODAY_KEY, *LEVEL_KEYS))
