"""A team's own file comes back: its doubtful cells marked, a list added, all else as it was."""

from __future__ import annotations

import io
import re
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.styles import PatternFill
from openpyxl.workbook.protection import WorkbookProtection
from python_calamine import load_workbook as calamine_workbook

from pmo_desktop.exchange.findings import LIST_MARK, Finding
from pmo_desktop.exchange.returning.colours import is_light
from pmo_desktop.exchange.returning.marking import Marked, marked
from pmo_desktop.exchange.returning.package import CannotMark, Package
from pmo_desktop.exchange.understanding import understand
from pmo_desktop.exchange.understood import ColumnFound, SheetFound, TableFound
from pmo_desktop.language import Language
from tests.exchange.books import TODAY, book
from tests.exchange.marked_files import (
    MACROS,
    MAIN,
    PICTURE,
    ROWS,
    changed_parts,
    coloured,
    comments,
    error,
    formats,
    is_well_formed,
    names,
    note,
    packed_parts,
    part,
    rich_workbook,
    warning,
    without_marks,
)

PLAN = "Plan 'A' & B"
SHEET = "xl/worksheets/sheet1.xml"
FINDINGS = (
    warning(PLAN, "D2"),
    error(PLAN, "D2"),
    warning(PLAN, "E3", "half", "not_a_share"),
    warning(PLAN, "B4", "验收", "not_yes_or_no"),
    warning(PLAN, "G3", "", "not_a_date"),
    warning(PLAN, "B12", "", "not_a_date"),
)
ENGLISH, CHINESE = Language("en"), Language("zh")


def mark(data: bytes, *findings: Finding, language: Language = ENGLISH) -> Marked:
    return marked(data, findings or FINDINGS, language, title="Findings")


@pytest.fixture
def rich(tmp_path: Path) -> bytes:
    return rich_workbook(tmp_path / "plan.xlsm").read_bytes()


def test_every_part_that_need_not_change_keeps_its_packed_bytes_and_place(rich: bytes) -> None:
    result = mark(rich).content
    assert changed_parts(rich, result) == {
        "[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml",
        SHEET, "xl/comments/comment1.xml", "xl/drawings/commentsDrawing1.vml",
    }  # fmt: skip
    before = names(rich)
    assert names(result) == [*before, "xl/worksheets/sheet3.xml"]
    assert part(result, "xl/vbaProject.bin") == MACROS
    assert part(result, "xl/media/image1.png") == PICTURE
    assert is_well_formed(result)


def test_the_sheet_differs_in_the_formats_of_the_marked_cells_alone(rich: bytes) -> None:
    cells = ("D2", "E3", "B4")
    result = part(mark(rich).content, SHEET)
    expected = without_marks(part(rich, SHEET), cells)
    shown = without_marks(result, [*cells, "G3", "B12"])
    # The two cells that were not there are put in, in their rows and in order.
    assert b'<c r="G3"/></row>' in shown
    assert b'<row r="12"><c r="B12"/></row>' in shown
    shown = shown.replace(b'<c r="G3"/>', b"").replace(b'<row r="12"><c r="B12"/></row>', b"")
    spans = b' spans="1:7"'
    assert shown.replace(spans, b"") == expected.replace(spans, b"")


def test_a_marked_cell_keeps_all_of_its_format_but_the_fill(rich: bytes) -> None:
    result = mark(rich).content
    old, new = formats(rich), formats(result)
    assert list(new) == [*old, "Findings"]
    for sheet, cells in old.items():
        for address, shown in cells.items():
            assert new[sheet][address] == shown, (sheet, address)
    assert coloured(result) == {(PLAN, cell) for cell in ("D2", "E3", "B4", "G3", "B12")}


def test_the_worst_finding_gives_a_cell_its_colour(rich: bytes) -> None:
    plan = load_workbook(io.BytesIO(mark(rich).content))[PLAN]
    assert plan["D2"].fill.fgColor.rgb != plan["E3"].fill.fgColor.rgb
    assert plan["E3"].fill.fgColor.rgb == plan["B4"].fill.fgColor.rgb


def test_light_text_gets_a_dark_colour(rich: bytes) -> None:
    header = (note(PLAN, "C1"), note(PLAN, "C3"))
    plan = load_workbook(io.BytesIO(mark(rich, *header).content))[PLAN]
    dark, pale = (plan[cell].fill.fgColor.rgb for cell in ("C1", "C3"))
    assert is_light(pale)
    assert not is_light(dark)


@pytest.mark.parametrize("language", [ENGLISH, CHINESE])
def test_each_marked_cell_says_in_a_comment_what_is_wrong(rich: bytes, language: Language) -> None:
    said = comments(mark(rich, language=language).content)
    assert set(said) == {(PLAN, cell) for cell in ("D2", "E3", "B4", "G3", "B12")}
    lines = said[PLAN, "D2"].split("\n")
    assert lines[0] == "PMO Desktop:"
    assert len(lines) == 3
    word = "不是完整的日期" if language.is_chinese else "is no full date"
    assert word in lines[1]


def test_the_team_s_own_comment_stays_and_ours_is_added_to_it(rich: bytes) -> None:
    said = comments(mark(rich).content)[PLAN, "B4"]
    assert said.startswith('what the team says\nin two lines\nPMO Desktop:\n◆ "验收" is neither')


def test_the_list_names_each_finding_and_leads_to_its_cell(rich: bytes) -> None:
    listed = load_workbook(io.BytesIO(mark(rich).content))["Findings"]
    assert listed["A1"].value == LIST_MARK
    assert listed.column_dimensions["A"].hidden
    rows = [[cell.value for cell in row[1:]] for row in listed.iter_rows(min_row=5)]
    assert [row[3] for row in rows] == ["D2", "D2", "E3", "G3", "B4", "B12"]
    assert [row[0] for row in rows] == [1, 2, 3, 4, 5, 6]
    assert {row[2] for row in rows} == {PLAN}
    assert rows[0][4] == "十一月中"
    targets = [cell.hyperlink.location for cell in listed["E"][4:]]
    assert targets[0] == "'Plan ''A'' & B'!$D$2"
    assert len(targets) == len(FINDINGS)


def test_the_list_speaks_chinese_and_its_name_is_nobody_else_s(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", {"审核意见": [["x"]], "Plan": [["y"]]})
    result = mark(path.read_bytes(), warning("Plan", "A1", "y"), language=CHINESE).content
    shown = load_workbook(io.BytesIO(result))
    assert shown.sheetnames == ["审核意见", "Plan", "审核意见 (2)"]
    assert shown["审核意见 (2)"]["F4"].value == "现有内容"


def test_what_a_cell_says_is_no_formula_in_the_list(rich: bytes) -> None:
    found = warning(PLAN, "D2", "=HYPERLINK(\"x\")&'<b>'\x00_x0041_")
    result = mark(rich, found).content
    listed = load_workbook(io.BytesIO(result))["Findings"]
    assert listed["F5"].data_type == "s"
    rows = calamine_workbook(io.BytesIO(result)).get_sheet_by_name("Findings").to_python()
    assert rows[4][5] == "=HYPERLINK(\"x\")&'<b>'_x0041_"


def test_a_column_s_finding_is_marked_at_its_header(rich: bytes) -> None:
    table = TableFound("task", 1, (ColumnFound("C", "Start"),))
    result = marked(rich, [note(PLAN, "C")], ENGLISH, sheets=[SheetFound(PLAN, (table,))], title="")
    assert coloured(result.content) == {(PLAN, "C1")}
    assert result.cells == 1


def test_a_cell_inside_a_merged_range_is_marked_where_the_range_is_shown(rich: bytes) -> None:
    result = mark(rich, warning(PLAN, "B7")).content
    assert coloured(result) == {(PLAN, "A6")}
    assert set(comments(result)) == {(PLAN, "A6"), (PLAN, "B4")}


def test_findings_without_a_cell_are_listed_only(rich: bytes) -> None:
    lost = Finding("no_project", "warning", params={"file": "plan.xlsm"})
    away = warning("Gone", "B2")
    result = mark(rich, lost, away)
    assert result.cells == 0
    assert changed_parts(rich, result.content) == {
        "[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml",
    }  # fmt: skip
    listed = load_workbook(io.BytesIO(result.content))["Findings"]
    assert [listed[f"E{row}"].hyperlink for row in (5, 6)] == [None, None]


# What comes back again


def test_marking_again_replaces_the_marks_and_piles_nothing_up(rich: bytes) -> None:
    once = mark(rich).content
    twice = mark(once)
    assert twice.content != b""
    assert packed_parts(twice.content) == packed_parts(once)
    assert [reason.rule for reason in twice.notes] == [
        "The marks of an earlier return were replaced."
    ]


def test_what_was_put_right_looks_again_as_it_did(rich: bytes) -> None:
    once = mark(rich).content
    again = mark(once, warning(PLAN, "C2")).content
    assert coloured(again) == {(PLAN, "C2")}
    old, new = load_workbook(io.BytesIO(rich))[PLAN], load_workbook(io.BytesIO(again))[PLAN]
    for cell in ("D2", "E3", "B4", "E4"):
        assert repr(new[cell].fill) == repr(old[cell].fill), cell
    # The very numbers of the formats are those of before (0 may go unsaid).
    cells = ("C2", "G3", "B12")
    shown = without_marks(part(again, SHEET), cells).replace(b' s="0"', b"")
    for added in (b'<c r="G3"/>', b'<row r="12"><c r="B12"/></row>', b' spans="1:7"'):
        shown = shown.replace(added, b"")
    assert shown == without_marks(part(rich, SHEET), cells).replace(b' spans="1:7"', b"")
    assert comments(again) == {
        (PLAN, "B4"): "what the team says\nin two lines",
        (PLAN, "C2"): comments(again)[PLAN, "C2"],
    }


def test_marks_move_with_their_cells_and_are_taken_off_there(rich: bytes) -> None:
    first = mark(rich, warning(PLAN, "E4", "0.2"), warning(PLAN, "D3"))
    once = load_workbook(io.BytesIO(first.content))
    once[PLAN].insert_rows(2)
    moved = io.BytesIO()
    once.save(moved)
    again = mark(moved.getvalue(), warning(PLAN, "C3")).content
    assert coloured(again) == {(PLAN, "C3")}
    shown = load_workbook(io.BytesIO(again))[PLAN]
    assert repr(shown["E5"].fill) == repr(PatternFill("solid", start_color="FFCCFFCC"))
    assert shown["D4"].fill.fill_type is None


def test_the_team_s_answer_below_ours_stays(rich: bytes) -> None:
    once = load_workbook(io.BytesIO(mark(rich).content))
    cell = once[PLAN]["B4"]
    cell.comment.text += "\n已改，请看"
    answered = io.BytesIO()
    once.save(answered)
    again = mark(answered.getvalue(), warning(PLAN, "C2")).content
    assert comments(again)[PLAN, "B4"] == "what the team says\nin two lines\n已改，请看"


def test_the_list_is_replaced_after_another_program_has_saved_it(rich: bytes) -> None:
    once = load_workbook(io.BytesIO(mark(rich).content))
    once["Findings"].title = "renamed"
    saved = io.BytesIO()
    once.save(saved)
    again = mark(saved.getvalue(), warning(PLAN, "C2"), language=CHINESE).content
    shown = load_workbook(io.BytesIO(again))
    assert shown.sheetnames == [PLAN, "Lists", "renamed"]
    assert shown["renamed"]["F4"].value == "现有内容"
    assert shown["renamed"].max_row == 5


# What there is to tell


def told(result: Marked) -> list[str]:
    return [reason.rule for reason in result.notes]


def test_protection_and_signatures_are_told(rich: bytes) -> None:
    opened = load_workbook(io.BytesIO(rich))
    opened[PLAN].protection.sheet = True
    opened.security = WorkbookProtection(lockStructure=True)
    saved = io.BytesIO()
    opened.save(saved)
    package = Package(saved.getvalue())
    package.write("_xmlsignatures/origin.sigs", b"")
    package.write("_rels/.rels", package.read("_rels/.rels").replace(
        b"</Relationships>",
        b'<Relationship Id="rSig" Type="http://schemas.openxmlformats.org/package/2006/'
        b'relationships/digital-signature/origin" Target="_xmlsignatures/origin.sigs"/>'
        b"</Relationships>",
    ))  # fmt: skip
    result = mark(package.packed())
    assert told(result) == [
        "The sheet “{sheet}” is protected: its cells are marked all the same.",
        "The workbook's structure is protected: the list of findings was added all the same.",
        "The file was signed digitally: the signature does not hold for the marked copy.",
    ]
    assert load_workbook(io.BytesIO(result.content))[PLAN].protection.sheet


# The importer


def test_a_returned_file_is_read_as_if_it_had_never_been_marked(tmp_path: Path) -> None:
    rows = [
        ["WBS", "任务", "开始", "完成", "完成百分比"],
        ["1", "启动", "2026-11-02", "2026-11-05", 0.5],
        ["2", "验收", "2026-11-05", "十一月中", 0.2],
    ]
    path = book(tmp_path / "P-1 计划.xlsx", {"计划": rows})
    before = understand(path, today=TODAY)
    found = [finding for finding in before.findings if finding.cell]
    assert found
    (tmp_path / "again").mkdir()
    back = tmp_path / "again" / path.name
    for language in (CHINESE, ENGLISH):
        back.write_bytes(mark(path.read_bytes(), *found, language=language).content)
        after = understand(back, today=TODAY)
        assert after.projects == before.projects
        (left,) = [f for f in after.findings if f.code == "sheet_of_findings"]
        assert left.severity == "note"
        assert [f for f in after.findings if f is not left] == list(before.findings)


# Other ways to write the same


def rewritten(data: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """The workbook with its XML written otherwise."""
    package = Package(data)
    for name in package.names:
        if name.endswith((".xml", ".rels")):
            package.write(name, change(name, package.read(name)))
    return package.packed()


def with_prefixes(_: str, xml: bytes) -> bytes:
    """All names of the main namespace with a prefix, as some programs write them."""
    main = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    if b'xmlns="' + main + b'"' not in xml or b"<ext" in xml:
        return xml
    named = re.sub(rb"<(/?)(?=[A-Za-z])(?![A-Za-z0-9]+:)", rb"<\1x:", xml)
    return named.replace(b'xmlns="' + main, b'xmlns:x="' + main)


@pytest.mark.parametrize(
    "change",
    [
        with_prefixes,
        lambda name, xml: b"\xef\xbb\xbf" + xml if name.startswith("xl/worksheets/") else xml,
        lambda name, xml: xml.replace(b"><", b">\r\n\t<") if "sharedStrings" not in name else xml,
        lambda _, xml: xml.replace(b"<sheetData>", b'<!-- <row r="1"> --><sheetData>'),
    ],
    ids=["prefixes", "byte order mark", "line ends", "comments"],
)
def test_the_same_workbook_written_otherwise_is_marked_alike(
    tmp_path: Path, change: Callable[[str, bytes], bytes]
) -> None:
    plain = book(tmp_path / "a.xlsx", {PLAN: ROWS, "Lists": [["a"]]}).read_bytes()
    data = rewritten(plain, change)
    assert data != plain
    result, expected = mark(data).content, mark(plain).content
    assert is_well_formed(result)
    assert coloured(result) == coloured(expected)
    assert comments(result) == comments(expected)
    assert formats(result) == formats(expected)
    assert packed_parts(mark(result).content) == packed_parts(result)


def test_a_thread_of_comments_is_left_alone_and_told(rich: bytes) -> None:
    name = "xl/comments/comment1.xml"
    package = Package(rich)
    package.write(name, package.read(name).replace("李娜".encode(), b"tc={0A-1B}"))
    data = package.packed()
    result = mark(data, warning(PLAN, "B4"))
    assert coloured(result.content) == {(PLAN, "B4")}
    assert changed_parts(data, result.content).isdisjoint(
        {name, "xl/drawings/commentsDrawing1.vml"}
    )
    assert [reason.params for reason in result.notes] == [{"n": 1}]


def test_a_merge_over_all_rows_takes_no_time_and_no_memory(rich: bytes) -> None:
    package = Package(rich)
    merges = b'<mergeCell ref="A6:C8" />'
    sheet = package.read(SHEET)
    assert merges in sheet
    package.write(SHEET, sheet.replace(merges, b'<mergeCell ref="A6:XFD1048576"/>'))
    tracemalloc.start()
    result = mark(package.packed(), warning(PLAN, "Z900000"))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 20_000_000
    assert b'<c r="A6" s="' in part(result.content, SHEET)


def test_a_workbook_without_styles_gets_some(tmp_path: Path) -> None:
    package = Package(book(tmp_path / "a.xlsx", {PLAN: ROWS}).read_bytes())
    relations = package.read("xl/_rels/workbook.xml.rels")
    package.write(
        "xl/_rels/workbook.xml.rels",
        re.sub(rb'<Relationship [^>]*relationships/styles"[^>]*/>', b"", relations),
    )
    package.write("xl/styles.xml", b'<styleSheet xmlns="' + MAIN[1:-1].encode() + b'"/>')
    with pytest.raises(CannotMark):
        mark(package.packed())
    package.write(
        "xl/styles.xml", b'<styleSheet xmlns="' + MAIN[1:-1].encode() + b'">\n</styleSheet>'
    )
    result = mark(package.packed()).content
    assert is_well_formed(result)
    assert (PLAN, "D2") in coloured(result)
