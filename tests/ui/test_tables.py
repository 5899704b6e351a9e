"""The generic table: sort, filter, selection, copy, columns, editing in place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from pmo_desktop.domain.fields import Kind
from pmo_desktop.domain.health import Light, Reason
from pmo_desktop.storage.workspace import Workspace
from pmo_desktop.ui.context import Context
from pmo_desktop.ui.tables.column import Column, Why, of_field
from pmo_desktop.ui.tables.editors import ListEditor, TextEditor
from pmo_desktop.ui.tables.exporting import export_table
from pmo_desktop.ui.tables.model import RecordModel
from pmo_desktop.ui.tables.table import RecordTable
from pmo_desktop.ui.widgets.bubble import Bubble
from pmo_desktop.ui.widgets.popover import Popover


@dataclass(frozen=True)
class Row:
    id: int
    name: str
    due: date | None = None
    cost: Decimal | None = None
    state: str = "open"
    light: Light = Light.GREEN


COLUMNS = (
    of_field("risk.name", width=120),
    of_field("risk.due"),
    of_field("risk.cost"),
    of_field("risk.state"),
    Column(
        "light",
        "dimension.risk",
        lambda row: row.light,
        light=True,
        why=lambda row, _: Why(row.name, (Reason("{why}", {"why": "because"}),), row.light),
    ),
    Column("hidden", "risk.code", lambda row: row.id, Kind.INTEGER, hidden=True),
)
ROWS = (
    Row(1, "Supplier late", date(2026, 12, 1), Decimal(500), "open", Light.AMBER),
    Row(2, "Key person leaves", None, Decimal(90), "closed", Light.GREEN),
    Row(3, "approval slow", date(2026, 11, 1), None, "open", Light.RED),
)
Make = Callable[..., RecordTable]


@pytest.fixture
def make(context: Context, qtbot: QtBot) -> Make:
    def made(edit: Callable[..., bool] | None = None) -> RecordTable:
        table = RecordTable(context, "test", COLUMNS, empty=lambda: "Nothing here.", edit=edit)
        qtbot.addWidget(table)
        table.resize(700, 300)
        table.set_rows(ROWS)
        table.show()
        return table

    return made


def ids(table: RecordTable) -> list[int]:
    return [row.id for row in table.model.shown]


def column(key: str) -> int:
    return [c.key for c in COLUMNS].index(key)


def test_rows_are_sorted_by_native_values_and_what_has_none_stands_last(make: Make) -> None:
    table = make()
    table.view.sortByColumn(column("due"), Qt.SortOrder.AscendingOrder)
    assert ids(table) == [3, 1, 2]
    table.view.sortByColumn(column("due"), Qt.SortOrder.DescendingOrder)
    assert ids(table) == [1, 3, 2]
    table.view.sortByColumn(column("light"), Qt.SortOrder.DescendingOrder)
    assert ids(table) == [3, 1, 2]


@given(
    st.lists(
        st.builds(
            Row,
            st.integers(1, 10**6),
            st.text("abcAB", max_size=4),
            st.none() | st.dates(date(2026, 1, 1), date(2026, 1, 9)),
            st.none() | st.integers(0, 9).map(Decimal),
        ),
        max_size=12,
        unique_by=lambda row: row.id,
    ),
    st.sampled_from(["name", "due", "cost"]),
    st.booleans(),
)
def test_sorting_is_what_sorting_by_hand_would_be(
    context: Context, rows: list[Row], key: str, down: bool
) -> None:
    model = RecordModel(context, COLUMNS)
    model.set_rows(rows)
    order = Qt.SortOrder.DescendingOrder if down else Qt.SortOrder.AscendingOrder
    model.sort(column(key), order)

    def native(row: Row) -> Any:
        value = getattr(row, key)
        return value.casefold() if isinstance(value, str) else value

    known = [row for row in rows if native(row) not in (None, "")]
    expected = sorted(known, key=native, reverse=down)
    expected += [row for row in rows if native(row) in (None, "")]
    assert list(model.shown) == expected


def test_the_filter_looks_for_every_word_in_any_column(make: Make, qtbot: QtBot) -> None:
    table = make()
    table.filter_edit.setText("open late")
    qtbot.waitUntil(lambda: ids(table) == [1])
    table.filter_edit.setText("nobody")
    qtbot.waitUntil(lambda: ids(table) == [])
    assert "Clear the filter" in table._note.text()
    table.filter_edit.clear()
    qtbot.waitUntil(lambda: len(ids(table)) == 3)


def test_an_empty_table_says_what_to_do(make: Make) -> None:
    table = make()
    table.set_rows(())
    assert table._note.isVisible()
    assert table._note.text() == "Nothing here."


def test_the_selection_outlives_a_refresh_that_moves_its_row(make: Make) -> None:
    table = make()
    assert table.select(3)
    table.set_rows((ROWS[2], ROWS[0], Row(4, "new")))
    assert table.selected() == ROWS[2]


def test_copying_gives_the_shown_columns_with_their_headers(make: Make) -> None:
    table = make()
    table.select(1)
    text = table.copy()
    assert text == QGuiApplication.clipboard().text()
    assert text.splitlines() == [
        "Risk\tDue\tCost if it happens\tState\tRisk",
        "Supplier late\t2026-12-01\t¥500\tOpen\tAmber",
    ]


def test_a_chosen_column_is_there_at_the_next_start(context: Context, make: Make) -> None:
    table = make()
    menu = table.columns.menu()
    hidden = menu.actions()[column("hidden")]
    shown = menu.actions()[column("due")]
    hidden.setChecked(True)
    shown.setChecked(False)
    again = make()
    header = again.view.horizontalHeader()
    assert not header.isSectionHidden(column("hidden"))
    assert header.isSectionHidden(column("due"))
    assert context.settings.table("test")["hidden"] == ["due"]


def test_the_last_column_cannot_be_hidden(make: Make) -> None:
    table = make()
    for action in table.columns.menu().actions()[: len(COLUMNS)]:
        action.setChecked(False)
    assert len(table.columns.shown()) == 1


def test_a_click_on_a_light_says_why(make: Make, qtbot: QtBot) -> None:
    table = make()
    index = table.model.index(2, column("light"))
    qtbot.mouseClick(
        table.view.viewport(),
        Qt.MouseButton.LeftButton,
        pos=table.view.visualRect(index).center(),
    )
    popover = table.findChild(Popover)
    assert popover is not None
    from PySide6.QtWidgets import QLabel

    assert "because" in [label.text() for label in popover.findChildren(QLabel)]
    popover.close()


# Editing


def editing(table: RecordTable, row: int, key: str) -> Any:
    table.view.setCurrentIndex(table.model.index(row, column(key)))
    table.view.edit(table.view.currentIndex())
    kinds = (TextEditor, ListEditor)
    found = [child for kind in kinds for child in table.view.findChildren(kind)]
    assert len(found) == 1
    return found[0]


def test_typed_text_arrives_as_the_field_s_plain_value(make: Make, qtbot: QtBot) -> None:
    made: list[tuple[int, str, Any]] = []
    table = make(lambda row, spec, value: made.append((row.id, spec.key, value)) or True)
    editor = editing(table, 0, "cost")
    assert editor.text() == "500"
    editor.setText("1.2万")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(made))
    assert made == [(1, "cost", Decimal(12000))]


def test_text_that_cannot_be_read_keeps_the_editor_open_with_a_sentence(
    make: Make, qtbot: QtBot
) -> None:
    made: list[Any] = []
    table = make(lambda *change: made.append(change) or True)
    editor = editing(table, 0, "due")
    editor.setText("some day")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert editor.isVisible()
    assert "some day" in table.view.findChild(Bubble).text
    editor.setText("2026/12/24")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(made))
    assert [change[2] for change in made] == [date(2026, 12, 24)]


def test_escape_leaves_the_value_as_it_was(make: Make, qtbot: QtBot) -> None:
    made: list[Any] = []
    table = make(lambda *change: made.append(change) or True)
    editor = editing(table, 0, "name")
    editor.setText("Something else")
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    assert not made


def test_the_same_value_is_no_edit(make: Make, qtbot: QtBot) -> None:
    made: list[Any] = []
    table = make(lambda *change: made.append(change) or True)
    qtbot.keyClick(editing(table, 0, "name"), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not table.view.findChildren(TextEditor))
    assert not made


def test_a_choice_is_taken_when_it_is_chosen(make: Make) -> None:
    made: list[Any] = []
    table = make(lambda *change: made.append(change) or True)
    editor = editing(table, 0, "state")
    assert [editor.itemText(at) for at in range(editor.count())] == ["Open", "Happened", "Closed"]
    editor.setCurrentIndex(2)
    editor.activated.emit(2)
    assert [change[2] for change in made] == ["closed"]


def test_a_day_can_be_chosen_in_the_calendar(make: Make) -> None:
    table = make(lambda *_: True)
    editor = editing(table, 0, "due")
    calendar = editor.open_calendar()
    assert calendar.selectedDate().toString("yyyy-MM-dd") == "2026-12-01"
    calendar.clicked.emit(calendar.selectedDate().addDays(3))
    assert editor.text() == "2026-12-04"


def test_a_column_without_a_field_cannot_be_edited(make: Make) -> None:
    table = make(lambda *_: True)
    flags = table.model.flags(table.model.index(0, column("light")))
    assert not flags & Qt.ItemFlag.ItemIsEditable


def test_everything_speaks_the_language_of_now(context: Context, make: Make) -> None:
    table = make()
    context.set_language("zh")
    model = table.model
    assert model.headerData(column("state"), Qt.Orientation.Horizontal) == "状态"
    assert model.data(model.index(0, column("state"))) == "开放"
    assert table.filter_edit.placeholderText() == "筛选"


def test_a_changed_row_in_place_keeps_the_scroll(make: Make) -> None:
    table = make()
    many = [Row(number, f"Risk {number}") for number in range(1, 200)]
    table.set_rows(many)
    QApplication.processEvents()
    table.view.verticalScrollBar().setValue(1000)
    many[60] = replace(many[60], name="changed")
    table.set_rows(many)
    assert table.view.verticalScrollBar().value() == 1000


def test_the_keyboard_reaches_the_filter_and_the_table(make: Make, qtbot: QtBot) -> None:
    table = make()
    field = table.filter_edit
    assert isinstance(field, QLineEdit)
    qtbot.addWidget(field)
    field.show()
    with qtbot.waitActive(table):
        table.activateWindow()
        table.view.setFocus()
    QTest.keyClick(table.view, Qt.Key.Key_Down)
    assert table.selected() is not None
    assert table.view.rowAt(QPoint(0, 5).y()) == 0


def press(table: RecordTable, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(table.view, key)


def test_the_keyboard_stays_in_its_column_when_the_rows_come_back(make: Make) -> None:
    table = make()
    table.select(1, "due")
    table.set_rows((ROWS[2], ROWS[0], Row(4, "new")))
    assert table.selected() == ROWS[0]
    assert table.view.currentIndex().column() == column("due")
    press(table, Qt.Key.Key_Down)
    assert table.view.currentIndex().column() == column("due")


def test_a_hidden_column_does_not_keep_the_keyboard(make: Make) -> None:
    table = make()
    table.select(1, "due")
    table.columns.choose(column("due"), False)
    table.set_rows((ROWS[2], ROWS[0]))
    assert table.view.currentIndex().column() == column("name")


def test_who_hides_the_chosen_row_is_told_that_none_is_chosen(make: Make, qtbot: QtBot) -> None:
    table = make()
    chosen: list[Any] = []
    table.row_selected.connect(chosen.append)
    table.select(1)
    table.filter_edit.setText("nobody")
    qtbot.waitUntil(lambda: ids(table) == [])
    assert chosen == [ROWS[0], None]


def test_escape_in_the_filter_shows_all_rows_and_goes_to_the_table(
    make: Make, qtbot: QtBot
) -> None:
    table = make()
    qtbot.addWidget(table.filter_edit)
    table.filter_edit.show()
    table.filter_edit.setText("late")
    qtbot.waitUntil(lambda: ids(table) == [1])
    QTest.keyClick(table.filter_edit, Qt.Key.Key_Escape)
    assert ids(table) == [1, 2, 3]
    assert table.filter_edit.text() == ""
    assert table.window().focusWidget() is table.view


def test_the_cell_that_the_keyboard_is_at_is_framed(make: Make, qtbot: QtBot) -> None:
    table = make()
    with qtbot.waitActive(table):
        table.activateWindow()
        table.setFocus()
    table.select(2, "cost")
    box = table.view.visualRect(table.view.currentIndex())
    picture = table.view.viewport().grab().toImage()
    there = picture.pixelColor(box.left() + 1, box.center().y())
    other = picture.pixelColor(
        box.left() + 1, table.view.visualRect(table.model.index(0, column("cost"))).center().y()
    )
    assert there.name().upper() == table._context.palette["focus"].upper()
    assert other != there


def test_an_editor_is_as_wide_as_what_is_typed_in_it(make: Make) -> None:
    table = make(lambda *_: True)
    table.view.horizontalHeader().resizeSection(column("due"), 40)
    editor = editing(table, 0, "due")
    needed = editor.fontMetrics().horizontalAdvance("2026-12-01")
    assert editor.width() > needed + 30
    assert editor.geometry().right() <= table.view.viewport().width()


def test_the_selection_is_not_carried_into_another_office(
    context: Context, make: Make, tmp_path: Path
) -> None:
    table = make()
    table.select(1)
    other = Workspace.open(tmp_path / "other.db")
    context.set_workspace(other)
    table.set_rows((Row(1, "Another risk with the same number"),))
    assert table.selected() is None
    other.close()


def test_what_was_measured_in_one_office_widens_no_column_of_another(
    context: Context, make: Make, tmp_path: Path
) -> None:
    table = make()
    table.set_rows((Row(1, "A very long name of a risk indeed, which nobody else has"),))
    other = Workspace.open(tmp_path / "other.db")
    context.set_workspace(other)
    table.set_rows((Row(1, "Short"),))
    assert table.columns._needs["name"] < 200
    other.close()


def test_a_table_is_exported_as_it_is_shown(make: Make) -> None:
    table = make()
    table.set_filter(lambda row: row.cost is not None)
    sheet = table.sheet()
    assert [column.header for column in sheet.columns][:3] == ["Risk", "Due", "Cost if it happens"]
    assert [list(row)[:4] for row in sheet.rows] == [
        ["Supplier late", date(2026, 12, 1), Decimal(500), "Open"],
        ["Key person leaves", None, Decimal(90), "Closed"],
    ]
    assert list(sheet.rows[0])[4] == "Amber"


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_the_table_s_export_is_a_job_that_tells_where_it_wrote(
    make: Make, context: Context, tmp_path: Path, suffix: str
) -> None:
    table = make()
    told: list[Any] = []
    context.message_posted.connect(told.append)
    path = tmp_path / f"risks{suffix}"
    export_table(context, path, table.sheet())
    context.jobs.wait()
    QApplication.processEvents()
    assert path.stat().st_size > 0
    assert str(path) in told[-1].say(context.language)


def test_columns_that_stretch_fill_the_room_and_no_more(context: Context, qtbot: QtBot) -> None:
    wide = of_field("risk.name", width=300, stretch=True)
    narrow = of_field("risk.action", width=60, stretch=True, value=lambda row: row.name)
    table = RecordTable(context, "stretching", (wide, narrow, of_field("risk.due")), empty=str)
    qtbot.addWidget(table)
    table.resize(520, 200)
    table.show()
    header = table.view.horizontalHeader()
    assert header.length() == table.view.viewport().width()
    assert header.sectionSize(0) >= 300


def test_what_is_cut_gets_the_room_that_others_do_not_need(context: Context, qtbot: QtBot) -> None:
    cut = of_field("risk.action", width=60, value=lambda row: row.name)
    table = RecordTable(context, "cut", (cut, of_field("risk.name", stretch=True)), empty=str)
    qtbot.addWidget(table)
    table.resize(700, 200)
    table.show()
    table.set_rows((Row(1, "Short"),))
    header = table.view.horizontalHeader()
    assert header.sectionSize(0) < 100
    table.set_rows((Row(1, "Quite a long name for a supplier"),))
    words = table.fontMetrics().horizontalAdvance("Quite a long name for a supplier")
    assert header.sectionSize(0) > words
    assert header.length() == table.view.viewport().width()
    wide = header.sectionSize(0)
    table.set_rows((Row(1, "Short"),))
    assert header.sectionSize(0) == wide


def test_a_width_that_the_user_set_stays(context: Context, make: Make, qtbot: QtBot) -> None:
    table = make()
    table.view.horizontalHeader().resizeSection(column("due"), 41)
    qtbot.waitUntil(lambda: context.settings.table("test").get("widths") == {"due": 41})
    table.resize(1200, 300)
    table.show()
    table.set_rows(ROWS)
    assert table.view.horizontalHeader().sectionSize(column("due")) == 41
    assert make().view.horizontalHeader().sectionSize(column("due")) == 41
