"""The list of findings as a sheet of the workbook, with links to the cells.

Column A is hidden. Its first cell is the mark by which the sheet is known when it comes back,
whatever its name and language; below, beside a finding, it says which fill a marked cell had before
where that is more than nothing (`Record`). All texts are texts, whatever they begin with.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pmo_desktop.exchange.findings import ERROR, LIST_MARK, NOTE, WARNING, Finding, say
from pmo_desktop.exchange.returning.asking import to_do
from pmo_desktop.exchange.returning.colours import PALES, opaque
from pmo_desktop.exchange.returning.places import Place, address_of, fixed_address_of
from pmo_desktop.exchange.returning.styles import StyleSheet
from pmo_desktop.exchange.returning.xmltext import HEAD, cell_text, escaped
from pmo_desktop.exchange.workbook.styles import FONTS, lines_of
from pmo_desktop.language import Language

# Of number, severity, sheet, cell, what is there, what is wrong, what to do.
WIDTHS = (6, 11, 20, 10, 30, 62, 30)
WRAPPED, CENTRED = (2, 4, 5, 6), (1, 2, 4)
FIRST_ROW, NUMBER_COLUMN = 5, 2
LINE_POINTS, LEAST_POINTS, MOST_POINTS = 14, 20, 300
MAX_LISTED = 20_000


@dataclass(frozen=True)
class Listed:
    """A finding with the cell at which it is marked; `links` where that is in this workbook."""

    finding: Finding
    place: Place | None
    links: bool = True
    record: str = ""


@dataclass(frozen=True)
class Record:
    """What a marked cell looked like before."""

    sheet: str
    place: Place
    fill: bytes

    def written(self) -> str:
        told = {"sheet": self.sheet, "cell": address_of(self.place)}
        return json.dumps({**told, "fill": self.fill.decode("utf-8", "replace")})


class _Look:
    """The numbers of the formats that the list needs, made in the workbook's styles."""

    def __init__(self, styles: StyleSheet, language: Language) -> None:
        self._styles, self._face = styles, FONTS[language.code]
        plain, strong = self._font("ink"), self._font("on_accent", bold=True)
        linked, line = self._font("accent", link=True), self._line()
        dark = self._fill(opaque("navigation"))
        self.title = self._xf(self._font("ink", size=14, bold=True), vertical="center")
        self.note = self._xf(self._font("ink2"))
        self.header = self._xf(strong, dark, vertical="center")
        self.header_centred = self._xf(strong, dark, vertical="center", horizontal="center")
        self.centred = self._xf(plain, border=line, horizontal="center")
        self.wrapped = self._xf(plain, border=line, wraps=True)
        self.link = self._xf(linked, border=line, horizontal="center")
        self.link_to_sheet = self._xf(linked, border=line, wraps=True)
        self.severities = {
            severity: self._xf(plain, self._fill(PALES[severity]), line, horizontal="center")
            for severity in (ERROR, WARNING, NOTE)
        }

    def _font(self, role: str, size: int = 10, bold: bool = False, link: bool = False) -> int:
        marks = b"<@b/>" * bold + b"<@u/>" * link
        return self._styles.add(
            "fonts",
            b'<@font>%s<@sz val="%d"/><@color rgb="%s"/><@name val="%s"/></@font>'
            % (marks, size, opaque(role).encode("ascii"), self._face.encode("ascii")),
        )

    def _fill(self, colour: str) -> int:
        return self._styles.add(
            "fills",
            b'<@fill><@patternFill patternType="solid"><@fgColor rgb="%s"/>'
            b'<@bgColor indexed="64"/></@patternFill></@fill>' % colour.encode("ascii"),
        )

    def _line(self) -> int:
        return self._styles.add(
            "borders",
            b'<@border><@left/><@right/><@top/><@bottom style="hair"><@color rgb="%s"/></@bottom>'
            b"<@diagonal/></@border>" % opaque("line_strong").encode("ascii"),
        )

    def _xf(
        self,
        font: int,
        fill: int = 0,
        border: int = 0,
        *,
        vertical: str = "top",
        horizontal: str = "left",
        wraps: bool = False,
    ) -> int:
        # One step of air, so that texts side by side do not run into each other.
        indent = b' indent="1"' if horizontal == "left" and (border or fill) else b""
        alignment = b'<@alignment horizontal="%s" vertical="%s"%s%s/>' % (
            horizontal.encode("ascii"), vertical.encode("ascii"), indent,
            b' wrapText="1"' * wraps,
        )  # fmt: skip
        return self._styles.add(
            "cellXfs",
            b'<@xf numFmtId="0" fontId="%d" fillId="%d" borderId="%d" xfId="0" applyFont="1" '
            b'applyFill="1" applyBorder="1" applyAlignment="1">%s</@xf>'
            % (font, fill, border, alignment),
        )


def sheet_xml(
    title: str,
    listed: Sequence[Listed],
    language: Language,
    styles: StyleSheet,
    namespace: bytes,
) -> bytes:
    """The whole part; `title` says which file it is about."""
    look = _Look(styles, language)
    rows = [
        _row(1, 28, (LIST_MARK, title), {1: look.title}),
        _row(2, 18, ("", _guidance(language, len(listed))), {1: look.note}),
        _row(4, 24, ("", *_headers(language)), {
            at: look.header_centred if at in CENTRED else look.header for at in range(1, 8)
        }),
    ]  # fmt: skip
    links = []
    for number, item in enumerate(listed[:MAX_LISTED], start=1):
        at = FIRST_ROW + number - 1
        texts = _texts(number, item, language)
        leads = item.links and bool(item.finding.sheet)
        formats = {
            1: look.centred,
            2: look.severities[item.finding.severity],
            3: look.link_to_sheet if leads and not texts[3] else look.wrapped,
            4: look.link if leads and texts[3] else look.centred,
            **dict.fromkeys((5, 6, 7), look.wrapped),
        }
        rows.append(_row(at, _height(texts), (item.record, *texts), formats))
        if leads:
            links.append(_link(at, item, texts[3]))
    columns = b"".join(
        b'<col min="%d" max="%d" width="%g" customWidth="1"/>' % (at, at, width)
        for at, width in enumerate(WIDTHS, start=2)
    )
    last = FIRST_ROW + max(len(rows) - 3, 1) - 1
    return b"".join(
        (
            HEAD,
            b'<worksheet xmlns="' + namespace + b'"><sheetPr><tabColor rgb="',
            opaque("amber").encode("ascii"),
            b'"/><pageSetUpPr fitToPage="1"/></sheetPr>',
            b'<sheetViews><sheetView showGridLines="0" workbookViewId="0">',
            b'<pane ySplit="4" topLeftCell="A5" activePane="bottomLeft" state="frozen"/>',
            b'<selection pane="bottomLeft" activeCell="B5" sqref="B5"/></sheetView></sheetViews>',
            b'<sheetFormatPr defaultRowHeight="15"/>',
            b'<cols><col min="1" max="1" width="4" hidden="1" customWidth="1"/>',
            columns,
            b"</cols><sheetData>",
            *rows,
            b"</sheetData>",
            b"<hyperlinks>" + b"".join(links) + b"</hyperlinks>" if links else b"",
            b'<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.5" header="0.3" '
            b'footer="0.3"/><pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>',
            # A date that was written as a text is no mistake of this list's.
            b'<ignoredErrors><ignoredError sqref="B4:H%d" numberStoredAsText="1"/>' % last,
            b"</ignoredErrors></worksheet>",
        )
    )


def _headers(language: Language) -> tuple[str, ...]:
    return (
        language.text("No."),
        language.text("Kind"),
        language.text("Sheet"),
        language.text("Cell"),
        language.text("What is there"),
        language.text("What is wrong"),
        language.text("What to do"),
    )


def _guidance(language: Language, count: int) -> str:
    if count > MAX_LISTED:
        return language.text(
            "Of {count} findings the first {listed} are listed. A click on a cell's address goes "
            "there. Correct the cells and send the file back; this sheet may stay in it.",
            count=count,
            listed=MAX_LISTED,
        )
    return language.text(
        "{n} findings. A click on a cell's address goes there. Correct the cells and send the file "
        "back; this sheet may stay in it.",
        n=count,
    )


def _texts(number: int, item: Listed, language: Language) -> tuple[str, ...]:
    finding = item.finding
    return (
        str(number),
        language.term(f"severity.{finding.severity}"),
        finding.sheet,
        address_of(item.place) if item.place else finding.cell,
        finding.text,
        say(finding, language),
        to_do(finding, language),
    )


def _height(texts: Sequence[str]) -> int:
    lines = max(lines_of(texts[at], WIDTHS[at]) for at in WRAPPED)
    return max(LEAST_POINTS, min(lines * LINE_POINTS + 4, MOST_POINTS))


def _row(number: int, height: int, texts: Sequence[str], formats: Mapping[int, int]) -> bytes:
    cells = b"".join(
        _cell((number, column + 1), text, formats.get(column, 0))
        for column, text in enumerate(texts)
        if text or column in formats
    )
    return b'<row r="%d" ht="%d" customHeight="1">%s</row>' % (number, height, cells)


def _cell(place: Place, text: str, style: int) -> bytes:
    head = b'<c r="%s" s="%d"' % (address_of(place).encode("ascii"), style)
    if not text:
        return head + b"/>"
    if place[1] == NUMBER_COLUMN and text.isdecimal():
        return head + b"><v>" + text.encode("ascii") + b"</v></c>"
    inside = b'<is><t xml:space="preserve">' + cell_text(text) + b"</t></is>"
    return head + b' t="inlineStr">' + inside + b"</c>"


def _link(row: int, item: Listed, address: str) -> bytes:
    """From the address to the cell; from the sheet's name where there is no cell."""
    # With signs of fixed places: LibreOffice takes a plain `C1` for a whole column.
    target = fixed_address_of(item.place or (1, 1))
    quoted = item.finding.sheet.replace("'", "''")
    at = b"E%d" % row if address else b"D%d" % row
    return b'<hyperlink ref="%s" location="%s" display="%s"/>' % (
        at, escaped(f"'{quoted}'!{target}"), escaped(address or item.finding.sheet),
    )  # fmt: skip
