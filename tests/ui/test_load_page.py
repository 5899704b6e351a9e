from __future__ import annotations

import weakref
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from pmo_desktop.charts.palette import LIGHT
from pmo_desktop.domain.load_grains import Grain
from pmo_desktop.language import Language
from pmo_desktop.services.load_findings import FoundRow, LoadFindingKind, finding
from pmo_desktop.services.load_matrix import By
from pmo_desktop.storage.workspace import Workspace
from pmo_desktop.ui.context import Context
from pmo_desktop.ui.load.heat import HEADER, HeatMap
from pmo_desktop.ui.load.lines import LoadFilter, Unit, lines
from pmo_desktop.ui.load.page import LoadPage
from tests.ui.collector import nothing_collected
from tests.ui.loads import ANA, LIN, ZHAO, data, forecast, grouped, matrix, person, weeks

LOAD = data(ZHAO, LIN, ANA)


def settle(context: Context) -> None:
    for _ in range(4):
        context.jobs.wait()
        QApplication.processEvents()


@pytest.fixture
def page(context: Context, qtbot: QtBot) -> Iterator[LoadPage]:
    """The page with three people over three weeks."""
    made = LoadPage(context)
    made.resize(1100, 650)
    with qtbot.waitExposed(made):
        made.show()
    settle(context)
    made.take(LOAD)
    QApplication.processEvents()
    yield made
    made.close()


@pytest.fixture
def heat(qapp: QApplication) -> Iterator[HeatMap]:
    """A map that is larger than its window."""
    made = HeatMap(Language("en"), LIGHT)
    made.resize(500, 300)
    made.show()
    many = [person(n, f"Person {n}", "", "", *[{"P-1": n}] * 30) for n in range(60)]
    found = matrix(*many)
    made.show_lines(lines(found, found, LoadFilter()), weeks(30))
    qapp.processEvents()
    yield made
    made.close()


def names(page: LoadPage) -> list[str]:
    return [line.name for line in page.heat.lines]


def test_the_heaviest_week_of_the_most_loaded_is_chosen_at_first(page: LoadPage) -> None:
    assert names(page) == ["赵倩", "Ana Silva", "Lin Feng"]
    assert (page.heat.line, page.heat.week) == (0, 1)
    assert page.behind.title.text() == "赵倩"
    assert page.behind.summary.text() == "150%: 60 h are asked, 20 h more than there are."


def test_the_subtitle_counts_people_and_overloads(page: LoadPage) -> None:
    assert page.subtitle == "3 people · 2 overloaded in 12 weeks"


def test_an_overload_that_is_chosen_leads_to_its_cell(page: LoadPage) -> None:
    page.conflicts.setCurrentIndex(page.conflicts.model().index(1, 0))
    assert page.heat.lines[page.heat.line].name == "Ana Silva"
    assert page.heat.week == 2


def test_an_overload_leads_to_its_cell_whatever_is_folded(page: LoadPage) -> None:
    people = matrix(ZHAO, LIN, ANA)
    roles = grouped(By.ROLE, people, {"Architect": (1, 2), "Tester": (3,)})
    page.take(data(ZHAO, LIN, ANA, shown=roles))
    assert names(page) == ["Architect", "Tester"]
    page.heat.folding_wanted.emit(0)
    assert names(page) == ["Architect", "赵倩", "Lin Feng", "Tester"]
    page.conflicts.setCurrentIndex(page.conflicts.model().index(1, 0))
    assert page.heat.lines[page.heat.line].name == "Ana Silva"


def test_an_overload_is_told_with_weeks_hours_and_projects(page: LoadPage) -> None:
    text = page.conflicts.model().data(page.conflicts.model().index(0, 0))
    assert text.split("\n") == [
        "赵倩\t150%",
        "Weeks 51–52: 36 h beyond capacity",
        "P-1 (1) × P-2 (4)",
    ]


def test_beside_the_map_stand_the_idle_and_the_skills_that_are_short(page: LoadPage) -> None:
    skills = (forecast("Drilling", (4800, 0, 0), (480, 0, 0)),)
    page.take(data(ZHAO, LIN, ANA, skills=skills))
    page.side.choose("idle")
    assert [run.name for run in page.conflicts.runs] == ["Lin Feng"]
    page.side.choose("shortage")
    assert [run.figure for run in page.conflicts.runs] == ["9.0 days short"]
    page.side.choose("findings")
    assert page.calm.isVisible()


def test_a_fault_shows_its_rows_and_each_leads_to_its_place(page: LoadPage, qtbot: QtBot) -> None:
    rows = (FoundRow("assignment", 5, "P-1 1 Dig", 7, 1), FoundRow("booking", 9, "Rota"))
    fault = finding(LoadFindingKind.NO_CAPACITY, "{n} rows: {rows}", rows, {})
    page.take(replace(LOAD, findings=(fault,)))
    page.side.choose("findings")
    page.conflicts.setCurrentIndex(page.conflicts.model().index(0, 0))
    QApplication.processEvents()
    links = [one for one in page.behind.findChildren(QPushButton) if one.isVisible()]
    assert [one.text() for one in links] == ["P-1 1 Dig", "Rota"]
    for link, target in zip(links, (("gantt", "task", 7), ("bookings", "booking", 9)), strict=True):
        with qtbot.waitSignal(page.page_wanted) as said:
            link.click()
        assert tuple(said.args) == target


def test_cells_of_groups_are_marked_where_somebody_has_too_much(page: LoadPage) -> None:
    people = matrix(ZHAO, LIN, ANA)
    roles = grouped(By.ROLE, people, {"Architect": (1, 2), "Tester": (3,)})
    page.take(data(ZHAO, LIN, ANA, shown=roles))
    marks = {line.name: page.heat.marks[line.key] for line in page.heat.lines}
    assert marks == {"Architect": {0, 1}, "Tester": {0, 2}}
    page.heat.choose(0, 1)
    assert page.ways_wanted.isEnabled()
    assert page.behind.summary.text().endswith("1 has too much: 赵倩.")
    page.heat.choose(0, 2)
    assert not page.ways_wanted.isEnabled()


def test_the_numbers_are_in_the_unit_that_is_chosen(page: LoadPage) -> None:
    page.bar.choose_unit(Unit.HOURS)
    assert page.heat.unit is Unit.HOURS
    row = page.heat.lines[0].heat(0, 1, page.heat.unit, page.context.language)
    assert row.numbers == ("56",)


def test_only_the_overloaded_can_be_shown(page: LoadPage) -> None:
    page.bar.overloaded.click()
    assert names(page) == ["赵倩", "Ana Silva"]


def test_words_narrow_the_people(page: LoadPage, qtbot: QtBot) -> None:
    qtbot.keyClicks(page.filter_field(), "tester")
    qtbot.keyClick(page.filter_field(), Qt.Key.Key_Return)
    assert names(page) == ["Ana Silva"]
    assert [run.name for run in page.conflicts.runs] == ["Ana Silva"]


def test_where_nobody_matches_the_page_says_so(page: LoadPage, qtbot: QtBot) -> None:
    qtbot.keyClicks(page.filter_field(), "nobody like that")
    qtbot.keyClick(page.filter_field(), Qt.Key.Key_Return)
    assert page.note.isVisible()
    assert page.behind.summary.text().startswith("Choose a cell")


def test_without_people_the_page_says_how_they_come(page: LoadPage) -> None:
    page.take(data())
    assert page.note.isVisible()
    assert "teams' sheets" in page.note.text()


def test_where_nobody_is_overloaded_the_list_says_so(page: LoadPage) -> None:
    page.take(data(person(1, "Bo", "", "", {"P-1": 50})))
    assert page.calm.isVisible()


def test_new_rows_keep_the_chosen_person(page: LoadPage) -> None:
    page.heat.choose(1, 2)
    page.take(data(ANA))
    assert page.heat.lines[page.heat.line].name == "Ana Silva"
    assert page.heat.week == 2


def test_the_choice_of_weeks_is_read_anew_and_remembered(page: LoadPage, context: Context) -> None:
    page.bar.choose_weeks("13")
    settle(context)
    assert len(page.heat.weeks) == 13
    page.bar.choose_grain(Grain.MONTH)
    page.bar.choose_by(By.TEAM)
    settle(context)
    assert page.heat.grain is Grain.MONTH
    again = LoadPage(context)
    asked = again.bar.asked
    assert (asked.weeks, asked.grain, asked.by) == (13, Grain.MONTH, By.TEAM)


def test_a_person_can_be_revealed(page: LoadPage) -> None:
    page.bar.overloaded.click()
    page.reveal("person", 2)
    assert page.heat.lines[page.heat.line].name == "Lin Feng"


def test_words_follow_the_language(page: LoadPage, context: Context) -> None:
    context.set_language("zh")
    assert page.bar.overloaded.text() == "仅看超配"
    assert page.behind.summary.text() == "150%：需要 60 小时，超出产能 20 小时。"


def test_colours_follow_the_theme(page: LoadPage, context: Context) -> None:
    before = page.heat.grab().toImage().pixelColor(5, 200).lightness()
    context.set_theme("dark")
    after = page.heat.grab().toImage().pixelColor(5, 200).lightness()
    assert after < 80 < 200 < before


def test_arrow_keys_move_the_cell(page: LoadPage, qtbot: QtBot) -> None:
    page.heat.choose(0, 0)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Right):
        qtbot.keyClick(page.heat, key)
    assert (page.heat.line, page.heat.week) == (1, 2)
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Home, Qt.Key.Key_Left):
        qtbot.keyClick(page.heat, key)
    assert (page.heat.line, page.heat.week) == (0, 0)


def test_the_current_cell_is_brought_into_sight(heat: HeatMap) -> None:
    heat.choose(55, 28)
    box = heat.cell_rect(55, 28)
    assert box.left() >= heat.cells_left
    assert box.right() <= heat.viewport().width()
    assert box.top() >= HEADER
    assert box.bottom() <= heat.viewport().height()
    heat.choose(0, 0)
    assert heat.cell_rect(0, 0).topLeft() == QPoint(heat.cells_left, HEADER)


def test_a_cell_is_found_where_it_is_painted(heat: HeatMap) -> None:
    heat.verticalScrollBar().setValue(133)
    heat.horizontalScrollBar().setValue(71)
    assert heat.cell_at(heat.cell_rect(9, 5).center()) == (9, 5)
    assert heat.cell_at(QPoint(20, heat.cell_rect(9, 5).center().y())) == (9, -1)
    assert heat.cell_at(QPoint(300, 10)) == (-1, -1)


def test_names_and_weeks_stay_while_the_cells_scroll(heat: HeatMap) -> None:
    before = heat.grab().toImage()
    heat.horizontalScrollBar().setValue(90)
    after = heat.grab().toImage()
    names_before = before.copy(0, HEADER, heat.cells_left - 4, 200)
    assert names_before == after.copy(0, HEADER, heat.cells_left - 4, 200)
    cells = (heat.cells_left, 0, 200, 200)
    assert before.copy(*cells) != after.copy(*cells)


def test_cells_take_the_room_that_there_is(heat: HeatMap, qapp: QApplication) -> None:
    narrow = heat.cell_width
    heat.resize(1600, 300)
    qapp.processEvents()
    assert heat.cell_width > narrow
    assert heat.horizontalScrollBar().maximum() == 0


def test_a_page_that_nobody_holds_is_gone_at_once(context: Context) -> None:
    with nothing_collected():
        page = LoadPage(context)
        page.show()
        settle(context)
        page.take(LOAD)
        settle(context)
        known = weakref.ref(page)
        del page
        assert known() is None


def test_a_cell_leads_to_its_tasks_and_bookings(
    demo_workspace: Workspace, context: Context, qtbot: QtBot
) -> None:
    """The demo office's most loaded person."""
    context.set_workspace(demo_workspace)
    made = LoadPage(context)
    made.resize(1100, 650)
    with qtbot.waitExposed(made):
        made.show()
    settle(context)
    line = made.heat.lines[made.heat.line]
    hours = sum(part.hours for part in made.behind.parts if not part.soft)
    assert hours == pytest.approx(line.cell(made.heat.week).hard)
    assert made.bars.series
    button = next(
        b for b in made.behind.findChildren(QPushButton) if b.isVisible() and "\n" in b.toolTip()
    )
    with qtbot.waitSignal(made.page_wanted) as said:
        button.click()
    assert said.args[0] in ("gantt", "bookings")
    made.close()
    context.set_workspace(None)


def test_it_claims_nothing_of_a_load_that_is_not_summed_up_yet(
    context: Context, qtbot: QtBot
) -> None:
    page = LoadPage(context)
    qtbot.addWidget(page)
    page.show()
    assert page.note.text() == "The load is being summed up…"
    assert page.calm.text() == ""
    settle(context)
    assert "Nobody here yet" in page.note.text()
    assert page.calm.text() == "Nobody is asked for more than there is."
