"""The styles of the own workbook: named, so that a workbook holds each of them once.

A data style is unlocked and a heading locked; the sheet's protection does the rest. Colours are the
light palette's.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from unicodedata import east_asian_width

from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.workbook import Workbook
from openpyxl.worksheet.dimensions import ColumnDimension

from pmo_desktop.charts.palette import LIGHT
from pmo_desktop.domain.fields import Kind
from pmo_desktop.domain.money import DEFAULT_MINOR_DIGITS, MINOR_DIGITS
from pmo_desktop.exchange.workbook.template import Column
from pmo_desktop.language import Language

FONTS = {"zh": "Microsoft YaHei", "en": "Segoe UI"}
SIZE = 10
MAX_INDENT = 8
TEXT_FORMAT = "@"
DATE_FORMAT = "yyyy-mm-dd"
SHARE_FORMAT = "0%"
FINE_SHARE_FORMAT = "0.##%"
DAYS_FORMAT = "General"
FINE_DAYS_FORMAT = "0.00"
LINE_HEIGHT = 15.0
WIDE = frozenset("WF")
RIGHT = frozenset({Kind.MONEY, Kind.SHARE, Kind.DURATION, Kind.INTEGER})
CENTRED = frozenset({Kind.DATE, Kind.START, Kind.FINISH, Kind.LEVEL, Kind.BOOL})
TITLE, NOTE, BODY, BODY_STRONG = (
    f"pmo {name}" for name in ("title", "note", "body", "body strong")
)


def colour(role: str) -> str:
    """A role of the palette as the workbook writes it: `1E2733`."""
    return LIGHT[role].lstrip("#")


def fill(role: str) -> PatternFill:
    return PatternFill("solid", start_color=colour(role), end_color=colour(role))


def money_format(currency: str) -> str:
    digits = MINOR_DIGITS.get(currency, DEFAULT_MINOR_DIGITS)
    return "#,##0" + ("." + "0" * digits if digits else "")


def alignment_of(kind: Kind) -> str:
    return "right" if kind in RIGHT else "center" if kind in CENTRED else "left"


def lines_of(text: str, width: float) -> int:
    """How many lines `text` takes in a wrapped cell of `width` characters; wide ones count two."""
    room = max(width - 2, 1)
    return sum(max(1, ceil(width_of(line) / room)) for line in text.split("\n"))


def width_of(line: str) -> int:
    """How many narrow characters a line is wide."""
    return sum(2 if east_asian_width(letter) in WIDE else 1 for letter in line)


@dataclass
class Styles:
    """Hands out the names of styles, and makes each in the workbook when it is first asked for."""

    book: Workbook
    language: Language
    currency: str

    def __post_init__(self) -> None:
        self._made: set[str] = set()
        normal = self.book._named_styles["Normal"]  # openpyxl has no public way to the default font
        normal.font = self._font("ink")
        self._make(TITLE, self._font("ink", size=14, bold=True), vertical="center")
        self._make(NOTE, self._font("ink2"), vertical="center")
        self._make(BODY, self._font("ink"), vertical="center", wrap_text=True)
        self._make(BODY_STRONG, self._font("ink", bold=True), vertical="center")

    def header(self, column: Column) -> str:
        """The style of a column's header: aligned with what stands below it."""
        side = alignment_of(column.field.kind)
        name = f"pmo header {side}{' required' if column.required else ''}"
        if name not in self._made:
            self._add(
                NamedStyle(
                    name,
                    font=self._font("on_accent", bold=True),
                    fill=fill("accent" if column.required else "navigation"),
                    alignment=Alignment(
                        horizontal=side,
                        vertical="center",
                        indent=0 if side == "center" else 1,
                        wrap_text=True,
                    ),
                )
            )
        return name

    def data(self, column: Column, indent: int = 0, fine: bool = False) -> str:
        """The style of a column's cells; `fine` shows the decimals of what has some."""
        kind = column.field.kind
        indent = min(indent, MAX_INDENT)
        fine = fine and kind in (Kind.SHARE, Kind.DURATION)
        name = f"pmo {kind.value}{' wrapped' if column.wraps else ''}"
        name += f" {indent}" if indent else ""
        name += " fine" if fine else ""
        if name not in self._made:
            self._add(self._data_style(name, column, indent, fine))
        return name

    def dress(self, dimension: ColumnDimension, column: Column) -> None:
        """Give a whole column its data style: what is typed into free rows looks alike."""
        style = self._data_style("", column, indent=0, fine=False)
        dimension.font = style.font
        dimension.alignment = style.alignment
        dimension.number_format = style.number_format
        dimension.protection = style.protection

    def differential(self, role: str, ink: str, bold: bool | None = None) -> DifferentialStyle:
        """For a conditional format."""
        background = PatternFill(bgColor=colour(role), fill_type="solid")
        return DifferentialStyle(font=Font(color=colour(ink), bold=bold), fill=background)

    def _data_style(self, name: str, column: Column, indent: int, fine: bool) -> NamedStyle:
        kind = column.field.kind
        horizontal = alignment_of(kind)
        # One step of air, so that a number and the text beside it do not run into each other.
        indent = 0 if horizontal == "center" else indent + 1
        hair = Side("hair", color=colour("line_strong"))
        return NamedStyle(
            name,
            font=self._font("ink"),
            alignment=Alignment(
                horizontal=horizontal, vertical="center", indent=indent, wrap_text=column.wraps
            ),
            border=Border(bottom=hair),
            number_format=self._number_format(kind, fine),
            protection=Protection(locked=False),
        )

    def _number_format(self, kind: Kind, fine: bool) -> str:
        formats = {
            Kind.SHARE: FINE_SHARE_FORMAT if fine else SHARE_FORMAT,
            Kind.MONEY: money_format(self.currency),
            Kind.DURATION: FINE_DAYS_FORMAT if fine else DAYS_FORMAT,
            Kind.INTEGER: "0",
            Kind.LEVEL: "0",
        }
        if kind in (Kind.DATE, Kind.START, Kind.FINISH):
            return DATE_FORMAT
        return formats.get(kind, TEXT_FORMAT)

    @property
    def _face(self) -> str:
        return FONTS[self.language.code]

    def _font(self, role: str, size: int = SIZE, bold: bool = False) -> Font:
        return Font(name=self._face, size=size, bold=bold, color=colour(role))

    def _make(self, name: str, font: Font, **alignment: object) -> None:
        self._add(NamedStyle(name, font=font, alignment=Alignment(**alignment)))

    def _add(self, style: NamedStyle) -> None:
        self.book.add_named_style(style)
        self._made.add(style.name)
