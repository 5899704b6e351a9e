"""WBS codes: their order, their parents, their numbering."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_desktop.domain import wbs


def test_numbers_sort_by_their_value_and_a_summary_before_what_is_below_it() -> None:
    codes = ["10", "1.10", "1.2", "2", "1", "1.2.1", "1.9"]
    assert sorted(codes, key=wbs.sort_key) == ["1", "1.2", "1.2.1", "1.9", "1.10", "2", "10"]


def test_letters_sort_behind_numbers_and_numbers_within_them_by_value() -> None:
    codes = ["B", "A10", "A2", "A", "1", "1.a", "1.2", ""]
    assert sorted(codes, key=wbs.sort_key) == ["", "1", "1.2", "1.a", "A", "A2", "A10", "B"]


@pytest.mark.parametrize(
    ("written", "meant"), [(" １．２ ", "1.2"), ("1.2.", "1.2"), ("3 . 4", "3.4"), ("", "")]
)
def test_a_code_is_cleaned(written: str, meant: str) -> None:
    assert wbs.clean(written) == meant


def test_a_code_knows_its_parent_and_depth() -> None:
    assert [wbs.parent_code(code) for code in ("3.2.10", "3.2", "3", "")] == ["3.2", "3", "", ""]
    assert [wbs.depth(code) for code in ("3.2.10", "3.2", "3", "")] == [2, 1, 0, -1]


def test_a_missing_level_hangs_below_the_nearest_that_is_there() -> None:
    codes = ["1", "1.2.3", "2", "1.2.3.4", "7.1", "1"]
    assert wbs.parents(codes) == [None, 0, None, 1, None, None]


def test_rows_are_numbered_by_their_depth() -> None:
    assert wbs.number([0, 1, 1, 2, 0, 1, 0]) == ["1", "1.1", "1.2", "1.2.1", "2", "2.1", "3"]


def test_a_leap_in_depth_is_one_step() -> None:
    assert wbs.number([2, 2, 5, 0, -3]) == ["1", "2", "2.1", "3", "4"]
    assert wbs.number([0, 2, 2, 1, 4]) == ["1", "1.1", "1.2", "1.3", "1.3.1"]


@given(st.lists(st.integers(0, 5)))
def test_numbering_gives_unique_codes_in_their_own_order(depths: list[int]) -> None:
    codes = wbs.number(depths)
    assert len(set(codes)) == len(codes)
    assert sorted(codes, key=wbs.sort_key) == codes
    assert all(wbs.depth(code) <= depth for code, depth in zip(codes, depths, strict=True))
    parents = wbs.parents(codes)
    assert all((p is None) == (wbs.depth(c) == 0) for p, c in zip(parents, codes, strict=True))


@given(st.lists(st.lists(st.integers(0, 30), min_size=1, max_size=5), max_size=20))
def test_the_order_is_that_of_the_numbers(codes: list[list[int]]) -> None:
    written = [".".join(map(str, code)) for code in codes]
    assert sorted(written, key=wbs.sort_key) == [".".join(map(str, c)) for c in sorted(codes)]


@given(st.text())
def test_any_text_can_be_sorted(text: str) -> None:
    assert wbs.sort_key(text) <= wbs.sort_key(text + ".1") or not wbs.clean(text)


@given(st.lists(st.lists(st.integers(1, 4), min_size=1, max_size=4), max_size=20))
def test_a_code_has_others_below_it_where_it_is_the_parent_of_one(codes: list[list[int]]) -> None:
    written = [".".join(map(str, code)) for code in codes]
    above = wbs.parents(written)
    assert wbs.heads(written) == {written[at] for at in above if at is not None}
