"""The edits of the pool: each has a title and is one undo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject

from pmo_desktop.ui.calendars.edits import CalendarEdits
from pmo_desktop.ui.context import Context


class PoolEdits:
    """Small edits are done at once; what moves schedules, beside the window."""

    def __init__(self, context: Context, owner: QObject, again: Callable[[], None]) -> None:
        self._context, self._again = context, again
        self._beside = CalendarEdits(context, owner, again)

    def do(self, text: str, params: dict[str, Any], verb: Callable[..., Any], *args: Any) -> Any:
        """What the verb returned; None where it was refused and said so, or returns nothing and was
        not: see `did`."""
        edited = self._context.edit(_title(text, params), verb, *args)
        return None if edited is None else edited.result

    def did(self, text: str, params: dict[str, Any], verb: Callable[..., Any], *args: Any) -> bool:
        """Whether it was accepted; where not, what stands is shown again."""
        if self._context.edit(_title(text, params), verb, *args) is None:
            self._again()
            return False
        return True

    def beside(
        self,
        text: str,
        params: dict[str, Any],
        verb: Callable[..., Any],
        *args: Any,
        then: Callable[[Any], None] | None = None,
    ) -> bool:
        """Begin an edit that may take long; whether it was begun."""
        return self._beside.do(_title(text, params), verb, *args, then=then)


def named(rows: Sequence[Any]) -> str:
    """The names of rows, for a title."""
    return ", ".join(row.name for row in rows)


def _title(text: str, params: dict[str, Any]) -> Any:
    from pmo_desktop.storage.changes import Title

    return Title(text, params)
