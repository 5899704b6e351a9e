"""Text files of rows: their letters, their delimiter, and texts that were saved in wrong ones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_desktop.exchange.files.letters import decoded
from pmo_desktop.exchange.files.plain_text import text_rows

CHINESE = "编号,名称,金额\n1,数据治理平台,¥12.5万\n2,研发中心,¥3\n"
WESTERN = "Name;Owner;Budget\nBudget – phase one;José Núñez;£12.50\nIt’s;Zoë;€3\n"
WESTERN_ROWS = [
    ["Name", "Owner", "Budget"],
    ["Budget – phase one", "José Núñez", "£12.50"],
    ["It’s", "Zoë", "€3"],
]


def rows_of(data: bytes) -> list[list[str]]:
    return text_rows(data, max_rows=100, max_columns=50).rows


@pytest.mark.parametrize(
    "letters",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030"],
)
def test_chinese_is_read_in_whatever_letters_it_was_saved(letters: str) -> None:
    assert rows_of(CHINESE.encode(letters))[1] == ["1", "数据治理平台", "¥12.5万"]


@pytest.mark.parametrize("letters", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_western_letters_are_read_in_whatever_they_were_saved(letters: str) -> None:
    assert rows_of(WESTERN.encode(letters)) == WESTERN_ROWS


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_the_one_that_parts_the_lines_evenly(delimiter: str) -> None:
    lines = [["Name", "Notes"], ["Plan", "one, two; three"], ["Work", "four, five"]]
    text = "\n".join(delimiter.join(f'"{field}"' for field in line) for line in lines)
    assert rows_of(text.encode()) == lines


def test_a_first_line_that_names_the_delimiter_is_believed() -> None:
    assert rows_of(b"sep=;\r\na,b;c\r\n") == [["a,b", "c"]]


def test_a_text_that_was_read_in_wrong_letters_and_saved_again_is_put_right() -> None:
    for wrong in ("iso-8859-2", "latin-1"):
        data = WESTERN.replace("ñ", "é").encode("cp1252").decode(wrong).encode("utf-8")
        found = text_rows(data, max_rows=100, max_columns=50)
        assert found.is_repaired
        assert found.rows[1] == ["Budget – phase one", "José Núéez", "£12.50"]


def test_a_text_that_was_encoded_twice_is_put_right() -> None:
    found = text_rows(WESTERN.encode().decode("cp1252").encode(), max_rows=9, max_columns=9)
    assert found.is_repaired
    assert found.rows == WESTERN_ROWS


def test_only_the_fields_that_came_in_wrong_letters_are_changed() -> None:
    data = "Name,Note\nIt\x92s,Ł5\n数据,Łódź and “quotes”\n".encode()
    assert rows_of(data)[1:] == [["It’s", "£5"], ["数据", "Łódź and “quotes”"]]


def test_right_letters_are_left_alone() -> None:
    found = text_rows("名称,城市\nŁódź,Âmbar café\n".encode(), max_rows=9, max_columns=9)
    assert found.rows[1] == ["Łódź", "Âmbar café"]
    assert not found.is_repaired


def test_a_file_that_is_cut_off_in_a_letter_is_read_up_to_there() -> None:
    assert decoded("名称,数据".encode()[:-1])[0].startswith("名称,数")


@given(st.binary(max_size=400))
def test_any_bytes_are_rows_of_equal_length_or_refused(data: bytes) -> None:
    from pmo_desktop.exchange.files.formats import Refusal

    try:
        found = text_rows(data, max_rows=50, max_columns=500)
    except Refusal:
        return
    assert len({len(row) for row in found.rows}) <= 1
