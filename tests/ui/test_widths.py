"""How wide columns are drawn in the room that there is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pmo_desktop.ui.tables.widths import Want, widths

WANTS = st.lists(
    st.builds(Want, st.integers(36, 400), st.integers(20, 900), st.booleans()),
    min_size=1,
    max_size=12,
)
ROOM = st.integers(0, 3000)


@given(ROOM, WANTS)
def test_the_columns_fill_no_more_than_the_room(room: int, wants: list[Want]) -> None:
    given_ = widths(room, wants)
    assert sum(given_) <= max(room, sum(want.least for want in wants))


@given(ROOM, WANTS)
def test_no_column_gets_less_than_its_least(room: int, wants: list[Want]) -> None:
    assert all(width >= want.least for width, want in zip(widths(room, wants), wants, strict=True))


@given(ROOM, WANTS)
def test_while_one_is_cut_none_has_more_than_it_needs(room: int, wants: list[Want]) -> None:
    given_ = widths(room, wants)
    # What cannot be divided evenly is less than a pixel a column.
    if any(width < want.goal for width, want in zip(given_, wants, strict=True)):
        assert all(width <= want.need for width, want in zip(given_, wants, strict=True))


@given(ROOM, WANTS)
def test_all_the_room_is_used_where_a_column_stretches(room: int, wants: list[Want]) -> None:
    if any(want.stretch for want in wants):
        assert sum(widths(room, wants)) >= room


def test_most_columns_are_whole_where_not_all_can_be() -> None:
    short, longer = Want(50, 60), Want(50, 200)
    assert widths(120, [short, longer]) == [60, 60]
    assert widths(170, [short, short, longer]) == [60, 60, 50]


def test_an_empty_column_lends_its_room() -> None:
    empty, cut = Want(150, 60), Want(100, 180)
    assert widths(250, [empty, cut]) == [70, 180]
