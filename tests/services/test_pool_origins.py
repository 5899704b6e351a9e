"""Where the values of the pool come from: files with sheets and cells, hands."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pmo_desktop.exchange.pool.review import review_pools
from pmo_desktop.exchange.understanding import understand
from pmo_desktop.language import Language
from pmo_desktop.services.absences import add_absence, change_absence
from pmo_desktop.services.bookings import add_booking
from pmo_desktop.services.capacities import add_capacity
from pmo_desktop.services.editing import add
from pmo_desktop.services.origin_words import place, step, told
from pmo_desktop.services.origins import history, known_field, origin
from pmo_desktop.services.pool_taking import take_pool
from pmo_desktop.services.rates import add_rate
from pmo_desktop.services.refused import Refused
from pmo_desktop.services.skills import add_skill, level_row, set_level
from pmo_desktop.services.tracing import find_pool_row
from pmo_desktop.storage.changes import Title
from pmo_desktop.storage.workspace import Workspace

EDIT, TODAY = Title("Edit"), date(2026, 11, 20)
JAN = date(2027, 1, 4)
ENGLISH = Language("en")


@pytest.fixture
def do(workspace: Workspace) -> Callable[..., Any]:
    return lambda verb, *args: workspace.edit(EDIT, verb, *args).result


@pytest.fixture
def wang(do: Callable[..., Any]) -> int:
    return int(do(add, "person", {"name": "王岚"}))


def imported(workspace: Workspace, path: Path, *rows: list[Any]) -> None:
    book = openpyxl.Workbook()
    book.properties.lastModifiedBy = "HR"
    book.active.title = "List"
    for row in rows:
        book.active.append(row)
    book.save(path)
    (file,) = review_pools(workspace, [understand(path, today=TODAY)])
    workspace.edit(EDIT, take_pool, file.changes)


def said(workspace: Workspace, table: str, row: int, field: str) -> str:
    return place(workspace.query(origin, table, row, field), ENGLISH)


def test_an_absence_comes_from_its_cell_until_a_hand_changes_it(
    workspace: Workspace, wang: int, do: Callable[..., Any], tmp_path: Path
) -> None:
    head = ["姓名", "开始", "结束", "类型"]
    imported(workspace, tmp_path / "leave.xlsx", head, ["王岚", JAN, JAN, "年假"])
    row = workspace.query(find_pool_row, "王岚", "absence", "first", "")
    assert wang
    assert said(workspace, "absence", row, "first") == "leave.xlsx · List!B2"
    assert said(workspace, "absence", row, "kind") == "leave.xlsx · List!D2"
    found = workspace.query(origin, "absence", row, "kind")
    assert (found.text, found.sender) == ("年假", "HR")
    assert any("HR" in line for line in told(found, ENGLISH))
    assert workspace.query(origin, "absence", row, "share").rule is not None
    do(change_absence, row, {"share": 0.5})
    newest, first = workspace.query(history, "absence", row, "share")
    assert step("absence", "share", newest, ENGLISH).split(" · ")[1] == "100% → 50%"
    assert first.file == "leave.xlsx"


def test_levels_of_a_matrix_come_from_their_cells(
    workspace: Workspace, wang: int, tmp_path: Path
) -> None:
    imported(workspace, tmp_path / "m.xlsx", ["姓名", "SQL", "Java"], ["王岚", "精通", 2])
    row = workspace.query(find_pool_row, "王岚", "person_skill", "level", "SQL")
    found = workspace.query(origin, "person_skill", row, "level")
    assert (found.file, found.sheet, found.cell, found.text) == ("m.xlsx", "List", "B2", "精通")
    skill = workspace.query(find_pool_row, "Java", "skill", "name", "")
    assert workspace.query(level_row, wang, skill) is not None
    assert workspace.query(origin, "skill", skill, "name").file == "m.xlsx"


def test_what_a_hand_gave_says_so(workspace: Workspace, wang: int, do: Callable[..., Any]) -> None:
    do(add, "project", {"code": "P-1", "name": "Pay"})
    skill = do(add_skill, {"name": "SQL"})
    do(set_level, wang, skill, 4)
    rows = {
        "absence.share": do(add_absence, wang, JAN, JAN),
        "person_capacity.capacity": do(add_capacity, wang, JAN, None, 0.5),
        "person_rate.standard": do(add_rate, wang, None, Decimal("300")),
        "person_skill.level": workspace.query(level_row, wang, skill),
        "skill.name": skill,
    }
    values = {"project": "P-1", "person": "王岚", "hours": 16, "firm": False, "first": JAN,
              "last": JAN}  # fmt: skip
    booking = do(add_booking, values)
    rows |= {f"booking.{name}": booking for name in values}
    for code, row in rows.items():
        table, _, field = code.partition(".")
        assert known_field(table, field), code
        found = workspace.query(origin, table, row, field)
        assert (found.kind, found.change_set_id > 0) == ("hand", True), code
        (only,) = workspace.query(history, table, row, field)
        assert "→" in step(table, field, only, ENGLISH)
    (one,) = workspace.query(history, "booking", booking, "person")
    assert (
        step("booking", "person", one, ENGLISH).endswith("– → 王岚 · by hand")
        or "王岚" in one.after
    )
    (one,) = workspace.query(history, "person_rate", rows["person_rate.standard"], "standard")
    assert "300.00" in step("person_rate", "standard", one, ENGLISH)


def test_a_row_is_found_by_whose_it_is_and_told_where_there_are_several(
    workspace: Workspace, wang: int, do: Callable[..., Any]
) -> None:
    first, second = (do(add_absence, wang, day, day) for day in (JAN, date(2027, 2, 1)))
    find = lambda *args: workspace.query(find_pool_row, *args)  # noqa: E731
    assert find("王岚", "absence", "first", "2027-01-04") == first
    assert find("王 岚", "absence", "first", "2027-02-01") == second
    with pytest.raises(Refused, match="no single row"):
        find("王岚", "absence", "first", "")
    with pytest.raises(Refused, match="no field"):
        find("王岚", "absence", "colour", "")


def test_a_booking_that_is_not_agreed_says_who_said_so(
    workspace: Workspace, wang: int, tmp_path: Path
) -> None:
    head = ["Booking", "Person", "Start", "End", "Agreed", "Units"]
    imported(workspace, tmp_path / "b.xlsx", head, ["Run", "王岚", JAN, JAN, "No", "50%"])
    row = workspace.query(find_pool_row, "王岚", "booking", "firm", "Run")
    assert wang
    assert said(workspace, "booking", row, "firm") == "b.xlsx · List!E2"
    assert said(workspace, "booking", row, "units") == "b.xlsx · List!F2"
