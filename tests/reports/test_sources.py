"""The pack's last page: where the figures come from."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from pmo_desktop.language import Language
from pmo_desktop.reports.data import PackData, PackOptions
from pmo_desktop.reports.formats import PageFormat
from pmo_desktop.reports.gathering import gather
from pmo_desktop.reports.pack import make_pack
from pmo_desktop.services.data_sources import ByHand, ProjectSource
from pmo_desktop.storage.workspace import Workspace
from tests.reports.office_sample import small_office
from tests.reports.reading import outline, page_texts

SAVED, TAKEN = datetime(2026, 11, 18, 16, 30), datetime(2026, 11, 20, 9, 5)
NAMES = {"zh": "数据来源", "en": "Where the figures come from"}


def sample(count: int = 2) -> PackData:
    known = ProjectSource(1, "P-1", "云化迁移", "周报.xlsx", ("计划",), "王岚", SAVED, TAKEN,
                          (ByHand("project.spent", 1), ByHand("task.finish", 3)))  # fmt: skip
    unknown = ProjectSource(2, "P-2", "Portal", "", (), "", None, None, ())
    return replace(small_office(), sources=(known, *[unknown] * (count - 1)))


@pytest.mark.parametrize("code", ["zh", "en"])
@pytest.mark.parametrize("page_format", PageFormat)
def test_the_last_page_names_file_sheet_sender_and_dates(
    tmp_path: Path, code: str, page_format: PageFormat
) -> None:
    path = make_pack(sample(), Language(code), page_format, tmp_path / "pack.pdf").path
    last = page_texts(path)[-1]
    for text in ("周报.xlsx", "计划", "王岚", "2026-11-18", "2026-11-20", "(3)", NAMES[code]):
        assert text in last
    assert any(NAMES[code] in str(entry) for entry in outline(path))


def test_many_projects_go_on_over_several_pages(tmp_path: Path) -> None:
    language = Language("en")
    few = make_pack(sample(), language, PageFormat.WIDE, tmp_path / "few.pdf").pages
    many = make_pack(sample(120), language, PageFormat.WIDE, tmp_path / "many.pdf").pages
    assert many > few + 1


def test_the_page_can_be_left_out(workspace: Workspace, tmp_path: Path) -> None:
    language = Language("zh")
    less = gather(workspace, PackOptions(sources=False))
    assert less.sources is None
    pages = [
        make_pack(data, language, PageFormat.WIDE, tmp_path / "pack.pdf").pages
        for data in (sample(), replace(sample(), sources=None))
    ]
    assert pages[0] == pages[1] + 1


def test_an_office_without_files_has_no_page_of_sources(tmp_path: Path) -> None:
    """Line by line it would say that nothing came from a file."""
    none = replace(sample(), sources=sample(3).sources[1:])  # type: ignore[index]
    packs = [
        make_pack(data, Language("en"), PageFormat.WIDE, tmp_path / "pack.pdf").pages
        for data in (none, replace(none, sources=()), replace(none, sources=None))
    ]
    assert len(set(packs)) == 1
