"""Several files about people at once, new names in them, and rows that cannot be written."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pmo_desktop.exchange.pool.review import FileOfPeople, all_new, likely, review_pools
from pmo_desktop.exchange.understanding import understand
from pmo_desktop.language import Language
from pmo_desktop.services.people_pool import person_sheet, pool
from pmo_desktop.services.pool_taking import take_pool
from pmo_desktop.services.refused import Refused
from pmo_desktop.storage.workspace import Workspace
from tests.exchange.test_pool_workbook import EDIT, TODAY, office, table, told

__all__ = ["office"]
LEAVE = ["姓名", "开始", "结束", "类型", "占比"]
JAN = date(2029, 1, 8)


def both(
    workspace: Workspace, *paths: Path, answers: Mapping[str, str] | None = None
) -> tuple[FileOfPeople, ...]:
    found = [understand(path, today=TODAY) for path in paths]
    return review_pools(workspace, found, answers=answers or {})


def taken(files: tuple[FileOfPeople, ...]) -> list[Any]:
    return [one for file in files for one in file.changes if one.taken]


def said(error: Refused) -> str:
    return Language("en").text(error.sentence, **error.params)


def test_what_two_files_say_is_taken_once(office: Workspace, tmp_path: Path) -> None:
    row = ["王岚", JAN, JAN, "年假", 1]
    first = table(tmp_path, [LEAVE, row], name="a.xlsx")
    second = table(tmp_path, [LEAVE, row, ["Marco Rossi", JAN, JAN, "年假", 1]], name="b.xlsx")
    one, other = both(office, first, second)
    assert [change.label for change in other.changes] == ["Marco Rossi · 2029-01-08 · 2029-01-08"]
    assert other.review.unchanged == 1
    office.edit(EDIT, take_pool, taken((one, other)))


def test_where_a_second_file_says_otherwise_the_first_counts_and_it_is_told(
    office: Workspace, tmp_path: Path
) -> None:
    first = table(tmp_path, [["姓名", "角色", "部门"], ["王岚", "Lead", ""]], name="a.xlsx")
    second = table(tmp_path, [["姓名", "角色", "部门"], ["王岚", "Chief", ""]], name="b.xlsx")
    files = both(office, first, second)
    assert [one.taken for file in files for one in file.changes] == [True, False]
    (change,) = files[1].changes
    assert change.rival == "a.xlsx"
    assert "a.xlsx says otherwise" in told(files[1].review)[0]
    with pytest.raises(Refused, match=r"a\.xlsx and b\.xlsx say different things"):
        office.edit(EDIT, take_pool, [one for file in files for one in file.changes])


def test_a_second_file_may_speak_of_whom_the_first_brings(
    office: Workspace, tmp_path: Path
) -> None:
    people = table(tmp_path, [["姓名", "角色", "部门"], ["Olga Orlova", "PM", "IT"]], name="a.xlsx")
    leave = table(tmp_path, [LEAVE, ["Olga Orlova", JAN, JAN, "年假", 1]], name="b.xlsx")
    files = both(office, people, leave)
    assert not told(files[1].review)
    office.edit(EDIT, take_pool, taken(files))
    made = next(one for one in office.query(pool) if one.name == "Olga Orlova")
    sheet = office.query(person_sheet, made.id)
    assert sheet is not None
    assert [one.first for one in sheet.absences] == [JAN]


def test_absences_of_two_files_never_come_to_more_than_the_day(
    office: Workspace, tmp_path: Path
) -> None:
    first = table(tmp_path, [LEAVE, ["王岚", JAN, JAN, "年假", 0.75]], name="a.xlsx")
    second = table(tmp_path, [LEAVE, ["王岚", JAN, JAN, "培训", 0.5]], name="b.xlsx")
    files = both(office, first, second)
    assert not files[1].changes
    assert "more than the whole day" in told(files[1].review)[0]


def test_a_new_person_of_two_files_is_one(office: Workspace, tmp_path: Path) -> None:
    first = table(tmp_path, [["姓名", "角色", "部门"], ["Olga", "PM", "IT"]], name="a.xlsx")
    second = table(tmp_path, [["姓名", "部门", "邮箱"], ["Olga", "IT", "o@x.org"]], name="b.xlsx")
    files = both(office, first, second)
    office.edit(EDIT, take_pool, taken(files))
    (made,) = [one for one in office.query(pool) if one.name == "Olga"]
    assert (made.role, made.email) == ("PM", "o@x.org")


# --- new names


def test_whom_a_matrix_names_and_nobody_knows_waits(office: Workspace, tmp_path: Path) -> None:
    path = table(tmp_path, [["姓名", "SQL", "Java"], ["Marco Rosi", 3, 2], ["王岚", 5, ""]])
    (file,) = both(office, path)
    waiting = [one for one in file.changes if not one.taken]
    assert [(one.table, one.like) for one in waiting] == [
        ("person", "Marco Rossi"), ("person_skill", ""), ("person_skill", "")
    ]  # fmt: skip
    assert "Marco Rossi" in told(file.review)[0]
    (same,) = both(office, path, answers=likely([file]))
    assert all(one.taken for one in same.changes)
    assert {one.values.get("person") for one in same.changes if one.table == "person_skill"} == {
        "Marco Rossi", None
    }  # fmt: skip
    (new,) = both(office, path, answers=all_new([file]))
    assert all(one.taken for one in new.changes)
    office.edit(EDIT, take_pool, new.changes)
    assert "Marco Rosi" in {one.name for one in office.query(pool)}


def test_a_new_row_of_a_list_of_people_waits_only_where_a_known_one_is_like_it(
    office: Workspace, tmp_path: Path
) -> None:
    rows = [["Marco Rosi", "Dev", "IT"], ["Olga", "PM", "IT"]]
    path = table(tmp_path, [["姓名", "角色", "部门"], *rows])
    (file,) = both(office, path)
    assert [(one.label, one.taken) for one in file.changes] == [
        ("Marco Rosi", False), ("Olga", True)
    ]  # fmt: skip
    (same,) = both(office, path, answers=likely([file]))
    assert next((one.label, one.kind) for one in same.changes) == ("Marco Rossi", "change")


def test_who_stands_in_the_same_list_is_somebody_else(office: Workspace, tmp_path: Path) -> None:
    rows = [["Marco Rosi", "Dev", "IT"], ["Marco Rossi", "PM", "IT"]]
    (file,) = both(office, table(tmp_path, [["姓名", "角色", "部门"], *rows]))
    assert all(one.taken for one in file.changes)


def test_an_absence_of_somebody_unknown_names_whom_it_may_mean(
    office: Workspace, tmp_path: Path
) -> None:
    path = table(tmp_path, [LEAVE, ["Marco Rosi", JAN, JAN, "年假", 1]])
    (file,) = both(office, path)
    assert not file.changes
    assert "Marco Rossi" in told(file.review)[0]
    (same,) = both(office, path, answers=likely([file]))
    assert [one.values["person"] for one in same.changes] == ["Marco Rossi"]


def test_a_new_skill_is_a_row_of_its_own_and_waits_where_a_known_one_is_like_it(
    office: Workspace, tmp_path: Path
) -> None:
    head = ["姓名", "技能", "等级"]
    path = table(tmp_path, [head, ["王岚", "Kubernetes", 4]], name="a.xlsx")
    near = table(tmp_path, [head, ["王岚", "Kubernets", 3]], name="b.xlsx")
    (file,) = both(office, path)
    assert [one.table for one in taken((file,))] == ["skill", "person_skill"]
    office.edit(EDIT, take_pool, file.changes)
    (file,) = both(office, near)
    assert [(one.table, one.taken) for one in file.changes] == [
        ("skill", False), ("person_skill", False)
    ]  # fmt: skip
    (same,) = both(office, near, answers=likely([file]))
    assert [(one.table, one.values) for one in same.changes] == [("person_skill", {"level": 3})]


# --- what is told


def test_a_member_without_a_team_is_told(office: Workspace, tmp_path: Path) -> None:
    rows = [["团队", "姓名"], ["", "王岚"], ["Payments", "Marco Rossi"]]
    (file,) = both(office, table(tmp_path, rows))
    assert [one.label for one in file.changes] == ["Payments · Marco Rossi"]
    assert told(file.review) == [
        "Row 2 names no team for 王岚 and was left out: write a team."
    ]  # fmt: skip


def test_a_refusal_names_the_file_the_sheet_and_the_row(office: Workspace, tmp_path: Path) -> None:
    head, row = ["姓名", "技能", "等级"], ["Olga", "SQL", 4]
    (file,) = both(office, table(tmp_path, [head, ["王岚", "SQL", 5], row], name="s.xlsx"))
    levels = [one for one in file.changes if one.table == "person_skill"]
    with pytest.raises(Refused) as caught:
        office.edit(EDIT, take_pool, levels)
    assert said(caught.value) == (
        's.xlsx, sheet "Sheet0", row 3: There is nobody called Olga: take the person\'s row as '
        "well."
    )


def test_a_new_department_is_told(office: Workspace, tmp_path: Path) -> None:
    rows = [["姓名", "角色", "部门"], ["王岚", "Tester", "质量 部门"]]
    (file,) = both(office, table(tmp_path, rows))
    assert "质量 部门" in told(file.review)[0]
