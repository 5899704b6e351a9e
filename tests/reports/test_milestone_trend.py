"""The milestone trend in the pack: what slipped since the first period that was told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from pmo_desktop.language import Language
from pmo_desktop.reports.data import PackData
from pmo_desktop.reports.formats import PageFormat
from pmo_desktop.reports.pack import make_pack
from pmo_desktop.services.milestone_trend import MilestonePoint, MilestoneTrend
from tests.reports.office_sample import small_office
from tests.reports.reading import outline, page_texts

EN, ZH = Language("en"), Language("zh")


def trend(number: int, name: str, *days: date, done: bool = False) -> MilestoneTrend:
    points = tuple(MilestonePoint(f"2026-{9 + n:02d}", day) for n, day in enumerate(days))
    return MilestoneTrend(number, 1, "P-1", name, None, done, points)


SLIPPED = trend(1, "Go-live", date(2027, 1, 10), date(2027, 1, 20), date(2027, 2, 9))
KEPT = trend(2, "Approved", date(2027, 1, 10), date(2027, 1, 10))
DONE = trend(3, "Started", date(2026, 9, 1), date(2026, 10, 1), done=True)


def pages(tmp_path: Path, data: PackData, language: Language = EN) -> list[str]:
    path = tmp_path / "pack.pdf"
    make_pack(data, language, PageFormat.WIDE, path)
    return [text for text in page_texts(path) if "slipped since" in text or "个里程碑推迟" in text]


def test_the_page_says_how_many_slipped_since_when_and_the_worst(tmp_path: Path) -> None:
    data = replace(small_office(), trends=(KEPT, SLIPPED, DONE))
    (text,) = pages(tmp_path, data)
    assert "1 milestone has slipped since 2026-09, by 30 days (P-1 Go-live)" in text
    assert "P-1 Go-live 2027-02-09 (+30 d)" in " ".join(text.split())
    assert "Approved" not in text
    assert "Milestone trend" in [entry for _, entry, _ in outline(tmp_path / "pack.pdf")]


def test_it_speaks_chinese(tmp_path: Path) -> None:
    data = replace(small_office(), trends=(SLIPPED,))
    (text,) = pages(tmp_path, data, ZH)
    assert "2026-09 以来有 1 个里程碑推迟" in text


def test_where_nothing_slipped_there_is_no_page(tmp_path: Path) -> None:
    assert pages(tmp_path, replace(small_office(), trends=(KEPT, DONE))) == []


def test_the_latest_stand_first() -> None:
    later = trend(4, "Closed", date(2027, 1, 10), date(2027, 5, 9))
    assert replace(small_office(), trends=(SLIPPED, later)).slipped == (later, SLIPPED)
