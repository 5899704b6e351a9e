"""Forms: single cells with their labels, somewhere on the sheet."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.exchange.books import codes, only, read

WANTED = {
    "code": "P-77",
    "name": "新仓库",
    "manager": "罗敏",
    "budget": Decimal(120_000),
}
BESIDE = [
    ["项目立项表"],
    [],
    ["项目编号", "P-77", "项目名称", "新仓库"],
    ["项目经理", "罗敏", "预算(万元)", 12],
]
ABOVE = [
    ["项目立项表"],
    ["项目编号", None, "项目名称"],
    ["P-77", None, "新仓库"],
    ["项目经理", None, "预算(万元)"],
    ["罗敏", None, 12],
]
ONE_BY_ONE = [
    ["项目立项表"],
    *([cell] for cell in ("项目编号", "P-77", "项目名称", "新仓库")),
    *([cell] for cell in ("项目经理", "罗敏", "预算(万元)", 12)),
]


@pytest.mark.parametrize("rows", [BESIDE, ABOVE, ONE_BY_ONE])
def test_labels_have_their_values_beside_or_below_them(tmp_path: Path, rows: list[Any]) -> None:
    found = read(tmp_path, rows, name="form.xlsx")
    assert only(found).project.values == WANTED
    assert not [code for code in codes(found) if code.startswith("column")]


def test_each_value_is_traced_to_its_own_cell(tmp_path: Path) -> None:
    project = only(read(tmp_path, ABOVE, name="form.xlsx")).project
    assert {name: cell.address for name, cell in project.cells.items()} == {
        "code": "A3",
        "name": "C3",
        "manager": "A5",
        "budget": "C5",
    }


def test_the_headings_of_a_report_are_no_names(tmp_path: Path) -> None:
    rows = [
        ["Status report"],
        ["Project code:", "P-77"],
        ["Report date:", "2026-11-20"],
        ["Achievements"],
        ["Design is done"],
        ["Next steps"],
        ["Build"],
    ]
    found = only(read(tmp_path, rows, name="report.xlsx"))
    assert found.project.values == {"code": "P-77"}
    assert found.status[0].values["achievements"] == "Design is done"
    assert found.status[0].values["status_date"] == date(2026, 11, 20)


def test_one_project_a_column_is_still_a_list_of_projects(tmp_path: Path) -> None:
    rows = [
        ["Project name", "Alpha", "Beta"],
        ["Project code", "A-1", "B-2"],
        ["Project manager", "Li Na", "Luo Min"],
        ["Budget", 100, 200],
    ]
    found = read(tmp_path, rows, name="list.xlsx")
    assert [p.project.values["code"] for p in found.projects] == ["A-1", "B-2"]


def test_a_row_of_words_above_others_is_no_form(tmp_path: Path) -> None:
    rows = [["Weather", "Mood"], ["rainy", "fine"]]
    found = read(tmp_path, rows, name="words.xlsx")
    assert found.projects == ()
