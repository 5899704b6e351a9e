from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_desktop.exchange.files.filenames import MAX_NAME, MAX_PATH, Names, room_in, safe_name

FORBIDDEN = set('<>:"/\\|?*')
DEVICES = {"con", "prn", "aux", "nul", "com1", "lpt9"}


@pytest.mark.parametrize(
    ("stem", "name"),
    [
        ("P-2605 数据中心节能改造", "P-2605 数据中心节能改造"),
        ("P/26:05 a<b>c|d?e*f", "P 26 05 a b c d e f"),
        ("Plan. . ", "Plan"),
        ("nul", "_nul"),
        ("COM1.backup", "_COM1.backup"),
        ("~$locked", "locked"),
        ("line\nbreak", "line break"),
        ("  ..  ", "_"),
        ("", "_"),
    ],
)
def test_a_project_becomes_a_name_that_windows_takes(stem: str, name: str) -> None:
    assert safe_name(stem) == name


@given(st.text(max_size=400), st.integers(10, MAX_NAME))
def test_whatever_a_project_is_called_its_file_can_be_made(stem: str, room: int) -> None:
    name = safe_name(stem, room)
    assert name
    assert not FORBIDDEN & set(name)
    assert not name.endswith((".", " "))
    assert all(ord(letter) > 31 for letter in name)
    assert name.split(".")[0].lower() not in DEVICES
    assert len(name) <= room + 1
    name.encode("utf-8")


def test_two_projects_of_one_name_get_two_files_whatever_the_case(tmp_path: Path) -> None:
    names = Names(tmp_path, ".xlsx")
    assert [names.path(stem).name for stem in ("Plan", "plan", "PLAN ")] == [
        "Plan.xlsx",
        "plan (2).xlsx",
        "PLAN (3).xlsx",
    ]


def test_a_deep_folder_leaves_less_room_for_the_name() -> None:
    deep = Path("/" + "d" * 150)
    path = Names(deep, ".xlsx").path("名" * 300)
    assert len(str(path)) <= MAX_PATH
    assert room_in(Path("/d"), ".xlsx") == MAX_NAME
