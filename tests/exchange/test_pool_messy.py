"""Lists of people as they really come: nothing is taken that is not meant, and all else is told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pmo_desktop.exchange.pool.review import review_pools
from pmo_desktop.exchange.understanding import understand
from pmo_desktop.services.bookings import add_booking
from pmo_desktop.services.editing import add
from pmo_desktop.services.pool_taking import take_pool
from pmo_desktop.services.skills import add_skill
from pmo_desktop.storage.workspace import Workspace
from tests.exchange.test_pool_workbook import EDIT, TODAY, office, reviewed, table, told

__all__ = ["office"]
HEAD = ["姓名", "开始", "结束", "类型"]
WANG, MARCO = "王岚", "Marco Rossi"


def labels(review: Any) -> list[str]:
    return [one.label for one in review.changes if one.taken]


def test_headers_in_two_rows_two_languages_and_below_a_title(
    office: Workspace, tmp_path: Path
) -> None:
    path = table(tmp_path, [
        ["2027年第一季度请假汇总表"], [],
        ["序号", "姓名 Name", "部门/Department", "开始时间\nStart", "结束时间\nEnd", "假别 Type"],
        ["No.", "Name", "Department", "Start", "End", "Type"],
        [1, WANG, "", "2027年1月4日", "2027年1月6日", "年休假"],
        [None], [2, MARCO, "", "2027.1.11", "2027/1/12", "sick leave"],
        ["合计", "", "", "", "", 2], ["备注：以上已批准"],
    ])  # fmt: skip
    review = reviewed(office, path)
    assert labels(review) == [f"{WANG} · 2027-01-04 · 2027-01-06",
                              f"{MARCO} · 2027-01-11 · 2027-01-12"]  # fmt: skip
    assert told(review) == []


def test_merged_headers_above_the_headers_are_passed_over(
    office: Workspace, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    for line in (["人员", None, "请假", None], ["姓名", "部门", "开始", "结束", "类型"],
                 [WANG, "", "2027-01-04", "2027-01-06", "年假"]):  # fmt: skip
        book.active.append(line)
    book.active.merge_cells("A1:B1")
    book.active.merge_cells("C1:D1")
    book.save(tmp_path / "a.xlsx")
    assert labels(reviewed(office, tmp_path / "a.xlsx")) == [f"{WANG} · 2027-01-04 · 2027-01-06"]


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2027-01-04至2027-01-06", None, ("2027-01-04", "2027-01-06", 1.0)),
        ("2027-01-04 ~ 2027-01-06", None, ("2027-01-04", "2027-01-06", 1.0)),
        ("20270104", "20270106", ("2027-01-04", "2027-01-06", 1.0)),
        (datetime(2027, 1, 4, 9), datetime(2027, 1, 4, 12), ("2027-01-04", "2027-01-04", 0.375)),
        (datetime(2027, 1, 4, 13), datetime(2027, 1, 4, 18), ("2027-01-04", "2027-01-04", 0.625)),
        (datetime(2027, 1, 4, 9), datetime(2027, 1, 4, 18), ("2027-01-04", "2027-01-04", 1.0)),
    ],
)
def test_days_are_read_however_they_are_written(
    office: Workspace, tmp_path: Path, first: Any, last: Any, expected: tuple[str, str, float]
) -> None:
    review = reviewed(office, table(tmp_path, [HEAD, [WANG, first, last, "年假"]]))
    (change,) = review.changes
    found = change.values
    assert (str(found["first"]), str(found["last"]), found["share"]) == expected


def test_an_absence_from_noon_to_noon_has_half_days_at_both_ends(
    office: Workspace, tmp_path: Path
) -> None:
    row = [WANG, datetime(2027, 1, 4, 13), datetime(2027, 1, 6, 12), "年假"]
    review = reviewed(office, table(tmp_path, [HEAD, row]))
    found = [(one.values["first"].day, one.values["share"]) for one in review.changes]
    assert sorted(found) == [(4, 0.5), (5, 1.0), (6, 0.5)]


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (["王岚、Marco Rossi", "2027-01-04", "2027-01-06", "年假"], "several people"),
        ([WANG, "长期", "", "年假"], "no date"),
        ([WANG, "2027-02-30", "2027-03-01", "年假"], "no date"),
        ([WANG, "2027-01-04", "#REF!", "年假"], "error #REF!"),
        ([WANG, "=DATE(2027,1,4)", "2027-01-06", "年假"], "without a result"),
        (['=CONCAT("王","岚")', "2027-01-04", "2027-01-06", "年假"], "without a result"),
        (["全体", "2027-01-04", "2027-01-06", "年假"], "Nobody"),
        ([1001, "2027-01-04", "2027-01-06", "年假"], "Nobody"),
        (["请注意：下列人员", "2027-01-04", "2027-01-06", "年假"], "remark"),
    ],
    ids=str,
)
def test_what_is_not_clear_is_told_and_left_out(
    office: Workspace, tmp_path: Path, row: list[Any], sentence: str
) -> None:
    good = [MARCO, "2027-01-11", "2027-01-12", "年假"]
    review = reviewed(office, table(tmp_path, [HEAD, good, row]))
    assert labels(review) == [f"{MARCO} · 2027-01-11 · 2027-01-12"]
    (finding,) = told(review)
    assert sentence in finding


@pytest.mark.parametrize(
    ("cell", "level"),
    [("精通", 4), ("高", 4), ("中级", 3), ("low", 2), ("L3", 3), ("Level 2", 2), ("3级", 3),
     ("★★★☆☆", 3), ("4-精通", 4), ("5 (expert)", 5), ("✓", 3), (3.0, 3)],
)  # fmt: skip
def test_levels_are_read_as_words_signs_and_numbers(
    office: Workspace, tmp_path: Path, cell: Any, level: int
) -> None:
    rows = [["姓名", "Java", "Go"], [WANG, cell, 2], [MARCO, 1, 2]]
    review = reviewed(office, table(tmp_path, rows))
    values = {one.label: one.values for one in review.changes}
    assert values[f"{WANG} · Java"]["level"] == level


def test_columns_of_a_matrix_that_are_no_skills_are_told(office: Workspace, tmp_path: Path) -> None:
    rows = [["工号", "姓名", "Java", "Go", "评语", "合计"], [1, WANG, 3, 2, "很好", 2],
            [2, MARCO, "", 2, "fine", 1], ["平均", "", 3, 2, "", ""]]  # fmt: skip
    review = reviewed(office, table(tmp_path, rows))
    skills = [one.label for one in review.changes if one.table == "skill"]
    assert skills == ["Java", "Go"]
    assert {one.values["person"] for one in review.changes if one.table == "person_skill"} == {
        WANG, MARCO
    }  # fmt: skip
    (finding,) = told(review)
    assert "评语" in finding


def test_rates_for_a_day_are_not_taken_for_an_hour(office: Workspace, tmp_path: Path) -> None:
    rows = [["姓名", "费率", "生效日期"], [WANG, "300元/小时", "2027-01-01"],
            [MARCO, "2400元/天", "2027-01-01"]]  # fmt: skip
    review = reviewed(office, table(tmp_path, rows))
    assert labels(review) == [f"{WANG} · 2027-01-01"]
    assert "no amount" in told(review)[0]
    daily = table(tmp_path, [["姓名", "费率（元/天）", "角色", "部门"], [WANG, 2400, "", ""]],
                  name="b.xlsx")  # fmt: skip
    assert not reviewed(office, daily).changes


def test_remarks_below_a_list_of_people_are_nobody(office: Workspace, tmp_path: Path) -> None:
    rows = [["姓名", "角色", "部门"], ["Olga", "PM", "IT"], ["", "", ""], ["备注：以上人员"],
            ["制表人：王总"], ["Prepared by: HR"]]  # fmt: skip
    assert labels(reviewed(office, table(tmp_path, rows))) == ["Olga"]


WORDS = (
    *(
        "姓名",
        "Name",
        "技能",
        "等级",
        "Level",
        "开始",
        "Start",
        "结束",
        "End",
        "类型",
        "占比",
        "邮箱",
    ),
    *("产能", "费率", "生效日期", "团队", "Lead", "部门", "部门负责人", "角色", "预订"),
    *("项目", "邮箱"),
    *("工时", "已确认", "所需人数", "所需等级", "类别", "Java", "SQL", "合计", "天数", "Units"),
)
CELLS = st.one_of(
    st.sampled_from((WANG, MARCO, "Marco Rosi", "王 岚", "SQL", "Go", "Payments", "P-1", "质量部")),
    st.sampled_from(("精通", "3", "50%", "半天", "是", "软性", "年假", "日常运营", "项目", "10天")),
    st.sampled_from(("2027-01-04", "1月4日", "2027-13-01", "#REF!", "合计", "-", "张三、李四")),
    st.dates(date(2026, 1, 1), date(2028, 1, 1)), st.integers(-3, 2000), st.floats(-2, 120),
    st.none(), st.none(), st.booleans(), st.text(max_size=8),
)  # fmt: skip


@st.composite
def sheets(draw: st.DrawFn) -> list[list[Any]]:
    heads = draw(st.lists(st.sampled_from(WORDS), min_size=2, max_size=7))
    rows = st.lists(CELLS, min_size=len(heads), max_size=len(heads))
    return [heads, *draw(st.lists(rows, min_size=1, max_size=6))]


def saved(folder: Path, name: str, rows: Sequence[Sequence[Any]]) -> Path:
    book = openpyxl.Workbook()
    for at, line in enumerate(rows, 1):
        for number, cell in enumerate(line, 1):
            clean = "".join(c for c in cell if c.isprintable()) if isinstance(cell, str) else cell
            book.active.cell(at, number).value = clean
    book.save(folder / name)
    return folder / name


@settings(max_examples=40, suppress_health_check=list(HealthCheck), deadline=None)
@given(sheets(), sheets())
def test_whatever_two_files_say_what_is_taken_by_itself_can_be_written(
    new_workspace: Callable[[], Workspace],
    tmp_path_factory: pytest.TempPathFactory,
    first: list[list[Any]],
    second: list[list[Any]],
) -> None:
    folder = tmp_path_factory.mktemp("messy")
    workspace = new_workspace()
    try:
        do = lambda verb, *args: workspace.edit(EDIT, verb, *args)  # noqa: E731
        for name in (WANG, MARCO):
            do(add, "person", {"name": name, "department": "质量部"})
        do(add, "project", {"code": "P-1", "name": "Payments"})
        do(add_skill, {"name": "SQL"})
        do(add_booking, {"project": "P-1", "person": WANG})
        found = [understand(saved(folder, name, rows), today=TODAY)
                 for name, rows in (("a.xlsx", first), ("b.xlsx", second))]  # fmt: skip
        files = review_pools(workspace, [one for one in found if one.pool is not None])
        taken = [one for file in files for one in file.changes if one.taken]
        do(take_pool, taken)
        again = review_pools(workspace, [one for one in found if one.pool is not None])
        left = {one.target for file in again for one in file.changes if one.taken}
        assert not left & {one.target for one in taken if one.kind == "add"}
    finally:
        workspace.close()
