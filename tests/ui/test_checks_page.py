"""The page of the schedule checks: what failed first, and the way to the Gantt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.ui.conftest import settle

if TYPE_CHECKING:
    from pmo_desktop.app import Program


def test_a_failing_task_is_shown_in_the_gantt(program: Program) -> None:
    program.stage.show_page("checks")
    settle(program)
    page = program.stage.page("checks")
    rows = page.checks.model.shown
    assert len(rows) == 6 * 15
    assert rows[0].outcome.passes is False
    named = next(row for row in rows if row.outcome.tasks)
    page.checks.select(named.id)
    task = page.failing.model.shown[0]
    wanted: list[tuple[str, str, int]] = []
    page.page_wanted.connect(lambda *place: wanted.append(place))
    page.failing.row_activated.emit(task)
    assert wanted == [("gantt", "task", task.id)]
    settle(program)


def test_the_page_speaks_chinese(program: Program) -> None:
    program.context.set_language("zh")
    program.stage.show_page("checks")
    settle(program)
    page = program.stage.page("checks")
    assert "检查" in page.subtitle
