"""What records hold in the office's own fields goes out with them: as JSON, as workbooks."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from pmo_desktop.exchange.exporting import export_document
from pmo_desktop.exchange.tabling.master import master_sheets
from pmo_desktop.language import CODES, Language
from pmo_desktop.services.custom_fields import add_custom_field
from pmo_desktop.services.editing import add
from pmo_desktop.storage.changes import Title
from pmo_desktop.storage.workspace import Workspace

EDIT = Title("Edit")


@pytest.fixture
def fields(workspace: Workspace) -> dict[str, str]:
    """One own field a table, each with a value in one record and nothing in another."""
    kinds = {"project": "text", "task": "date", "risk": "money", "issue": "bool", "person": "share"}
    values: dict[str, Any] = {
        "project": "北京", "task": date(2026, 12, 1), "risk": Decimal("1.50"), "issue": False,
        "person": 0.25,
    }  # fmt: skip
    found = {}
    project = None
    for table, kind in kinds.items():
        names = {"en": f"Own {table}", "zh": f"自有 {table}"}
        uid = workspace.edit(EDIT, add_custom_field, table, names, kind).result
        found[table] = uid
        for name in ("A", "B"):
            given = {"name": name, **({"code": name} if table == "project" else {})}
            own = {f"custom.{uid}": values[table]} if name == "A" else {}
            in_project = project if table in ("task", "risk", "issue") else None
            made = workspace.edit(EDIT, add, table, {**given, **own}, in_project).result
            project = made if table == "project" and name == "A" else project
    return found


def test_json_has_them_under_custom_by_their_uids(
    workspace: Workspace, fields: dict[str, str]
) -> None:
    document = export_document(workspace)
    first, second = document["projects"]
    assert (first["custom"], second["custom"]) == (
        {fields["project"]: "北京"},
        {fields["project"]: ""},
    )
    assert [t["custom"][fields["task"]] for t in first["tasks"]] == ["2026-12-01", None]
    assert {r["custom"][fields["risk"]] for r in first["risks"]} == {"1.50", None}
    assert {r["custom"][fields["issue"]] for r in first["issues"]} == {False, None}
    assert {r["custom"][fields["person"]] for r in document["people"]} == {0.25, None}
    assert {f["uid"] for f in document["custom_fields"]} == set(fields.values())
    assert document["custom_fields"][0]["name"] == {"zh": "自有 project", "en": "Own project"}


@pytest.mark.parametrize("code", CODES)
def test_the_master_workbook_has_them_as_last_columns(
    workspace: Workspace, fields: dict[str, str], code: str
) -> None:
    sheets = {sheet.name: sheet for sheet in master_sheets(workspace, Language(code))}
    expected = {
        "project": {"北京", None}, "task": {date(2026, 12, 1), None},
        "risk": {Decimal("1.50"), None}, "issue": {False, None}, "person": {0.25, None},
    }  # fmt: skip
    for table in fields:
        sheet = sheets[Language(code).term(f"table.{table}")]
        assert sheet.columns[-1].header == ("Own " if code == "en" else "自有 ") + table
        assert {row[-1] for row in sheet.rows} == expected[table]
