"""The tables of a file under review as data: its changes, its findings, what was understood."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pmo_desktop.domain import fields
from pmo_desktop.domain.fields import Kind
from pmo_desktop.domain.health import Reason
from pmo_desktop.domain.records import Cell, ChangeKind, FieldChange, RecordChange
from pmo_desktop.language import Language
from pmo_desktop.ui.pages.review_choice import Choice, Place, places
from pmo_desktop.ui.tables.column import Column, Why, written
from pmo_desktop.ui.tables.editors import editable_text

if TYPE_CHECKING:
    from pmo_desktop.exchange.comparing.review import FileReview
    from pmo_desktop.exchange.findings import Finding

SEVERITY_TONES = {"error": "red", "warning": "amber", "note": "grey"}
SEVERITY_ORDER = {"error": 0, "warning": 1, "note": 2}
KIND_TONES = {ChangeKind.ADD: "green", ChangeKind.CHANGE: "accent"}
SUMMARY_FIELDS = ("start", "finish", "people", "owner", "due", "manager", "role", "period")


# Changes


@dataclass(frozen=True)
class ChangeRow:
    """A new record (`field` None) or one changed field of a known one."""

    id: Place
    record: RecordChange
    field: FieldChange | None
    taken: bool
    file_name: str

    @property
    def cell(self) -> Cell | None:
        if self.field is not None:
            return self.field.cell
        return next((change.cell for change in self.record.fields if change.cell), None)


def change_rows(choice: Choice) -> Iterator[ChangeRow]:
    """The changes of a file in the order of their records."""
    for place in places(choice.file):
        record = choice.file.changes[place.project].changes[place.record]
        named = (found for found in record.fields if found.name == place.field)
        field = next(named) if place.field else None
        yield ChangeRow(place, record, field, choice.takes(place), choice.file.path.name)


def field_text(table: str, name: str, value: Any, language: Language) -> str:
    """A plain value of a field as a reader of this language writes it."""
    spec = fields.field(f"{table}.{name}")
    if value is None or value == "" or value == ():
        return ""
    if spec.kind is Kind.CHOICE:
        return written(value, spec.kind, language, choice_term=spec.choice_term)
    if spec.kind in (Kind.LINKS, Kind.MONEY):
        return editable_text(value, spec, language)
    return written(value, spec.kind, language)


def summary(record: RecordChange, language: Language) -> str:
    """A new record in a few words: its dates and who answers for it."""
    values = record.values
    texts = (
        field_text(record.table, name, values[name], language)
        for name in SUMMARY_FIELDS
        if values.get(name)
    )
    return " · ".join(texts)


def _object(row: ChangeRow, language: Language) -> str:
    return f"{language.term(f'table.{row.record.table}')} {row.record.label}"


def _field(row: ChangeRow, language: Language) -> str:
    if row.field is None:
        return "—"
    return language.term(f"{row.record.table}.{row.field.name}")


def _before(row: ChangeRow, language: Language) -> str:
    if row.field is None:
        return ""
    return field_text(row.record.table, row.field.name, row.field.before, language) or "—"


def _after(row: ChangeRow, language: Language) -> str:
    if row.field is None:
        return summary(row.record, language)
    return field_text(row.record.table, row.field.name, row.field.after, language) or "—"


def _native(row: ChangeRow, side: str) -> str:
    return "" if row.field is None else str(getattr(row.field, side))


def _cell(row: ChangeRow, _language: Language) -> str:
    return "—" if row.cell is None else str(row.cell)


def _why_cell(row: ChangeRow, language: Language) -> Why | None:
    if row.cell is None:
        reason = Reason("This was concluded from the file; no cell says it.")
    else:
        reason = Reason(
            "In {file} the cell {cell} says “{text}”.",
            {"file": row.file_name, "cell": str(row.cell), "text": row.cell.text},
        )
    return Why(_object(row, language), (reason,))


def _kind(row: ChangeRow, language: Language) -> str:
    return language.term(f"change_kind.{row.record.kind.value}")


def _ink(row: ChangeRow) -> str | None:
    return None if row.taken else "disabled"


CHANGES: tuple[Column, ...] = (
    Column("taken", "review.taken", lambda row: row.taken, Kind.BOOL, 34, tick=True),
    Column("kind", "review.kind", lambda row: row.record.kind.value, width=76, show=_kind,
           chip=lambda row: KIND_TONES[row.record.kind] if row.taken else "grey"),
    Column("object", "review.object", lambda row: row.record.label, width=190, show=_object,
           stretch=True, tone=_ink),
    Column("field", "review.field", lambda row: row.field.name if row.field else "", width=104,
           show=_field, tone=_ink),
    Column("before", "review.before", lambda row: _native(row, "before"), width=120, show=_before,
           tone=lambda row: "ink2" if row.taken else "disabled"),
    Column("after", "review.after", lambda row: _native(row, "after"), width=160, show=_after,
           stretch=True, tone=_ink),
    Column("cell", "review.cell", lambda row: str(row.cell or ""), width=96, show=_cell,
           tone=lambda _: "accent_ink", why=_why_cell),
)  # fmt: skip


# Findings


@dataclass(frozen=True)
class FindingRow:
    id: int
    finding: Finding


def finding_rows(file: FileReview) -> tuple[FindingRow, ...]:
    """Errors first, then warnings, then notes; each in the order of the file."""
    found = sorted(file.findings, key=lambda finding: SEVERITY_ORDER[finding.severity])
    return tuple(FindingRow(at, finding) for at, finding in enumerate(found, 1))


def sentence(row: FindingRow, language: Language) -> str:
    """What is to be said, in a sentence."""
    from pmo_desktop.exchange.findings import say

    return say(row.finding, language)


def _place(row: FindingRow) -> str:
    return "!".join(filter(None, (row.finding.sheet, row.finding.cell)))


def _severity(row: FindingRow, language: Language) -> str:
    return language.term(f"severity.{row.finding.severity}")


def _why_finding(row: FindingRow, language: Language) -> Why:
    title = " ".join(filter(None, (_severity(row, language), _place(row))))
    reasons = [Reason("{sentence}", {"sentence": sentence(row, language)})]
    if row.finding.text:
        reasons.append(Reason("The cell says “{text}”.", {"text": row.finding.text}))
    return Why(title, reasons)


FINDINGS: tuple[Column, ...] = (
    Column("severity", "review.severity",
           lambda row: SEVERITY_ORDER[row.finding.severity], width=84, show=_severity,
           chip=lambda row: SEVERITY_TONES[row.finding.severity]),
    Column("place", "review.cell", _place, width=120, tone=lambda _: "accent_ink"),
    Column("sentence", "review.finding", lambda row: row.finding.code, width=380, stretch=True,
           show=sentence, why=_why_finding),
    Column("text", "review.text", lambda row: row.finding.text, width=136,
           tone=lambda _: "ink2"),
)  # fmt: skip


# What was understood


@dataclass(frozen=True)
class UnderstoodRow:
    """A column of a table of a sheet; or a sheet that was left out, with the reason's code."""

    id: int
    sheet: str
    table: str = ""
    header_row: int | None = None
    letter: str = ""
    header: str = ""
    field: str = ""
    rows: int | None = None
    left_out: str = ""


def understood_rows(file: FileReview) -> tuple[UnderstoodRow, ...]:
    """Every column of every table that was found, taken or not, and the sheets without any."""
    found: list[dict[str, Any]] = []
    for sheet in file.understood.sheets:
        if not sheet.tables:
            found.append({"sheet": sheet.name, "left_out": sheet.left_out})
        for table in sheet.tables:
            for column in table.columns:
                found.append(
                    {
                        "sheet": sheet.name,
                        "table": table.table,
                        "header_row": table.header_row,
                        "letter": column.letter,
                        "header": column.header,
                        "field": column.field,
                        "rows": table.rows,
                        "left_out": column.reason,
                    }
                )
    return tuple(UnderstoodRow(at, **values) for at, values in enumerate(found, 1))


def _table(row: UnderstoodRow, language: Language) -> str:
    return language.term(f"table.{row.table}") if row.table else "—"


def _taken_for(row: UnderstoodRow, language: Language) -> str:
    return language.term(row.field) if row.field else language.text("left out")


UNDERSTOOD: tuple[Column, ...] = (
    Column("sheet", "review.sheet", lambda row: row.sheet, width=110),
    Column("table", "review.table", lambda row: row.table, width=84, show=_table),
    Column("header_row", "review.header_row", lambda row: row.header_row, Kind.INTEGER, 84),
    Column("letter", "review.column", lambda row: row.letter, width=64, center=True),
    Column("header", "review.header", lambda row: row.header, width=150, stretch=True),
    Column("field", "review.taken_for", lambda row: row.field, width=150, show=_taken_for,
           tone=lambda row: None if row.field else "ink3"),
    Column("rows", "review.rows", lambda row: row.rows, Kind.INTEGER, 64),
)  # fmt: skip
