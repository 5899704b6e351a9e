"""The own workbook of one project, prefilled, in Chinese or English; see `template`."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.worksheet import Worksheet

from pmo_desktop.domain.records import ProjectRecords, Record
from pmo_desktop.domain.template import Template, usual
from pmo_desktop.exchange.workbook import instructions, sent
from pmo_desktop.exchange.workbook.cells import cell_value, clean_text, has_decimals, put
from pmo_desktop.exchange.workbook.marks import add_marks
from pmo_desktop.exchange.workbook.offers import Offer, add_validations, offers, write_lists
from pmo_desktop.exchange.workbook.styles import (
    LINE_HEIGHT,
    NOTE,
    TITLE,
    Styles,
    colour,
    lines_of,
)
from pmo_desktop.exchange.workbook.template import (
    FIRST_ROW,
    HEADER_ROW,
    INSTRUCTION_ROW,
    META_SHEET,
    SIGNATURE,
    SPARE_ROWS,
    TITLE_ROW,
    UID_HEADER,
    VERSION,
    Sheet,
    header_facts,
    sheets_of,
)
from pmo_desktop.language import Language

MAX_LINES = 12
MARGIN = 0.4
MAX_TITLE = 100
MOST_FROZEN = 4
ROW_HEIGHTS = {TITLE_ROW: 26, INSTRUCTION_ROW: 20, HEADER_ROW: 32}


USUAL = usual()


@dataclass(frozen=True)
class Setting:
    """What the office adds to a project's records: its dates, the names that are offered, and what
    the workbook is to look like.

    `tables` are the sheets that go out, all that the template shows where None. A workbook of a
    reporting round knows the round's uid, and `change_set`, the newest change of the database when
    it was written; `entry` is the journal's newest entry by its name (`services.entries`).
    """

    status_date: date
    period: str
    people: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    tables: frozenset[str] | None = None
    due: date | None = None
    round_uid: str = ""
    template: Template = USUAL
    change_set: int | None = None
    entry: str = ""

    def sends(self, table: str) -> bool:
        return self.tables is None or table in self.tables


def workbook_bytes(records: ProjectRecords, setting: Setting, language: Language) -> bytes:
    """The workbook as a file's bytes."""
    book = Workbook()
    book.remove(book.active)
    currency = records.project.values.get("currency") or "CNY"
    styles = Styles(book, language, currency)
    instructions.write(book, records.project, setting.status_date, language, setting.due)
    sheets = sheets_of(setting.template)
    lists = offers(sheets, setting.people, setting.departments, language)
    meta = _meta(records.project, setting, language, currency)
    for sheet in filter(lambda sheet: setting.sends(sheet.table), sheets):
        rows = _with_prepared_status(records.of(sheet.table), sheet, setting)
        _write_sheet(book, sheet, rows, records.project, styles, lists, setting)
        meta |= header_facts(sheet, language) | sent.facts(sheet, rows, language)
    write_lists(book, lists)
    _write_meta(book, meta)
    # The sheets' names are how they are known again; there is no password here either.
    book.security = WorkbookProtection(lockStructure=True)
    book.properties.creator = "PMO Desktop"
    book.properties.title = _one_line(records.project.label)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _write_sheet(
    book: Workbook,
    sheet: Sheet,
    rows: Sequence[Record],
    project: Record,
    styles: Styles,
    lists: Mapping[str, Offer],
    setting: Setting,
) -> None:
    language = styles.language
    page = book.create_sheet(sheet.name(language))
    _write_head(page, sheet, project, styles)
    for offset, record in enumerate(rows):
        _write_record(page, sheet, record, FIRST_ROW + offset, styles)
    last = FIRST_ROW + len(rows) - 1 + SPARE_ROWS
    add_validations(page, sheet, last, lists, language)
    add_marks(page, sheet, last, setting.status_date, styles)
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
        put(
            page.cell(HEADER_ROW, index), clean_text(column.header(language)), styles.header(column)
        )
    title = f"{sheet.name(language)} · {project.label}"
    put(page.cell(TITLE_ROW, 2), _one_line(title), TITLE)
    put(page.cell(INSTRUCTION_ROW, 2), clean_text(sheet.says(language)), NOTE)


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


def _meta(project: Record, setting: Setting, language: Language, currency: str) -> dict[str, str]:
    return {
        "signature": SIGNATURE,
        "template": VERSION,
        "project_uid": project.uid or "",
        "project_code": clean_text(project.values.get("code") or ""),
        "language": language.code,
        "status_date": setting.status_date.isoformat(),
        "currency": currency,
        "period": setting.period,
        **({sent.ENTRY: setting.entry} if setting.entry else {}),
        **_round_facts(setting),
    }


def _round_facts(setting: Setting) -> dict[str, str]:
    if not setting.round_uid:
        return {}
    return {"round_uid": setting.round_uid, "change_set": str(setting.change_set or 0)}


def _write_meta(book: Workbook, facts: Mapping[str, str]) -> None:
    page = book.create_sheet(META_SHEET)
    for row, (key, value) in enumerate(facts.items(), start=1):
        put(page.cell(row, 1), key, "Normal")
        put(page.cell(row, 2), value, "Normal")
    page.sheet_state = "veryHidden"


def _one_line(text: str) -> str:
    # A footer holds 255 characters; a longer one makes Excel repair the file.
    return " ".join(clean_text(text).split())[:MAX_TITLE]


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
    # What a row is called stays in sight: all up to its name, or else its first field.
    at = names.index("name") if "name" in names else 0
    frozen = at + 3 if at < MOST_FROZEN else 3
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
    page.oddFooter.left.text = _one_line(project.label).replace("&", "&&")
    page.oddFooter.right.text = "&P / &N"
