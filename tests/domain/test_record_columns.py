from __future__ import annotations

from pmo_desktop.domain.record_columns import RecordColumns, rows_of
from pmo_desktop.domain.records import Cell, Record

COLUMNS = {"wbs": ["1", "2"], "name": ["Design", "Build"], "notes": [None, "later"]}
CELLS = [{"name": Cell("Plan", "B2")}, {"name": Cell("Plan", "B3")}]


def test_a_record_has_the_values_of_its_row_less_those_that_it_does_not_give() -> None:
    assert rows_of(COLUMNS) == [
        {"wbs": "1", "name": "Design"},
        {"wbs": "2", "name": "Build", "notes": "later"},
    ]


def test_records_in_columns_are_as_records_made_one_by_one() -> None:
    found = RecordColumns("task", COLUMNS, CELLS.__getitem__)
    values = rows_of(COLUMNS)
    wanted = (
        Record("task", values[0], cells=CELLS[0]),
        Record("task", values[1], cells=CELLS[1]),
    )
    assert found == wanted
    assert (len(found), found[1], found[:1]) == (2, wanted[1], wanted[:1])


def test_a_record_that_was_asked_for_stays_the_same_one() -> None:
    found = RecordColumns("task", COLUMNS, CELLS.__getitem__)
    assert found[0] is next(iter(found))


def test_no_columns_hold_no_records() -> None:
    assert not RecordColumns("task", {}, CELLS.__getitem__)
