"""What belongs to one person, in a small table that is edited in place: the frame of absences,
capacities, rates, skills and teams."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint

from pmo_desktop.ui.context import Context
from pmo_desktop.ui.people.edits import PoolEdits
from pmo_desktop.ui.people.rows import Rows, RowVerbs
from pmo_desktop.ui.tables.column import Column

if TYPE_CHECKING:
    from pmo_desktop.services.people_pool import PersonSheet, PoolPerson


class Belongings(Rows):
    """A subclass says its verbs, its words and which rows of the sheet it shows."""

    def __init__(
        self,
        context: Context,
        edits: PoolEdits,
        key: str,
        columns: Sequence[Column],
        verbs: RowVerbs,
        *,
        empty: Callable[[], str],
        record: str = "",
        whence: Callable[[Any, QPoint], None] | None = None,
    ) -> None:
        self._edits = edits
        self.sheet: PersonSheet | None = None
        super().__init__(context, key, columns, verbs, empty=empty, record=record, whence=whence)
        self.retranslate()

    def rows_of(self, sheet: PersonSheet) -> Sequence[Any]:
        raise NotImplementedError

    def retranslate(self) -> None:
        raise NotImplementedError

    def show_sheet(self, sheet: PersonSheet | None) -> None:
        """The person whose sheet it is; None: nobody is chosen."""
        self.sheet = sheet
        self.set_rows(self.rows_of(sheet) if sheet else ())

    @property
    def shown(self) -> PersonSheet:
        assert self.sheet is not None  # nothing can be done while nobody is chosen
        return self.sheet

    @property
    def person(self) -> PoolPerson:
        return self.shown.person

    @property
    def who(self) -> dict[str, Any]:
        """The person as titles of edits name them."""
        return {"name": self.person.name}

    def made(self, title: str, verb: Callable[..., Any], *args: Any) -> int | None:
        """Do an edit that adds a row; its id, None where it was refused."""
        found = self._edits.do(title, self.who, verb, *args)
        return None if found is None else int(found)

    def did(self, title: str, verb: Callable[..., Any], *args: Any) -> bool:
        """Whether an edit was accepted."""
        return self._edits.did(title, self.who, verb, *args)
