"""The measurements run to their end; what they find is not a test's to judge."""

from __future__ import annotations

from pathlib import Path

import pytest

from pmo_desktop.bench import gantt, reading, start
from pmo_desktop.exchange.demo.office import DemoResult
from pmo_desktop.progress import silent


def test_reading_is_measured_against_both_bare_readers(
    demo_office: DemoResult, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "ROUNDS", 1)
    figures = reading.measure_reading(demo_office.files, silent)
    assert [figure.code for figure in figures] == ["reading.calamine", "reading.openpyxl"]
    assert all(figure.ours > 0 and figure.baseline > 0 for figure in figures)


def test_the_bare_readers_read_the_same_files(demo_office: DemoResult) -> None:
    file = next(file for file in demo_office.files if file.suffix == ".xlsx")
    assert reading.read_with_calamine(file) > 0
    assert reading.read_with_openpyxl(file) > 0


def test_the_gantt_is_measured_scrolling_and_zooming() -> None:
    figures = gantt.measure_gantt(silent)
    assert [figure.code for figure in figures] == ["gantt.scroll", "gantt.zoom"]
    assert all(figure.ours > 0 and figure.baseline > 0 for figure in figures)


def test_the_start_is_measured_to_the_first_picture_and_to_the_filled_list(
    demo_database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(start, "ROUNDS", 1)
    painted, filled, anew = start.measure_start(demo_database, silent)
    assert 0 < painted.baseline == filled.baseline == anew.baseline
    assert painted.ours <= filled.ours
