"""The pack as a file: what can be read in it, what it consists of, and what happens when it fails.

The expected texts are in `golden/`; PMO_REWRITE_GOLDEN=1 writes them anew, to be read before they
are committed.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pmo_desktop.language import Language
from pmo_desktop.progress import Cancelled, Progress
from pmo_desktop.reports import document, errors
from pmo_desktop.reports.data import PackData
from pmo_desktop.reports.formats import MEASURES, PageFormat
from pmo_desktop.reports.pack import PackResult, make_pack
from tests.reports.office_sample import PROJECTS, empty_office, large_office, small_office
from tests.reports.reading import base_fonts, metadata, outline, page_sizes, page_texts

GOLDEN = Path(__file__).parent / "golden"
ZH, EN = Language("zh"), Language("en")
Make = Callable[..., PackResult]


@pytest.fixture
def made(tmp_path: Path) -> Make:
    def make(
        data: PackData, language: Language = ZH, page_format: PageFormat = PageFormat.WIDE
    ) -> PackResult:
        return make_pack(data, language, page_format, tmp_path / "pack.pdf")

    return make


@pytest.mark.parametrize("code", ["zh", "en"])
def test_the_text_of_every_page_is_as_expected(code: str, made: Make) -> None:
    pages = page_texts(made(small_office(), Language(code)).path)
    text = "".join(f"==== {number} ====\n{page}\n" for number, page in enumerate(pages, start=1))
    golden = GOLDEN / f"{code}.txt"
    if os.environ.get("PMO_REWRITE_GOLDEN"):
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("page_format", PageFormat)
def test_the_same_data_gives_the_same_bytes(page_format: PageFormat, tmp_path: Path) -> None:
    files = [tmp_path / name for name in ("one.pdf", "two.pdf")]
    for file in files:
        make_pack(small_office(), ZH, page_format, file)
    assert files[0].read_bytes() == files[1].read_bytes()


@pytest.mark.parametrize("page_format", PageFormat)
def test_every_page_has_the_formats_size(page_format: PageFormat, made: Make) -> None:
    m = MEASURES[page_format]
    sizes = page_sizes(made(small_office(), EN, page_format).path)
    assert sizes == {(round(m.width), round(m.height))}


def test_all_fonts_are_embedded_subsets_of_noto(made: Make) -> None:
    names = base_fonts(made(small_office()).path)
    assert names
    assert all(name[6] == "+" and name[7:].startswith("NotoSansSC-") for name in names)


def test_the_outline_names_the_sections_and_every_project(made: Make) -> None:
    assert outline(made(small_office(), EN).path) == [
        (0, "Cover", 1),
        (0, "Executive summary", 2),
        (0, "Portfolio", 3),
        (0, "Milestones ahead", 4),
        (0, "Projects", 5),
        *((1, f"{p.code} {p.name}", 5 + i) for i, p in enumerate(PROJECTS[:6])),
        (0, "Resource load", 11),
        (0, "Risks", 12),
        (0, "Decisions wanted", 13),
    ]


def test_the_file_says_what_it_is_and_when_its_data_is_of(made: Make) -> None:
    found = metadata(made(small_office()).path)
    assert found["Title"] == "项目组合指导委员会 2026 年 11 月"
    assert found["Author"] == "集团项目管理办公室"
    assert found["Subject"] == "数据截至 2026-11-22"
    assert found["Creator"] == "PMO Desktop"
    assert found["CreationDate"].startswith("D:20261122")


def test_every_page_but_the_cover_has_its_number_the_data_date_and_the_source(made: Make) -> None:
    result = made(small_office(), EN)
    pages = page_texts(result.path)
    assert len(pages) == result.pages == 13
    for number, text in enumerate(pages[1:], start=2):
        assert f"{number} / 13" in text
        assert "Data as of 2026-11-22 · Source: pmo.db · Internal" in text


def test_an_empty_office_says_so_on_every_page(made: Make) -> None:
    pages = page_texts(made(empty_office(), EN).path)
    assert len(pages) == 7
    assert "Steering committee" in pages[0]
    said = (
        "The portfolio is empty",
        "There is no project under way or on hold.",
        "No milestone falls in the next 12 weeks",
        "No one is assigned to work in the next 12 weeks",
        "No risk is open in any current project.",
        "The committee is asked for no decision this time.",
    )
    for text, sentence in zip(pages[1:], said, strict=True):
        assert sentence in text


def test_one_project_has_one_page(made: Make) -> None:
    data = small_office()
    one = replace(data, portfolio=replace(data.portfolio, projects=PROJECTS[:1]))
    assert [text for level, text, _ in outline(made(one).path) if level == 1] == [
        "P-2601 核心系统云化迁移"
    ]


def test_the_projects_asked_for_get_a_page_also_when_they_are_completed(made: Make) -> None:
    asked = replace(small_office(), projects=(7, 1))
    entries = [text for level, text, _ in outline(made(asked).path) if level == 1]
    assert entries == ["P-2601 核心系统云化迁移", "P-2590 旧系统下线"]


@pytest.mark.parametrize("page_format", PageFormat)
def test_thirty_projects_stand_on_one_page(page_format: PageFormat, made: Make) -> None:
    pages = page_texts(made(large_office(30), ZH, page_format).path)
    (whole,) = (text for text in pages[1:] if "项目组合一览" in text)
    assert all(f"P-{3000 + i}" in whole for i in range(30))


def test_two_hundred_projects_are_listed_each_once(made: Make) -> None:
    result = made(large_office(200), EN)
    pages = page_texts(result.path)
    listed = [text for text in pages if "Portfolio by priority (" in text]
    assert len(listed) > 1
    for i in range(200):
        assert sum(f"P-{3000 + i} " in text for text in listed) == 1
    assert sum(level == 1 for level, _, _ in outline(result.path)) == 200


def test_what_does_not_fit_on_the_summary_follows_on_pages_of_its_own(made: Make) -> None:
    data = small_office()
    lights = tuple(replace(data.since.lights[0], project_code=f"C-{i:03d}") for i in range(60))
    pages = page_texts(made(replace(data, since=replace(data.since, lights=lights)), EN).path)
    assert "more changes on the next page" in pages[1]
    assert "What changed since the last closed period (1/" in pages[2]
    following = "".join(text for text in pages if "What changed since" in text)
    assert all(f"C-{i:03d}" in following for i in range(60))


def test_other_currencies_are_written_as_such(made: Make) -> None:
    data = small_office()
    rows = tuple(replace(p, currency="CHF") for p in PROJECTS)
    text = page_texts(
        made(replace(data, portfolio=replace(data.portfolio, projects=rows)), EN).path
    )[4]
    assert "CHF 24m" in text


def test_characters_without_a_glyph_are_replaced_and_told(made: Make) -> None:
    data = small_office()
    rows = (replace(PROJECTS[0], name="火箭🚀计划"), *PROJECTS[1:])
    result = made(replace(data, portfolio=replace(data.portfolio, projects=rows)))
    assert result.replaced == ("🚀",)
    assert "火箭□计划" in page_texts(result.path)[2]


def test_progress_counts_the_pages(tmp_path: Path) -> None:
    told: list[Progress] = []
    make_pack(small_office(), EN, PageFormat.WIDE, tmp_path / "pack.pdf", told.append)
    assert [p.done for p in told] == list(range(14))
    assert {p.total for p in told} == {13}
    assert EN.text(told[1].text, **told[1].params).startswith("Page 2 of 13: 2 red projects")


def test_a_cancelled_pack_leaves_the_older_file_and_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "pack.pdf"
    file.write_bytes(b"older")

    def cancel(progress: Progress) -> None:
        if progress.done == 5:
            raise Cancelled

    with pytest.raises(Cancelled):
        make_pack(small_office(), EN, PageFormat.WIDE, file, cancel)
    assert file.read_bytes() == b"older"
    assert list(tmp_path.iterdir()) == [file]


def raising(error: OSError) -> Callable[..., Any]:
    def fail(*_: Any, **__: Any) -> Any:
        raise error

    return fail


def test_a_file_open_in_a_viewer_is_left_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "pack.pdf"
    file.write_bytes(b"older")
    monkeypatch.setattr(document.os, "replace", raising(PermissionError(errno.EACCES, "denied")))
    with pytest.raises(errors.FileInUse, match="close it in the PDF viewer"):
        make_pack(small_office(), EN, PageFormat.WIDE, file)
    assert file.read_bytes() == b"older"
    assert list(tmp_path.iterdir()) == [file]


def test_a_full_disk_is_told_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        document, "_draw", raising(OSError(errno.ENOSPC, "No space left on device"))
    )
    with pytest.raises(errors.DiskFull) as caught:
        make_pack(small_office(), EN, PageFormat.WIDE, tmp_path / "pack.pdf")
    assert "磁盘已满" in ZH.text(caught.value.sentence, **caught.value.params)
    assert not list(tmp_path.iterdir())


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(errors.FolderMissing, match="does not exist"):
        make_pack(small_office(), EN, PageFormat.WIDE, tmp_path / "none" / "pack.pdf")


def test_a_folder_instead_of_a_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(errors.IsFolder, match="is a folder"):
        make_pack(small_office(), EN, PageFormat.WIDE, tmp_path)


def test_a_folder_that_may_not_be_written_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "open", raising(PermissionError(errno.EACCES, "denied")))
    with pytest.raises(errors.FolderReadOnly, match="Nothing may be written"):
        make_pack(small_office(), EN, PageFormat.WIDE, tmp_path / "pack.pdf")
