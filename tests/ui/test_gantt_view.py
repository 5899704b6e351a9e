from __future__ import annotations

import datetime as dt
import weakref
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pmo_desktop.charts.frame import HEADER_HEIGHT
from pmo_desktop.charts.gantt import GanttOptions
from pmo_desktop.charts.palette import DARK, LIGHT
from pmo_desktop.charts.scene import Rect
from pmo_desktop.charts.timescale import MOST_PER_DAY, Zoom
from pmo_desktop.domain.plan import Plan, PlanLink, PlanRow
from pmo_desktop.language import Language
from pmo_desktop.ui.gantt.outline import Filter, Show
from pmo_desktop.ui.gantt.sizes import ROW
from pmo_desktop.ui.gantt.view import GanttView
from tests.charts.plans import MONDAY, plan, task
from tests.ui.collector import nothing_collected
from tests.ui.test_gantt_outline import row

EN, ZH = Language("en"), Language("zh")
STATUS = MONDAY + dt.timedelta(days=20)


def many(projects: int = 3, tasks: int = 30) -> Plan:
    """Projects with tasks, one day after the other."""
    rows: list[PlanRow] = []
    for project in range(1, projects + 1):
        top = len(rows)
        rows.append(row(None, -1, 0, f"P{project}", kind="project", project_id=project))
        for number in range(tasks):
            known = {"task_id": project * 1000 + number, "project_id": project, "wbs": f"{number}"}
            rows.append(
                task(f"T{project}.{number}", number, number + 2, parent=top, depth=1, **known)
            )
    return plan(*rows, status_date=STATUS)


@pytest.fixture
def view(qtbot: QtBot) -> GanttView:
    made = GanttView(EN, LIGHT)
    qtbot.addWidget(made)
    made.resize(1000, 500)
    made.show()
    made.set_plan(many())
    QApplication.processEvents()
    return made


def name_of_current(view: GanttView) -> str:
    chosen = view.selected()
    return "" if chosen is None else chosen.name


def test_bars_and_table_show_the_same_rows_at_the_same_height(view: GanttView) -> None:
    view.tree.verticalScrollBar().setValue(333)
    top = view.tree.mapTo(view, view.tree.viewport().pos())
    canvas = view.canvas.mapTo(view, QPoint(0, 0))
    assert canvas.y() == top.y() == HEADER_HEIGHT
    assert view.canvas.viewport().height() == view.tree.viewport().height()
    for y in (0, 5, 100, 300):
        assert view.canvas.position_at(y) == view.tree.indexAt(QPoint(5, y)).row()


def test_both_scroll_bars_move_the_same_rows(view: GanttView) -> None:
    view.downwards.setValue(200)
    assert view.tree.verticalScrollBar().value() == 200
    view.tree.verticalScrollBar().setValue(90)
    assert view.downwards.value() == 90


def test_the_line_of_the_status_date_hides_no_bar(qtbot: QtBot) -> None:
    """A bar of a day at a small scale is hardly wider than the line that runs through it."""
    view = GanttView(EN, LIGHT)
    qtbot.addWidget(view)
    view.resize(1000, 300)
    view.show()
    day = (STATUS - MONDAY).days
    view.set_plan(plan(task("last", day, day), status_date=STATUS))
    view.set_zoom(Zoom.QUARTER)
    view.show_status_date()
    QApplication.processEvents()
    x = round(view.scale.end_x(STATUS)) - view.x_offset
    shown = view.canvas.viewport().grab().toImage()
    found = {shown.pixelColor(x + step, 12).name().upper() for step in range(-2, 3)}
    assert LIGHT["bar"].upper() in found
    assert LIGHT["status"].upper() not in found


def test_the_line_of_the_status_date_goes_on_below_the_last_row(qtbot: QtBot) -> None:
    view = GanttView(EN, LIGHT)
    qtbot.addWidget(view)
    view.resize(1000, 400)
    view.show()
    view.set_plan(plan(task("only", 0, 2), status_date=STATUS))
    QApplication.processEvents()
    x = round(view.scale.end_x(STATUS)) - view.x_offset
    shown = view.canvas.viewport().grab().toImage()
    for y in (5, ROW + 5, shown.height() - 5):
        found = {shown.pixelColor(x + step, y).name().upper() for step in range(-2, 3)}
        assert LIGHT["status"].upper() in found, y


def test_the_day_of_the_status_date_is_whole_at_the_edge(view: GanttView) -> None:
    view.set_zoom(Zoom.DAY)
    x = view.scale.end_x(STATUS)
    for edge in (x - 3, x - view.canvas.width() + 3):
        view.sideways.setValue(round(edge))
        flag = view.dates._flag()[0]
        assert isinstance(flag, Rect)
        assert flag.x >= view.x_offset
        assert flag.x + flag.width <= view.x_offset + view.dates.width()
    view.sideways.setValue(round(x) + 20)
    assert view.dates._flag() == ()


def test_the_status_date_is_in_sight_at_first(view: GanttView) -> None:
    x = view.scale.end_x(STATUS) - view.x_offset
    assert 0 < x < view.canvas.width()


def test_zooming_keeps_what_is_under_the_mouse(view: GanttView) -> None:
    def day() -> float:
        return (view.x_offset + 300) / view.scale.per_day

    view.zoom_by(2)
    before = day()
    view.zoom_by(4, 300)
    assert view.scale.per_day > 10
    assert day() == pytest.approx(before, abs=0.3)
    view.zoom_by(-3, 300)
    assert day() == pytest.approx(before, abs=0.3)


def test_a_zoom_level_has_its_usual_width(view: GanttView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.zoom_changed) as said:
        view.set_zoom(Zoom.DAY)
    assert said.args == ["day"]
    assert view.scale.zoom is Zoom.DAY


def test_a_zoom_level_keeps_the_status_date_where_it_is(view: GanttView) -> None:
    def x_of_status() -> int:
        day = view.outline.plan.status_date
        assert day is not None
        return round(view.scale.end_x(day)) - view.x_offset

    view.set_zoom(Zoom.QUARTER)
    before = x_of_status()
    assert 0 <= before <= view.canvas.width()
    view.set_zoom(Zoom.WEEK)
    # A pixel of quarters is several of weeks.
    assert abs(x_of_status() - before) < 12


def test_zooming_has_an_end(view: GanttView) -> None:
    view.zoom_by(100)
    assert view.scale.per_day == MOST_PER_DAY
    view.zoom_by(-200)
    assert view.scale.per_day > 0


def test_fitting_shows_the_first_and_the_last_bar(view: GanttView) -> None:
    view.fit()
    first, last = view.outline.plan.rows[1], view.outline.plan.rows[30]
    assert first.start is not None
    assert last.finish is not None
    assert view.scale.to_x(first.start) >= view.x_offset
    assert view.scale.to_x(last.finish) <= view.x_offset + view.canvas.width()


def test_the_scale_always_covers_what_is_in_sight(view: GanttView) -> None:
    view.zoom_by(-20)
    assert view.scale.width >= view.canvas.width()


def test_folding_takes_rows_from_table_and_bars(view: GanttView) -> None:
    assert view.model.rowCount() == 93
    view.toggle(0)
    assert view.model.rowCount() == 63
    assert view.model.row(1).name == "P2"
    assert len(view.canvas.item.chart.rows) == 63
    view.toggle(0)
    assert view.model.rowCount() == 93


def test_a_selected_row_stays_selected_when_rows_above_it_go(view: GanttView) -> None:
    view.tree.select(40)
    name = name_of_current(view)
    view.toggle(0)
    assert name_of_current(view) == name
    assert view.tree.selected == {10}
    assert view.canvas.item.selected == {10}


def test_a_filter_keeps_the_selection_where_its_row_is_kept(view: GanttView) -> None:
    view.tree.select(5)
    view.set_filter(Filter(text="T1.4"))
    assert name_of_current(view) == "T1.4"
    view.set_filter(Filter(show=Show.CRITICAL))
    assert view.model.rowCount() == 0


def test_a_plan_read_anew_keeps_selection_folds_and_place(view: GanttView) -> None:
    view.toggle(31)
    view.tree.select(9)
    view.tree.verticalScrollBar().setValue(130)
    before = view.x_offset
    view.set_plan(many())
    assert name_of_current(view) == "T1.8"
    assert view.model.rowCount() == 63
    assert view.tree.verticalScrollBar().value() == 130
    assert view.x_offset == before


def test_revealing_a_task_unfolds_and_selects_it_and_shows_its_bar(view: GanttView) -> None:
    view.fold_to(0)
    view.set_zoom(Zoom.DAY)
    assert view.reveal("task", 3025)
    assert name_of_current(view) == "T3.25"
    chosen = view.selected()
    assert chosen is not None
    assert chosen.start is not None
    x = view.scale.to_x(chosen.start) - view.x_offset
    assert 0 <= x <= view.canvas.width()
    assert not view.reveal("task", 77)


def test_a_click_on_a_bar_selects_its_row(view: GanttView, qtbot: QtBot) -> None:
    place = QPoint(200, 3 * ROW + 5)
    qtbot.mouseClick(view.canvas.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert name_of_current(view) == "T1.2"


def test_a_click_on_the_arrow_folds_and_selects_nothing(view: GanttView, qtbot: QtBot) -> None:
    qtbot.mouseClick(view.tree.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(13, 12))
    assert view.model.rowCount() == 63
    assert view.selected() is None


def test_arrow_keys_move_fold_and_unfold(view: GanttView, qtbot: QtBot) -> None:
    view.tree.select(0)
    tree = view.tree
    qtbot.keyClick(tree, Qt.Key.Key_Left)
    assert view.model.rowCount() == 63
    qtbot.keyClick(tree, Qt.Key.Key_Right)
    assert view.model.rowCount() == 93
    qtbot.keyClick(tree, Qt.Key.Key_Down)
    assert name_of_current(view) == "T1.0"
    qtbot.keyClick(tree, Qt.Key.Key_Left)
    assert name_of_current(view) == "P1"


def test_plus_and_minus_zoom_and_nought_fits(view: GanttView, qtbot: QtBot) -> None:
    before = view.scale.per_day
    qtbot.keyClick(view.tree, Qt.Key.Key_Plus)
    assert view.scale.per_day > before
    qtbot.keyClick(view.tree, Qt.Key.Key_Minus)
    assert view.scale.per_day == pytest.approx(before)
    qtbot.keyClick(view.tree, Qt.Key.Key_0)
    assert view.scale.per_day != pytest.approx(before)


def test_the_wheel_scrolls_and_with_control_zooms(view: GanttView) -> None:
    view.canvas.scrolled.emit(0, 78)
    assert view.tree.verticalScrollBar().value() == 78
    before = view.scale.per_day
    view.canvas.zoomed.emit(1.0, 100)
    assert view.scale.per_day > before
    view.dates.zoomed.emit(-1.0, 100)
    assert view.scale.per_day == pytest.approx(before)


def test_the_row_under_the_mouse_is_marked_in_both(view: GanttView) -> None:
    view.canvas.hovered.emit(4)
    assert view.canvas.item.hovered == 4
    view.tree.hovered.emit(-1)
    assert view.canvas.item.hovered == -1


def test_selected_rows_are_copied_with_their_headers(view: GanttView, qtbot: QtBot) -> None:
    view.tree.select(1)
    qtbot.keyClick(view.tree, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().split("\n")
    assert lines[0].split("\t")[:3] == ["Task", "Owner", "Start"]
    assert lines[1].split("\t")[:3] == ["0 T1.0", "", "2 Nov"]


def test_columns_can_be_hidden_but_the_first(view: GanttView) -> None:
    view.tree.hide_columns({"name", "float"})
    assert view.tree.hidden_columns() == {"float"}
    view.tree.select(1)
    assert "Float" not in view.tree.copy()


def test_cells_are_written_in_the_language(view: GanttView) -> None:
    assert view.model.texts(1)[4] == "3 d"
    view.set_language(ZH)
    assert view.model.texts(1)[2] == "11-02"
    assert view.model.texts(1)[4] == "3 天"
    assert view.model.headerData(0, Qt.Orientation.Horizontal) == "任务"


def test_a_tooltip_tells_dates_and_float(view: GanttView) -> None:
    known = task(people=("Ana",), total_float_minutes=960, percent_complete=0.5)
    view.set_plan(plan(known))
    text = view.model.data(view.model.index(0, 0), Qt.ItemDataRole.ToolTipRole.value)
    assert "2026-11-02 to 2026-11-06, 5 d" in text
    assert "Done: 50%; total float 2 d" in text
    assert "Ana" in text


def test_dark_and_light_paint_other_pictures(view: GanttView) -> None:
    light = view.grab().toImage()
    view.set_palette(DARK)
    dark = view.grab().toImage()
    assert light.pixelColor(600, 480).lightness() > 200
    assert dark.pixelColor(600, 480).lightness() < 80


def test_options_change_what_is_drawn(view: GanttView) -> None:
    view.set_options(GanttOptions(links=False, baseline=False))
    assert view.canvas.item.chart.options.links is False


def test_an_empty_plan_is_shown_without_rows(qtbot: QtBot) -> None:
    view = GanttView(ZH, DARK)
    qtbot.addWidget(view)
    view.resize(800, 400)
    view.show()
    view.set_plan(Plan())
    view.fit()
    view.zoom_by(3)
    assert view.model.rowCount() == 0
    assert view.selected() is None


def test_without_a_workspace_nothing_can_be_edited(view: GanttView) -> None:
    index = view.model.index(1, 0)
    assert not view.model.flags(index) & Qt.ItemFlag.ItemIsEditable


def test_only_what_is_not_computed_can_be_edited(view: GanttView) -> None:
    view.model.editable = True
    rows = (
        row(None, -1, 0, "P", kind="project"),
        row(1, 0, 1, "S", kind="summary"),
        row(2, 0, 1, "T"),
        row(3, 0, 1, "M", kind="milestone"),
    )
    view.set_plan(Plan(rows))
    editable = [
        [
            key
            for number, key in enumerate(
                ("name", "people", "start", "finish", "duration", "done", "float")
            )
            if view.model.flags(view.model.index(position, number)) & Qt.ItemFlag.ItemIsEditable
        ]
        for position in range(4)
    ]
    assert editable == [
        ["name", "people"],
        ["name", "people"],
        ["name", "people", "start", "finish", "duration", "done"],
        ["name", "people", "start", "finish", "done"],
    ]


def test_an_edit_asks_for_the_change_of_a_field(view: GanttView, qtbot: QtBot) -> None:
    view.model.editable = True
    index = view.model.index(1, 5)
    with qtbot.waitSignal(view.edit_wanted) as said:
        view.model.setData(index, 0.5)
    changed, field, value = said.args
    assert (changed.task_id, field.code, value) == (1000, "task.percent_complete", 0.5)
    with qtbot.assertNotEmitted(view.edit_wanted):
        view.model.setData(index, 0.0)


def test_a_view_that_nobody_holds_is_gone_at_once(qapp: QApplication) -> None:
    """What waited for the collector would be destroyed in the midst of another's painting."""
    with nothing_collected():
        view = GanttView(EN, LIGHT)
        view.set_plan(many())
        view.show()
        qapp.processEvents()
        known = weakref.ref(view)
        del view
        assert known() is None


def test_the_links_of_a_very_large_plan_come_a_moment_after_its_bars(
    view: GanttView, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pmo_desktop.charts import gantt

    monkeypatch.setattr(gantt, "MANY_LINKS", 1)
    linked = replace(many(), links=(PlanLink(1, 2), PlanLink(2, 3)))
    view.set_plan(linked)
    chart = view.canvas.item.chart
    assert chart.awaits_links
    assert not chart.layers(view.scale, EN)[3].parts
    qtbot.waitUntil(lambda: not chart.awaits_links)
    assert chart.layers(view.scale, EN)[3].parts
