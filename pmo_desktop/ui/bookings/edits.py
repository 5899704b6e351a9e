"""The edits of bookings: each has a title and is one undo."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING, Any

from pmo_desktop.ui.context import Context

if TYPE_CHECKING:
    from pmo_desktop.services.bookings import BookingRow


class BookingEdits:
    def __init__(self, context: Context) -> None:
        self._context = context

    def add(self, values: Mapping[str, Any]) -> int | None:
        """The id of a new booking; None where it was refused and said so."""
        from pmo_desktop.services.bookings import add_booking

        return self._do("Add a booking", {}, add_booking, values)

    def change(self, row: BookingRow, values: Mapping[str, Any]) -> bool:
        from pmo_desktop.services.bookings import change_booking

        named = {"name": row.name or row.wanted}
        return self._did("Change booking “{name}”", named, change_booking, row.id, values)

    def duplicate(self, row: BookingRow) -> int | None:
        from pmo_desktop.services.bookings import duplicate_booking

        named = {"name": row.name or row.wanted}
        return self._do("Duplicate booking “{name}”", named, duplicate_booking, row.id)

    def remove(self, ids: Collection[int]) -> bool:
        from pmo_desktop.services.bookings import remove_bookings

        return self._did("Remove {n} bookings", {"n": len(ids)}, remove_bookings, ids)

    def assign(self, table: str, row_id: int, person_id: int, name: str) -> bool:
        """Give a booking, or a placeholder's part in a task, to somebody."""
        from pmo_desktop.services.matching import assign

        return self._did("Book {name}", {"name": name}, assign, table, row_id, person_id)

    def _did(self, text: str, params: dict[str, Any], verb: Callable[..., Any], *args: Any) -> bool:
        from pmo_desktop.storage.changes import Title

        return self._context.edit(Title(text, params), verb, *args) is not None

    def _do(self, text: str, params: dict[str, Any], verb: Callable[..., Any], *args: Any) -> Any:
        from pmo_desktop.storage.changes import Title

        edited = self._context.edit(Title(text, params), verb, *args)
        return None if edited is None else edited.result
