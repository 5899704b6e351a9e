"""What the load page shows and says, of loads that can be read here."""

from __future__ import annotations

from math import isinf

import numpy as np
import pytest

from pmo_desktop.domain.load import WEEKS_AHEAD
from pmo_desktop.domain.load_grains import Grain
from pmo_desktop.language import Language
from pmo_desktop.services.load_matrix import By
from pmo_desktop.ui.load.exporting import sheet_of_load
from pmo_desktop.ui.load.lines import LoadFilter, LoadLine, Order, Unit, lines, peak, shown_numbers
from pmo_desktop.ui.load.overloads import LATER, idle, overloads, short
from pmo_desktop.ui.load.words import sentence, sentences, tooltip, when
from tests.ui.loads import ANA, LIN, MONDAY, ZHAO, data, forecast, grouped, matrix, person, weeks

ENGLISH, CHINESE = Language("en"), Language("zh")
DIGITAL = {"Digital": (1, 2), "": (3,)}


def shown(kept_by: LoadFilter | None = None, order: Order = Order.PEAK) -> tuple[LoadLine, ...]:
    found = matrix(ZHAO, LIN, ANA)
    return lines(found, found, kept_by or LoadFilter(), order)


def names(found: tuple[LoadLine, ...]) -> list[str]:
    return [line.name for line in found]


def test_the_most_loaded_comes_first_or_the_names_are_sorted() -> None:
    assert names(shown()) == ["赵倩", "Ana Silva", "Lin Feng"]
    assert names(shown(order=Order.NAME)) == ["Ana Silva", "Lin Feng", "赵倩"]


def test_words_department_role_and_overload_narrow_the_people() -> None:
    assert names(shown(LoadFilter("architect lin"))) == ["Lin Feng"]
    assert names(shown(LoadFilter(department="Digital"))) == ["赵倩", "Lin Feng"]
    assert names(shown(LoadFilter(role="Tester"))) == ["Ana Silva"]
    assert names(shown(LoadFilter(overloaded=True, over={1: 36.0, 3: 12.0}))) == [
        "赵倩",
        "Ana Silva",
    ]


def test_a_group_adds_its_people_up_and_shows_them_where_it_is_open() -> None:
    people = matrix(ZHAO, LIN, ANA)
    groups = grouped(By.DEPARTMENT, people, DIGITAL)
    folded = lines(groups, people, LoadFilter(), Order.NAME)
    assert [(line.name, line.is_group, line.people) for line in folded] == [
        ("Digital", True, 2),
        ("", True, 1),
    ]
    digital = folded[0]
    assert digital.cell(0).hard == pytest.approx(76)
    assert digital.loads[0] == pytest.approx(0.95)
    opened = lines(groups, people, LoadFilter(), Order.NAME, frozenset({digital.key}))
    assert names(opened) == ["Digital", "Lin Feng", "赵倩", ""]


def test_a_group_is_there_where_one_of_its_people_is() -> None:
    people = matrix(ZHAO, LIN, ANA)
    groups = grouped(By.DEPARTMENT, people, DIGITAL)
    assert names(lines(groups, people, LoadFilter("zh lin"), Order.NAME)) == []
    assert names(lines(groups, people, LoadFilter("lin"), Order.NAME)) == ["Digital"]


def test_cells_show_percent_hours_days_or_people() -> None:
    found = matrix(ZHAO)
    said = {unit: shown_numbers(found, 0, unit, ENGLISH) for unit in Unit}
    assert said == {
        Unit.SHARE: ["140", "150", "50"],
        Unit.HOURS: ["56", "60", "20"],
        Unit.DAYS: ["7.0", "7.5", "2.5"],
        Unit.FTE: ["1.4", "1.5", "0.5"],
    }


def test_demand_without_capacity_is_endless_and_an_hour_of_it_comes_not_first() -> None:
    nobody = person(4, "Bo", "", "", {"P-1": 10})._replace(capacity=0.0)
    (line,) = lines(matrix(nobody), matrix(nobody), LoadFilter())
    assert isinf(line.loads[0])
    assert shown_numbers(line.matrix, 0, Unit.SHARE, ENGLISH) == ["∞"]
    away = matrix(person(5, "Di", "", "", {"P-1": 10}, {"P-1": 30}))
    away.capacity[0, 0] = 0.0
    (line,) = lines(away, away, LoadFilter())
    assert peak(line) == pytest.approx(0.3)


def test_what_is_soft_is_marked_and_no_load() -> None:
    worker = ZHAO._replace(soft=(0.0, 0.0, 60.0))
    (line,) = lines(matrix(worker), matrix(worker), LoadFilter())
    row = line.heat(0, 3, Unit.SHARE, ENGLISH)
    assert row.soft == (False, False, True)
    assert row.loads[2] == pytest.approx(0.5)
    assert sentences(line, line.cell(2), ENGLISH) == [
        "50%: 20 h of 40 h are asked.",
        "24 h more are asked softly: 110% then.",
    ]


def test_only_what_is_in_sight_is_made() -> None:
    (line,) = lines(matrix(ZHAO), matrix(ZHAO), LoadFilter())
    row = line.heat(1, 2, Unit.SHARE, ENGLISH)
    assert (row.loads, row.numbers) == ((1.5,), ("150",))


def test_a_cell_is_said_in_both_languages() -> None:
    found = shown()
    assert sentence(found[0].cell(1), ENGLISH) == "150%: 60 h are asked, 20 h more than there are."
    assert sentence(found[2].cell(2), ENGLISH) == "Nothing is asked; 40 h are free."
    assert "150%" in sentence(found[0].cell(1), CHINESE)
    assert tooltip(found[0], 0, ENGLISH).startswith("赵倩 · Week 51")


def test_a_bucket_is_a_day_a_week_a_month_or_a_quarter() -> None:
    assert when(MONDAY, Grain.DAY, ENGLISH) == ENGLISH.date(MONDAY)
    assert when(MONDAY, Grain.WEEK, ENGLISH) == "Week 51, 14 Dec to 20 Dec"
    assert when(MONDAY.replace(day=1), Grain.MONTH, ENGLISH) == "Dec 2026"
    assert when(MONDAY.replace(month=10, day=1), Grain.QUARTER, ENGLISH) == "Q4 2026"


def test_who_has_too_much_is_told_once_with_all_the_weeks() -> None:
    found = overloads(shown(), data(ZHAO, LIN, ANA), ENGLISH)
    assert [(one.head, one.figure, *one.lines) for one in found] == [
        ("赵倩", "150%", "Weeks 51–52: 36 h beyond capacity", "P-1 (1) × P-2 (4)"),
        ("Ana Silva", "120%", "Weeks 51, 53: 12 h beyond capacity", "P-3 (9)"),
    ]
    assert [one.target.day for one in found] == [weeks(3)[1], weeks(3)[2]]


def test_who_has_too_much_only_behind_the_weeks_that_count_is_told_apart() -> None:
    late = person(4, "Late", "", "", *[{"P-1": 50}] * WEEKS_AHEAD, {"P-1": 130})
    soon = person(5, "Soon", "", "", {"P-1": 110}, *[{"P-1": 50}] * WEEKS_AHEAD)
    known = data(late, soon)
    found = overloads(lines(known.people, known.people, LoadFilter()), known, ENGLISH)
    assert [(one.head, one.tone == LATER) for one in found] == [("Soon", False), ("Late", True)]
    assert found[1].lines[0] == "Later · Week 10: 12 h beyond capacity"


def test_who_has_little_to_do_in_the_weeks_ahead_is_idle() -> None:
    found = idle(shown(), data(ZHAO, LIN, ANA), ENGLISH)
    assert [(one.head, one.figure) for one in found] == [("Lin Feng", "40%")]
    assert found[0].lines[0].startswith("72 h free until")


def test_a_skill_is_short_by_what_its_holders_cannot_give() -> None:
    skills = (forecast("Drilling", (4800, 2400), (480, 4800)), forecast("Law", (480,), (2400,)))
    found = short(data(ZHAO, skills=skills).shortage, 480, ENGLISH)
    assert [(one.head, one.figure, one.tone) for one in found] == [
        ("Drilling", "9.0 days short", "red"),
        ("Law", "enough", "green"),
    ]
    assert found[0].lines == ("15 person-days are wanted, 11 are free", "1 person holds it")


def test_the_map_is_exported_in_the_unit_that_is_shown() -> None:
    sheet = sheet_of_load(shown(), Unit.HOURS, ENGLISH)
    assert [column.header for column in sheet.columns][2:] == [
        "2026-12-14", "2026-12-21", "2026-12-28",
    ]  # fmt: skip
    assert sheet.rows[1] == ["Ana Silva", "Tester", 44.0, None, 48.0]


def test_projects_are_coloured_by_the_largest_of_them() -> None:
    people = matrix(ZHAO, LIN)
    found = grouped(By.PROJECT, people, {"P-1": (1,), "P-2": (2,)})
    found = type(found)(**{**vars(found), "capacity": np.zeros(found.capacity.shape)})
    first, second = lines(found, people, LoadFilter())
    assert first.heat(0, 3, Unit.DAYS, ENGLISH).loads[1] == 1.0
    assert second.heat(2, 3, Unit.DAYS, ENGLISH).loads == (None,)
