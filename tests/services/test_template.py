"""The office's template: what it changes, what it may not, and that undo leaves nothing behind."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_desktop.domain.template import usual
from pmo_desktop.models import TemplateColumn, TemplateSheet
from pmo_desktop.services.custom_fields import custom_fields
from pmo_desktop.services.opening import open_workspace
from pmo_desktop.services.refused import Refused
from pmo_desktop.services.template import (
    add_question,
    instruct_sheet,
    move_column,
    put_template,
    require_column,
    reset_template,
    reword_column,
    show_column,
    show_sheet,
    template,
)
from pmo_desktop.storage.changes import Title
from pmo_desktop.storage.workspace import Workspace

EDIT = Title("Edit")
TASK_FIELDS = [column.field.code for column in usual().sheet("task").columns]
HIDEABLE = [c.field.code for c in usual().sheet("task").columns if not c.is_held]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory):
    workspace = open_workspace(tmp_path_factory.mktemp("template") / "office.db")
    yield workspace
    workspace.close()


@pytest.fixture
def opened(workspace: Workspace) -> Workspace:
    return workspace


def codes(opened: Workspace, table: str = "task") -> list[str]:
    return [column.field.code for column in opened.query(template).sheet(table).columns]


def column(opened: Workspace, code: str):
    return opened.query(template).sheet(code.partition(".")[0]).column(code)


def stored(opened: Workspace) -> int:
    from sqlmodel import select

    return opened.query(
        lambda session: sum(
            len(list(session.exec(select(model)))) for model in (TemplateColumn, TemplateSheet)
        )
    )


def test_without_wishes_the_template_is_the_usual_one(opened: Workspace) -> None:
    assert opened.query(template) == usual()


def test_a_column_is_hidden_moved_reworded_and_required_each_one_undo(opened: Workspace) -> None:
    opened.edit(EDIT, show_column, "task.notes", False)
    opened.edit(EDIT, move_column, "task.finish", 0)
    opened.edit(EDIT, reword_column, "task.finish", {"en": "Ready by", "zh": "交付日"})
    opened.edit(EDIT, require_column, "task.people", True)
    assert not column(opened, "task.notes").shown
    assert codes(opened)[0] == "task.finish"
    assert column(opened, "task.finish").wording("zh") == "交付日"
    assert column(opened, "task.people").is_required
    for _ in range(4):
        opened.undo()
    assert opened.query(template) == usual()
    assert stored(opened) == 0


def test_what_identifies_a_record_stays_in_the_workbook(opened: Workspace) -> None:
    for code in ("task.wbs", "task.name", "project.code", "status.period"):
        with pytest.raises(Refused, match="known again"):
            opened.edit(EDIT, show_column, code, False)
        with pytest.raises(Refused):
            opened.edit(EDIT, require_column, code, False)


def test_one_sheet_at_least_goes_out(opened: Workspace) -> None:
    for table in ("project", "person", "risk", "issue", "status"):
        opened.edit(EDIT, show_sheet, table, False)
    with pytest.raises(Refused):
        opened.edit(EDIT, show_sheet, "task", False)
    assert [sheet.table for sheet in opened.query(template).shown] == ["task"]


def test_two_columns_of_a_sheet_are_never_called_alike(opened: Workspace) -> None:
    with pytest.raises(Refused, match="start"):
        opened.edit(EDIT, reword_column, "task.finish", {"en": "start"})
    with pytest.raises(Refused, match="header"):
        opened.edit(EDIT, reword_column, "task.finish", {"zh": "？？"})
    opened.edit(EDIT, show_column, "task.deadline", False)
    opened.edit(EDIT, reword_column, "task.finish", {"en": "Deadline"})
    with pytest.raises(Refused, match="Deadline"):
        opened.edit(EDIT, show_column, "task.deadline", True)
    with pytest.raises(Refused):
        opened.edit(EDIT, add_question, "task", {"en": "DEADLINE"})


def test_a_question_is_a_column_with_its_name_for_header(opened: Workspace) -> None:
    uid = opened.edit(EDIT, add_question, "risk", {"en": "Region"}, "choice", ["N", "S"]).result
    found = column(opened, f"risk.custom.{uid}")
    assert (found.shown, found.options, found.wording("zh")) == (True, ("N", "S"), "Region")
    opened.edit(EDIT, reword_column, found.field.code, {"zh": "地区"})
    assert column(opened, found.field.code).wording("zh") == "地区"
    opened.edit(EDIT, show_column, found.field.code, False)
    assert not opened.query(custom_fields)[0].asked
    opened.edit(EDIT, show_column, found.field.code, True)
    opened.edit(EDIT, move_column, found.field.code, 1)
    assert codes(opened, "risk")[1] == found.field.code


def test_a_reset_leaves_nothing_but_the_own_fields_unasked(opened: Workspace) -> None:
    opened.edit(EDIT, add_question, "risk", {"en": "Region"})
    opened.edit(EDIT, reword_column, "task.finish", {"en": "Ready by"})
    opened.edit(EDIT, instruct_sheet, "risk", {"en": "Only the five gravest."})
    opened.edit(EDIT, reset_template, "task")
    assert column(opened, "task.finish").headers == {}
    assert opened.query(template).sheet("risk").instructions == {"en": "Only the five gravest."}
    opened.edit(EDIT, reset_template)
    assert stored(opened) == 0
    assert [row.asked for row in opened.query(custom_fields)] == [False]


changes = st.lists(
    st.one_of(
        st.tuples(st.just("show"), st.sampled_from(HIDEABLE), st.booleans()),
        st.tuples(st.just("move"), st.sampled_from(TASK_FIELDS), st.integers(0, 14)),
        st.tuples(st.just("require"), st.sampled_from(HIDEABLE), st.booleans()),
        st.tuples(
            st.just("reword"), st.sampled_from(TASK_FIELDS), st.sampled_from(["", "x1", "甲"])
        ),
    ),
    max_size=12,
)
VERBS = {"show": show_column, "move": move_column, "require": require_column}


@given(changes)
def test_any_changes_are_read_back_as_a_list_would_have_them(office: Workspace, done) -> None:
    """Against the plain doing: a list of columns, changed step by step."""
    office.edit(EDIT, reset_template)
    sheet = usual().sheet("task")
    for what, code, value in done:
        try:
            if what == "reword":
                office.edit(EDIT, reword_column, code, {"en": value})
            else:
                office.edit(EDIT, VERBS[what], code, value)
        except Refused:
            continue
        from dataclasses import replace

        known = sheet.column(code)
        match what:
            case "show":
                sheet = sheet.having(replace(known, shown=value))
            case "move":
                sheet = sheet.moved(code, value)
            case "require":
                sheet = sheet.having(replace(known, asked=value))
            case "reword":
                sheet = sheet.having(replace(known, headers={"en": value} if value else {}))
    found = office.query(template)
    assert found.sheet("task") == sheet
    office.edit(EDIT, reset_template)
    assert office.query(template) == usual()
    office.edit(EDIT, put_template, found)
    assert office.query(template) == found
