"""The office's template of the workbook that goes out: one reader, and the verbs that change it.

The tables hold what is not as usual (`domain.template.usual`), so that a field which the program
learns later is on its sheet by itself. A stored `position` of 0 is the usual place. Whether an own
field's column is shown is the field's own `asked`, and its wording is the field's name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import SQLModel

from pmo_desktop.domain.fields import Kind
from pmo_desktop.domain.template import (
    SHEETS,
    Template,
    TemplateColumn,
    TemplateSheet,
    alike,
    usual,
)
from pmo_desktop.language import CODES, Language, Term
from pmo_desktop.models import TemplateColumn as ColumnModel
from pmo_desktop.models import TemplateSheet as SheetModel
from pmo_desktop.services.custom_fields import (
    add_custom_field,
    change_custom_field,
    custom_fields,
)
from pmo_desktop.services.refused import Refused
from pmo_desktop.storage.bulk import bulk_delete, bulk_insert, bulk_update, table_of

LONGEST_HEADER = 60
LONGEST_INSTRUCTION = 300


def template(session: Session) -> Template:
    """The template as it stands; the usual one where nothing is stored."""
    stored = {row.field: row for row in _rows(session, ColumnModel)}
    sheets = {row.table: row for row in _rows(session, SheetModel)}
    found = usual(_own_columns(session))
    return Template(
        tuple(_with_wishes(sheet, sheets.get(sheet.table), stored) for sheet in found.sheets)
    )


def show_column(session: Session, code: str, shown: bool) -> None:
    """Show or hide a column; raises `Refused` for one by which records are known."""
    sheet, column = _column(session, code)
    if column.is_held and not shown:
        raise Refused(
            "“{field}” cannot be hidden: by it a row is known again.", field=Term(column.field.code)
        )
    if column.is_custom:
        change_custom_field(session, _uid(column), asked=shown)
    _store(session, _checked(sheet.having(replace(column, shown=shown))))


def add_question(
    session: Session,
    table: str,
    names: Mapping[str, str],
    kind: str = Kind.TEXT.value,
    options: Sequence[str] = (),
) -> str:
    """Make an own field that goes out on its sheet; returns its uid. Raises `Refused`."""
    uid = add_custom_field(session, table, names, kind, options, asked=True)
    _checked(_sheet(template(session), table))
    return uid


def move_column(session: Session, code: str, to: int) -> None:
    """Put a column at another place of its sheet, counted from 0, hidden ones included."""
    sheet, _ = _column(session, code)
    _store(session, sheet.moved(code, to))


def reword_column(session: Session, code: str, headers: Mapping[str, str]) -> None:
    """Give a column other headers, by the language's code; empty is the usual one. `Refused`."""
    sheet, column = _column(session, code)
    said = {language: " ".join(words.split()) for language, words in headers.items()}
    if column.is_custom:
        change_custom_field(session, _uid(column), names=said)
        _checked(_column(session, code)[0])
        return
    _store(session, _checked(sheet.having(replace(column, headers={**column.headers, **said}))))


def require_column(session: Session, code: str, asked: bool) -> None:
    """Ask that a column be filled in, or no longer; some must be in any case: `Refused`."""
    sheet, column = _column(session, code)
    if column.is_held and not asked:
        raise Refused(
            "“{field}” must be filled in: without it there is no record.",
            field=Term(column.field.code),
        )
    _store(session, sheet.having(replace(column, asked=asked and not column.is_held)))


def show_sheet(session: Session, table: str, shown: bool) -> None:
    """Send a sheet out, or not; one at least must be: `Refused`."""
    found = template(session)
    if not shown and [sheet.table for sheet in found.shown] == [table]:
        raise Refused("One sheet at least must be in the workbook.")
    _store(session, replace(_sheet(found, table), shown=shown))


def instruct_sheet(session: Session, table: str, instructions: Mapping[str, str]) -> None:
    """Say what is to be done on a sheet, by the language's code; empty is the usual. `Refused`."""
    sheet = _sheet(template(session), table)
    said = {language: " ".join(words.split()) for language, words in instructions.items()}
    if any(len(words) > LONGEST_INSTRUCTION for words in said.values()):
        raise Refused(
            "An instruction has at most {longest} characters.", longest=LONGEST_INSTRUCTION
        )
    _store(session, replace(sheet, instructions={**sheet.instructions, **said}))


def reset_template(session: Session, table: str | None = None) -> None:
    """Let a sheet, or all of them, be as usual again; the office's own fields stay, unasked."""
    wanted = SHEETS if table is None else (table,)
    for column in template(session).own_fields:
        if column.field.table in wanted and column.shown:
            change_custom_field(session, _uid(column), asked=False)
    for model, of in ((ColumnModel, _table_of_column), (SheetModel, lambda row: row.table)):
        bulk_delete(session, model, [r.id for r in _rows(session, model) if of(r) in wanted])


def put_template(session: Session, wished: Template) -> None:
    """Take a whole template, whose own fields are there already; raises `Refused`."""
    for sheet in wished.sheets:
        for column in sheet.columns:
            if column.is_held and not column.shown:
                raise Refused(
                    "“{field}” cannot be hidden: by it a row is known again.",
                    field=Term(column.field.code),
                )
            if column.is_custom:
                change_custom_field(session, _uid(column), asked=column.shown)
        _store(session, _checked(sheet))
    if not wished.shown:
        raise Refused("One sheet at least must be in the workbook.")


def take_template(session: Session, wished: Template) -> None:
    """Take another office's template: its own fields are made where there are none of that name.

    What it does not speak of stays as it is, own fields unasked. Raises `Refused`.
    """
    here = {_same(row.table, row.kind, row.names): row for row in custom_fields(session)}
    uids = {row.uid for row in custom_fields(session)}
    known: dict[str, TemplateColumn] = {}
    for column in wished.own_fields:
        table, uid = column.field.table, _uid(column)
        kind = Kind(uid.partition("-")[0])
        twin = here.get(_same(table, kind, column.headers))
        if uid in uids:
            change_custom_field(session, uid, column.headers, column.options or None)
        elif twin is not None:
            known[column.field.code] = replace(column, field=twin.field)
        else:
            add_custom_field(session, table, column.headers, kind.value, column.options, uid=uid)
    found = template(session)
    for sheet in wished.sheets:
        columns = [known.get(column.field.code, column) for column in sheet.columns]
        given = {column.field for column in columns}
        more = [c for c in _sheet(found, sheet.table).columns if c.field not in given]
        columns += [replace(c, shown=c.shown and not c.is_custom) for c in more]
        found = found.having(replace(sheet, columns=tuple(columns)))
    put_template(session, found)


def _same(table: str, kind: Kind, names: Mapping[str, str]) -> tuple[str, Kind, frozenset[str]]:
    return table, kind, frozenset(alike(name) for name in names.values() if name)


# --- reading


def _own_columns(session: Session) -> tuple[TemplateColumn, ...]:
    return tuple(
        TemplateColumn(row.field, row.asked, headers=row.names, options=row.options)
        for row in custom_fields(session)
    )


def _with_wishes(
    sheet: TemplateSheet, wish: Any | None, stored: Mapping[str, Any]
) -> TemplateSheet:
    columns = [(_wished(column, stored.get(column.field.code))) for column in sheet.columns]
    places = {
        column.field.code: (stored[column.field.code].position or at)
        if column.field.code in stored
        else at
        for at, column in enumerate(columns, 1)
    }
    columns.sort(key=lambda column: places[column.field.code])
    found = replace(sheet, columns=tuple(columns))
    if wish is None:
        return found
    said = {"en": wish.instruction_en, "zh": wish.instruction_zh}
    return replace(found, shown=wish.shown, instructions=_given(said))


def _wished(column: TemplateColumn, row: Any | None) -> TemplateColumn:
    if row is None:
        return column
    if column.is_custom:
        return replace(column, asked=row.required)
    headers = _given({"en": row.header_en, "zh": row.header_zh})
    shown = row.shown or column.is_held
    return replace(column, shown=shown, asked=row.required, headers=headers)


def _given(said: Mapping[str, str]) -> Mapping[str, str]:
    return {code: words for code, words in said.items() if words}


def _rows(session: Session, model: type[SQLModel]) -> list[Any]:
    return list(session.connection().execute(select(table_of(model))))


def _sheet(found: Template, table: str) -> TemplateSheet:
    try:
        return found.sheet(table)
    except KeyError:
        raise Refused("The workbook has no such sheet.") from None


def _column(session: Session, code: str) -> tuple[TemplateSheet, TemplateColumn]:
    sheet = _sheet(template(session), code.partition(".")[0])
    try:
        return sheet, sheet.column(code)
    except KeyError:
        raise Refused("This column is no longer there: look again.") from None


def _uid(column: TemplateColumn) -> str:
    return column.field.name.partition(".")[2]


def _table_of_column(row: Any) -> str:
    return str(row.field.partition(".")[0])


# --- writing


def _store(session: Session, sheet: TemplateSheet) -> None:
    """Keep what of a sheet is not as usual, and only that."""
    before = usual(tuple(c for c in sheet.columns if c.is_custom)).sheet(sheet.table)
    in_usual_order = [c.field for c in sheet.columns] == [
        c.field for c in _in_order(session, before)
    ]
    wishes = {}
    for at, column in enumerate(sheet.columns, 1):
        row = {
            "field": column.field.code,
            "position": 0 if in_usual_order else at,
            "shown": True if column.is_custom else column.shown,
            "required": column.asked,
            "header_en": "" if column.is_custom else column.headers.get("en", ""),
            "header_zh": "" if column.is_custom else column.headers.get("zh", ""),
        }
        if {**row, "field": ""} != USUAL_COLUMN:
            wishes[column.field.code] = row
    codes = {column.field.code for column in sheet.columns}
    _write(session, ColumnModel, "field", codes, wishes)
    wish = {
        "table": sheet.table,
        "shown": sheet.shown,
        "instruction_en": sheet.instructions.get("en", ""),
        "instruction_zh": sheet.instructions.get("zh", ""),
    }
    is_usual = {**wish, "table": ""} == USUAL_SHEET
    _write(session, SheetModel, "table", {sheet.table}, {} if is_usual else {sheet.table: wish})


USUAL_COLUMN = {
    "field": "", "position": 0, "shown": True, "required": False, "header_en": "", "header_zh": "",
}  # fmt: skip
USUAL_SHEET = {"table": "", "shown": True, "instruction_en": "", "instruction_zh": ""}


def _in_order(session: Session, sheet: TemplateSheet) -> list[TemplateColumn]:
    """The columns as usual: own fields in the order in which they were made."""
    made = {row.field.code: at for at, row in enumerate(custom_fields(session))}
    return sorted(sheet.columns, key=lambda column: made.get(column.field.code, -1))


def _write(
    session: Session,
    model: type[SQLModel],
    key: str,
    keys: set[str],
    wishes: Mapping[str, Mapping[str, Any]],
) -> None:
    """Bring the rows of these keys to what is wished."""
    held = {getattr(row, key): row.id for row in _rows(session, model)}
    gone = [row_id for name, row_id in held.items() if name in keys and name not in wishes]
    bulk_delete(session, model, gone)
    changed = [{"id": held[name], **row} for name, row in wishes.items() if name in held]
    bulk_update(session, model, changed)
    bulk_insert(session, model, [row for name, row in wishes.items() if name not in held])


def _checked(sheet: TemplateSheet) -> TemplateSheet:
    """The sheet where the headers that it shows can be told apart, in each language; `Refused`."""
    for code in CODES:
        language = Language(code)
        seen: set[str] = set()
        for column in filter(lambda column: column.shown, sheet.columns):
            words = column.wording(code)
            if (words and not alike(words)) or len(words) > LONGEST_HEADER:
                raise Refused(
                    "“{text}” cannot be a header: write letters or digits, {longest} at most.",
                    text=words,
                    longest=LONGEST_HEADER,
                )
            mark = alike(words or language.term(column.field.code))
            if mark in seen:
                raise Refused(
                    "Two columns of “{sheet}” would be called “{text}”: choose another word.",
                    sheet=Term(f"table.{sheet.table}"),
                    text=words or language.term(column.field.code),
                )
            seen.add(mark)
    return sheet
