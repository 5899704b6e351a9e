"""The Gantt plan as a PDF: every row once, table head and dates on every page."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from pmo_desktop.domain.plan import Plan, PlanLink, PlanRow
from pmo_desktop.language import Language
from pmo_desktop.progress import Cancelled, Progress
from pmo_desktop.reports.errors import FolderMissing
from pmo_desktop.reports.formats import MEASURES, PageFormat
from pmo_desktop.reports.paper import PAPERS, paper
from pmo_desktop.reports.plan_columns import COLUMNS, Column, fitting
from pmo_desktop.reports.plan_print import Fit, PlanPrint, print_plan
from tests.reports.office_sample import OFFICE
from tests.reports.reading import base_fonts, outline, page_sizes, page_texts

EN, ZH = Language("en"), Language("zh")


def row(number: int, **values: object) -> PlanRow:
    """Task `1.<number>`, of a week's length, a week after the one before it."""
    start = datetime(2026, 11, 2, 9) + timedelta(weeks=number)
    base = PlanRow(
        task_id=number, project_id=1, parent=0, depth=1, wbs=f"1.{number}", name=f"Task {number}.",
        kind="task", start=start, finish=start + timedelta(days=4, hours=9),
        duration_minutes=2400, percent_complete=0.5, people=("Ana", "Bo"),
        baseline_finish=start + timedelta(days=2, hours=9), total_float_minutes=960,
    )  # fmt: skip
    return replace(base, **values)  # type: ignore[arg-type]


def plan(tasks: int) -> Plan:
    rows = (row(0, task_id=None, kind="project", wbs="", name="Cloud", depth=0, parent=-1),)
    links = tuple(PlanLink(n, n + 1) for n in range(1, tasks))
    return Plan((*rows, *(row(n) for n in range(1, tasks + 1))), links)


def printed(
    tmp_path: Path, what: PlanPrint, language: Language = EN, shape: PageFormat = PageFormat.A4
) -> Path:
    return print_plan(what, language, MEASURES[shape], tmp_path / "plan.pdf").path


def of(tasks: int) -> PlanPrint:
    made = plan(tasks)
    return PlanPrint(made, range(len(made.rows)), OFFICE, "office.db")


def test_every_row_is_on_one_page_in_its_order(tmp_path: Path) -> None:
    texts = page_texts(printed(tmp_path, of(70)))
    assert len(texts) == 3
    whole = "\n".join(texts)
    places = [whole.index(f"1.{n} Task {n}.") for n in range(1, 71)]
    assert places == sorted(places)
    assert all(whole.count(f"1.{n} Task {n}.") == 1 for n in range(1, 71))


def test_every_page_repeats_the_heads_and_the_dates(tmp_path: Path) -> None:
    texts = page_texts(printed(tmp_path, of(70)))
    for number, text in enumerate(texts, 1):
        for head in ("Task", "Owner", "Start", "Finish", "Duration", "Done", "2026", "2027"):
            assert head in text.split("\nCloud")[0].split()
        assert f"{number} / 3" in text
    assert "Rows 1 to 25 of 71" in texts[0]
    assert "Rows 51 to 71 of 71" in texts[2]


def test_a_row_has_its_values_beside_its_bar(tmp_path: Path) -> None:
    what = replace(of(2), columns=tuple(COLUMNS.values()))
    (text,) = page_texts(printed(tmp_path, what))
    line = text[text.index("1.1 Task 1.") :].split("1.2")[0].split()
    for value in ("Ana,", "Bo", "2026-11-09", "2026-11-13", "5", "50%", "2", "2026-11-11"):
        assert value in line


def wide(name: str, width: float) -> Column:
    return Column(name, width, lambda row, *_: f"{name[-1]}{row.wbs}")


def test_columns_that_fit_are_taken_and_the_others_are_named_on_every_page(tmp_path: Path) -> None:
    usual = PlanPrint(Plan(), (), OFFICE).columns
    columns = (*usual, wide("task.notes", 300), wide("task.priority", 40))
    texts = page_texts(printed(tmp_path, replace(of(30), columns=columns)))
    assert len(texts) == 2
    for text in texts:
        assert "No room on this paper for: Notes" in text
        assert "y1.2" in text, "a narrow one behind it has its place"
        assert "s1.2" not in text
    assert "No room" not in page_texts(printed(tmp_path, of(30)))[0]


def test_wider_paper_has_room_for_more_columns(tmp_path: Path) -> None:
    columns = (*COLUMNS.values(), wide("task.notes", 100))
    what = replace(of(3), columns=columns)
    path = print_plan(what, EN, paper("a4", upright=True), tmp_path / "a4.pdf").path
    assert "No room on this paper for" in page_texts(path)[0]
    path = print_plan(what, EN, paper("a3"), tmp_path / "a3.pdf").path
    assert "No room on this paper for" not in page_texts(path)[0]


def test_the_usual_columns_fit_on_upright_paper(tmp_path: Path) -> None:
    path = print_plan(of(3), EN, paper("a4", upright=True), tmp_path / "plan.pdf").path
    assert "No room" not in page_texts(path)[0]


@pytest.mark.parametrize("shrink", [1.0, 0.5])
def test_columns_are_taken_in_their_order_until_the_room_is_full(shrink: float) -> None:
    first, second, third = (wide(name, width) for name, width in (("a", 60), ("b", 50), ("c", 40)))
    shown, left_out = fitting((first, second, third), 100 * shrink, shrink)
    assert (shown, left_out) == ([first, third], [second])


def test_rows_that_are_not_shown_are_not_printed(tmp_path: Path) -> None:
    (text,) = page_texts(printed(tmp_path, replace(of(5), rows=(0, 3))))
    assert "Task 3." in text
    assert "Task 2." not in text


def test_it_speaks_chinese(tmp_path: Path) -> None:
    path = printed(tmp_path, of(30), ZH)
    first, second = page_texts(path)
    assert "甘特计划" in first
    assert "第 26–31 行，共 31 行" in second
    assert {"任务", "负责人", "开始", "完成", "工期", "进度"} <= set(second.split())
    assert all("NotoSansSC" in font for font in base_fonts(path))


@pytest.mark.parametrize(
    ("shape", "size"), [(PageFormat.A4, (842, 595)), (PageFormat.WIDE, (960, 540))]
)
def test_pages_have_the_format_that_was_asked_for(
    tmp_path: Path, shape: PageFormat, size: tuple[int, int]
) -> None:
    assert page_sizes(printed(tmp_path, of(40), EN, shape)) == {size}


def test_each_page_is_found_in_the_outline_by_its_first_row(tmp_path: Path) -> None:
    entries = outline(printed(tmp_path, of(30)))
    assert entries == [(0, "Cloud", 1), (0, "1.25 Task 25.", 2)]


def test_a_plan_without_dates_is_a_table_about_the_status_date(tmp_path: Path) -> None:
    bare = Plan((row(1, start=None, finish=None, baseline_finish=None),))
    (text,) = page_texts(printed(tmp_path, PlanPrint(bare, (0,), OFFICE)))
    assert "1.1 Task 1." in text
    assert str(OFFICE.status_date.year) in text


def test_without_rows_there_is_one_page(tmp_path: Path) -> None:
    assert len(page_texts(printed(tmp_path, PlanPrint(Plan(), (), OFFICE)))) == 1


def test_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    one = printed(tmp_path, of(30)).read_bytes()
    assert printed(tmp_path, of(30)).read_bytes() == one


def test_it_tells_how_far_it_is_and_stops_without_a_trace(tmp_path: Path) -> None:
    told: list[Progress] = []
    print_plan(of(70), EN, paper("a4"), tmp_path / "plan.pdf", told.append)
    assert [(p.done, p.total) for p in told] == [(0, 3), (1, 3), (2, 3), (3, 3)]

    def stop(progress: Progress) -> None:
        if progress.done:
            raise Cancelled

    with pytest.raises(Cancelled):
        print_plan(of(70), EN, paper("a4"), tmp_path / "other.pdf", stop)
    assert [path.name for path in tmp_path.iterdir()] == ["plan.pdf"]


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(FolderMissing):
        print_plan(of(1), EN, paper("a4"), tmp_path / "none" / "plan.pdf")


def test_dates_of_all_rows_fit_on_the_page(tmp_path: Path) -> None:
    """The last milestone of a long plan is on the sheet with its day."""
    end = datetime(2031, 5, 30, 18)
    late = row(2, kind="milestone", start=end, finish=end, baseline_finish=None, name="Done")
    what = PlanPrint(Plan((row(1), late)), (0, 1), OFFICE)
    (text,) = page_texts(printed(tmp_path, what))
    assert "30 May" in text
    assert str(date(2031, 1, 1).year) in text


def test_with_the_scale_kept_the_dates_go_on_over_pages_side_by_side(tmp_path: Path) -> None:
    what = replace(of(30), fit=Fit.SCALE, per_day=16.0)
    texts = page_texts(printed(tmp_path, what))
    across = sum("Rows 1 to 25 of 31" in text for text in texts)
    assert across > 3
    assert len(texts) == 2 * across
    assert f"Dates: page {across} of {across}" in texts[across - 1]
    for text in texts[:across]:
        assert "1.1 Task 1." in text, "the table stands on every page"
        assert "Duration" in text
    assert "Nov 2026, week" in texts[0]
    assert "Nov 2026, week" not in texts[across - 1]


def test_a_bar_that_is_on_one_page_is_not_hidden_on_the_others(tmp_path: Path) -> None:
    """Labels are found once, on the page on which they can be read."""
    what = replace(of(24), fit=Fit.SCALE, per_day=16.0)
    texts = page_texts(printed(tmp_path, what))
    beside = [text.count("Ana, Bo 50%") for text in texts]
    assert sum(beside) == 24
    assert max(beside) < 24


def test_on_one_page_rows_and_dates_shrink_until_all_are_there(tmp_path: Path) -> None:
    (text,) = page_texts(printed(tmp_path, replace(of(80), fit=Fit.PAGE)))
    assert "1.80 Task 80." in text
    assert "Rows 1 to 81 of 81" in text


@pytest.mark.parametrize("name", [name for name in PAPERS if name != "16:9"])
def test_paper_is_across_or_upright(tmp_path: Path, name: str) -> None:
    across, upright = paper(name), paper(name, upright=True)
    assert (across.width, across.height) == (upright.height, upright.width)
    assert across.width > across.height
    path = print_plan(of(3), EN, upright, tmp_path / "plan.pdf").path
    assert page_sizes(path) == {(round(upright.width), round(upright.height))}
