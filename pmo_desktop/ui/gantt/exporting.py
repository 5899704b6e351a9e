"""The rows of the plan in sight as a spreadsheet, in the columns that are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmo_desktop.domain.fields import Kind, field, is_custom
from pmo_desktop.language import Language
from pmo_desktop.ui.gantt.columns import TaskColumn
from pmo_desktop.ui.gantt.view import GanttView

if TYPE_CHECKING:
    from pmo_desktop.exchange.tabling.sheet import Sheet

# These are written as what they are; of all other columns the text that the table shows.
NATIVE = {
    "people": Kind.PEOPLE,
    "start": Kind.START,
    "finish": Kind.FINISH,
    "duration": Kind.DURATION,
    "percent_complete": Kind.SHARE,
    "baseline": Kind.FINISH,
    "deadline": Kind.FINISH,
    "baseline_start": Kind.START,
    "start_variance": Kind.INTEGER,
    "finish_variance": Kind.INTEGER,
}


def sheet_of_plan(view: GanttView, language: Language) -> Sheet:
    """What the table beside the bars shows, the WBS in a column of its own."""
    from pmo_desktop.exchange.tabling.sheet import Sheet, SheetColumn

    hidden = view.tree.hidden_columns()
    shown = [column for column in view.model.columns if column.key not in hidden]
    plan = view.outline.plan
    rows = [plan.rows[number] for number in view.outline.rows]

    def value(column: TaskColumn, at: int) -> object:
        row = rows[at]
        if column.key == "name":
            return row.name
        return column.value(row) if _kind(column) else column.text(row, plan, language)

    return Sheet(
        language.text("Gantt plan"),
        [
            SheetColumn(language.term("task.wbs")),
            *(
                SheetColumn(language.term(column.term), _kind(column) or Kind.TEXT)
                for column in shown
            ),
        ],
        [[row.wbs, *(value(column, at) for column in shown)] for at, row in enumerate(rows)],
    )


def _kind(column: TaskColumn) -> Kind | None:
    """As what a column's values are written; an own field's are of its own kind."""
    own = is_custom(column.edits.partition(".")[2])
    return field(column.edits).kind if own else NATIVE.get(column.key)
