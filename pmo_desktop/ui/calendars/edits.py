"""The edits of a calendar: each is one undo, and runs beside the window, as it moves dates."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from pmo_desktop.ui.context import Context

if TYPE_CHECKING:
    from pmo_desktop.storage.changes import Title


class CalendarEdits:
    """`again` shows what stands after an edit was refused; the sentence is told by the window."""

    def __init__(self, context: Context, owner: QObject, again: Callable[[], None]) -> None:
        self._context, self._owner, self._again = context, owner, again

    def do(
        self,
        title: Title,
        verb: Callable[..., Any],
        *args: Any,
        then: Callable[[Any], None] | None = None,
    ) -> bool:
        """Begin an edit; whether it was begun. `then` gets what the verb returned."""
        writer = self._context.jobs.writing
        if writer is not None:
            self._context.warn(
                "Wait until “{title}” is done, then try again.", title=self._context.title(writer)
            )
            self._again()
            return False

        def alone(session: Any, *given: Any) -> Any:
            return verb(session, *given[:-1])  # the last is the report

        def done(edited: Any) -> None:
            if then is not None:
                then(edited.result)

        self._context.edit_in_job(
            title, alone, *args, then=done, failed=self._on_failed, owner=self._owner
        )
        return True

    def _on_failed(self, error: BaseException) -> None:
        self._context.show_error(error)
        self._again()
