"""A workbook without a sheet yet, for the list of findings that cannot go inside the file."""

from __future__ import annotations

import io
import zipfile

from pmo_desktop.exchange.returning import styles
from pmo_desktop.exchange.returning.book import KINDS, PACKAGE, SPREADSHEET
from pmo_desktop.exchange.returning.xmltext import HEAD

MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DATE = (1980, 1, 1, 0, 0, 0)
PARTS = {
    "[Content_Types].xml": b'<Types xmlns="' + PACKAGE + b'content-types">'
    b'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
    b'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
    b'<Override PartName="/xl/workbook.xml" ContentType="'
    + SPREADSHEET.encode("ascii")
    + b'sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="'
    + KINDS["styles"].encode("ascii")
    + b'"/></Types>',
    "_rels/.rels": b'<Relationships xmlns="' + PACKAGE + b'relationships"><Relationship Id="rId1" '
    b'Type="' + RELATIONS + b'/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": b'<workbook xmlns="' + MAIN + b'" xmlns:r="' + RELATIONS + b'">'
    b"<sheets></sheets></workbook>",
    "xl/_rels/workbook.xml.rels": b'<Relationships xmlns="' + PACKAGE + b'relationships">'
    b'<Relationship Id="rId1" Type="' + RELATIONS + b'/styles" Target="styles.xml"/>'
    b"</Relationships>",
    "xl/styles.xml": styles.minimal(MAIN).removeprefix(HEAD),
}


def workbook() -> bytes:
    """The same bytes every time."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in PARTS.items():
            archive.writestr(zipfile.ZipInfo(name, DATE), HEAD + content)
    return whole.getvalue()
