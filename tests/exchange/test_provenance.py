"""Who saved a file last, and when, as the file itself says."""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest

from pmo_desktop.exchange.files.provenance import Provenance, provenance

SAVED = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)


def test_a_workbook_says_who_saved_it_last_and_when(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.properties.lastModifiedBy = "何伟 & 周扬"
    path = tmp_path / "plan.xlsx"
    book.save(path)
    found = provenance(path)
    assert found.sender == "何伟 & 周扬"
    assert found.saved_at is not None


def packed(path: Path, name: str, content: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(name, content)
    return path


def test_a_moment_with_a_zone_is_local_and_one_without_stays(tmp_path: Path) -> None:
    office = packed(
        tmp_path / "a.xlsx", "docProps/core.xml",
        "<x><cp:lastModifiedBy> Li  Na </cp:lastModifiedBy>"
        '<dcterms:modified xsi:type="dcterms:W3CDTF">2026-11-20T08:30:00Z</dcterms:modified></x>',
    )  # fmt: skip
    local = SAVED.astimezone().replace(tzinfo=None)
    assert provenance(office) == Provenance("Li Na", local)
    document = packed(
        tmp_path / "b.ods", "meta.xml",
        "<x><dc:creator>周扬</dc:creator><dc:date>2026-11-20T16:30:12.5</dc:date></x>",
    )  # fmt: skip
    assert provenance(document) == Provenance("周扬", datetime(2026, 11, 20, 16, 30, 12))


@pytest.mark.parametrize(
    "content",
    ["", "<x/>", "<dcterms:modified>soon</dcterms:modified>", "<cp:lastModifiedBy/>", "\x00"],
)
def test_what_says_nothing_of_itself_is_left_unsaid(tmp_path: Path, content: str) -> None:
    assert provenance(packed(tmp_path / "a.xlsx", "docProps/core.xml", content)) == Provenance()


def test_other_files_say_nothing(tmp_path: Path) -> None:
    text, broken = tmp_path / "a.csv", tmp_path / "b.xlsx"
    text.write_text("a,b")
    broken.write_bytes(b"PK\x03\x04 and no more")
    for path in (text, broken, tmp_path / "missing.xlsx", tmp_path):
        assert provenance(path) == Provenance()


def test_a_part_that_is_too_large_is_not_unpacked(tmp_path: Path) -> None:
    path = packed(
        tmp_path / "a.xlsx", "docProps/core.xml",
        "<cp:lastModifiedBy>x</cp:lastModifiedBy>" + " " * 300_000,
    )  # fmt: skip
    assert provenance(path) == Provenance()
