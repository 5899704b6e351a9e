"""The WBS of team plans: by codes, numbering, levels, indentation, phases; and predecessors."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_desktop.domain.tasks import Link, LinkType
from pmo_desktop.exchange.team.breakdown import Line, find
from pmo_desktop.exchange.understanding import understand
from tests.exchange.books import TODAY, Formatted, book, cells, codes, names, read, values

DAY = ["2026-11-02", "2026-11-06"]


def tree(
    folder: Path, codes_and_names: list[tuple[Any, str]], header: str = "WBS"
) -> dict[str, str]:
    rows = [[header, "任务", "开始", "完成"], *([c, n, *DAY] for c, n in codes_and_names)]
    return names(read(folder, rows))


def test_codes_are_tidied(tmp_path: Path) -> None:
    given_codes = [("1.", "甲"), ("１．１", "乙"), ("1.2.", "丙"), ("2", "丁"), (" 2.1 ", "戊")]
    assert list(tree(tmp_path, given_codes)) == ["1", "1.1", "1.2", "2", "2.1"]


def test_codes_with_dashes_become_codes_with_points(tmp_path: Path) -> None:
    rows = [
        ["WBS", "任务", "开始", "完成", "前置任务"],
        ["1", "甲", None, None, None],
        ["1-1", "乙", *DAY, None],
        ["1-2", "丙", *DAY, "1-1FS+2d"],
    ]
    found = read(tmp_path, rows)
    assert list(names(found)) == ["1", "1.1", "1.2"]
    assert values(found, "predecessors") == {"1.2": (Link("1.1", LinkType.FS, 960),)}


def test_numbers_that_lost_their_last_zero_are_known_by_their_place(tmp_path: Path) -> None:
    tenths, hundredths = (1 + n / 10 for n in range(1, 10)), (1 + n / 100 for n in range(12, 20))
    numbers = [1, *tenths, 1.1, 1.11, *hundredths, 1.2, 1.21, 2, 2.1]
    found = tree(tmp_path, [(round(n, 2), f"任务{i}") for i, n in enumerate(numbers)])
    expected = ["1", *(f"1.{n}" for n in range(1, 22)), "2", "2.1"]
    assert list(found) == expected


def test_a_code_that_turned_into_a_date_is_read_back_and_told(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        [
            ["WBS", "任务", "开始", "完成"],
            ["1", "甲", *DAY],
            [datetime(2026, 1, 1), "乙", *DAY],
            [datetime(2026, 1, 2), "丙", *DAY],
        ],
    )
    assert list(names(found)) == ["1", "1.1", "1.2"]
    assert cells(found, "wbs_was_date") == ["B3", "B4"]


def test_a_top_level_of_one_point_zero_stands_above_its_tasks(tmp_path: Path) -> None:
    found = tree(
        tmp_path, [("1.0", "甲"), ("1.1", "乙"), ("1.2", "丙"), ("2.0", "丁"), ("2.1", "戊")]
    )
    assert list(found) == ["1", "1.1", "1.2", "2", "2.1"]


def test_chinese_phases_stand_above_their_numbered_tasks(tmp_path: Path) -> None:
    found = tree(
        tmp_path,
        [("一", "启动"), ("1.1", "调研"), ("1.9", "评审"), ("二", "设计"), ("2.1", "方案")],
    )
    assert list(found) == ["1", "1.1", "1.9", "2", "2.1"]


def test_styles_of_numbering_make_levels(tmp_path: Path) -> None:
    found = tree(
        tmp_path,
        [("一、", "启动"), ("1", "调研"), ("2", "评审"), ("二、", "设计"), ("（一）", "总体"),
         ("1", "方案"), ("2", "接口")],
        "序号",
    )  # fmt: skip
    assert list(found) == ["1", "1.1", "1.2", "2", "2.1", "2.2", "2.3"] or list(found)[:4] == [
        "1", "1.1", "1.2", "2",
    ]  # fmt: skip


def test_a_phase_written_across_the_row_is_a_summary(tmp_path: Path) -> None:
    rows = [
        ["序号", "任务", "开始", "完成"],
        ["一、启动与规划", None, None, None],
        [1, "方案设计", *DAY],
        [2, "安全评估", *DAY],
        ["二、实施", None, None, None],
        [3, "开发", *DAY],
    ]
    found = read(tmp_path, rows, merges=["A2:D2", "A5:D5"])
    assert list(values(found, "kind").items()) == [
        ("1", "summary"), ("1.1", "task"), ("1.2", "task"), ("2", "summary"), ("2.1", "task"),
    ]  # fmt: skip


def test_leading_blanks_make_levels(tmp_path: Path) -> None:
    lines = ["启动", "    方案", "    评估", "        安全", "设计", "\u3000\u3000接口"]
    rows = [["任务", "开始", "完成"], *([line, *DAY] for line in lines)]
    found = read(tmp_path, rows)
    assert names(found) == {
        "1": "启动", "1.1": "方案", "1.2": "评估", "1.2.1": "安全", "2": "设计", "2.1": "接口",
    }  # fmt: skip
    assert "wbs_by_indents" in codes(found)


def test_drawn_branches_make_levels(tmp_path: Path) -> None:
    lines = ["启动", "├─ 方案", "└─ 评估", "设计", "└─ 接口"]
    rows = [["任务", "开始", "完成"], *([line, *DAY] for line in lines)]
    assert names(read(tmp_path, rows)) == {
        "1": "启动", "1.1": "方案", "1.2": "评估", "2": "设计", "2.1": "接口",
    }  # fmt: skip


def test_indents_of_cells_make_levels(tmp_path: Path) -> None:
    indents = [("启动", 0), ("方案", 1), ("评估", 1), ("安全", 2), ("设计", 0), ("接口", 1)]
    rows = [["任务", "开始", "完成"], *([Formatted(n, indent=i), *DAY] for n, i in indents)]
    assert list(names(read(tmp_path, rows))) == ["1", "1.1", "1.2", "1.2.1", "2", "2.1"]


def test_folded_groups_of_rows_make_levels(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    rows = [
        ["任务", "开始", "完成"],
        *([n, *DAY] for n in ("启动", "方案", "评估", "设计", "接口")),
    ]
    path = book(tmp_path / "P-2601.xlsx", {"Plan": rows})
    workbook = load_workbook(path)
    for row in (3, 4, 6):
        workbook["Plan"].row_dimensions[row].outlineLevel = 1
    workbook.save(path)
    found = understand(path, today=TODAY)
    assert list(names(found)) == ["1", "1.1", "1.2", "2", "2.1"]


def test_level_numbers_make_levels(tmp_path: Path) -> None:
    rows = [
        ["级别", "任务", "开始", "完成"],
        *([level, f"任务{at}", *DAY] for at, level in enumerate([1, 2, 3, 3, 2, 1, 2])),
    ]
    found = read(tmp_path, rows)
    assert list(names(found)) == ["1", "1.1", "1.1.1", "1.1.2", "1.2", "2", "2.1"]


def test_a_column_a_level_makes_levels(tmp_path: Path) -> None:
    rows = [
        ["一级任务", "二级任务", "三级任务", "开始", "完成"],
        ["启动", "方案", "草案", *DAY],
        [None, None, "评审", *DAY],
        [None, "评估", None, *DAY],
        ["设计", "接口", None, *DAY],
    ]
    found = read(tmp_path, rows, merges=["A2:A4", "B2:B3"])
    assert names(found) == {
        "1": "启动", "1.1": "方案", "1.1.1": "草案", "1.1.2": "评审", "1.2": "评估",
        "2": "设计", "2.1": "接口",
    }  # fmt: skip
    assert values(found, "kind")["1.2"] == "task"


@pytest.mark.parametrize("filled", [True, False])
def test_a_column_of_phases_stands_above_the_tasks(tmp_path: Path, filled: bool) -> None:
    rows = [
        ["阶段", "任务", "开始", "完成"],
        ["启动", "方案", *DAY],
        ["启动" if filled else None, "评估", *DAY],
        ["设计", "接口", *DAY],
    ]
    found = read(tmp_path, rows)
    assert names(found) == {"1": "启动", "1.1": "方案", "1.2": "评估", "2": "设计", "2.1": "接口"}
    assert values(found, "kind")["1"] == "summary"


def test_rows_with_nothing_but_a_name_are_phases(tmp_path: Path) -> None:
    rows = [
        ["任务", "负责人", "开始", "完成"],
        ["启动"],
        ["方案", "张伟", *DAY],
        ["评估", "李娜", *DAY],
        ["设计"],
        ["接口", "张伟", *DAY],
    ]
    found = read(tmp_path, rows)
    assert list(names(found)) == ["1", "1.1", "1.2", "2", "2.1"]
    assert "wbs_by_sections" in codes(found)


def test_codes_at_the_head_of_names_are_the_wbs(tmp_path: Path) -> None:
    rows = [
        ["任务", "开始", "完成"],
        *([n, *DAY] for n in ("1 启动", "1.1 方案", "1.2 评估", "2 设计")),
    ]
    assert names(read(tmp_path, rows)) == {"1": "启动", "1.1": "方案", "1.2": "评估", "2": "设计"}


def test_row_numbers_are_the_codes_of_a_flat_list(tmp_path: Path) -> None:
    rows = [["序号", "任务", "开始", "完成"], *([n, f"任务{n}", *DAY] for n in (1, 2, 3))]
    assert list(names(read(tmp_path, rows))) == ["1", "2", "3"]


def test_row_numbers_stand_beside_the_wbs(tmp_path: Path) -> None:
    rows = [
        ["序号", "WBS", "任务", "开始", "完成", "前置任务"],
        [1, "1", "启动", None, None, None],
        [2, "1.1", "方案", *DAY, None],
        [3, "1.2", "评估", *DAY, "2"],
        [4, "1.3", "验收", *DAY, "2,3SS+1d"],
    ]
    found = read(tmp_path, rows)
    assert values(found, "predecessors") == {
        "1.2": (Link("1.1"),),
        "1.3": (Link("1.1"), Link("1.2", LinkType.SS, 480)),
    }


def test_predecessors_by_wbs_stay_what_they_are_beside_row_numbers(tmp_path: Path) -> None:
    rows = [
        ["序号", "WBS", "任务", "开始", "完成", "前置任务"],
        [1, "1", "启动", None, None, None],
        [2, "1.1", "方案", *DAY, None],
        [3, "1.2", "评估", *DAY, "1.1"],
        [4, "1.3", "验收", *DAY, 1.2],
    ]
    found = read(tmp_path, rows)
    assert values(found, "predecessors") == {"1.2": (Link("1.1"),), "1.3": (Link("1.2"),)}


def test_predecessors_may_be_names(tmp_path: Path) -> None:
    rows = [
        ["WBS", "任务", "开始", "完成", "前置任务"],
        ["1.1", "方案设计", *DAY, None],
        ["1.2", "Load test", *DAY, "方案设计"],
        ["1.3", "验收", *DAY, "Load test FS+2d; 方案设计"],
    ]
    found = read(tmp_path, rows)
    assert values(found, "predecessors") == {
        "1.2": (Link("1.1"),),
        "1.3": (Link("1.2", LinkType.FS, 960), Link("1.1")),
    }


def test_predecessors_that_are_not_there_are_told_by_cell(tmp_path: Path) -> None:
    rows = [
        ["WBS", "任务", "开始", "完成", "前置任务"],
        ["1.1", "方案", *DAY, "无"],
        ["1.2", "评估", *DAY, "1.1, 7.7"],
        ["1.3", "验收", *DAY, "1.3"],
        ["1.4", "上线", *DAY, "等客户"],
    ]
    found = read(tmp_path, rows)
    assert values(found, "predecessors") == {"1.2": (Link("1.1"),)}
    assert cells(found, "predecessor_unknown") == ["E3"]
    assert cells(found, "predecessor_itself") == ["E4"]
    assert cells(found, "not_a_predecessor") == ["E5"]


def test_a_code_that_stands_twice_and_one_that_is_missing_get_others_and_are_told(
    tmp_path: Path,
) -> None:
    found = read(
        tmp_path,
        [
            ["WBS", "任务", "开始", "完成"],
            ["1", "启动", None, None],
            ["1.1", "方案", *DAY],
            ["1.2", "评估", *DAY],
            ["1.3", "验收", *DAY],
            ["1.4", "复核", *DAY],
            ["1.5", "培训", *DAY],
            ["1.6", "发布", *DAY],
            ["1.7", "总结", *DAY],
            ["1.8", "归档", *DAY],
            ["1.1", "又一个", *DAY],
            [None, "没有编号", *DAY],
        ],
    )
    assert names(found)["1.9"] == "又一个"
    assert names(found)["1.10"] == "没有编号"
    assert cells(found, "wbs_twice") == ["B11"]
    assert cells(found, "wbs_missing") == ["B12"]


@given(st.lists(st.integers(0, 3), min_size=2, max_size=30))
def test_any_indentation_gives_every_line_a_code_of_its_own(widths: list[int]) -> None:
    lines = [Line(i, f"任务{i}", i, "", "  " * w + f"任务{i}", 0) for i, w in enumerate(widths)]
    found = find(lines, lambda _: False)
    assert len({line.wbs for line in found.lines}) == len(lines)
    for before, line in pairwise(lines):
        deeper = line.wbs.count(".") - before.wbs.count(".")
        assert deeper <= 1
