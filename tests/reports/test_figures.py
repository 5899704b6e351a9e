"""Figures that the pages derive."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from pmo_desktop.reports import figures
from pmo_desktop.services.load import Load
from tests.reports.office_sample import LOAD, PROJECTS, WEEKS


def test_the_overrun_is_the_estimate_over_the_budget() -> None:
    row = replace(PROJECTS[0], budget=Decimal(1000), earned_value=Decimal(400), spent=Decimal(500))
    assert figures.earned_value(row).eac == Decimal(1250)
    assert figures.overrun(row) == pytest.approx(0.25)


@pytest.mark.parametrize("missing", ["budget", "earned_value", "spent"])
def test_without_an_input_there_is_no_overrun(missing: str) -> None:
    assert figures.overrun(replace(PROJECTS[0], **{missing: None})) is None


def test_peaks_come_highest_first_each_in_its_first_such_week() -> None:
    found = figures.peaks(LOAD)
    assert [(p.row.name, p.load, p.week) for p in found] == [
        ("林峰", 1.45, WEEKS[3]),
        ("周扬", 1.05, WEEKS[7]),
        ("Ana Silva", 0.6, WEEKS[0]),
        ("陈刚", 0.0, WEEKS[0]),
    ]


def test_a_load_without_weeks_has_no_peak() -> None:
    (peak,) = figures.peaks(Load((), (replace(LOAD.rows[0], cells=()),)))
    assert (peak.load, peak.week) == (0.0, None)
