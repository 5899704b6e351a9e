"""The edits of requests: each has a title and is one undo."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from pmo_desktop.domain.requests import RequestState
from pmo_desktop.ui.context import Context

if TYPE_CHECKING:
    from pmo_desktop.services.request_parts import Part
    from pmo_desktop.services.request_rows import RequestRow

TITLES = {
    RequestState.OPEN: "Open the request for {name} again",
    RequestState.OFFERED: "Offer {name}",
    RequestState.ACCEPTED: "Accept the request for {name}",
    RequestState.DECLINED: "Decline the request for {name}",
    RequestState.WITHDRAWN: "Withdraw the request for {name}",
}


class RequestEdits:
    def __init__(self, context: Context) -> None:
        self._context = context

    def add(self, project_id: int) -> int | None:
        """The id of a new request; None where it was refused and said so."""
        from pmo_desktop.services.requests import add_request

        return self._do("Ask for somebody", {}, add_request, project_id)

    def change(self, row: RequestRow, values: Mapping[str, Any]) -> bool:
        from pmo_desktop.services.requests import change_request

        title = "Change the request for {name}"
        return self._did(title, _named(row), change_request, row.id, values)

    def answer(self, row: RequestRow, state: RequestState, answer: str, person: str) -> bool:
        from pmo_desktop.services.requests import answer_request

        name = {"name": person or row.name}
        return self._did(
            TITLES[state], name, answer_request, row.id, state, answer=answer, person=person
        )

    def answer_in_part(
        self, row: RequestRow, state: RequestState, given: Part, answer: str, person: str
    ) -> bool:
        """Agree to some of what was asked for; the rest goes on waiting."""
        from pmo_desktop.services.request_parts import answer_in_part

        title = "Answer a part of the request for {name}"
        name = {"name": person or row.name}
        return self._did(
            title, name, answer_in_part, row.id, state, given, answer=answer, person=person
        )

    def remove(self, row: RequestRow) -> bool:
        from pmo_desktop.services.requests import remove_request

        return self._did("Remove the request for {name}", _named(row), remove_request, row.id)

    def ask_for_booking(self, booking_id: int) -> int | None:
        """Ask for somebody to fill a booking; the request's id."""
        from pmo_desktop.services.requests import request_from_booking

        return self._do("Ask for somebody", {}, request_from_booking, booking_id)

    def ask_for_placeholder(self, assignment_id: int) -> int | None:
        """Ask for somebody in a placeholder's place; the request's id."""
        from pmo_desktop.services.requests import request_from_assignment

        return self._do("Ask for somebody", {}, request_from_assignment, assignment_id)

    def _did(
        self, text: str, params: dict[str, Any], verb: Callable[..., Any], *args: Any, **more: Any
    ) -> bool:
        from pmo_desktop.storage.changes import Title

        return self._context.edit(Title(text, params), verb, *args, **more) is not None

    def _do(self, text: str, params: dict[str, Any], verb: Callable[..., Any], *args: Any) -> Any:
        from pmo_desktop.storage.changes import Title

        edited = self._context.edit(Title(text, params), verb, *args)
        return None if edited is None else edited.result


def _named(row: RequestRow) -> dict[str, Any]:
    return {"name": row.name}
