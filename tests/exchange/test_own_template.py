"""Workbooks of the office's own template: whatever it is, they come back as what they went out as.

Columns may be worded, ordered, hidden and required otherwise, questions may be added; teams sort,
insert and copy rows and add columns. What is read is compared with the very records that went out.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from pmo_desktop.domain.fields import custom_field
from pmo_desktop.domain.records import ProjectRecords, RecordChange
from pmo_desktop.domain.template import Template, TemplateColumn, usual
from pmo_desktop.exchange.comparing.comparison import OfficeView, compare
from pmo_desktop.exchange.findings import say
from pmo_desktop.exchange.team.own_fields import OwnField
from pmo_desktop.exchange.team.recognising import Choices
from pmo_desktop.exchange.understanding import understand
from pmo_desktop.exchange.understood import OWN, Understood
from pmo_desktop.exchange.workbook import template
from pmo_desktop.exchange.workbook.sent import Sent
from pmo_desktop.exchange.workbook.writing import Setting, workbook_bytes
from pmo_desktop.language import CODES, Language
from tests.exchange.books import TODAY, only
from tests.exchange.office_records import DEPARTMENTS, PEOPLE, RECORDS

STATUS_DATE, PERIOD = date(2026, 11, 20), "2026-11"
OFFICE = OfficeView(PEOPLE, DEPARTMENTS)
CENTRE = TemplateColumn(
    custom_field("task", "custom.text-01"), headers={"en": "Cost centre", "zh": "成本中心"}
)
REGION = TemplateColumn(
    custom_field("risk", "custom.choice-02"),
    headers={"en": "Region", "zh": "地区"},
    options=("North", "South"),
)
CAP = TemplateColumn(custom_field("task", "custom.money-03"), headers={"en": "Cap", "zh": ""})
GATE = TemplateColumn(custom_field("task", "custom.date-04"), headers={"en": "Gate", "zh": "评审"})
ASKED = (CENTRE, REGION, CAP, GATE)
FIELDS = tuple(
    OwnField(c.field.table, c.field.name, tuple(filter(None, c.headers.values())), c.options)
    for c in ASKED
)
CHOICES = Choices(fields=FIELDS)


def with_answers(records: ProjectRecords) -> ProjectRecords:
    """The records with something in the own fields of some of them."""
    first, *others = records.tasks
    answers = {
        "custom.text-01": "007", "custom.money-03": Decimal("12.5"),
        "custom.date-04": date(2026, 12, 1),
    }  # fmt: skip
    risk, *risks = records.risks
    return replace(
        records,
        tasks=(replace(first, values={**first.values, **answers}), *others),
        risks=(replace(risk, values={**risk.values, "custom.choice-02": "South"}), *risks),
    )


KNOWN = with_answers(RECORDS)


def written(path: Path, wished: Template, code: str = "zh", known: ProjectRecords = KNOWN) -> Path:
    setting = Setting(STATUS_DATE, PERIOD, ("张伟",), (), template=wished)
    path.write_bytes(workbook_bytes(known, setting, Language(code)))
    return path


def read(path: Path, choices: Choices = CHOICES) -> Understood:
    return understand(path, today=TODAY, choices=choices)


def changes(found: Understood, known: ProjectRecords = KNOWN) -> tuple[RecordChange, ...]:
    sent = Sent.of(found.meta, Language(found.language))
    return compare(only(found), known, OWN, OFFICE, sent).changes


def without_marks(found: Understood) -> Understood:
    """As if nothing were known of what went out: each cell is compared with the database."""
    meta = {key: value for key, value in found.meta.items() if not key.startswith("sent.")}
    return replace(found, meta=meta)


def page_of(book: Workbook, table: str, code: str) -> Worksheet:
    return book[Language(code).term(f"table.{table}")]


def column_of(page: Worksheet, header: str) -> int:
    for cell in page[template.HEADER_ROW]:
        if str(cell.value or "").removesuffix(" *") == header:
            return cell.column
    raise AssertionError(f"no column {header}")


def edited(path: Path, edit: Callable[[Workbook], Any]) -> Path:
    book = load_workbook(path)
    edit(book)
    book.save(path)
    return path


def wished(**columns: Any) -> Template:
    """The usual template with own questions, and these columns otherwise (`task__finish=...`)."""
    found = usual(ASKED)
    for name, values in columns.items():
        table, field = name.split("__")
        sheet = found.sheet(table)
        found = found.having(sheet.having(replace(sheet.column(f"{table}.{field}"), **values)))
    return found


# --- any template

words = st.text("abcxyz 甲乙丙(h)天万元%", min_size=1, max_size=8).map(lambda t: f"Q{t}".strip())


@st.composite
def templates(draw: st.DrawFn) -> Template:
    found = usual(ASKED)
    sheets = []
    for sheet in found.sheets:
        columns = []
        for at, column in enumerate(draw(st.permutations(sheet.columns))):
            shown = column.is_held or draw(st.booleans())
            said = {code: f"{draw(words)}{at}" for code in CODES if draw(st.booleans())}
            headers = column.headers if column.is_custom else said
            asked = draw(st.booleans())
            columns.append(replace(column, shown=shown, asked=asked, headers=headers))
        sheets.append(replace(sheet, columns=tuple(columns), shown=draw(st.integers(0, 4)) > 0))
    return Template(tuple(sheets))


@settings(max_examples=40)
@given(templates(), st.sampled_from(CODES))
def test_any_template_comes_back_unchanged(
    tmp_path_factory: pytest.TempPathFactory, wish: Template, code: str
) -> None:
    path = written(tmp_path_factory.mktemp("any") / "a.xlsx", wish, code)
    found = read(path)
    assert {finding.code for finding in found.findings} <= {"must_fill"}
    assert found.unknown == ()
    assert changes(found) == ()
    assert changes(without_marks(found)) == ()
    sent = {(s.table, c.field.name) for s in wish.shown for c in s.columns if c.shown}
    taken = {f for s in found.sheets for t in s.tables for f in t.fields.values()}
    assert taken == {f"{table}.{name}" for table, name in sent}


@settings(max_examples=25)
@given(templates(), st.sampled_from(CODES), st.randoms(use_true_random=False))
def test_sorted_inserted_and_copied_rows_keep_their_identities(
    tmp_path_factory: pytest.TempPathFactory, wish: Template, code: str, chance: random.Random
) -> None:
    if not wish.sheet("task").shown:
        return
    path = written(tmp_path_factory.mktemp("any") / "a.xlsx", wish, code)
    edited(path, lambda book: _shuffle(page_of(book, "task", code), chance))
    found = read(path)
    uids = sorted(row.uid for row in only(found).tasks if row.uid)
    assert set(uids) == {task.uid for task in KNOWN.tasks}
    copied = len(uids) - len(KNOWN.tasks)
    told = [f for f in compared(found) if f == "copied_row"]
    assert len(told) == copied
    assert [change for change in changes(found) if change.id is not None] == []


def compared(found: Understood) -> list[str]:
    sent = Sent.of(found.meta, Language(found.language))
    return [f.code for f in compare(only(found), KNOWN, OWN, OFFICE, sent).findings]


def _shuffle(page: Worksheet, chance: random.Random) -> None:
    """The rows in another order, a free one between them, and one of them twice."""
    first, count = template.FIRST_ROW, len(KNOWN.tasks)
    rows = [[cell.value for cell in page[row]] for row in range(first, first + count)]
    chance.shuffle(rows)
    if chance.random() < 0.5:
        rows.append(list(chance.choice(rows)))
    rows.insert(chance.randint(0, count), [None] * len(rows[0]))
    for at, values in enumerate(rows):
        for column, value in enumerate(values, start=1):
            page.cell(first + at, column).value = value


# --- what the office wishes, one by one


@pytest.mark.parametrize("code", CODES)
def test_a_reworded_column_is_read_by_the_office_s_words(tmp_path: Path, code: str) -> None:
    """Also where these are another field's, or name a unit that is not meant."""
    names = {"en": "Deadline", "zh": "截止日期"}
    wish = wished(
        task__finish={"headers": names},
        task__deadline={"shown": False},
        task__duration={"headers": {"en": "Effort (weeks)", "zh": "工作量(周)"}},
        project__budget={"headers": {"en": "Budget (k)", "zh": "预算(万元)"}},
    )
    path = written(tmp_path / "a.xlsx", wish, code)

    def move(book: Workbook) -> None:
        page = page_of(book, "task", code)
        page.cell(template.FIRST_ROW + 6, column_of(page, names[code])).value = date(2027, 3, 5)

    found = read(edited(path, move))
    (change,) = changes(found)
    assert [(f.name, f.after.date()) for f in change.fields if f.before != f.after][:1] == [
        ("finish", date(2027, 3, 5))
    ]


def test_a_hidden_column_empties_nothing_also_where_a_team_adds_one_of_that_name(
    tmp_path: Path,
) -> None:
    path = written(tmp_path / "a.xlsx", wished(task__notes={"shown": False}), "en")

    def add(book: Workbook) -> None:
        page = page_of(book, "task", "en")
        column = page.max_column + 1
        page.cell(template.HEADER_ROW, column).value = "Notes"
        page.cell(template.FIRST_ROW, column).value = "new words"

    assert changes(read(path)) == ()
    (change,) = changes(read(edited(path, add)))
    assert (change.id, change.values) == (KNOWN.tasks[0].id, {"notes": "new words"})


def test_answers_to_questions_are_changes_like_any_other(tmp_path: Path) -> None:
    path = written(tmp_path / "a.xlsx", wished(), "en")

    def answer(book: Workbook) -> None:
        tasks, risks = page_of(book, "task", "en"), page_of(book, "risk", "en")
        row = template.FIRST_ROW
        tasks.cell(row, column_of(tasks, "Cost centre")).value = None
        tasks.cell(row + 1, column_of(tasks, "Cost centre")).value = "008"
        tasks.cell(row + 1, column_of(tasks, "Cap")).value = 99
        tasks.cell(row + 1, column_of(tasks, "Gate")).value = date(2027, 1, 2)
        risks.cell(row, column_of(risks, "Region")).value = "NORTH"

    found = {change.label: change.values for change in changes(read(edited(path, answer)))}
    assert found == {
        KNOWN.tasks[0].label: {"custom.text-01": ""},
        KNOWN.tasks[1].label: {
            "custom.text-01": "008",
            "custom.money-03": Decimal(99),
            "custom.date-04": date(2027, 1, 2),
        },
        KNOWN.risks[0].label: {"custom.choice-02": "North"},
    }


def test_what_is_none_of_the_choices_is_told_and_changes_nothing(tmp_path: Path) -> None:
    path = written(tmp_path / "a.xlsx", wished(), "en")

    def answer(book: Workbook) -> None:
        risks = page_of(book, "risk", "en")
        risks.cell(template.FIRST_ROW, column_of(risks, "Region")).value = "West"

    found = read(edited(path, answer))
    assert [(f.code, f.text) for f in found.findings] == [("not_a_choice", "West")]
    language = Language("en", {"risk.custom.choice-02": {"en": "Region", "zh": "地区"}})
    assert "Region" in say(found.findings[0], language)
    assert changes(found) == ()


def test_a_question_that_the_office_removed_since_is_offered_like_any_unknown_column(
    tmp_path: Path,
) -> None:
    path = written(tmp_path / "a.xlsx", wished(), "en")
    found = read(path, Choices(fields=FIELDS[1:]))
    assert [(u.table, u.header, u.values, u.kind) for u in found.unknown] == [
        ("task", "Cost centre", 1, "text")
    ]


def test_what_must_be_filled_in_and_is_not_is_told_with_its_first_cell(tmp_path: Path) -> None:
    wish = wished(task__people={"asked": True}, status__support={"asked": True})
    blank = [task for task in KNOWN.tasks if not task.values["people"]]
    path = written(tmp_path / "a.xlsx", wish, "en")
    page = page_of(load_workbook(path), "task", "en")
    assert page.cell(
        template.HEADER_ROW, column_of(page, Language("en").term("task.people"))
    ).value.endswith("*")
    found = [f for f in read(path).findings if f.code == "must_fill"]
    assert [f.params["field"] for f in found] == ["task.people", "status.support"]
    expected = [task for task in blank if task.values["kind"] != "summary"]
    assert found[0].params["n"] == len(expected)
    row = template.FIRST_ROW + KNOWN.tasks.index(expected[0])
    assert found[0].cell.endswith(str(row))


def test_a_choice_is_a_list_in_the_cell_and_an_instruction_is_the_office_s(tmp_path: Path) -> None:
    wish = wished()
    sheet = replace(wish.sheet("risk"), instructions={"en": "Only the five gravest."})
    path = written(tmp_path / "a.xlsx", wish.having(sheet), "en")
    book = load_workbook(path)
    page = page_of(book, "risk", "en")
    assert page.cell(template.INSTRUCTION_ROW, 2).value == "Only the five gravest."
    letter = page.cell(1, column_of(page, "Region")).column_letter
    (rule,) = [v for v in page.data_validations.dataValidation if f"{letter}4" in str(v.sqref)]
    assert rule.type == "list"
    offered = book[template.LISTS_SHEET]
    words = {tuple(c.value for c in column if c.value) for column in offered.iter_cols()}
    assert ("North", "South") in words


# --- other versions


def as_version_1(book: Workbook) -> None:
    """What the first version did not write yet is taken away."""
    page = book[template.META_SHEET]
    facts = {row[0].value: row[1].value for row in page.iter_rows()}
    page.delete_rows(1, page.max_row)
    facts["template"] = "1"
    kept = [f for f in facts.items() if not f[0].startswith(("header.", "required.", "entry"))]
    for row, (key, value) in enumerate(kept, 1):
        page.cell(row, 1).value, page.cell(row, 2).value = key, value


@pytest.mark.parametrize("code", CODES)
def test_a_workbook_of_the_first_version_is_read_by_its_headers(tmp_path: Path, code: str) -> None:
    path = written(tmp_path / "a.xlsx", usual(), code, RECORDS)
    found = read(edited(path, as_version_1), Choices())
    assert found.meta["template"] == "1"
    assert found.findings == ()
    assert changes(found, RECORDS) == ()

    def empty(book: Workbook) -> None:
        page = page_of(book, "task", code)
        page.cell(template.FIRST_ROW + 1, template.SHEETS[1].position("notes")).value = "x"

    (change,) = changes(read(edited(path, empty), Choices()), RECORDS)
    assert change.values == {"notes": "x"}


def test_a_workbook_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    def newer(book: Workbook) -> None:
        for row in book[template.META_SHEET].iter_rows():
            if row[0].value == "template":
                row[1].value = str(int(template.VERSION) + 1)

    found = read(edited(written(tmp_path / "a.xlsx", usual()), newer))
    assert [finding.code for finding in found.findings] == ["newer_template"]


# --- columns that a team adds


@pytest.mark.parametrize(
    ("values", "kind", "options"),
    [
        (["a", "b"], "text", ()),
        ([1, 2], "integer", ()),
        ([1.5, 2], "money", ()),
        ([date(2026, 1, 1), "2026-02-03"], "date", ()),
        (["yes", "no"], "bool", ()),
        (["高", "低", "高", "低", "高", "高"], "choice", ("高", "低")),
    ],
)
def test_a_column_that_a_team_adds_is_offered_with_its_kind(
    tmp_path: Path, values: Sequence[Any], kind: str, options: tuple[str, ...]
) -> None:
    path = written(tmp_path / "a.xlsx", usual(), "en")

    def add(book: Workbook) -> None:
        page = page_of(book, "task", "en")
        column = page.max_column + 1
        page.cell(template.HEADER_ROW, column).value = "Mood"
        for at, value in enumerate(values):
            page.cell(template.FIRST_ROW + at, column).value = value

    found = read(edited(path, add))
    (offered,) = found.unknown
    assert (offered.table, offered.header, offered.values) == ("task", "Mood", len(values))
    assert (offered.kind, offered.options) == (kind, options)
    assert changes(found) == ()


def test_a_foreign_file_s_column_is_known_by_an_own_field_s_name(tmp_path: Path) -> None:
    book = Workbook()
    page = book.active
    page.append(["WBS", "Task", "Start", "Finish", "成本 中心", "Gate", "Weather"])
    page.append(["1", "Plan", date(2026, 11, 2), date(2026, 11, 6), "A7", "2026-12-01", "mild"])
    page.append(["2", "Build", date(2026, 11, 9), date(2026, 11, 20), "", "soon", "wet"])
    book.save(tmp_path / "P-1 Plan.xlsx")
    found = read(tmp_path / "P-1 Plan.xlsx")
    plan, build = only(found).tasks
    assert plan.values["custom.text-01"] == "A7"
    assert plan.values["custom.date-04"] == date(2026, 12, 1)
    assert plan.cells["custom.text-01"].address == "E2"
    assert "custom.text-01" not in build.values
    assert [f.text for f in found.findings if f.code == "not_a_date"] == ["soon"]
    assert [(u.header, u.values, u.table) for u in found.unknown] == [("Weather", 2, "task")]
    plain = read(tmp_path / "P-1 Plan.xlsx", Choices())
    assert len(plain.unknown) == 3
