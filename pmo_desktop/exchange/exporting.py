"""The whole database as one JSON document, for other programs.

Dates and moments are ISO (`2026-11-05`, `2026-11-05T18:00`), shares 0..1, money decimal strings in
the project's currency, durations, lags and floats whole working minutes, probability, impact and
severity levels 1..5, choices their codes. What is not known is `null`. What records hold in the
office's own fields stands under `custom`, by the uids of `custom_fields`.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from pmo_desktop.domain.fields import CUSTOM, Kind, fields_of, is_custom
from pmo_desktop.domain.plan import Plan, PlanRow
from pmo_desktop.domain.records import ProjectRecords, Record
from pmo_desktop.exchange.files.in_place import put_in_place
from pmo_desktop.progress import Progress, Report, silent
from pmo_desktop.services.custom_fields import CustomFieldRow, custom_fields, own_values
from pmo_desktop.services.gantt import plan
from pmo_desktop.services.records import project_records
from pmo_desktop.services.registers import decisions, people
from pmo_desktop.storage.workspace import Workspace

JsonObject = dict[str, Any]
ELSEWHERE = (Kind.PEOPLE, Kind.LINKS)
PROJECT_HEAD = ("code", "name", "manager", "department", "budget", "spent")
TASK_HEAD = ("wbs", "name", "kind", "start", "finish", "percent_complete")


def export_json(workspace: Workspace, file: Path, report: Report = silent) -> None:
    """Write the document to `file`, whole or not at all; raises `OSError`."""
    text = json.dumps(export_document(workspace, report), ensure_ascii=False, indent=1)
    put_in_place(file, (text + "\n").encode())


def export_document(workspace: Workspace, report: Report = silent) -> JsonObject:
    """The document as plain values that `json` can write."""
    whole = workspace.query(plan)
    links = _links(whole)
    rows = {row.task_id: (at, row) for at, row in enumerate(whole.rows) if row.task_id is not None}
    ids = [row.project_id for row in whole.rows if row.task_id is None]
    projects = []
    for done, project_id in enumerate(ids):
        report(Progress(done, len(ids), "Exporting the projects"))
        records = workspace.query(project_records, project_id)
        projects.append(_project(records, rows, links))
    report(Progress(len(ids), len(ids), "Exporting the projects"))
    return {
        "projects": projects,
        "people": _rows(workspace, "person", workspace.query(people)),
        "decisions": _rows(workspace, "decision", workspace.query(decisions)),
        "custom_fields": [_custom_field(row) for row in workspace.query(custom_fields)],
    }


def _rows(workspace: Workspace, table: str, rows: Sequence[Any]) -> list[JsonObject]:
    """The rows of a register of the office, with what they hold in its own fields."""
    own = workspace.query(own_values, table)
    found = []
    for row in rows:
        given = own.values.get(row.id, {})
        custom = {field.uid: _plain(given.get(field.name)) for field in own.fields}
        found.append(_plain_object(asdict(row)) | ({"custom": custom} if custom else {}))
    return found


def _custom_field(row: CustomFieldRow) -> JsonObject:
    return {
        "uid": row.uid,
        "table": row.table,
        "name": dict(row.names),
        "kind": row.kind.value,
        "choices": list(row.options),
    }


def _project(
    records: ProjectRecords,
    rows: Mapping[int, tuple[int, PlanRow]],
    links: dict[int, list[JsonObject]],
) -> JsonObject:
    found = _fields(records.project, PROJECT_HEAD)
    found["tasks"] = [_task(task, *rows[task.id or 0], links) for task in records.tasks]
    for name in ("risks", "issues", "status"):
        found[name] = [_fields(record) for record in getattr(records, name)]
    return found


def _task(task: Record, at: int, row: PlanRow, links: dict[int, list[JsonObject]]) -> JsonObject:
    found = _fields(task, TASK_HEAD)
    del found["duration"]
    return found | {
        "duration_minutes": row.duration_minutes,
        "total_float_minutes": row.total_float_minutes,
        "free_float_minutes": row.free_float_minutes,
        "critical": row.critical,
        "assignees": list(task.values.get("people") or ()),
        "predecessors": links.get(at, []),
    }


def _fields(record: Record, head: tuple[str, ...] = ()) -> JsonObject:
    """A record's fields, those of `head` first."""
    names = [field.name for field in fields_of(record.table) if field.kind not in ELSEWHERE]
    ordered = [*head, *(name for name in names if name not in head)]
    found = {name: _plain(record.values.get(name)) for name in ordered}
    custom = {
        name.removeprefix(CUSTOM): _plain(value)
        for name, value in record.values.items()
        if is_custom(name)
    }
    return found | ({"custom": custom} if custom else {})


def _links(whole: Plan) -> dict[int, list[JsonObject]]:
    """By the successor's row; a predecessor in another project says which."""
    codes = {row.project_id: row.wbs or row.name for row in whole.rows if row.task_id is None}
    found: dict[int, list[JsonObject]] = defaultdict(list)
    for link in whole.links:
        before, after = whole.rows[link.predecessor], whole.rows[link.successor]
        written = {
            "wbs": before.wbs,
            "type": str(link.type),
            "lag_minutes": link.lag_minutes,
        }
        if before.project_id != after.project_id:
            written["project"] = codes[before.project_id]
        found[link.successor].append(written)
    return found


def _plain_object(values: JsonObject) -> JsonObject:
    return {name: _plain(value) for name, value in values.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value
