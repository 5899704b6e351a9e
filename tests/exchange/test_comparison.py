from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from pmo_desktop.domain.calendars import Calendar
from pmo_desktop.domain.records import Cell, ChangeKind, ProjectRecords, Record, RecordChange
from pmo_desktop.domain.tasks import Link, LinkType
from pmo_desktop.exchange.comparing.comparison import Compared, OfficeView, compare
from tests.exchange.office_records import (
    DEPARTMENTS,
    ISSUES,
    PEOPLE,
    PROJECT,
    RECORDS,
    RISKS,
    STATUS,
    TASKS,
)

AT = datetime
NATIONAL_DAY = tuple((date(2026, 10, day), "") for day in range(1, 8))
OFFICE = OfficeView(PEOPLE, DEPARTMENTS, "CNY", Calendar.from_text(days=NATIONAL_DAY))


def with_cells(record: Record) -> Record:
    """As a reader gives it: every value from a cell of its own."""
    cells = {name: Cell(record.table, f"C{at}") for at, name in enumerate(record.values, 4)}
    return replace(record, cells=cells)


def returned(record: Record, **values: Any) -> Record:
    """The record's own row as it comes back, with some values changed."""
    return with_cells(replace(record, values={**record.values, **values}, id=None))


def row(table: str, **values: Any) -> Record:
    """A row without identity, as in a team's own file."""
    return with_cells(Record(table, values))


def own(**tables: tuple[Record, ...]) -> Compared:
    """The own workbook back, with these rows in place of its own."""
    project = tables.pop("project", (returned(PROJECT),))
    given = ProjectRecords(project[0], **tables)
    return compare(given, RECORDS, "own", OFFICE)


def team(known: ProjectRecords | None = RECORDS, **tables: tuple[Record, ...]) -> Compared:
    project = tables.pop("project", (row("project", code="P-0605"),))
    return compare(ProjectRecords(project[0], **tables), known, "team", OFFICE)


def changes(found: Compared) -> list[tuple[str, str, Any, Any]]:
    """Label, field, before, after of all that differs."""
    return [
        (change.label, field.name, field.before, field.after)
        for change in found.changes
        for field in change.fields
        if field.before != field.after
    ]


def codes(found: Compared) -> list[str]:
    return [finding.code for finding in found.findings]


def only(found: Compared) -> RecordChange:
    (change,) = found.changes
    return change


# What did not change


def test_the_own_workbook_back_as_it_was_changes_nothing_and_says_nothing() -> None:
    everything = {
        table: tuple(map(with_cells, records))
        for table, records in (("tasks", TASKS), ("risks", RISKS), ("issues", ISSUES),
                               ("people", PEOPLE), ("status", STATUS))
    }  # fmt: skip
    found = own(**everything)
    assert changes(found) == []
    assert codes(found) == []


def test_a_bare_date_of_the_same_day_leaves_the_moment_as_it_is() -> None:
    task = returned(TASKS[2], start=AT(2026, 8, 18, 9), finish=AT(2026, 9, 14, 18))
    assert changes(own(tasks=(task,))) == []


def test_what_a_file_does_not_give_is_not_compared() -> None:
    given = row("task", wbs="1.1", name="方案设计")
    assert changes(team(tasks=(given,))) == []


# What changed


def test_a_changed_field_says_what_it_was_what_it_is_and_where() -> None:
    found = own(tasks=(returned(TASKS[1], percent_complete=0.5),))
    change = only(found)
    assert (change.kind, change.id, change.uid) == (ChangeKind.CHANGE, 2, "utask0002")
    (field,) = change.fields
    assert (field.name, field.before, field.after) == ("percent_complete", 1.0, 0.5)
    assert str(field.cell) == "task!C11"


def test_an_emptied_cell_of_the_own_workbook_empties_an_optional_field() -> None:
    found = own(tasks=(returned(TASKS[3], deadline=None),), risks=(returned(RISKS[0], owner=None),))
    assert changes(found) == [
        ("1.9 里程碑：启动完成", "deadline", AT(2026, 9, 30, 18), None),
        ("R-01 关键人员流失", "owner", "周扬", None),
    ]


def test_an_empty_cell_of_a_team_s_file_says_nothing() -> None:
    given = row("risk", code="R-01", name="关键人员流失", owner=None, cost=None, action="")
    assert changes(team(risks=(given,))) == []


@pytest.mark.parametrize(
    ("table", "record", "name", "code"),
    [
        ("tasks", TASKS[1], "name", "kept"),
        ("tasks", TASKS[1], "percent_complete", "kept"),
        ("risks", RISKS[0], "state", "kept"),
        ("people", PEOPLE[0], "capacity", "kept"),
    ],
)
def test_a_field_that_is_never_empty_stays_and_that_is_told(
    table: str, record: Record, name: str, code: str
) -> None:
    empty = "" if name == "name" else None
    found = own(**{table: (returned(record, **{name: empty}),)})
    assert changes(found) == []
    assert code in codes(found)


def test_a_share_out_of_range_is_told_and_the_rest_of_the_row_is_taken() -> None:
    found = own(tasks=(returned(TASKS[1], percent_complete=1.2, notes="late"),))
    assert changes(found) == [("1.1 方案设计", "notes", "", "late")]
    assert "share_beyond" in codes(found)


def test_money_that_differs_by_a_minor_unit_differs() -> None:
    found = own(project=(returned(PROJECT, spent=Decimal("3700000.06")),))
    assert changes(found) == [
        ("P-0605 数据中心节能改造", "spent", Decimal("3700000.05"), Decimal("3700000.06"))
    ]


# Dates and durations


def test_start_and_finish_decide_and_the_duration_is_no_change_of_its_own() -> None:
    given = row("task", wbs="2.1", name="=SUM(A1)", start=AT(2026, 11, 2, 9),
                finish=AT(2026, 11, 20, 18), duration=7200)  # fmt: skip
    found = team(tasks=(given,))
    assert changes(found) == [
        ("2.1 =SUM(A1)", "finish", AT(2026, 11, 13, 18), AT(2026, 11, 20, 18))
    ]
    assert "duration_contradicts" not in codes(found)


def test_a_start_travels_with_its_finish_so_that_the_finish_stays() -> None:
    found = own(tasks=(returned(TASKS[5], start=AT(2026, 11, 4, 9)),))
    assert only(found).values == {"start": AT(2026, 11, 4, 9), "finish": AT(2026, 11, 13, 18)}
    assert [name for _, name, *_ in changes(found)] == ["start"]


def test_a_duration_that_fits_without_holidays_is_not_contradicted() -> None:
    # 28 September to 9 October: ten weekdays, of which five are holidays.
    for days, told in ((10, False), (5, False), (8, True)):
        given = row("task", wbs="9", name="New", start=AT(2026, 9, 28, 9),
                    finish=AT(2026, 10, 9, 18), duration=days * 480)  # fmt: skip
        found = team(tasks=(given,))
        assert ("duration_contradicts" in codes(found)) == told
        assert "duration" not in only(found).values


def test_only_the_duration_changed_in_the_own_workbook_decides() -> None:
    found = own(tasks=(returned(TASKS[5], duration=2400),))
    assert changes(found) == [("2.1 =SUM(A1)", "duration", 4800, 2400)]
    assert "duration_decides" in codes(found)


def test_a_duration_left_behind_by_changed_dates_is_nothing_to_tell() -> None:
    found = own(tasks=(returned(TASKS[5], finish=AT(2026, 12, 18, 18)),))
    assert [name for _, name, *_ in changes(found)] == ["finish"]
    assert "duration_contradicts" not in codes(found)


def test_a_start_and_a_duration_both_count_where_no_finish_is_given() -> None:
    given = row("task", wbs="2.1", name="=SUM(A1)", start=AT(2026, 11, 9, 9), duration=4800)
    assert only(team(tasks=(given,))).values == {"start": AT(2026, 11, 9, 9), "duration": 4800}


def test_an_emptied_finish_follows_from_start_and_duration() -> None:
    found = own(tasks=(returned(TASKS[5], finish=None, duration=2400),))
    assert only(found).values == {"start": AT(2026, 11, 2, 9), "duration": 2400}


def test_a_finish_before_its_start_is_told_and_neither_is_taken() -> None:
    found = own(tasks=(returned(TASKS[5], finish=AT(2026, 10, 30, 18), notes="?"),))
    assert changes(found) == [("2.1 =SUM(A1)", "notes", "", "?")]
    assert "dates_reversed" in codes(found)


def test_a_milestone_has_one_date() -> None:
    moved = returned(TASKS[3], start=AT(2026, 9, 14, 9), finish=AT(2026, 9, 21, 18))
    moment = AT(2026, 9, 21, 18)
    found = own(tasks=(moved,))
    assert only(found).values == {"start": moment, "finish": moment}
    assert "milestone_dates" not in codes(found)
    started = returned(TASKS[3], start=AT(2026, 9, 21, 9))
    assert only(own(tasks=(started,))).values == {"start": moment, "finish": moment}


def test_a_milestone_with_two_new_dates_takes_its_finish_and_says_so() -> None:
    torn = returned(TASKS[3], start=AT(2026, 9, 18, 9), finish=AT(2026, 9, 21, 18))
    found = own(tasks=(torn,))
    assert only(found).values["start"] == AT(2026, 9, 21, 18)
    assert "milestone_dates" in codes(found)


def test_a_new_row_without_duration_between_is_a_milestone() -> None:
    given = row("task", wbs="9", name="Go live", start=AT(2026, 12, 1, 9),
                finish=AT(2026, 12, 1, 18), duration=0)  # fmt: skip
    values = only(team(tasks=(given,))).values
    assert (values["kind"], values["start"]) == ("milestone", AT(2026, 12, 1, 18))


def test_what_has_happened_moves_with_its_actual_dates() -> None:
    done = {"start": AT(2026, 8, 18, 9), "finish": AT(2026, 9, 4, 18)}
    known = replace(TASKS[1], values={**TASKS[1].values, **done, "actual_start": done["start"]})
    records = replace(RECORDS, tasks=(known,))
    moved = {"start": AT(2026, 8, 20, 9), "finish": AT(2026, 9, 4, 18)}
    # A team's file without a column of actual dates says when it was.
    given = row("task", wbs="1.1", name="方案设计", **moved)
    found = team(records, tasks=(given,))
    assert [(name, after) for _, name, _, after in changes(found)] == [
        ("start", AT(2026, 8, 20, 9)),
        ("actual_start", AT(2026, 8, 20, 9)),
    ]
    # The own workbook has such a column, and it says that nothing changed.
    project = ProjectRecords(returned(PROJECT), tasks=(returned(known, **moved),))
    found = compare(project, records, "own", OFFICE)
    assert changes(found) == []
    assert "actual_decides" in codes(found)


# Summary tasks


def test_a_summary_task_s_dates_and_progress_follow_from_its_tasks() -> None:
    rows = [returned(task) for task in TASKS]
    rows[4] = returned(TASKS[4], finish=AT(2027, 1, 29, 18), percent_complete=0.9, notes="x")
    found = own(tasks=tuple(rows))
    assert changes(found) == [("2 +plus", "notes", "", "x")]
    assert codes(found) == ["rolled_up", "rolled_up"]


def test_a_team_s_summary_dates_are_told_where_its_own_tasks_contradict_them() -> None:
    given = (
        row("task", wbs="7", name="Phase", start=AT(2026, 11, 2, 9), finish=AT(2026, 11, 30, 18)),
        row("task", wbs="7.1", name="Work", start=AT(2026, 11, 2, 9), finish=AT(2026, 11, 20, 18)),
    )
    found = team(tasks=given)
    phase, work = found.changes
    assert phase.values == {"wbs": "7", "name": "Phase", "kind": "summary"}
    assert work.values["finish"] == AT(2026, 11, 20, 18)
    assert codes(found).count("summary_dates") == 1


# Rows that come, go and move


def test_a_new_row_is_added_with_all_it_says() -> None:
    new = row("task", wbs="2.3", name="验收", start=AT(2026, 12, 7, 9), finish=AT(2026, 12, 11, 18),
              people=("李娜",), predecessors=(Link("2.2"),))  # fmt: skip
    change = only(own(tasks=(new,)))
    assert (change.kind, change.id, change.label) == (ChangeKind.ADD, None, "2.3 验收")
    assert change.values == {
        "wbs": "2.3",
        "name": "验收",
        "people": ("李娜",),
        "start": AT(2026, 12, 7, 9),
        "finish": AT(2026, 12, 11, 18),
        "predecessors": (Link("2.2"),),
    }


def test_a_new_row_without_what_it_needs_is_told_and_not_taken() -> None:
    found = own(tasks=(row("task", wbs="", name="No code"),))
    assert found.changes == ()
    assert "required" in codes(found)


def test_a_renamed_task_of_a_team_is_a_change_of_its_name_and_told() -> None:
    dates = {name: TASKS[1].values[name] for name in ("start", "finish", "people")}
    found = team(tasks=(row("task", wbs="1.1", name="方案设计和评审", **dates),))
    assert changes(found) == [("1.1 方案设计", "name", "方案设计", "方案设计和评审")]
    assert "renamed" in codes(found)
    assert only(found).doubt is None


def test_another_name_under_a_known_code_is_doubted_with_reason_and_score() -> None:
    found = team(tasks=(row("task", wbs="1.1", name="搬迁"),))
    doubt = only(found).doubt
    assert doubt is not None
    assert (doubt.reason, doubt.score, doubt.known) == ("renamed", 0.3, "1.1 方案设计")
    assert "doubt_renamed" in codes(found)
    assert "renamed" not in codes(found)
    # As a record of its own it gets a code that is free.
    assert doubt.as_new is not None
    assert (doubt.as_new.values["name"], doubt.as_new.kind) == ("搬迁", ChangeKind.ADD)
    assert doubt.as_new.values["wbs"] not in {task.values["wbs"] for task in TASKS}


def test_a_name_below_another_task_may_be_another_task() -> None:
    rows = (row("task", wbs="7", name="新阶段"), row("task", wbs="7.1", name="方案设计"))
    (moved,) = [change for change in team(tasks=rows).changes if change.doubt]
    assert moved.doubt is not None
    assert (moved.doubt.reason, moved.doubt.score) == ("moved", 0.7)
    dates = {name: TASKS[1].values[name] for name in ("start", "finish")}
    rows = (rows[0], row("task", wbs="7.1", name="方案设计", **dates))
    assert [change.doubt for change in team(tasks=rows).changes] == [None, None]


def test_a_similar_name_elsewhere_is_neither_added_nor_taken_for_the_one() -> None:
    found = team(tasks=(row("task", wbs="9", name="方案设计书"),))
    doubt = only(found).doubt
    assert doubt is not None
    assert (doubt.reason, doubt.known) == ("similar", "1.1 方案设计")
    assert doubt.score < 0.8


def test_a_row_known_by_its_identity_may_change_its_name_quietly() -> None:
    found = own(tasks=(returned(TASKS[1], name="详细设计"),))
    assert changes(found) == [("1.1 方案设计", "name", "方案设计", "详细设计")]
    assert "renamed" not in codes(found)


def test_what_is_not_in_the_file_stays_and_is_told() -> None:
    found = team(tasks=(row("task", wbs="1.1", name="方案设计"),))
    assert found.changes == ()
    told = [f.params["label"] for f in found.findings if f.code == "missing_in_file"]
    # The summary rows above are not missed; a team often leaves them out.
    assert told == ["1.2 安全评估", "1.9 里程碑：启动完成", "2.1 =SUM(A1)", "2.2 -minus",
                    "2.10 @at  007"]  # fmt: skip


def test_a_file_without_a_risk_sheet_misses_no_risks() -> None:
    found = team(tasks=tuple(row("task", wbs=t.values["wbs"], name=t.values["name"])
                             for t in TASKS))  # fmt: skip
    assert codes(found) == []


def test_a_copied_row_is_a_new_one_and_told() -> None:
    copy = returned(TASKS[1], wbs="1.3", name="方案设计 2")
    found = own(tasks=(returned(TASKS[1]), copy))
    assert only(found).kind is ChangeKind.ADD
    assert "copied_row" in codes(found)


def test_a_row_whose_record_was_removed_since_is_new_and_told() -> None:
    gone = replace(returned(TASKS[1], wbs="8", name="Old"), uid="u-gone")
    found = own(tasks=(gone,))
    assert only(found).kind is ChangeKind.ADD
    assert "unknown_row" in codes(found)


# Predecessors


def test_links_to_a_renumbered_task_are_the_same_links() -> None:
    rows = [returned(task) for task in TASKS]
    rows[1] = returned(TASKS[1], wbs="1.5")
    rows[2] = returned(TASKS[2], predecessors=(Link("1.5", LinkType.FS, 960),))
    assert changes(own(tasks=tuple(rows))) == [("1.1 方案设计", "wbs", "1.1", "1.5")]
    # The same where the team forgot to renumber its predecessors.
    rows[2] = returned(TASKS[2])
    assert changes(own(tasks=tuple(rows))) == [("1.1 方案设计", "wbs", "1.1", "1.5")]


def test_a_link_to_no_task_is_told_and_the_others_are_taken() -> None:
    links = (Link("9.9"), Link("1.1", LinkType.SS), Link("1.2"))
    found = own(tasks=(returned(TASKS[2], predecessors=links),))
    assert only(found).values == {"predecessors": (Link("1.1", LinkType.SS),)}
    assert {"unknown_predecessor", "own_predecessor"} <= set(codes(found))


def test_the_order_of_links_is_no_change() -> None:
    links = TASKS[5].values["predecessors"][::-1]
    assert changes(own(tasks=(returned(TASKS[5], predecessors=links),))) == []


# People and departments


def test_a_person_whom_nobody_knows_is_added_once_and_told() -> None:
    found = team(
        tasks=(row("task", wbs="1.1", name="方案设计", people=("Zoe Xu",)),),
        risks=(row("risk", code="R-01", name="关键人员流失", owner="zoe  xu"),),
    )
    added = [change for change in found.changes if change.table == "person"]
    assert [(change.kind, change.values) for change in added] == [
        (ChangeKind.ADD, {"name": "Zoe Xu"})
    ]
    assert codes(found).count("new_person") == 1
    owner = next(change for change in found.changes if change.table == "risk")
    assert owner.values == {"owner": "Zoe Xu"}


def test_a_new_name_like_a_known_one_is_asked_about() -> None:
    found = team(tasks=(row("task", wbs="1.1", name="方案设计", people=("JaneDoe",)),))
    (finding,) = [f for f in found.findings if f.code == "near_person"]
    assert finding.params == {"name": "JaneDoe", "known": "Jane Doe"}


def test_a_known_name_with_stray_blanks_is_no_change() -> None:
    assert (
        changes(team(tasks=(row("task", wbs="1.1", name="方案设计", people=("jane  DOE",)),))) == []
    )


def test_a_new_row_of_the_people_s_sheet_is_one_person_also_on_the_tasks() -> None:
    found = own(
        people=(row("person", name="Zoe Xu", role="Tester"),),
        tasks=(returned(TASKS[1], people=("Zoe Xu",)),),
    )
    added = [change for change in found.changes if change.table == "person"]
    assert [change.values for change in added] == [{"name": "Zoe Xu", "role": "Tester"}]


def test_a_person_with_a_new_name_is_not_somebody_new() -> None:
    found = own(
        people=(returned(PEOPLE[1], name="Jane Smith"),),
        tasks=(returned(TASKS[1], people=("Jane Smith",)),),
    )
    people = [change for change in found.changes if change.table == "person"]
    assert [(change.kind, change.values) for change in people] == [
        (ChangeKind.CHANGE, {"name": "Jane Smith"})
    ]
    assert "new_person" not in codes(found)


def test_a_department_that_is_nearly_known_is_asked_about() -> None:
    found = own(project=(returned(PROJECT, department="Services"),))
    assert codes(found) == ["near_department"]
    project, department = found.changes
    assert [field.doubts for field in project.fields] == [("department:services",)]
    assert department.table == "department"
    assert department.doubt is not None
    assert (department.doubt.reason, department.doubt.name) == ("near_department", "Services")
    assert department.doubt.score > 0.8


def test_a_department_that_is_like_none_is_told_and_taken() -> None:
    found = own(project=(returned(PROJECT, department="Zoology"),))
    assert codes(found) == ["new_department"]
    (project,) = found.changes
    assert [field.doubts for field in project.fields] == [()]


# Registers, reports, projects


def test_a_prepared_report_without_words_is_none() -> None:
    prepared = row("status", period="2026-11", status_date=date(2026, 11, 20), plans="")
    assert own(status=(returned(STATUS[0]), prepared)).changes == ()
    written = row("status", period="2026-11", status_date=date(2026, 11, 20), plans="Go on")
    assert only(own(status=(written,))).kind is ChangeKind.ADD


def test_a_new_project_comes_whole_in_an_order_in_which_it_can_be_written() -> None:
    found = team(
        None,
        project=(row("project", code="P-9", name="New", manager="Zoe Xu", budget=Decimal(5)),),
        tasks=(
            row("task", wbs="1", name="A"),
            row("task", wbs="1.1", name="B", people=("Zoe Xu",)),
        ),
        risks=(row("risk", name="Fire"),),
        issues=(row("issue", name="Smoke"),),
    )
    assert [(change.table, change.kind) for change in found.changes] == [
        (table, ChangeKind.ADD) for table in ("project", "person", "task", "task", "risk", "issue")
    ]
    assert found.changes[0].values == {
        "code": "P-9", "name": "New", "manager": "Zoe Xu", "budget": Decimal(5)
    }  # fmt: skip
    assert found.changes[2].values["kind"] == "summary"


def test_what_a_team_s_file_implies_changes_no_known_record() -> None:
    # The WBS comes from the indentation and the code from the file's name: they have no cells.
    cells = {"name": Cell("Plan", "A4"), "percent_complete": Cell("Plan", "B4")}
    values = {"wbs": "1", "name": "安全评估", "percent_complete": 0.5}
    project = Record("project", {"code": "P-0605", "name": "Plan Nov"})
    found = team(project=(project,), tasks=(Record("task", values, cells=cells),))
    assert changes(found) == [("1.2 安全评估", "percent_complete", 1 / 3, 0.5)]
