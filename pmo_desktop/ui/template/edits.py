"""The template's edits as its page makes them: each has a title, and is one undo."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pmo_desktop.ui.context import Context

if TYPE_CHECKING:
    from pmo_desktop.domain.template import Template, TemplateColumn


class TemplateEdits:
    """Each verb says whether it was accepted; a refusal is told in the message area."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def show(self, column: TemplateColumn, shown: bool) -> bool:
        from pmo_desktop.services.template import show_column

        title = "Show the column “{name}”" if shown else "Hide the column “{name}”"
        return self._of(title, column, show_column, shown)

    def move(self, column: TemplateColumn, to: int) -> bool:
        from pmo_desktop.services.template import move_column

        return self._of("Move the column “{name}”", column, move_column, to)

    def reword(self, column: TemplateColumn, code: str, words: str) -> bool:
        from pmo_desktop.services.template import reword_column

        return self._of("Reword the column “{name}”", column, reword_column, {code: words})

    def require(self, column: TemplateColumn, asked: bool) -> bool:
        from pmo_desktop.services.template import require_column

        title = "Require the column “{name}”" if asked else "Leave the column “{name}” to choice"
        return self._of(title, column, require_column, asked)

    def show_sheet(self, table: str, shown: bool) -> bool:
        from pmo_desktop.services.template import show_sheet

        title = "Send the sheet “{name}” out" if shown else "Leave the sheet “{name}” out"
        name = self._context.language.term(f"table.{table}")
        return self._edit(title, {"name": name}, show_sheet, table, shown)

    def instruct(self, table: str, code: str, words: str) -> bool:
        from pmo_desktop.services.template import instruct_sheet

        name = self._context.language.term(f"table.{table}")
        title = "Reword the instruction of “{name}”"
        return self._edit(title, {"name": name}, instruct_sheet, table, {code: words})

    def add(self, table: str, names: dict[str, str], kind: str, options: list[str]) -> bool:
        from pmo_desktop.services.template import add_question

        name = names[self._context.language.code] or next(filter(None, names.values()), "")
        title = "Add the question “{name}”"
        return self._edit(title, {"name": name}, add_question, table, names, kind, options)

    def remove(self, column: TemplateColumn) -> bool:
        from pmo_desktop.services.custom_fields import remove_custom_field

        name = column.wording(self._context.language.code)
        uid = column.field.name.partition(".")[2]
        title = "Remove the question “{name}” and its answers"
        done = self._edit(title, {"name": name}, remove_custom_field, uid)
        if done:
            self._context.inform(
                "“{name}” was removed with all its answers; undo brings them back.", name=name
            )
        return done

    def reset(self, table: str | None) -> bool:
        from pmo_desktop.services.template import reset_template

        return self._edit("Let the template be as usual", {}, reset_template, table)

    def export(self, wished: Template, path: Path) -> None:
        from pmo_desktop.exchange.workbook.template_file import write

        try:
            write(wished, path)
        except OSError as error:
            self._context.show_error(error)
            return
        self._context.inform("The template was written to {file}.", file=path.name)

    def load(self, path: Path) -> bool:
        from pmo_desktop.exchange.workbook.template_file import BadTemplate, read
        from pmo_desktop.services.template import take_template

        try:
            wished = read(path)
        except (OSError, BadTemplate) as error:
            self._context.show_error(error)
            return False
        file = {"file": path.name}
        return self._edit("Take the template from {file}", file, take_template, wished)

    def _of(self, title: str, column: TemplateColumn, verb: Callable[..., Any], value: Any) -> bool:
        language = self._context.language
        name = column.wording(language.code) or language.term(column.field.code)
        return self._edit(title, {"name": name}, verb, column.field.code, value)

    def _edit(
        self, title: str, params: dict[str, Any], verb: Callable[..., Any], *args: Any
    ) -> bool:
        from pmo_desktop.storage.changes import Title

        return self._context.edit(Title(title, params), verb, *args) is not None
