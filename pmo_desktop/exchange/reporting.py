"""A review as plain values for programs: what `import --json` prints.

Values are as a reader of the language sees them in a list of changes, not as the database holds
them; places are a sheet's name and a cell's address, empty where there is none.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from pmo_desktop.domain.fields import Field, Kind, field
from pmo_desktop.domain.links import format_links
from pmo_desktop.domain.records import ChangeKind, FieldChange, ProjectChange, RecordChange
from pmo_desktop.exchange.comparing.equality import BARE_TIMES, is_empty
from pmo_desktop.exchange.comparing.review import FileReview, Review, differing
from pmo_desktop.exchange.findings import Finding, say
from pmo_desktop.exchange.understood import SheetFound, TableFound
from pmo_desktop.exchange.workbook.template import shown_day
from pmo_desktop.language import Language

JsonObject = dict[str, Any]


def as_json(review: Review, language: Language) -> JsonObject:
    """The whole review; its sentences and values in this language."""
    files = [_file(file, language) for file in review.files]
    counted = ("added", "changed", "findings")
    counts = {name: sum(len(file[name]) for file in files) for name in counted}
    return {"files": files, "counts": {"files": len(files), **counts}}


def finding_as_json(finding: Finding, language: Language) -> JsonObject:
    """`cell_text` is what stands in the cell, `text` the sentence."""
    return {
        "severity": finding.severity,
        "code": finding.code,
        "sheet": finding.sheet,
        "cell": finding.cell,
        "cell_text": finding.text,
        "text": say(finding, language),
    }


def value_text(spec: Field, value: Any, language: Language) -> str:
    """A plain value as a list of changes shows it, also for the window; nothing is empty."""
    if is_empty(value):
        return ""
    match spec.kind:
        case Kind.CHOICE:
            return language.term(spec.choice_term(value))
        case Kind.BOOL:
            return language.term(f"bool.{str(value).lower()}")
        case Kind.SHARE:
            return language.percent(value, 0 if (value * 100) % 1 < 1e-9 else 2)
        case Kind.MONEY:
            return language.number(value, 2)
        case Kind.DURATION:
            return language.days(value)
        case Kind.PEOPLE:
            return language.enumeration(value)
        case Kind.LINKS:
            return format_links(value, chinese=language.is_chinese)
        case Kind.START | Kind.FINISH:
            return _moment(spec.kind, value, language)
        case Kind.DATE:
            return language.date(value)
    return str(value)


def _file(file: FileReview, language: Language) -> JsonObject:
    added, changed = [], []
    for change in file.changes:
        for record in change.changes:
            if record.kind is ChangeKind.ADD:
                added.append(_added(record, change, language))
            else:
                changed += [
                    _changed(record, found, change, language) for found in differing(record)
                ]
    understood = file.understood
    return {
        "file": understood.path.name,
        "path": str(understood.path),
        "state": str(file.state),
        "kind": understood.kind,
        "language": understood.language,
        "digest": understood.digest,
        "status_date": _iso(understood.status_date),
        "projects": _projects(file),
        "sheets": [_sheet(sheet) for sheet in understood.sheets],
        "added": added,
        "changed": changed,
        "findings": [finding_as_json(finding, language) for finding in file.findings],
    }


def _projects(file: FileReview) -> list[JsonObject]:
    """What was understood, by the project: how many records of each table."""
    return [
        {
            "code": records.project.values.get("code") or "",
            "name": records.project.values.get("name") or "",
            "tasks": len(records.tasks),
            "risks": len(records.risks),
            "issues": len(records.issues),
            "people": len(records.people),
            "status": len(records.status),
        }
        for records in file.understood.projects
    ]


def _sheet(sheet: SheetFound) -> JsonObject:
    return {
        "name": sheet.name,
        "left_out": sheet.left_out,
        "tables": [_table(table) for table in sheet.tables],
    }


def _table(table: TableFound) -> JsonObject:
    return {
        "table": table.table,
        "header_row": table.header_row,
        "rows": table.rows,
        "columns": [
            {
                "column": column.letter,
                "header": column.header,
                "field": column.field,
                "left_out": column.reason,
            }
            for column in table.columns
        ],
    }


def _added(record: RecordChange, change: ProjectChange, language: Language) -> JsonObject:
    places = [found.cell for found in record.fields if found.cell is not None]
    return {
        "project": change.code,
        "table": record.table,
        "label": record.label,
        "values": {
            found.name: _value(record, found.name, found.after, language) for found in record.fields
        },
        "sheet": places[0].sheet if places else "",
        "cell": places[0].address if places else "",
    }


def _changed(
    record: RecordChange, found: FieldChange, change: ProjectChange, language: Language
) -> JsonObject:
    return {
        "project": change.code,
        "table": record.table,
        "label": record.label,
        "field": found.name,
        "before": _value(record, found.name, found.before, language),
        "after": _value(record, found.name, found.after, language),
        "sheet": found.cell.sheet if found.cell else "",
        "cell": found.cell.address if found.cell else "",
    }


def _value(record: RecordChange, name: str, value: Any, language: Language) -> str:
    return value_text(field(f"{record.table}.{name}"), value, language)


def _moment(kind: Kind, moment: datetime, language: Language) -> str:
    """A bare date where the time is a working day's own."""
    if moment.time() in BARE_TIMES:
        return language.date(shown_day(kind, moment))
    return language.moment(moment)


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
