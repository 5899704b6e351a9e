"""Files that cannot be read: each gets a sentence, none an exception, and nothing grows."""

from __future__ import annotations

import struct
import zipfile
import zlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_desktop.exchange import understanding
from pmo_desktop.exchange.files.archive import Archive, Damaged
from pmo_desktop.exchange.findings import SENTENCES, say
from pmo_desktop.exchange.understanding import understand, understand_all
from pmo_desktop.exchange.understood import Understood
from pmo_desktop.language import CODES, Language
from pmo_desktop.progress import Cancelled, Progress
from tests.exchange.books import TODAY, book, codes, only, read

PLAN = [["任务", "开始", "完成"], ["方案设计", "2026-11-02", "2026-11-06"]]


def refused(path: Path) -> str:
    """The code of the only finding of a file that cannot be read; its sentence names the file."""
    found = understand(path, today=TODAY)
    assert not found.projects
    assert not found.is_readable
    (finding,) = found.findings
    assert finding.severity == "error"
    for language in map(Language, CODES):
        sentence = say(finding, language)
        assert path.name in sentence
        assert "{" not in sentence
    return finding.code


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert refused(tmp_path / "plan.xlsx") == "missing"


def test_a_folder(tmp_path: Path) -> None:
    assert refused(tmp_path) == "is_folder"


def test_a_file_that_another_program_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = book(tmp_path / "plan.xlsx", {"Plan": PLAN})

    def held(_path: Path) -> bytes:
        raise PermissionError

    monkeypatch.setattr(Path, "read_bytes", held)
    assert refused(path) == "in_use"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"just some text\n", "plain_text"),
        ("任务,开始\n".encode("gb18030"), "plain_text"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "web_page"),
        (b'<?xml version="1.0"?><Workbook/>', "plan_excel_xml"),
        (b'<?xml version="1.0"?><Report/>', "xml_file"),
        (b"%PDF-1.7", "other_format"),
        (b"ERMHDR\t8.0", "plan_xer"),
        (b"MPX,Microsoft Project,4.0", "plan_mpx"),
        (b'<?xml version="1.0"?><APIBusinessObjects xmlns="http://xmlns.oracle.com/Primavera/P6"/>',
         "plan_p6_xml"),
        (b'<?xml version="1.0"?><Project xmlns="http://schemas.microsoft.com/project"><Tasks',
         "not_a_plan"),
        (b"\x00\x01\x02\x03" * 20, "not_a_workbook"),
        (b"PK\x03\x04 and then nothing of the kind", "damaged"),
        (b"PK\x05\x06" + bytes(18), "damaged"),
    ],
)  # fmt: skip
def test_content_that_is_no_workbook(tmp_path: Path, content: bytes, code: str) -> None:
    assert refused(written(tmp_path / "plan.xlsx", content)) == code


def test_a_document_under_the_name_of_a_workbook(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "plan.xlsx", "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
        archive.writestr("[Content_Types].xml", "<w/>")
    assert refused(tmp_path / "plan.xlsx") == "other_office"


def test_a_workbook_that_was_cut_off(tmp_path: Path) -> None:
    path = book(tmp_path / "plan.xlsx", {"Plan": PLAN})
    whole = path.read_bytes()
    for part in (2, 3):
        assert refused(written(path, whole[: len(whole) * part // 4])) == "damaged"


def test_a_part_that_would_unpack_to_much_more(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "plan.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", bytes(50 * 1024 * 1024))
    assert refused(tmp_path / "plan.xlsx") == "zip_bomb"


def test_a_part_that_lies_about_its_size_is_not_unpacked() -> None:
    content = zlib.compress(bytes(10_000_000), 9)[2:-4]
    header = struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, 0, 8, 0, 0, 0, len(content), 100, 1, 0)
    entry = struct.pack(
        "<4s6H3L5H2L", b"PK\x01\x02", 20, 20, 0, 8, 0, 0, 0, len(content), 100, 1, 0, 0, 0, 0, 0, 0
    )
    body = header + b"a" + content
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, len(entry) + 1, len(body), 0)
    archive = Archive(body + entry + b"a" + end)
    with pytest.raises(Damaged):
        archive.read("a")


@given(
    st.dictionaries(st.text("abc/x.", min_size=1, max_size=8), st.binary(max_size=300), max_size=5)
)
def test_parts_are_those_that_zipfile_finds(parts: dict[str, bytes]) -> None:
    import io

    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    found = Archive(stream.getvalue())
    assert {name: found.read(name) for name in found.parts} == parts


def test_a_sheet_that_reaches_to_the_last_cell_does_not_take_the_others_with_it(
    tmp_path: Path,
) -> None:
    from openpyxl import load_workbook

    path = book(tmp_path / "P-2601.xlsx", {"Plan": PLAN, "Notes": [["x"]]})
    workbook = load_workbook(path)
    workbook["Notes"]["XFD1048576"] = "stray"
    workbook.save(path)
    found = understand(path, today=TODAY)
    assert len(only(found).tasks) == 1
    assert "sheet_too_large" in codes(found)


def test_a_stray_cell_far_below_does_no_harm(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    path = book(tmp_path / "P-2601.xlsx", {"Plan": PLAN})
    workbook = load_workbook(path)
    workbook["Plan"]["B1048576"] = " "
    workbook.save(path)
    found = understand(path, today=TODAY)
    assert len(only(found).tasks) == 1
    assert "sheet_cut" in codes(found)


def test_merges_to_the_last_row_do_no_harm(tmp_path: Path) -> None:
    from openpyxl import Workbook
    from openpyxl.worksheet.cell_range import CellRange

    workbook = Workbook()
    for row in PLAN:
        workbook.active.append(row)
    for column in "DEFGH":
        workbook.active.merged_cells.ranges.add(CellRange(f"{column}2:{column}1048576"))
    workbook.save(tmp_path / "P-2601.xlsx")
    assert len(only(understand(tmp_path / "P-2601.xlsx", today=TODAY)).tasks) == 1


def test_a_workbook_without_values(tmp_path: Path) -> None:
    assert refused(book(tmp_path / "plan.xlsx", {"Sheet1": []})) == "empty_workbook"


def test_a_workbook_without_a_table(tmp_path: Path) -> None:
    assert refused(book(tmp_path / "plan.xlsx", {"Sheet1": [["Hello"], [1, 2]]})) == "no_tables"


def test_an_old_binary_workbook_that_is_none(tmp_path: Path) -> None:
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    assert refused(written(tmp_path / "plan.xls", content)) == "damaged"


def test_the_other_files_go_on(tmp_path: Path) -> None:
    good = book(tmp_path / "P-2601.xlsx", {"Plan": PLAN})
    bad = written(tmp_path / "bad.xlsx", b"nothing")
    found = understand_all([bad, good, tmp_path / "gone.xlsx"], today=TODAY)
    assert [bool(f.projects) for f in found] == [False, True, False]


def test_reading_can_be_cancelled(tmp_path: Path) -> None:
    def stop(_progress: Progress) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        understand(book(tmp_path / "P-2601.xlsx", {"Plan": PLAN}), today=TODAY, report=stop)


def test_every_finding_of_a_messy_file_has_its_sentence_in_both_languages(tmp_path: Path) -> None:
    rows = [
        ["WBS", "任务", "负责人", "开始", "完成", "工期", "进度", "前置任务", "心情"],
        ["1", "甲", "张伟", "5/11/2026", "改天", "10人天", "120%", "9.9", "好"],
        ["1", "乙", None, "=TODAY()", "#REF!", "很久", "大半", "1", None],
        [None, "合计", None, None, None, 30, None, None, None],
    ]
    found = read(tmp_path, rows, "周报.xlsx")
    assert len(found.findings) >= 10
    for finding in found.findings:
        for language in map(Language, CODES):
            assert "{" not in say(finding, language)


def test_every_code_has_a_sentence() -> None:
    assert all(reason.rule for reason in SENTENCES.values())


def readable(found: Understood) -> bool:
    return bool(found.projects) or any(f.severity == "error" for f in found.findings)


def test_the_samples_that_are_hostile_or_odd_get_a_clear_answer(samples: Path) -> None:
    for folder in ("hostile_xlsx", "not_mspdi"):
        for path in sorted((samples / folder).iterdir()):
            code = refused(path)
            assert code in {"damaged", "encrypted"} or code.startswith("plan_"), path.name
    for path in sorted((samples / "quirky_xlsx").iterdir()):
        assert readable(understand(path, today=TODAY)), path.name


def test_a_file_that_is_changed_while_it_is_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = book(tmp_path / "plan.xlsx", {"Plan": [["Task", "Start"], ["Design", "2026-11-02"]]})
    whole = path.read_bytes()

    def read_while_copied(self: Path) -> bytes:
        with self.open("ab") as file:
            file.write(b"more")
        return whole[:100]

    monkeypatch.setattr(Path, "read_bytes", read_while_copied)
    assert "changing" in codes(understand(path, today=TODAY))


def test_a_fault_of_the_program_in_one_file_stops_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [["Task", "Start", "Finish"], ["Design", "2026-11-02", "2026-11-06"]]
    files = [book(tmp_path / f"P-{n}.xlsx", {"Plan": rows}) for n in (1, 2)]
    whole = understanding._understood

    def broken(found: Any, *rest: Any) -> Understood:
        if found.path == files[0]:
            raise ZeroDivisionError
        return whole(found, *rest)

    monkeypatch.setattr(understanding, "_understood", broken)
    first, second = understand_all(files, today=TODAY)
    assert codes(first) == ["our_fault"]
    assert len(only(second).tasks) == 1


@pytest.mark.parametrize(
    "reference", ["XFD1048576", "G99999999999999999999", "AAAA1", "A0000000000", "A1048577"]
)
def test_a_cell_beyond_all_sheets_costs_its_sheet_and_no_memory(
    tmp_path: Path, reference: str
) -> None:
    plan = [["Task", "Start", "Finish"], ["Design", "2026-11-02", "2026-11-06"]]
    path = book(tmp_path / "P-1.xlsx", {"Plan": plan, "Far": [["x"], ["y"]]})
    far = tmp_path / "P-2.xlsx"
    with zipfile.ZipFile(path) as whole, zipfile.ZipFile(far, "w") as changed:
        for name in whole.namelist():
            content = whole.read(name)
            if name.endswith("sheet2.xml"):
                content = content.replace(b'r="A2"', f'r="{reference}"'.encode())
            changed.writestr(name, content)
    found = understand(far, today=TODAY)
    assert len(only(found).tasks) == 1
    assert "sheet_too_large" in codes(found)


def test_an_old_workbook_whose_reader_ends_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "plan.xls"
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600))
    monkeypatch.setattr("pmo_desktop.exchange.files.apart.sys.executable", "/bin/false")
    assert codes(understand(path, today=TODAY)) == ["damaged"]


def test_wide_letters_without_their_mark_are_a_text(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes("项目编号,项目名称,预算\nP-1,Alpha,5\nP-2,Beta,6\n".encode("utf-16-le"))
    assert len(understand(path, today=TODAY).projects) == 2
