"""The pool as a workbook: out and in again, changed, in conflict; and tables that others wrote."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmo_desktop.domain.pool import AbsenceKind
from pmo_desktop.domain.pool_changes import PoolChangeKind, PoolNames, StoredRow
from pmo_desktop.exchange.files import reading as files
from pmo_desktop.exchange.findings import say
from pmo_desktop.exchange.pool.comparing import Around, PoolReview, compare_pool
from pmo_desktop.exchange.pool.reading import is_pool, read_pool
from pmo_desktop.exchange.pool.writing import pool_bytes
from pmo_desktop.exchange.understanding import understand
from pmo_desktop.exchange.workbook.template import META_SHEET
from pmo_desktop.language import Language
from pmo_desktop.services.absences import add_absence
from pmo_desktop.services.capacities import add_capacity
from pmo_desktop.services.editing import add
from pmo_desktop.services.names import normal_name
from pmo_desktop.services.people_pool import person_sheet, pool
from pmo_desktop.services.pool_records import TABLES, pool_names, pool_rows
from pmo_desktop.services.pool_taking import take_pool
from pmo_desktop.services.rates import add_rate
from pmo_desktop.services.skills import add_skill, set_level
from pmo_desktop.services.teams import add_members, add_team
from pmo_desktop.storage.changes import Title
from pmo_desktop.storage.workspace import Workspace

EDIT = Title("Edit")
TODAY = date(2026, 11, 20)
NOV, DEC = date(2026, 11, 30), date(2026, 12, 31)
LANGUAGES = [Language("zh"), Language("en")]


@pytest.fixture
def office(workspace: Workspace) -> Workspace:
    """Two people with all that people have."""
    do = lambda verb, *args: workspace.edit(EDIT, verb, *args).result  # noqa: E731
    values = {"name": "王岚", "role": "Tester", "department": "质量部", "capacity": 0.8}
    wang = do(add, "person", values)
    do(add, "person", {"name": "Marco Rossi", "external": True, "joined": date(2026, 1, 5)})
    do(add_absence, wang, NOV, DEC, "training", 0.5, "SQL\n2")
    do(add_capacity, wang, date(2027, 1, 1), None, 0.5)
    do(add_rate, wang, None, Decimal("300"), Decimal("450.50"))
    do(set_level, wang, do(add_skill, {"name": "SQL", "category": "数据"}), 4)
    do(add_members, do(add_team, "Payments"), [wang])
    return workspace


def written(workspace: Workspace, folder: Path, language: Language) -> Path:
    path = folder / f"pool_{language.code}.xlsx"
    path.write_bytes(pool_bytes(workspace.query(pool_rows), workspace.query(pool_names), language))
    return path


def reviewed(workspace: Workspace, path: Path) -> PoolReview:
    understood = understand(path, today=TODAY)
    assert understood.pool is not None
    return compare_pool(understood.pool, workspace.query(pool_rows), around(workspace))


def around(workspace: Workspace) -> Around:
    return Around(workspace.query(pool_names))


def changed(path: Path, change: Callable[[Any], None]) -> Path:
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)
    return path


def table(folder: Path, *sheets: Sequence[Sequence[Any]], name: str = "list.xlsx") -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets):
        page = book.create_sheet(f"Sheet{number}")
        for row in rows:
            page.append(list(row))
    book.save(folder / name)
    return folder / name


def told(review: PoolReview) -> list[str]:
    return [say(finding, Language("en")) for finding in review.findings]


@pytest.mark.parametrize("language", LANGUAGES, ids=["zh", "en"])
def test_what_goes_out_and_comes_back_untouched_changes_nothing(
    office: Workspace, tmp_path: Path, language: Language
) -> None:
    found = reviewed(office, written(office, tmp_path, language))
    assert not found.changes
    assert not found.findings
    assert found.unchanged == sum(map(len, office.query(pool_rows).values()))


NAMES = st.text("王岚李娜 AZaz-'", min_size=1, max_size=12).map(str.strip).filter(bool)
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@st.composite
def pools(draw: st.DrawFn) -> dict[str, tuple[StoredRow, ...]]:
    """Any pool: names unlike each other's, spans forwards."""
    names = draw(st.lists(NAMES, min_size=1, max_size=5, unique_by=normal_name))
    skills = draw(st.lists(NAMES, max_size=4, unique_by=normal_name))
    rows: dict[str, list[StoredRow]] = {name: [] for name in TABLES}
    for number, name in enumerate(names):
        rows["person"].append(StoredRow(number + 1, f"u{number}", {
            "name": name, "role": draw(NAMES), "department": "", "email": "", "calendar": "",
            "capacity": draw(st.sampled_from((0.0, 0.5, 0.8, 1.0, 3.0))),
            "external": draw(st.booleans()), "placeholder": False, "active": True,
            "joined": draw(st.none() | DAYS), "left_on": None,
        }))  # fmt: skip
        for at in range(draw(st.integers(0, 2))):
            first, last = sorted((draw(DAYS), draw(DAYS)))
            key = f"u{number}a{at}"
            rows["absence"].append(StoredRow(len(rows["absence"]) + 1, key, {
                "person": name, "kind": draw(st.sampled_from([k.value for k in AbsenceKind])),
                "first": first, "last": last, "share": draw(st.sampled_from((0.25, 0.5))),
                "note": draw(NAMES | st.just("")),
            }))  # fmt: skip
        for at, skill in enumerate(skills):
            if draw(st.booleans()):
                level = {"person": name, "skill": skill, "level": draw(st.integers(1, 5))}
                place = len(rows["person_skill"]) + 1
                rows["person_skill"].append(StoredRow(place, f"u{number}|s{at}", level))
    for at, skill in enumerate(skills):
        values = {"name": skill, "category": draw(NAMES | st.just("")), "needed_holders": 2,
                  "needed_level": draw(st.integers(1, 5))}  # fmt: skip
        rows["skill"].append(StoredRow(at + 1, f"s{at}", values))
    return {name: tuple(found) for name, found in rows.items()}


@settings(max_examples=25)
@given(pools(), st.sampled_from(LANGUAGES))
def test_any_pool_survives_the_journey(
    tmp_path_factory: pytest.TempPathFactory, stored: dict[str, Any], language: Language
) -> None:
    path = tmp_path_factory.mktemp("pool") / "pool.xlsx"
    path.write_bytes(pool_bytes(stored, PoolNames(), language))
    book = files.read(path, META_SHEET)
    assert is_pool(book)
    found = compare_pool(read_pool(book, TODAY), stored)
    assert [(c.kind, c.table, c.label, c.values) for c in found.changes] == []
    assert not told(found)
    nobody = dict.fromkeys(TABLES, ())
    anew = compare_pool(read_pool(book, TODAY), nobody)
    counts = {name: sum(one.table == name for one in anew.changes) for name in TABLES}
    assert counts == {name: len(rows) for name, rows in stored.items()}


def test_a_change_a_new_row_and_a_removed_one_are_shown_and_taken_as_one_edit(
    office: Workspace, tmp_path: Path
) -> None:
    def edit(book: Any) -> None:
        book["Absences"]["F2"] = "80%"
        book["People"].append([None, "Ana Silva", "Analyst", "质量部"])
        book["Skills matrix"]["D2"] = 5
        book["Capacity"].delete_rows(2)

    path = changed(written(office, tmp_path, Language("en")), edit)
    found = reviewed(office, path)
    kinds = {(one.table, one.kind.value, one.taken) for one in found.changes}
    assert kinds == {
        ("absence", "change", True),
        ("person", "add", True),
        ("person_skill", "add", True),
        ("person_capacity", "remove", False),
    }
    taken = [one for one in found.changes if one.taken]
    assert office.edit(EDIT, take_pool, taken).result == (2, 1, 0)
    people = {one.name: one for one in office.query(pool)}
    assert set(people) == {"王岚", "Marco Rossi", "Ana Silva"}
    assert people["Marco Rossi"].skills == "SQL 5"
    sheet = office.query(person_sheet, people["王岚"].id)
    assert sheet is not None
    assert sheet.absences[0].share == 0.8
    office.undo()
    assert len(office.query(pool)) == 2


def test_what_both_have_changed_is_a_conflict_and_not_taken_by_itself(
    office: Workspace, tmp_path: Path
) -> None:
    path = written(office, tmp_path, Language("en"))
    wang = next(one.id for one in office.query(pool) if one.name == "王岚")
    from pmo_desktop.services.people import set_person

    office.edit(EDIT, set_person, wang, {"role": "Lead tester", "email": "w@example.com"})
    assert not reviewed(office, path).changes

    def edit(book: Any) -> None:
        row = next(r for r in book["People"].iter_rows(min_row=2) if r[1].value == "王岚")
        row[2].value = "Test manager"

    (found,) = reviewed(office, changed(path, edit)).changes
    assert (found.is_conflict, found.taken) == (True, False)
    assert dict(found.values) == {"role": "Test manager"}


def test_a_leave_list_of_the_staff_office_is_understood(office: Workspace, tmp_path: Path) -> None:
    path = table(tmp_path, [
        ["2026 年请假汇总"],
        [],
        ["序号", "姓名", "部门", "开始日期", "结束日期", "假期类型", "天数"],
        [1, " 王 岚 ", "质量部", "2027/1/4", "2027/1/8", "年假", 5],
        [2, "Marco  Rossi", "", datetime(2027, 2, 1), datetime(2027, 2, 1), "病假", 0.5],
        [3, "王岚", "质量部", "2027年3月1日 下午", "2027年3月3日", "培训", 2.5],
        [4, "李四", "", "2027/1/4", "2027/1/8", "年假", 5],
        [5, "王岚", "", "2027/5/9", "2027/5/1", "年假", 5],
        [6, "王岚", "", "soon", "", "年假", ""],
        [7, "王岚", "", "2027/6/1", "2027/6/1", "考驾照", 1],
    ])  # fmt: skip
    found = reviewed(office, path)
    rows = [(c.values["person"], c.values["first"], c.values["last"], c.values["kind"],
             c.values["share"]) for c in found.changes]  # fmt: skip
    assert rows == [
        ("王岚", date(2027, 1, 4), date(2027, 1, 8), "leave", 1.0),
        ("Marco Rossi", date(2027, 2, 1), date(2027, 2, 1), "sickness", 0.5),
        ("王岚", date(2027, 3, 1), date(2027, 3, 1), "training", 0.5),
        ("王岚", date(2027, 3, 2), date(2027, 3, 3), "training", 1.0),
        ("王岚", date(2027, 6, 1), date(2027, 6, 1), "leave", 1.0),
    ]
    assert found.changes[-1].values["note"] == "考驾照"
    sentences = told(found)
    assert any('"李四" (row 7)' in sentence for sentence in sentences)
    assert any("before the first (row 8)" in sentence for sentence in sentences)
    assert any('"soon" is no date (row 9)' in sentence for sentence in sentences)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [(["80%", "50%"], [0.8, 0.5]), ([80, 50], [0.8, 0.5]), ([0.8, 0.5], [0.8, 0.5])],
)
def test_shares_are_read_however_they_are_written(
    office: Workspace, tmp_path: Path, cells: list[Any], expected: list[float]
) -> None:
    path = table(tmp_path, [
        ["Name", "From", "To", "Capacity"],
        ["Marco Rossi", "2027-01-01", "2027-03-31", cells[0]],
        ["Marco Rossi", "2027-04-01", None, cells[1]],
    ])  # fmt: skip
    assert [one.values["capacity"] for one in reviewed(office, path).changes] == expected


def test_a_plain_skills_matrix_brings_levels_skills_and_people(
    office: Workspace, tmp_path: Path
) -> None:
    path = table(tmp_path, [
        ["姓名", "SQL", "Kubernetes", "Excel"],
        ["王岚", 5, "", "精通"],
        ["新同事", None, 3, "√"],
        ["Marco Rossi", "very good", 2, 0],
        ["Marco Rossi", 1, None, None],
        *([f"Person {number}", 3, 3, 3] for number in range(8)),
    ])  # fmt: skip
    found = reviewed(office, path)
    of_skills = [one for one in found.changes if one.table == "person_skill"]
    levels = {(one.values["person"], one.values["skill"], one.values["level"]) for one in of_skills
              if "person" in one.values}  # fmt: skip
    assert ("新同事", "Kubernetes", 3) in levels
    assert ("新同事", "Excel", 3) in levels
    assert ("王岚", "Excel", 4) in levels
    assert any(c.table == "person" and c.label == "新同事" for c in found.changes)
    assert any('"very good" is no level (row 4)' in sentence for sentence in told(found))
    office.edit(EDIT, take_pool, [one for one in found.changes if one.taken])
    people = {one.name: one.skills for one in office.query(pool)}
    assert people["王岚"] == "SQL 5, Excel 4"


def test_rows_that_do_not_go_together_are_left_out_and_the_rest_is_kept(
    office: Workspace, tmp_path: Path
) -> None:
    path = table(tmp_path, [
        ["Name", "From", "To", "Capacity"],
        ["王岚", "2026-12-01", "2026-12-31", "90%"],
        ["王岚", "2027-02-01", "2027-03-31", "90%"],
    ], [
        ["Name", "Start", "End", "Type", "Share"],
        ["王岚", "2026-12-01", "2026-12-01", "Vacation", "100%"],
        ["王岚", "2026-12-02", "2026-12-02", "Vacation", "half day"],
    ])  # fmt: skip
    found = reviewed(office, path)
    assert [(one.table, one.row) for one in found.changes] == [
        ("person_capacity", 2),
        ("absence", 3),
    ]
    assert any("another capacity already: row 3" in sentence for sentence in told(found))
    assert any("more than the whole day: row 2" in sentence for sentence in told(found))


def test_rates_are_read_with_their_units(office: Workspace, tmp_path: Path) -> None:
    path = table(tmp_path, [
        ["Employee", "Valid from", "Hourly rate"],
        ["Marco Rossi", "2027-01-01", "¥ 1,250.50"],
        ["王岚", None, 300],
        ["王岚", "2027-01-01", "a lot"],
    ])  # fmt: skip
    found = reviewed(office, path)
    (rate,) = found.changes
    assert (rate.values["standard"], rate.values["from_day"]) == (
        Decimal("1250.50"), date(2027, 1, 1))  # fmt: skip
    assert any('"a lot" is no amount (row 4)' in sentence for sentence in told(found))


def test_a_plan_with_people_is_no_pool(tmp_path: Path) -> None:
    path = table(tmp_path, [
        ["WBS", "任务", "负责人", "开始", "结束"],
        ["1", "设计", "王岚", "2026-11-01", "2026-11-05"],
    ], [["姓名", "角色", "部门"], ["王岚", "测试", "质量部"]])  # fmt: skip
    assert understand(path, today=TODAY).pool is None


def test_a_copied_row_is_a_new_one_and_the_same_row_twice_is_told(
    office: Workspace, tmp_path: Path
) -> None:
    def edit(book: Any) -> None:
        page = book["Absences"]
        cells = [cell.value for cell in page[2]]
        page.append([*cells[:3], date(2027, 5, 3), date(2027, 5, 4), *cells[5:]])
        page.append(cells)

    found = reviewed(office, changed(written(office, tmp_path, Language("en")), edit))
    assert [(one.kind, one.values["first"]) for one in found.changes] == [
        (PoolChangeKind.ADD, date(2027, 5, 3))
    ]
    assert any("stands twice: row 4" in sentence for sentence in told(found))


def test_what_cannot_be_read_is_not_taken_for_removed(office: Workspace, tmp_path: Path) -> None:
    def edit(book: Any) -> None:
        book["Absences"]["D2"] = "2027-13-45"
        row = next(r for r in book["Skills matrix"].iter_rows(min_row=2) if r[1].value == "王岚")
        row[3].value = "rather good"

    found = reviewed(office, changed(written(office, tmp_path, Language("en")), edit))
    assert not found.changes
    assert len(found.findings) == 2


def test_a_row_without_a_name_is_nobodys_where_every_row_repeats_its_name(
    office: Workspace, tmp_path: Path
) -> None:
    head = ["Name", "Start", "End", "Type"]
    rows = [["王岚", f"2027-0{n}-01", f"2027-0{n}-02", "Vacation"] for n in range(1, 4)]
    rows += [["", "2027-05-01", "2027-05-02", "Vacation"]]
    found = reviewed(office, table(tmp_path, [head, *rows]))
    assert len(found.changes) == 3
    assert told(found) == ["Row 5 names nobody and was left out: write a name."]
    form = [rows[0], rows[3], ["Marco Rossi", *rows[1][1:]], ["", *rows[2][1:]]]
    found = reviewed(office, table(tmp_path, [head, *form]))
    assert [one.values["person"] for one in found.changes] == [
        "王岚", "王岚", "Marco Rossi", "Marco Rossi"]  # fmt: skip
    assert sum("who stands above it" in sentence for sentence in told(found)) == 2


def test_bad_cells_are_told_and_the_rest_is_taken(office: Workspace, tmp_path: Path) -> None:
    def edit(book: Any) -> None:
        people, skills, rates = book["People"], book["Skills"], book["Rates"]
        rossi = next(r for r in people.iter_rows(min_row=2) if r[1].value == "Marco Rossi")
        rossi[5].value, rossi[9].value, rossi[10].value = 50, date(2027, 5, 1), date(2026, 1, 1)
        skills["D2"], skills["E2"] = -1, 77
        rates.append([None, "Marco Rossi", "Q", date(2027, 1, 1), 5])
        rates.append([None, "Marco Rossi", "A", date(2027, 1, 1), -5])
        book["Capacity"].append([None, "Marco Rossi", date(2027, 8, 1), None, None])
        book["Absences"].append([None, None, "Leave", date(2027, 6, 1), date(2027, 6, 2), 1])
        book["Team members"].append([None, "No team", "Ghost"])
        book["Teams"].append([None, "Night", "Ghost"])

    found = reviewed(office, changed(written(office, tmp_path, Language("en")), edit))
    assert [(c.table, c.label, dict(c.values)) for c in found.changes] == [
        ("person", "Marco Rossi", {"capacity": 0.5}), ("team", "Night", {"team": "Night"})
    ]  # fmt: skip
    assert sorted(one.code for one in found.findings) == sorted([
        "pool_left_before", "pool_mixed_shares", "pool_not_a_count", "pool_not_a_level",
        "pool_no_rate_table", "pool_below_zero", "pool_no_capacity", "pool_no_person",
        "pool_nobody", "pool_nobody_leads",
    ])  # fmt: skip
    assert all(one.sheet and one.params["rows"] for one in found.findings)
    office.edit(EDIT, take_pool, [one for one in found.changes if one.taken])
    assert "Ghost" not in {one.name for one in office.query(pool)}


def test_a_name_that_another_has_is_not_given(office: Workspace, tmp_path: Path) -> None:
    def edit(book: Any) -> None:
        rows = book["People"].iter_rows(min_row=2)
        row = next(r for r in rows if r[1].value == "Marco Rossi")
        row[1].value, row[2].value = "王岚", "Tester"

    found = reviewed(office, changed(written(office, tmp_path, Language("en")), edit))
    assert [dict(one.values) for one in found.changes] == [{"role": "Tester"}]
    assert ["was not renamed" in sentence for sentence in told(found)] == [True]


def test_people_whom_the_same_file_adds_may_lead_and_belong_to_teams(
    office: Workspace, tmp_path: Path
) -> None:
    def edit(book: Any) -> None:
        book["People"].append([None, "Ada", "Lead", "Labs"])
        book["Departments"].append([None, "Labs", "Ada"])
        book["Teams"].append([None, "Night", "Ada"])
        book["Team members"].append([None, "Night", "Ada"])

    found = reviewed(office, changed(written(office, tmp_path, Language("en")), edit))
    assert not found.findings
    office.edit(EDIT, take_pool, [one for one in found.changes if one.taken])
    assert [one.name for one in office.query(pool)].count("Ada") == 1
    after = office.query(pool_rows)
    assert {"department": "Labs", "manager": "Ada"} in [one.values for one in after["department"]]


@pytest.mark.parametrize(
    ("cell", "expected"), [(50, 0.5), (3, 0.03), (100, 1.0), (1, 1.0), (101, None), (1e9, None),
                           ("300%", None), (-1, None), ("80%", 0.8), (0, 0.0)]
)  # fmt: skip
def test_a_number_above_one_is_percent_and_none_is_above_a_hundred(
    office: Workspace, tmp_path: Path, cell: Any, expected: float | None
) -> None:
    path = table(tmp_path, [["Name", "From", "To", "Capacity"],
                            ["Marco Rossi", "2027-01-01", "2027-03-31", cell]])  # fmt: skip
    found = [one.values["capacity"] for one in reviewed(office, path).changes]
    assert found == ([] if expected is None else [expected])
