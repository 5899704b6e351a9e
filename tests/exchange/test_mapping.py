"""Mappings: corrections go before the guess, are known again, and travel as files."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from pmo_desktop.domain.fields import TABLES, Kind
from pmo_desktop.exchange.demo.office import DemoResult
from pmo_desktop.exchange.parsing import shares, values, words
from pmo_desktop.exchange.team import mapping_file
from pmo_desktop.exchange.team.layouts import FileLayout
from pmo_desktop.exchange.team.learning import learn
from pmo_desktop.exchange.team.mapping import (
    LEFT_OUT,
    TABLE_KINDS,
    FileMapping,
    MappedCell,
    MappedColumn,
    MappedSheet,
    MappedTable,
    MappedWord,
    as_written,
    choices_of,
    fields_of,
    kind_of_word,
    signature,
    with_cell,
    with_column,
    with_header_row,
    with_sheet_left_out,
    with_table,
    with_word,
    without_table,
)
from pmo_desktop.exchange.team.mapping_file import BadMapping
from pmo_desktop.exchange.team.own_fields import OwnField
from pmo_desktop.exchange.team.recognising import Choices
from pmo_desktop.exchange.understanding import look, understand
from pmo_desktop.exchange.understood import Understood
from tests.exchange.books import TODAY, book, by_wbs, codes, only
from tests.exchange.books import values as values_of

# Headers that are in no list: without a mapping nothing can be known.
HEADERS = ["Kennung", "Vorgang", "Wer", "Los", "Schluss", "Stand", "Anmerkung der Leitung"]
FIELDS = ["wbs", "name", "people", "start", "finish", "percent_complete", "notes"]
ROWS = [
    ["1.1", "Design", "Zhang Wei", "2026-11-02", "2026-11-06", "fertig", "early"],
    ["1.2", "Review", "Li Na", "2026-11-09", "2026-11-13", "halb", ""],
    ["1.3", "Build", "Luo Min", "2026-11-16", "2026-11-20", "offen", "late"],
]
WORDS = (
    MappedWord("percent_complete", "fertig", "1"),
    MappedWord("percent_complete", "halb", "0.5"),
    MappedWord("percent_complete", "offen", "0"),
)


def foreign(headers: Sequence[str] = HEADERS, fields: Sequence[str | None] = FIELDS) -> FileMapping:
    columns = tuple(
        MappedColumn(header, field, position)
        for position, (header, field) in enumerate(zip(headers, fields, strict=True))
    )
    table = MappedTable("task", 2, 1, columns, WORDS)
    return FileMapping("Foreign", "P-2601", (MappedSheet("Plan", (table,)),))


def plan(headers: Sequence[str] = HEADERS, rows: Sequence[Sequence[Any]] = ROWS) -> list[Any]:
    return [["Project code", "P-2601"], [], list(headers), *map(list, rows)]


def read_as(path: Path, mapping: FileMapping) -> Understood:
    return understand(path, today=TODAY, choices=Choices(saved=(mapping,)))


def only_table(mapping: FileMapping) -> MappedTable:
    (sheet,) = mapping.sheets
    (table,) = sheet.tables
    return table


# --- applying


def test_headers_that_nobody_knows_are_read_as_the_mapping_says(tmp_path: Path) -> None:
    path = book(tmp_path / "plan.xlsx", {"Plan": plan()})
    assert not by_wbs_or_nothing(understand(path, today=TODAY))
    found = read_as(path, foreign())
    tasks = by_wbs(found)
    assert list(tasks) == ["1.1", "1.2", "1.3"]
    assert tasks["1.2"].values["people"] == ("Li Na",)
    assert tasks["1.2"].values["start"] == datetime(2026, 11, 9, 9)
    assert values_of(found, "percent_complete") == {"1.1": 1.0, "1.2": 0.5, "1.3": 0.0}
    assert tasks["1.2"].cells["percent_complete"].text == "halb"
    assert "mapping_used" in codes(found)


def by_wbs_or_nothing(found: Understood) -> Any:
    """The tasks' names and starts, if any have both."""
    tasks = [task for project in found.projects for task in project.tasks]
    return [t for t in tasks if {"name", "start", "people"} <= t.values.keys()]


@given(st.randoms(use_true_random=False), st.sampled_from([(0, 0), (3, 0), (2, 1), (1, 2)]))
def test_columns_may_move_come_and_be_renamed(
    tmp_path_factory: pytest.TempPathFactory, chance: random.Random, changed: tuple[int, int]
) -> None:
    added, renamed = changed
    columns = list(range(len(HEADERS)))
    # Renamed are remarks and persons: what then remains is enough to know the sheet by.
    lost = set(chance.sample([2, 6], renamed))
    names = [f"Neu {n}" if n in lost else header for n, header in enumerate(HEADERS)]
    extra = [len(HEADERS) + n for n in range(added)]
    order = columns + extra
    chance.shuffle(order)
    headers = [names[n] if n < len(names) else f"Extra {n}" for n in order]
    rows = [[row[n] if n < len(row) else f"x{n}" for n in order] for row in ROWS]
    path = book(tmp_path_factory.mktemp("m") / "x.xlsx", {"Other name": plan(headers, rows)})
    found = read_as(path, foreign())
    assert "mapping_used" in codes(found)
    for row, task in zip(ROWS, only(found).tasks, strict=True):
        for name in set(FIELDS) - {FIELDS[n] for n in lost}:
            raw = row[FIELDS.index(name)]
            if raw:
                assert task.cells[name].text == raw
        for n in lost:
            # Taken from where it stood and then told, or told to be missing; never another's.
            if FIELDS[n] in task.values:
                assert task.cells[FIELDS[n]].text == row[n] or "column_doubtful" in codes(found)


def test_a_renamed_column_is_found_between_its_neighbours_and_told(tmp_path: Path) -> None:
    headers = [*HEADERS[:2], "Zuständig", *HEADERS[3:]]
    found = read_as(book(tmp_path / "x.xlsx", {"Plan": plan(headers)}), foreign())
    assert by_wbs(found)["1.1"].values["people"] == ("Zhang Wei",)
    doubtful = [f.text for f in found.findings if f.code == "column_doubtful"]
    assert doubtful == ["Zuständig"]


def test_a_column_that_is_gone_is_told(tmp_path: Path) -> None:
    headers, rows = HEADERS[:-1], [row[:-1] for row in ROWS]
    found = read_as(book(tmp_path / "x.xlsx", {"Plan": plan(headers, rows)}), foreign())
    told = [(f.text, f.params["field"]) for f in found.findings if f.code.endswith("_missing")]
    assert told == [("Anmerkung der Leitung", "task.notes")]


def test_a_known_header_is_left_out_where_the_mapping_says_so(tmp_path: Path) -> None:
    rows = [["WBS", "Task", "Start", "Finish", "Done"], ["1", "A", "2026-11-02", "2026-11-03", 1]]
    path = book(tmp_path / "P-1 plan.xlsx", {"S": rows})
    mapping = learn(look(path, today=TODAY))
    table = with_column(only_table(mapping), 4, LEFT_OUT)
    found = read_as(path, replace(with_table(mapping, "S", 0, table), name="M"))
    assert "percent_complete" not in by_wbs(found)["1"].values
    assert [f.text for f in found.findings if f.code == "column_left_out"] == ["Done"]


def test_an_own_field_s_column_is_left_out_where_the_mapping_says_so(tmp_path: Path) -> None:
    rows = [["WBS", "Task", "Start", "Site"], ["1", "A", "2026-11-02", "North"]]
    path = book(tmp_path / "P-1 plan.xlsx", {"S": rows})
    fields = (OwnField("task", "custom.text-1", ("Site",)),)
    layout = look(path, today=TODAY, choices=Choices(fields=fields))
    assert layout.sheets[0].tables[0].columns[3].field == "custom.text-1"
    table = only_table(learn(layout))
    # It is known by its name in every office that has it; no mapping names it.
    assert table.columns[3].field is None
    mapping = FileMapping("M", sheets=(MappedSheet("S", (with_column(table, 3, LEFT_OUT),)),))
    again = look(path, today=TODAY, choices=Choices(saved=(mapping,), fields=fields))
    assert again.sheets[0].tables[0].columns[3].field == ""


def test_two_columns_that_the_guess_mixes_up_are_exchanged(tmp_path: Path) -> None:
    rows = [["WBS", "Task", "Start", "Finish"], ["1", "A", "2026-11-03", "2026-11-02"]]
    path = book(tmp_path / "P-1 plan.xlsx", {"S": rows})
    table = only_table(learn(look(path, today=TODAY)))
    table = with_column(with_column(table, 2, "finish"), 3, "start")
    assert [c.field for c in table.columns] == ["wbs", "name", "finish", "start"]
    mapping = FileMapping("M", sheets=(MappedSheet("S", (table,)),))
    assert f"{by_wbs(read_as(path, mapping))['1'].values['start']:%d}" == "02"


def test_the_header_row_can_be_another(tmp_path: Path) -> None:
    rows = [
        ["Task", "Start", "Finish"],  # what the guess takes
        ["Aufgabe", "Von", "Bis"],
        ["Design", "2026-11-02", "2026-11-03"],
    ]
    path = book(tmp_path / "P-1 x.xlsx", {"S": rows})
    columns = tuple(MappedColumn(h, f, n) for n, (h, f) in enumerate(
        zip(rows[1], ("name", "start", "finish"), strict=True)
    ))  # fmt: skip
    mapping = with_header_row(FileMapping("M"), "S", 0, MappedTable("task", 1, 1, columns))
    found = read_as(path, mapping)
    assert [t.values["name"] for t in only(found).tasks] == ["Design"]
    assert found.sheets[0].tables[0].header_row == 2


def test_a_table_and_a_whole_sheet_can_be_left_out(tmp_path: Path) -> None:
    plan_rows = [["Task", "Start", "Finish"], ["A", "2026-11-02", "2026-11-03"]]
    risks = [["Risk", "Probability", "Impact"], ["Fire", 2, 5]]
    path = book(tmp_path / "P-1 x.xlsx", {"Plan": plan_rows, "Risks": risks})
    mapping = replace(learn(look(path, today=TODAY)), name="M")
    whole = only(read_as(path, mapping))
    assert (len(whole.tasks), len(whole.risks)) == (1, 1)
    assert not only(read_as(path, without_table(mapping, "Risks", 0))).risks
    found = read_as(path, with_sheet_left_out(mapping, "Plan", True))
    assert not only(found).tasks
    assert "sheet_left_out" in codes(found)


def test_new_tables_beside_those_of_the_mapping_are_still_found(tmp_path: Path) -> None:
    mapping = foreign()
    risks = [[], ["Risk", "Probability", "Impact"], ["Fire", 2, 5]]
    path = book(tmp_path / "x.xlsx", {"Plan": [*plan(), *risks]})
    found = only(read_as(path, mapping))
    assert [task.values["wbs"] for task in found.tasks] == ["1.1", "1.2", "1.3"]
    assert [risk.values["name"] for risk in found.risks] == ["Fire"]


def test_the_order_of_dates_can_be_said(tmp_path: Path) -> None:
    rows = [["WBS", "Task", "Start", "Finish"], ["1", "A", "03/04/2026", "05/04/2026"]]
    path = book(tmp_path / "P-1 x.xlsx", {"S": rows})
    assert "date_unordered" in codes(understand(path, today=TODAY))
    table = only_table(learn(look(path, today=TODAY)))
    for order, month in (("dmy", 4), ("mdy", 3)):
        sheet = MappedSheet("S", (replace(table, dates=order),))
        assert (
            by_wbs(read_as(path, FileMapping("M", sheets=(sheet,))))["1"].values["start"].month
            == month
        )


def test_one_record_a_column_is_read_turned_round(tmp_path: Path) -> None:
    rows = [
        ["Projekt", "Alpha", "Beta"],
        ["Kurz", "A-1", "B-2"],
        ["Geld", 100, 200],
    ]
    path = book(tmp_path / "x.xlsx", {"S": rows})
    columns = tuple(
        MappedColumn(str(row[0]), field, n)
        for n, (row, field) in enumerate(zip(rows, ("name", "code", "budget"), strict=True))
    )
    table = MappedTable("project", 0, 1, columns, is_turned=True)
    found = read_as(path, FileMapping("M", sheets=(MappedSheet("S", (table,)),)))
    read = {p.project.values["code"]: p.project.values["budget"] for p in found.projects}
    assert read == {"A-1": Decimal(100), "B-2": Decimal(200)}
    assert found.projects[1].project.cells["budget"].address == "C3"


def test_a_table_without_headers_is_read_where_it_stood(tmp_path: Path) -> None:
    rows = [["P-1", "Design", "2026-11-02", "2026-11-03"], ["P-2", "Build", "2026-11-04", ""]]
    path = book(tmp_path / "x.xlsx", {"S": rows})
    columns = tuple(MappedColumn("", f, n) for n, f in enumerate(("", "name", "start", "finish")))
    mapping = FileMapping("M", sheets=(MappedSheet("S", (MappedTable("task", -1, 0, columns),)),))
    found = understand(path, today=TODAY, choices=Choices(given=mapping))
    assert [t.values["name"] for t in only(found).tasks] == ["Design", "Build"]


# --- forms

FORM = [
    ["Steckbrief"],
    [],
    ["Kürzel", "P-77", None, "Chef"],
    [None, None, None, "Luo Min"],
    ["Topf (k)", 12],
]
CELLS = (
    MappedCell("Form", "B3", "project.code", "Kürzel", "A3"),
    MappedCell("Form", "D4", "project.manager", "Chef", "D3"),
    MappedCell("Form", "B5", "project.budget", "Topf (k)", "A5"),
)


def form_values(found: Understood) -> dict[str, Any]:
    project = only(found).project.values
    return {name: project.get(name) for name in ("code", "manager", "budget")}


WANTED = {"code": "P-77", "manager": "Luo Min", "budget": Decimal(12_000)}


def test_cells_of_a_form_are_read_by_their_labels_wherever_they_move(tmp_path: Path) -> None:
    mapping = FileMapping("Form", cells=CELLS)
    there = read_as(book(tmp_path / "a.xlsx", {"Form": FORM}), mapping)
    assert form_values(there) == WANTED
    moved = [[], *([None, *row] for row in FORM)]
    elsewhere = read_as(book(tmp_path / "b.xlsx", {"Blatt 2": moved}), mapping)
    assert form_values(elsewhere) == WANTED
    assert only(elsewhere).project.cells["manager"].address == "E5"


def test_cells_without_labels_are_read_by_their_addresses(tmp_path: Path) -> None:
    cells = tuple(replace(cell, label="", label_cell="") for cell in CELLS[:2])
    path = book(tmp_path / "a.xlsx", {"Form": FORM})
    found = understand(path, today=TODAY, choices=Choices(given=FileMapping("F", cells=cells)))
    assert form_values(found) == {**WANTED, "budget": None}


def test_a_label_that_is_gone_is_told(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", {"Form": FORM[:-1]})
    found = understand(
        path, today=TODAY, choices=Choices(by_path={path: FileMapping("F", cells=CELLS)})
    )
    assert [f.text for f in found.findings if f.code == "form_cell_missing"] == ["Topf (k)"]


def test_a_cell_of_a_form_goes_before_what_is_guessed_and_can_say_nothing(tmp_path: Path) -> None:
    rows = [["Project code", "P-1", None, "P-2"], ["Manager", "Li Na"]]
    path = book(tmp_path / "a.xlsx", {"S": rows})
    cell = MappedCell("S", "D1", "project.code")
    mapping = with_cell(FileMapping("F"), cell, cell)
    nothing = MappedCell("S", "B2", LEFT_OUT)
    mapping = with_cell(mapping, nothing, nothing)
    found = understand(path, today=TODAY, choices=Choices(by_path={path: mapping}))
    assert only(found).project.values["code"] == "P-2"
    assert "manager" not in only(found).project.values
    assert with_cell(mapping, None, cell).cells == (nothing,)


def test_what_a_cell_of_a_form_says_and_cannot_be_read_is_told(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", {"Form": [*FORM[:-1], ["Topf (k)", "soon"]]})
    found = read_as(path, FileMapping("F", cells=CELLS))
    assert [(f.code, f.cell) for f in found.findings if f.code == "not_money"] == [
        ("not_money", "B5")
    ]


# --- learning


def test_what_was_learned_of_the_samples_reads_them_the_same(samples: Path) -> None:
    for path in sorted((samples / "team_files").glob("*.xlsx")):
        check_learning(path)


def test_what_was_learned_of_the_demo_reads_it_the_same(demo_office: DemoResult) -> None:
    read = [check_learning(path) for path in demo_office.files]
    assert any(read)


def check_learning(path: Path) -> bool:
    """A mapping of a file, known again by its headers, makes of it what the guess did."""
    guessed = look(path, today=TODAY)
    if guessed.understood.kind == "own":
        return False
    mapping = replace(learn(guessed), name="M")
    again = look(path, today=TODAY, choices=Choices(saved=(mapping,)))
    assert again.understood.projects == guessed.understood.projects
    assert again.mapping == mapping
    assert learn(again) == mapping
    return True


def test_corrections_stay_when_the_file_is_read_and_learned_again(tmp_path: Path) -> None:
    path = book(tmp_path / "x.xlsx", {"Plan": plan()})
    first = foreign()
    layout = look(path, today=TODAY, choices=Choices(by_path={path: first}))
    assert only_table(learn(layout)).words == WORDS
    assert learn(layout).sheets == first.sheets


# --- recognising


def layout_of(path: Path, *saved: FileMapping) -> FileLayout:
    return look(path, today=TODAY, choices=Choices(saved=saved))


def test_the_team_s_own_mapping_goes_before_a_better_one(tmp_path: Path) -> None:
    path = book(tmp_path / "P-2601 plan.xlsx", {"Plan": plan()})
    other = replace(foreign(), name="Other", team="P-9999")
    own = foreign([*HEADERS[:-1], "Bemerkung"])
    found = layout_of(path, other, own)
    assert found.mapping is not None
    assert found.mapping.name == "Foreign"
    assert layout_of(book(tmp_path / "y.xlsx", {"Plan": plan()}), own, other).mapping == other


def test_a_team_is_known_by_who_saved_the_file(tmp_path: Path) -> None:
    path = book(tmp_path / "plan.xlsx", {"Plan": plan()})
    workbook = load_workbook(path)
    workbook.properties.lastModifiedBy = "Wang Fang (R&D)"
    workbook.save(path)
    own = replace(foreign([*HEADERS[:-1], "Bemerkung"]), name="Own", team="Wang Fang")
    found = layout_of(path, replace(foreign(), name="Other", team=""), own)
    assert found.mapping is not None
    assert found.mapping.name == "Own"


def test_a_doubtful_one_is_offered_and_not_used(tmp_path: Path) -> None:
    path = book(tmp_path / "x.xlsx", {"Plan": plan()})
    half = foreign([*HEADERS[:4], "A", "B", "C"])
    found = layout_of(path, half)
    assert found.mapping is None
    assert [f.code for f in found.understood.findings if f.code.startswith("mapping")] == [
        "mapping_offered"
    ]


def test_another_team_s_sheet_is_not_taken_for_its_own(tmp_path: Path) -> None:
    rows = [["WBS", "Task", "Start", "Finish"], ["1", "A", "2026-11-02", "2026-11-03"]]
    path = book(tmp_path / "x.xlsx", {"Plan": rows})
    found = read_as(path, foreign())
    assert not [code for code in codes(found) if code.startswith("mapping")]
    assert found.projects == understand(path, today=TODAY).projects


def test_a_given_mapping_that_does_not_fit_is_told_and_not_used(tmp_path: Path) -> None:
    path = book(tmp_path / "x.xlsx", {"Plan": [["WBS", "Task", "Start"], ["1", "A", "2026-11-02"]]})
    found = understand(path, today=TODAY, choices=Choices(given=foreign()))
    assert "mapping_unfit" in codes(found)
    assert found.projects == understand(path, today=TODAY).projects


def test_the_signature_has_headers_and_labels() -> None:
    mapping = replace(foreign(), cells=CELLS)
    assert signature(mapping) == (*HEADERS, "Kürzel", "Chef", "Topf (k)")


# --- what words mean


def test_every_choice_can_be_said_by_a_word() -> None:
    for table in TABLE_KINDS:
        for field in fields_of(table):
            for code in choices_of(table, field):
                written = as_written(table, MappedWord(field, "x", code))
                spec = next(s for s in TABLES[table] if s.name == field)
                assert values.choice(spec.choice_term("").rstrip("."), written) == code
            if kind_of_word(table, field) is Kind.LEVEL:
                for level in "12345":
                    found = as_written(table, MappedWord(field, "x", level))
                    assert words.meaning("level", str(found)) == level
            if kind_of_word(table, field) is Kind.SHARE:
                found = as_written(table, MappedWord(field, "x", "0.25"))
                assert shares.parse(str(found)) == 0.25


def test_words_of_states_levels_and_names_are_translated(tmp_path: Path) -> None:
    rows = [
        ["Risk", "Probability", "Impact", "Owner", "Status"],
        ["Fire", "eher ja", 3, "the boss", "erledigt"],
        ["Flood", 2, "schlimm", "Li Na", "open"],
    ]
    path = book(tmp_path / "P-1 x.xlsx", {"R": rows})
    unread = {(w.field, w.text) for w in look(path, today=TODAY).sheets[0].tables[0].words}
    assert unread == {("probability", "eher ja"), ("impact", "schlimm"), ("state", "erledigt")}
    table = only_table(learn(look(path, today=TODAY)))
    for field, text, means in (
        ("probability", "Eher ja", "4"),
        ("impact", "schlimm", "5"),
        ("state", "erledigt", "closed"),
        ("owner", "the boss", "Luo Min"),
    ):
        table = with_word(table, field, text, means)
    found = read_as(path, FileMapping("M", sheets=(MappedSheet("R", (table,)),)))
    fire, flood = (risk.values for risk in only(found).risks)
    assert (fire["probability"], fire["state"], fire["owner"]) == (4, "closed", "Luo Min")
    assert (flood["impact"], flood["owner"]) == (5, "Li Na")


def test_a_word_s_meaning_can_be_changed_and_taken_back() -> None:
    table = with_word(MappedTable("task", 0), "state", "Doing", "0.5")
    assert with_word(table, "state", "doing", "0.25").words == (
        MappedWord("state", "doing", "0.25"),
    )
    assert with_word(table, "state", "DOING", None).words == ()


# --- as a file


columns = st.builds(
    MappedColumn,
    st.text(max_size=8),
    st.sampled_from([None, *fields_of("task"), ""]),
    st.integers(0, 99),
)
tables = st.builds(
    MappedTable,
    st.just("task"),
    st.integers(-1, 50),
    st.integers(0, 3),
    st.lists(columns, max_size=5).map(tuple),
    st.lists(
        st.builds(MappedWord, st.just("kind"), st.text(max_size=5), st.sampled_from(["", "task"])),
        max_size=3,
    ).map(tuple),
    st.sampled_from(["", "ymd", "dmy", "mdy"]),
    st.booleans(),
)
sheets = st.builds(
    MappedSheet,
    st.text(max_size=8),
    st.lists(tables, max_size=2).map(tuple),
    st.booleans(),
    st.booleans(),
)
mappings = st.builds(
    FileMapping,
    st.text(max_size=8),
    st.text(max_size=8),
    st.lists(sheets, max_size=3, unique_by=lambda sheet: sheet.name).map(tuple),
    st.lists(st.sampled_from(CELLS), max_size=3, unique=True).map(tuple),
)


@given(mappings)
def test_a_mapping_comes_back_from_its_file_as_it_was(mapping: FileMapping) -> None:
    assert mapping_file.from_text(mapping_file.to_text(mapping)) == mapping


def test_a_mapping_is_written_to_a_file_and_read(tmp_path: Path) -> None:
    path = tmp_path / "对应.json"
    mapping_file.write(foreign(), path)
    assert mapping_file.read(path) == foreign()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "it is not JSON"),
        ("[" * 100_000, "it is not JSON"),
        ("[]", "is no mapping of this program"),
        ('{"format": "pmo-desktop mapping", "version": 99}', "newer version"),
    ],
)
def test_other_files_are_refused_with_a_sentence(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "m.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadMapping) as refused:
        mapping_file.read(path)
    assert said in str(refused.value)
    assert "m.json" in str(refused.value)


def test_a_file_that_is_not_there_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(BadMapping, match="is not there"):
        mapping_file.read(tmp_path / "nothing.json")


def test_bytes_that_are_no_text_are_refused_with_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "m.json"
    path.write_bytes(b"\xff\xfe\x00\xd8")
    with pytest.raises(BadMapping, match="could not be read"):
        mapping_file.read(path)


def table_in(raw: Any) -> Any:
    return raw["sheets"][0]["tables"][0]


def spoilt(change: Any) -> str:
    raw = mapping_file.to_json(replace(foreign(), cells=CELLS))
    change(raw)
    return json.dumps(raw)


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (lambda raw: raw.update(sheets=3), "sheets"),
        (lambda raw: raw.update(name=3), "name"),
        (lambda raw: raw["sheets"].append(raw["sheets"][0]), "sheets"),
        (lambda raw: table_in(raw).update(kind="cake"), "sheets[1].tables[1].kind"),
        (lambda raw: table_in(raw).update(header_row=True), "header_row"),
        (lambda raw: table_in(raw)["columns"][1].update(field="budget"), "columns[2].field"),
        (lambda raw: table_in(raw)["words"][0].update(means="7"), "words[1].means"),
        (lambda raw: raw["cells"][0].update(cell="3B"), "cells[1].cell"),
        (lambda raw: raw["cells"][0].update(field="task.name"), "cells[1].field"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_mapping_is_said_with_its_place(change: Any, where: str) -> None:
    with pytest.raises(BadMapping) as refused:
        mapping_file.from_text(spoilt(change), "m.json")
    assert where in refused.value.params["where"]


@given(st.data())
def test_a_mapping_of_anything_is_refused_or_read(data: st.DataObject) -> None:
    raw: Any = mapping_file.to_json(replace(foreign(), cells=CELLS))
    parts = [raw]
    for part in parts:
        inside = part.values() if isinstance(part, dict) else part
        parts += [p for p in inside if isinstance(p, dict | list)]
    part = data.draw(st.sampled_from(parts))
    where = (
        data.draw(st.sampled_from(list(part) if isinstance(part, dict) else range(len(part))))
        if part
        else None
    )
    if where is not None:
        part[where] = data.draw(st.sampled_from([None, 3, -1, "x", [], {}, [3], True, 1e9]))
    try:
        found = mapping_file.from_text(json.dumps(raw))
    except BadMapping:
        return
    assert mapping_file.from_text(mapping_file.to_text(found)) == found


# --- whatever a mapping and a file are

WORDS_OF_CELLS = [
    "",
    "Task",
    "任务",
    "Start",
    "Risk",
    "Code",
    "A",
    "1",
    "1.1",
    "2026-11-02",
    "合计",
    "x: y",
]


@st.composite
def any_tables(draw: st.DrawFn) -> MappedTable:
    kind = draw(st.sampled_from(TABLE_KINDS))
    named = draw(st.lists(st.sampled_from(WORDS_OF_CELLS), max_size=5))
    known = st.sampled_from([None, LEFT_OUT, *fields_of(kind)])
    columns = tuple(MappedColumn(h, draw(known), draw(st.integers(0, 6))) for h in named)
    said = tuple(
        MappedWord(
            draw(st.sampled_from(fields_of(kind))), draw(st.sampled_from(WORDS_OF_CELLS)), ""
        )
        for _ in range(draw(st.integers(0, 2)))
    )
    order = draw(st.sampled_from(["", "dmy"]))
    row, rows = draw(st.integers(-1, 9)), draw(st.integers(0, 3))
    return MappedTable(kind, row, rows, columns, said, order, draw(st.booleans()))


any_cells = st.builds(
    MappedCell,
    st.sampled_from(["plan", "other"]),
    st.sampled_from(["A1", "B2", "Z99"]),
    st.sampled_from(["", "project.code", "project.budget", "status.period"]),
    st.sampled_from(["", "Code", "Task"]),
    st.sampled_from(["", "A1", "C3"]),
)
any_mappings = st.builds(
    FileMapping,
    st.just("M"),
    st.just(""),
    st.lists(
        st.builds(
            MappedSheet,
            st.sampled_from(["plan", "other", "more"]),
            st.lists(any_tables(), max_size=3).map(tuple),
            st.booleans(),
            st.booleans(),
        ),
        max_size=2,
        unique_by=lambda sheet: sheet.name,
    ).map(tuple),
    st.lists(any_cells, max_size=3).map(tuple),
)


@given(any_mappings, st.lists(st.lists(st.sampled_from(WORDS_OF_CELLS), max_size=6), max_size=8))
def test_any_mapping_reads_any_file_without_a_fault(
    tmp_path_factory: pytest.TempPathFactory, mapping: FileMapping, rows: list[list[str]]
) -> None:
    path = tmp_path_factory.mktemp("any") / "plan.csv"
    path.write_text("\n".join(",".join(row) for row in rows) or ",", encoding="utf-8")
    for choices in (
        Choices(by_path={path: mapping}),
        Choices(saved=(mapping,)),
        Choices(given=mapping),
    ):
        layout = look(path, today=TODAY, choices=choices)
        assert layout.understood == understand(path, today=TODAY, choices=choices)
        learned = learn(layout)
        assert mapping_file.from_text(mapping_file.to_text(learned)) == learned


def test_own_fields_travel_with_a_mapping_and_are_left_open_where_they_are_not_known(
    tmp_path: Path,
) -> None:
    path = tmp_path / "P-1_Depot.csv"
    path.write_text("Wetter;Task;Finish\ncalm;Dig;2026-12-04\n", encoding="utf-8")
    columns = (
        MappedColumn("Wetter", "custom.text-1", 0),
        MappedColumn("Task", "name", 1),
        MappedColumn("Finish", "finish", 2),
    )
    sheet = look(path, today=TODAY).sheets[0].name
    cell = MappedCell(sheet, "A2", "project.custom.text-2")
    mapping = FileMapping(
        sheets=(MappedSheet(sheet, (MappedTable("task", 0, 1, columns),)),), cells=(cell,)
    )
    again = mapping_file.from_text(mapping_file.to_text(mapping))
    assert again == mapping
    own = (
        OwnField("task", "custom.text-1", ("Mood",)),
        OwnField("project", "custom.text-2", ("Site",)),
    )
    for fields in (own, ()):
        found = look(path, today=TODAY, choices=Choices((), None, {path: again}, fields))
        (project,) = found.understood.projects
        assert project.tasks[0].values.get("custom.text-1") == ("calm" if fields else None)
        assert project.project.values.get("custom.text-2") == ("calm" if fields else None)


@pytest.mark.parametrize("name", ["custom.nothing-1", "custom."])
def test_an_own_field_without_a_kind_is_no_mapping(name: str) -> None:
    columns = (MappedColumn("x", name, 0),)
    mapping = FileMapping(sheets=(MappedSheet("S", (MappedTable("task", 0, 1, columns),)),))
    with pytest.raises(mapping_file.BadMapping):
        mapping_file.from_text(mapping_file.to_text(mapping))
