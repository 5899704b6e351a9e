"""The tables of a file under review as data: its changes, its findings, what was understood."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pmo_desktop.domain import fields
from pmo_desktop.domain.fields import Field, Kind
from pmo_desktop.domain.health import Reason
from pmo_desktop.domain.records import UNKNOWN, Cell, Doubt, FieldChange, RecordChange
from pmo_desktop.exchange.comparing.choice import Choice
from pmo_desktop.exchange.comparing.places import Answer, Decision, Place
from pmo_desktop.language import Language
from pmo_desktop.ui.tables.column import Column, Why, written
from pmo_desktop.ui.tables.editors import editable_text

if TYPE_CHECKING:
    from pmo_desktop.exchange.comparing.review import FileReview
    from pmo_desktop.exchange.findings import Finding

SEVERITY_TONES = {"error": "red", "warning": "amber", "note": "grey"}
SEVERITY_ORDER = {"error": 0, "warning": 1, "note": 2}
MISSING = "missing"
DIFFERENCE_TONES = {
    "added": "green",
    "changed": "accent",
    "conflict": "red",
    "outdated": "grey",
    "doubtful": "amber",
    MISSING: "grey",
}
SUMMARY_FIELDS = ("start", "finish", "people", "owner", "due", "manager", "role", "period")


# Changes


@dataclass(frozen=True)
class ChangeRow:
    """A new record or a doubtful one (`field` None), one field of a known one that differs, or a
    record that the file does not have (`record` None).

    `difference` is what it is, `decision` what is done with it; `value` is what would be written.
    """

    id: Place | str
    table: str
    label: str
    difference: str
    record: RecordChange | None = None
    field: FieldChange | None = None
    decision: Decision | None = None
    answer: Answer | None = None
    taken: bool = False
    value: Any = None
    edited: bool = False
    file_name: str = ""

    @property
    def cell(self) -> Cell | None:
        if self.field is not None:
            return self.field.cell
        fields = self.record.fields if self.record else ()
        return next((change.cell for change in fields if change.cell), None)

    @property
    def doubt(self) -> Doubt | None:
        """The doubt about the record, on the row that stands for the record."""
        return self.record.doubt if self.record and self.field is None else None

    @property
    def is_open(self) -> bool:
        """Whether somebody has to decide."""
        return self.decision is Decision.OPEN


def change_rows(choice: Choice) -> list[ChangeRow]:
    """The changes of a file in the order of their records, and what it does not have."""
    name = choice.file.path.name
    rows = [_change_row(choice, place, name) for place in choice.places]
    missing = (
        ChangeRow(f"missing {at}", one.table, one.label, MISSING)
        for at, one in enumerate(choice.file.missing)
    )
    return [*rows, *missing]


def _change_row(choice: Choice, place: Place, file_name: str) -> ChangeRow:
    record, field = choice.record(place), choice.field(place)
    return ChangeRow(
        place,
        record.table,
        record.label,
        choice.difference(place).value,
        record,
        field,
        choice.decision(place),
        choice.answered(record.doubt) if record.doubt else None,
        choice.takes(place),
        choice.value(place) if field else None,
        choice.is_edited(place),
        file_name,
    )


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


def doubt_text(doubt: Doubt, language: Language) -> str:
    """What speaks for it, and how much: `The same code, another name, 62%`."""
    return f"{language.term(f'doubt.{doubt.reason}')}, {language.percent(doubt.score)}"


def _object(row: ChangeRow, language: Language) -> str:
    return f"{language.term(f'table.{row.table}')} {row.label}"


def _field(row: ChangeRow, language: Language) -> str:
    if row.doubt is not None:
        return doubt_text(row.doubt, language)
    if row.field is None:
        return "—"
    return language.term(f"{row.table}.{row.field.name}")


def _side(row: ChangeRow, value: Any, language: Language) -> str:
    assert row.field is not None  # only a field has sides
    return field_text(row.table, row.field.name, value, language) or "—"


def _base(row: ChangeRow, language: Language) -> str:
    if row.field is None or row.field.base is UNKNOWN:
        return ""
    return _side(row, row.field.base, language)


def _before(row: ChangeRow, language: Language) -> str:
    if row.doubt is not None:
        return row.doubt.known
    return "" if row.field is None else _side(row, row.field.before, language)


def _after(row: ChangeRow, language: Language) -> str:
    if row.doubt is not None:
        return row.doubt.name
    if row.field is None:
        return summary(row.record, language) if row.record else ""
    return _side(row, row.field.after, language)


def _decision(row: ChangeRow, language: Language) -> str:
    """What is done with it; one's own value in its own words."""
    if row.decision is None:
        return ""
    if row.edited:
        return f"→ {_side(row, row.value, language)}"
    if row.doubt is not None and row.answer is not None and row.decision is not Decision.KEEP:
        return language.term(f"answer.{row.answer.value}")
    return language.term(f"decision.{row.decision.value}")


def _native(row: ChangeRow, side: str) -> str:
    return "" if row.field is None else str(getattr(row.field, side))


def _cell(row: ChangeRow, _language: Language) -> str:
    return "—" if row.cell is None else str(row.cell)


def _why_cell(row: ChangeRow, language: Language) -> Why | None:
    if row.record is None:
        return None
    if row.cell is None:
        reason = Reason("This was concluded from the file; no cell says it.")
    else:
        reason = Reason(
            "In {file} the cell {cell} says “{text}”.",
            {"file": row.file_name, "cell": str(row.cell), "text": row.cell.text},
        )
    return Why(_object(row, language), (reason,))


def _difference(row: ChangeRow, language: Language) -> str:
    return language.term(f"difference.{row.difference}")


def _edits(row: ChangeRow) -> Field | None:
    return fields.field(f"{row.table}.{row.field.name}") if row.field is not None else None


def _ink(row: ChangeRow) -> str | None:
    return None if row.taken or row.is_open else "disabled"


def _quiet_ink(row: ChangeRow) -> str:
    return "ink2" if row.taken or row.is_open else "disabled"


CHANGES: tuple[Column, ...] = (
    Column("taken", "review.taken", lambda row: row.taken, Kind.BOOL, 34, tick=True),
    Column("kind", "review.kind", lambda row: row.difference, width=80, show=_difference,
           chip=lambda row: DIFFERENCE_TONES[row.difference]),
    Column("object", "review.object", lambda row: row.label, width=126, show=_object,
           stretch=True, tone=_ink),
    Column("field", "review.field", lambda row: row.field.name if row.field else "", width=96,
           show=_field, tone=_ink),
    Column("base", "review.base", lambda row: _native(row, "base"), width=106, show=_base,
           tone=_quiet_ink),
    Column("before", "review.before", lambda row: _native(row, "before"), width=98, show=_before,
           tone=_quiet_ink),
    Column("after", "review.after", lambda row: _native(row, "after"), width=106, show=_after,
           stretch=True, tone=_ink),
    Column("decision", "review.decision", lambda row: row.decision.value if row.decision else "",
           width=80, show=_decision, cell_field=_edits,
           cell_value=lambda row: row.value,
           tone=lambda row: "amber_ink" if row.is_open else _ink(row)),
    Column("cell", "review.cell", lambda row: str(row.cell or ""), width=78, show=_cell,
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
