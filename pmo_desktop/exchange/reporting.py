"""A review as plain values for programs: what `import --json` prints.

What differs is listed with what it is (`added`, `changed`, `conflict`, `outdated`, `doubtful`) and
what is done with it (`accept`, `keep`, `open`: nothing yet, and it is not taken).

Values are as a reader of the language sees them in a list of changes, not as the database holds
them; places are a sheet's name and a cell's address, empty where there is none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from pmo_desktop.domain.fields import Field, Kind, field
from pmo_desktop.domain.links import format_links
from pmo_desktop.domain.records import (
    UNKNOWN,
    ChangeKind,
    Doubt,
    FieldChange,
    ProjectChange,
    RecordChange,
)
from pmo_desktop.exchange.comparing.choice import Choice
from pmo_desktop.exchange.comparing.equality import BARE_TIMES, is_empty
from pmo_desktop.exchange.comparing.newcomers import DEPARTMENT
from pmo_desktop.exchange.comparing.places import Difference, Place, places
from pmo_desktop.exchange.comparing.review import FileReview, Review
from pmo_desktop.exchange.findings import Finding, say
from pmo_desktop.exchange.plans.telling import plan_as_json
from pmo_desktop.exchange.understood import SheetFound, TableFound
from pmo_desktop.exchange.workbook.template import shown_day
from pmo_desktop.language import Language

JsonObject = dict[str, Any]


def as_json(
    review: Review, language: Language, choices: Sequence[Choice] | None = None
) -> JsonObject:
    """The whole review; its sentences and values in this language. `choices` are the decisions
    about its files, where they are others than what goes by itself."""
    decided = choices or [Choice(file) for file in review.files]
    files = [_file(choice, language) for choice in decided]
    counted = ("added", "changed", "doubtful", "missing", "findings")
    counts = {name: sum(len(file[name]) for file in files) for name in counted}
    statuses = Counter(one["status"] for file in files for one in file["changed"])
    for name in (Difference.CONFLICT, Difference.OUTDATED):
        counts[name.value] = statuses[name.value]
    counts["unchanged"] = sum(file["unchanged"] for file in files)
    return {"files": files, "counts": {"files": len(files), **counts}}


def finding_as_json(finding: Finding, language: Language) -> JsonObject:
    """`cell_text` is what stands in the cell, `text` the sentence."""
    return {
        "severity": finding.severity,
        "kind": finding.kind,
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


def _file(choice: Choice, language: Language) -> JsonObject:
    file = choice.file
    added, changed, doubtful = [], [], []
    for place in places(file):
        record, field_change = choice.record(place), choice.field(place)
        if field_change is not None:
            changed.append(_changed(choice, place, field_change, language))
        elif record.doubt is not None:
            doubtful.append(_doubtful(choice, place, record.doubt))
        if field_change is None and record.kind is ChangeKind.ADD and record.table != DEPARTMENT:
            added.append(_added(choice, place, language))
    understood = file.understood
    plan = {} if understood.plan is None else {"plan": plan_as_json(understood.plan, language)}
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
        "doubtful": doubtful,
        "missing": [{"table": one.table, "label": one.label} for one in file.missing],
        "unchanged": file.unchanged,
        "findings": [finding_as_json(finding, language) for finding in file.findings],
        **plan,
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


def _added(choice: Choice, place: Place, language: Language) -> JsonObject:
    record = choice.record(place)
    return {
        "project": _project(choice, place).code,
        "table": record.table,
        "label": record.label,
        "status": str(choice.difference(place)),
        "decision": str(choice.decision(place)),
        "values": {
            found.name: _value(record, found.name, found.after, language) for found in record.fields
        },
        **_place_of(record),
    }


def _changed(choice: Choice, place: Place, found: FieldChange, language: Language) -> JsonObject:
    """`base` is what was sent out or accepted last, null where that is not known."""
    record = choice.record(place)
    is_known = found.base is not UNKNOWN
    return {
        "project": _project(choice, place).code,
        "table": record.table,
        "label": record.label,
        "field": found.name,
        "base": _value(record, found.name, found.base, language) if is_known else None,
        "before": _value(record, found.name, found.before, language),
        "after": _value(record, found.name, found.after, language),
        "status": str(choice.difference(place)),
        "decision": str(choice.decision(place)),
        "sheet": found.cell.sheet if found.cell else "",
        "cell": found.cell.address if found.cell else "",
    }


def _doubtful(choice: Choice, place: Place, doubt: Doubt) -> JsonObject:
    """`answer` is `same`, `new`, or null: then nothing of it is taken."""
    record = choice.record(place)
    answer = choice.answered(doubt)
    return {
        "project": _project(choice, place).code,
        "table": record.table,
        "name": doubt.name,
        "known": doubt.known,
        "reason": doubt.reason,
        "score": round(doubt.score, 3),
        "answer": str(answer) if answer else None,
        **_place_of(record),
    }


def _project(choice: Choice, place: Place) -> ProjectChange:
    return choice.file.differences[place.project]


def _place_of(record: RecordChange) -> JsonObject:
    cell = next((found.cell for found in record.fields if found.cell is not None), None)
    return {"sheet": cell.sheet if cell else "", "cell": cell.address if cell else ""}


def _value(record: RecordChange, name: str, value: Any, language: Language) -> str:
    return value_text(field(f"{record.table}.{name}"), value, language)


def _moment(kind: Kind, moment: datetime, language: Language) -> str:
    """A bare date where the time is a working day's own."""
    if moment.time() in BARE_TIMES:
        return language.date(shown_day(kind, moment))
    return language.moment(moment)


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
