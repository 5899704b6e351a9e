"""The own workbook of one project, prefilled, in Chinese or English; see `template`."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.formatting.rule import Rule
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from pmo_desktop.domain.fields import Field, Kind, choice_term
from pmo_desktop.domain.records import ProjectRecords, Record
from pmo_desktop.domain.risk import LEVELS
from pmo_desktop.domain.tasks import TaskKind
from pmo_desktop.exchange import instructions
from pmo_desktop.exchange.cells import cell_value, clean_text, has_decimals, put
from pmo_desktop.exchange.styles import (
    LINE_HEIGHT,
    NOTE,
    TITLE,
    Styles,
    colour,
    lines_of,
)
from pmo_desktop.exchange.template import (
    FIRST_ROW,
    HEADER_ROW,
    INSTRUCTION_ROW,
    LISTS_SHEET,
    META_SHEET,
    SHEETS,
    SIGNATURE,
    SPARE_ROWS,
    TITLE_ROW,
    UID_HEADER,
    VERSION,
    Sheet,
)
from pmo_desktop.language import Language

MAX_LINES = 12
MARGIN = 0.4
ROW_HEIGHTS = {TITLE_ROW: 26, INSTRUCTION_ROW: 20, HEADER_ROW: 32}


@dataclass(frozen=True)
class Setting:
    """What the office adds to a project's records: its dates, and the names that are offered."""

    status_date: date
    period: str
    people: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()


def workbook_bytes(records: ProjectRecords, setting: Setting, language: Language) -> bytes:
    """The workbook as a file's bytes."""
    book = Workbook()
    book.remove(book.active)
    currency = records.project.values.get("currency") or "CNY"
    styles = Styles(book, language, currency)
    instructions.write(book, records.project, setting.status_date, language)
    lists = _list_ranges(setting, language)
    for sheet in SHEETS:
        rows = _with_prepared_status(records.of(sheet.table), sheet, setting)
        _write_sheet(book, sheet, rows, records.project, styles, lists, setting)
    _write_lists(book, lists)
    _write_meta(book, records.project, setting, language, currency)
    book.properties.creator = "PMO Desktop"
    book.properties.title = records.project.label
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _write_sheet(
    book: Workbook,
    sheet: Sheet,
    rows: Sequence[Record],
    project: Record,
    styles: Styles,
    lists: Mapping[str, ListRange],
    setting: Setting,
) -> None:
    language = styles.language
    page = book.create_sheet(sheet.name(language))
    _write_head(page, sheet, project, styles)
    for offset, record in enumerate(rows):
        _write_record(page, sheet, record, FIRST_ROW + offset, styles)
    last = FIRST_ROW + len(rows) - 1 + SPARE_ROWS
    _add_validations(page, sheet, last, lists, language)
    _add_marks(page, sheet, last, setting.status_date, styles)
    _protect(page)
    _set_up_page(page, sheet, project, last)


def _write_head(page: Worksheet, sheet: Sheet, project: Record, styles: Styles) -> None:
    language = styles.language
    for row, height in ROW_HEIGHTS.items():
        page.row_dimensions[row].height = height
    uid_column = page.column_dimensions["A"]
    uid_column.hidden = True
    styles.dress(uid_column, sheet.columns[0])
    put(page.cell(HEADER_ROW, 1), UID_HEADER, NOTE)
    for index, column in enumerate(sheet.columns, start=2):
        dimension = page.column_dimensions[get_column_letter(index)]
        dimension.width = column.width
        styles.dress(dimension, column)
        page.cell(TITLE_ROW, index).style = TITLE
        page.cell(INSTRUCTION_ROW, index).style = NOTE
        put(page.cell(HEADER_ROW, index), column.header(language), styles.header(column))
    title = f"{sheet.name(language)} · {project.label}"
    put(page.cell(TITLE_ROW, 2), clean_text(title), TITLE)
    put(page.cell(INSTRUCTION_ROW, 2), language.text(sheet.instruction), NOTE)


def _write_record(page: Worksheet, sheet: Sheet, record: Record, row: int, styles: Styles) -> None:
    if record.uid:
        put(page.cell(row, 1), record.uid, styles.data(sheet.columns[0]))
    depth = (record.values.get("wbs") or "").count(".")
    lines = 1
    for index, column in enumerate(sheet.columns, start=2):
        field, value = column.field, record.values.get(column.field.name)
        indent = depth if field.code == "task.name" else 0
        written = cell_value(field, value, styles.language)
        look = styles.data(column, indent, has_decimals(field, written))
        put(page.cell(row, index), written, look)
        if column.wraps and isinstance(written, str):
            lines = max(lines, lines_of(written, column.width - indent))
    if lines > 1:
        # Not every program works the height out by itself.
        page.row_dimensions[row].height = min(lines, MAX_LINES) * LINE_HEIGHT


def _with_prepared_status(
    rows: Sequence[Record], sheet: Sheet, setting: Setting
) -> Sequence[Record]:
    """A row for the open period waits for the team's words; it is no report until it has some."""
    if sheet.table != "status" or any(r.values.get("period") == setting.period for r in rows):
        return rows
    prepared = {"period": setting.period, "status_date": setting.status_date}
    return (*rows, Record("status", prepared))


@dataclass(frozen=True)
class ListRange:
    """What a drop-down offers, and its column on the sheet of lists."""

    column: int
    words: tuple[str, ...]

    @property
    def formula(self) -> str:
        letter = get_column_letter(self.column)
        return f"'{LISTS_SHEET}'!${letter}$1:${letter}${len(self.words)}"


def _list_ranges(setting: Setting, language: Language) -> dict[str, ListRange]:
    """By what `_list_key` says of a field; an empty list offers nothing and is left out."""
    words: dict[str, Iterable[str]] = {
        Kind.PERSON.value: setting.people,
        Kind.DEPARTMENT.value: setting.departments,
        Kind.BOOL.value: (language.term("bool.true"), language.term("bool.false")),
    }
    for sheet in SHEETS:
        for field in (column.field for column in sheet.columns):
            if field.choices is not None:
                words[_list_key(field)] = [
                    language.term(choice_term(field.choices, value)) for value in field.choices
                ]
    offered = {key: tuple(map(clean_text, names)) for key, names in words.items()}
    kept = [(key, names) for key, names in offered.items() if names]
    return {key: ListRange(column, names) for column, (key, names) in enumerate(kept, start=1)}


def _list_key(field: Field) -> str:
    if field.choices is not None:
        return field.choices.__name__
    return Kind.PERSON.value if field.kind is Kind.PEOPLE else field.kind.value


def _write_lists(book: Workbook, lists: Mapping[str, ListRange]) -> None:
    page = book.create_sheet(LISTS_SHEET)
    for offered in lists.values():
        for row, word in enumerate(offered.words, start=1):
            put(page.cell(row, offered.column), word, "Normal")
    page.sheet_state = "veryHidden"


def _write_meta(
    book: Workbook, project: Record, setting: Setting, language: Language, currency: str
) -> None:
    page = book.create_sheet(META_SHEET)
    facts = {
        "signature": SIGNATURE,
        "template": VERSION,
        "project_uid": project.uid or "",
        "project_code": project.values.get("code") or "",
        "language": language.code,
        "status_date": setting.status_date.isoformat(),
        "currency": currency,
    }
    for row, (key, value) in enumerate(facts.items(), start=1):
        put(page.cell(row, 1), key, "Normal")
        put(page.cell(row, 2), clean_text(value), "Normal")
    page.sheet_state = "veryHidden"


def _add_validations(
    page: Worksheet, sheet: Sheet, last: int, lists: Mapping[str, ListRange], language: Language
) -> None:
    for index, column in enumerate(sheet.columns, start=2):
        validation = _validation(column.field, lists, language)
        if validation is not None:
            letter = get_column_letter(index)
            validation.add(f"{letter}{FIRST_ROW}:{letter}{last}")
            page.add_data_validation(validation)


def _validation(
    field: Field, lists: Mapping[str, ListRange], language: Language
) -> DataValidation | None:
    offered = lists.get(_list_key(field))
    match field.kind:
        case Kind.DATE | Kind.START | Kind.FINISH:
            text = language.text("Write a date, like 2026-11-05.")
            return _rule(text, language, type="date", operator="greaterThan", formula1="1")
        case Kind.SHARE:
            text = language.text("Write a share between 0% and 100%.")
            # A person may give more than one full-time week, and a cell may hold 150%.
            top = "2" if field.code == "person.capacity" else "1"
            return _rule(text, language, type="decimal", formula1="0", formula2=top)
        case Kind.MONEY | Kind.DURATION:
            text = language.text("Write a number that is not below 0.")
            kind = {"type": "decimal", "operator": "greaterThanOrEqual", "formula1": "0"}
            return _rule(text, language, **kind)
        case Kind.INTEGER:
            text = language.text("Write a whole number.")
            return _rule(text, language, type="whole", formula1="0", formula2="100000")
        case Kind.LEVEL:
            text = language.text("Choose a level from 1 (very low) to 5 (very high).")
            return _rule(text, language, type="list", formula1=f'"{",".join(map(str, LEVELS))}"')
        case Kind.CHOICE | Kind.BOOL if offered is not None:
            text = language.text("Choose one of the words in the list.")
            return _rule(text, language, type="list", formula1=offered.formula)
        case Kind.PERSON | Kind.PEOPLE | Kind.DEPARTMENT if offered is not None:
            # Names that are not in the list may be written too: they are new to the office.
            rule = DataValidation(type="list", formula1=offered.formula, allow_blank=True)
            rule.showErrorMessage = False
            return rule
    return None


def _rule(text: str, language: Language, **rule: Any) -> DataValidation:
    validation = DataValidation(allow_blank=True, **rule)
    validation.showErrorMessage = True
    validation.errorTitle = language.text("This does not fit here")
    validation.error = text
    return validation


def _add_marks(page: Worksheet, sheet: Sheet, last: int, status_date: date, styles: Styles) -> None:
    """What the sheet points out by itself: what is missing, what is late, what is summed up."""
    end = get_column_letter(len(sheet.columns) + 1)
    used = f"COUNTA($B{FIRST_ROW}:${end}{FIRST_ROW})>0"
    for index, column in enumerate(sheet.columns, start=2):
        if column.field.required:
            letter = get_column_letter(index)
            formula = f"AND({used},LEN(TRIM(${letter}{FIRST_ROW}))=0)"
            _mark(page, f"{letter}{FIRST_ROW}:{letter}{last}", formula, styles, "amber")
    if sheet.table != "task":
        return
    kind, finish, done = (
        f"${get_column_letter(sheet.position(name))}{FIRST_ROW}"
        for name in ("kind", "finish", "percent_complete")
    )
    summary = styles.language.term(choice_term(TaskKind, TaskKind.SUMMARY))
    rolled_up = styles.differential("grey_soft", "ink2", bold=True)
    whole_row = f"B{FIRST_ROW}:{end}{last}"
    rule = Rule(type="expression", dxf=rolled_up, formula=[f'{kind}="{summary}"'], stopIfTrue=True)
    page.conditional_formatting.add(whole_row, rule)
    day = f"DATE({status_date.year},{status_date.month},{status_date.day})"
    late = f"AND(ISNUMBER({finish}),{finish}<{day},N({done})<1)"
    letter = get_column_letter(sheet.position("finish"))
    _mark(page, f"{letter}{FIRST_ROW}:{letter}{last}", late, styles, "red")


def _mark(page: Worksheet, cells: str, formula: str, styles: Styles, light: str) -> None:
    look = styles.differential(f"{light}_soft", f"{light}_ink")
    page.conditional_formatting.add(cells, Rule(type="expression", dxf=look, formula=[formula]))


def _protect(page: Worksheet) -> None:
    """Without a password: it keeps the headers and the structure from slips, not from anyone."""
    protection = page.protection
    protection.sheet = True
    # What is False here is allowed.
    for allowed in ("insertRows", "deleteRows", "sort", "autoFilter", "formatColumns",
                    "formatRows", "formatCells"):  # fmt: skip
        setattr(protection, allowed, False)


def _set_up_page(page: Worksheet, sheet: Sheet, project: Record, last: int) -> None:
    end = get_column_letter(len(sheet.columns) + 1)
    names = [column.field.name for column in sheet.columns]
    frozen = names.index("name") + 3 if "name" in names else 2
    page.freeze_panes = page.cell(FIRST_ROW, frozen)
    page.auto_filter.ref = f"A{HEADER_ROW}:{end}{last}"
    page.sheet_properties.tabColor = colour("accent" if sheet.table == "task" else "navigation")
    page.sheet_view.zoomScale = 100
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = page.PAPERSIZE_A4
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    margins = page.page_margins
    margins.left = margins.right = MARGIN
    margins.top, margins.bottom = MARGIN, 2 * MARGIN
    page.print_title_rows = f"{TITLE_ROW}:{HEADER_ROW}"
    page.oddFooter.left.text = clean_text(project.label).replace("&", "&&")
    page.oddFooter.right.text = "&P / &N"
