"""Fills in the program's own workbook as a team does: types over cells, uses the free rows below.

The workbook keeps what went out, so that what nobody touched says nothing; so it is written from
the records as they are sent, and the team's edits are typed into it afterwards.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from pmo_desktop.domain.records import ProjectRecords, Record
from pmo_desktop.exchange.demo.teamsheets import Slips
from pmo_desktop.exchange.workbook.cells import cell_value
from pmo_desktop.exchange.workbook.template import FIRST_ROW, SHEETS, Sheet
from pmo_desktop.exchange.workbook.writing import Setting, workbook_bytes
from pmo_desktop.language import Language


def own_workbook(
    sent: ProjectRecords, meant: ProjectRecords, slips: Slips, setting: Setting, language: Language
) -> bytes:
    """The workbook that went out with `sent` and comes back with `meant`, as a file's bytes.

    Records of `meant` without a uid are new; they stand below the others, whatever their WBS code.
    """
    content = workbook_bytes(sent, setting, language)
    if sent is meant and not slips:
        return content
    book = load_workbook(io.BytesIO(content))
    for sheet in SHEETS:
        page = book[sheet.name(language)]
        _type_over(page, sheet, sent.of(sheet.table), meant.of(sheet.table), slips, language)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _type_over(
    page: Worksheet,
    sheet: Sheet,
    sent: Sequence[Record],
    meant: Iterable[Record],
    slips: Slips,
    language: Language,
) -> None:
    rows = {record.uid: row for row, record in enumerate(sent, FIRST_ROW)}
    before = {record.uid: record for record in sent}
    free = FIRST_ROW + len(sent)
    for record in meant:
        row = rows.get(record.uid) if record.uid else None
        if row is None:
            row, free = free, free + 1
        known = before[record.uid].values if record.uid in before else {}
        code = str(record.values.get("wbs") or record.values.get("code"))
        for column in sheet.columns:
            field, place = column.field, sheet.position(column.field.name)
            value = record.values.get(field.name)
            if (sheet.table, code, field.name) in slips:
                page.cell(row, place).value = slips[sheet.table, code, field.name]
            elif value != known.get(field.name):
                page.cell(row, place).value = cell_value(field, value, language)
