"""Run by the system's own Python, which has LibreOffice's `uno`: does in a real spreadsheet program
what a team does there. Each line of the standard input is a JSON list of jobs:

    {"file": "in.xlsx", "save_as": "out.xlsx", "steps": [["set", "任务", "F5", 0.6], ...]}

and is answered by a line of JSON: `"done"`, or what went wrong. One LibreOffice does them all.

Steps: `set` (text or number), `date` (ISO), `clear`, `insert` (rows above a row, as 1-based row and
count), `delete` (rows), `sort` (a range by one of its columns, descending), `copy` (a row onto
another). Sheets are unprotected before rows are inserted, deleted, sorted or copied, as who does
that has to.
"""

from __future__ import annotations

import contextlib
import datetime
import json
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException
from com.sun.star.table import CellAddress, CellRangeAddress, TableSortField

FILTERS = {
    ".xlsx": "Calc MS Excel 2007 XML",
    ".xls": "MS Excel 97",
    ".ods": "calc8",
    ".csv": "Text - txt - csv (StarCalc)",
}
PATIENCE = 60.0
EPOCH = datetime.date(1899, 12, 30)


def main() -> None:
    with tempfile.TemporaryDirectory() as profile:
        pipe = f"pmo{uuid.uuid4().hex}"
        office = subprocess.Popen(
            [
                "soffice",
                "--headless",
                "--invisible",
                "--norestore",
                "--nologo",
                f"-env:UserInstallation={Path(profile).as_uri()}",
                f"--accept=pipe,name={pipe};urp;",
            ],
            stdout=subprocess.DEVNULL,
        )
        try:
            desktop = connected(pipe)
            for line in sys.stdin:
                print(answer(desktop, json.loads(line)), flush=True)
            with contextlib.suppress(Exception):  # the connection ends with the program
                desktop.terminate()
            office.wait(PATIENCE)
        finally:
            office.kill()


def answer(desktop, jobs) -> str:
    try:
        for job in jobs:
            run(desktop, job)
    except Exception as error:
        return json.dumps(f"{type(error).__name__}: {error}")
    return json.dumps("done")


def connected(pipe: str):
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", local
    )
    end = time.monotonic() + PATIENCE
    while True:
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            return context.ServiceManager.createInstanceWithContext(
                "com.sun.star.frame.Desktop", context
            )
        except NoConnectException:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)


def run(desktop, job) -> None:
    hidden = PropertyValue(Name="Hidden", Value=True)
    book = desktop.loadComponentFromURL(Path(job["file"]).as_uri(), "_blank", 0, (hidden,))
    for verb, sheet, *words in job["steps"]:
        STEPS[verb](book.Sheets.getByName(sheet), *words)
    target = Path(job["save_as"])
    kind = PropertyValue(Name="FilterName", Value=FILTERS[target.suffix])
    book.storeToURL(target.as_uri(), (kind,))
    book.close(True)


def set_value(sheet, address, value) -> None:
    cell = sheet.getCellRangeByName(address)
    if isinstance(value, str):
        cell.setString(value)
    else:
        cell.setValue(value)


def set_date(sheet, address, day) -> None:
    sheet.getCellRangeByName(address).setValue((datetime.date.fromisoformat(day) - EPOCH).days)


def clear(sheet, address) -> None:
    sheet.getCellRangeByName(address).clearContents(1 | 2 | 4 | 16)


def insert(sheet, row, count=1) -> None:
    sheet.unprotect("")
    sheet.Rows.insertByIndex(row - 1, count)


def delete(sheet, row, count=1) -> None:
    sheet.unprotect("")
    sheet.Rows.removeByIndex(row - 1, count)


def sort(sheet, cells, column) -> None:
    sheet.unprotect("")
    field = TableSortField()
    field.Field = column
    field.IsAscending = False
    fields = uno.Any("[]com.sun.star.table.TableSortField", (field,))
    descriptor = (
        PropertyValue(Name="SortFields", Value=fields),
        PropertyValue(Name="ContainsHeader", Value=False),
        PropertyValue(Name="IsSortColumns", Value=False),
    )
    uno.invoke(
        sheet.getCellRangeByName(cells),
        "sort",
        (uno.Any("[]com.sun.star.beans.PropertyValue", descriptor),),
    )


def copy(sheet, row, target) -> None:
    sheet.unprotect("")
    used = sheet.createCursor()
    used.gotoEndOfUsedArea(False)
    last = used.RangeAddress.EndColumn
    source = CellRangeAddress(sheet.RangeAddress.Sheet, 0, row - 1, last, row - 1)
    place = CellAddress(sheet.RangeAddress.Sheet, 0, target - 1)
    sheet.copyRange(place, source)


STEPS = {
    "set": set_value,
    "date": set_date,
    "clear": clear,
    "insert": insert,
    "delete": delete,
    "sort": sort,
    "copy": copy,
}

if __name__ == "__main__":
    main()
