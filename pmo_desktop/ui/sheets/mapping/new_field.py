"""Makes a field of the office's own for a column of a team's sheet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from pmo_desktop.domain.fields import CUSTOM
from pmo_desktop.ui.context import Context
from pmo_desktop.ui.widgets.question_form import QuestionForm

if TYPE_CHECKING:
    from pmo_desktop.exchange.understood import UnknownColumn


class NewField:
    """`unknown` are the columns of the file that nothing was taken from, with what they seem to
    hold."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        self._context, self._parent = context, parent
        self.unknown: Sequence[UnknownColumn] = ()
        self.form: QuestionForm | None = None

    def ask(
        self,
        table: str,
        header: str,
        where: tuple[str, str],
        point: QPoint,
        then: Callable[[str], None],
    ) -> None:
        """Ask for the names and the kind; `then` gets the field's name once it is made. `where` is
        the column's sheet and letter."""
        text = self._context.language.text
        self.form = QuestionForm(
            self._context, self._parent, text("A new field of the office's own"), text("Keep")
        )
        self.form.said.connect(
            lambda names, kind, options: self._make(table, names, kind, options, then)
        )
        found = next((c for c in self.unknown if (c.sheet, c.letter) == where), None)
        kind, options = (found.kind, found.options) if found else ("text", ())
        self.form.open_at(point, header, kind, options)

    def _make(
        self,
        table: str,
        names: dict[str, str],
        kind: str,
        options: list[str],
        then: Callable[[str], None],
    ) -> None:
        from pmo_desktop.services.custom_fields import add_custom_field
        from pmo_desktop.storage.changes import Title

        name = names[self._context.language.code] or next(filter(None, names.values()), "")
        title = Title("Keep “{name}” as a field", {"name": name})
        edited = self._context.edit(title, add_custom_field, table, names, kind, options)
        if edited is not None:
            then(f"{CUSTOM}{edited.result}")
