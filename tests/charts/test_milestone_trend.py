from __future__ import annotations

import datetime as dt
from itertools import pairwise

from pmo_desktop.charts.milestone_trend import TrendLine, milestone_trend, period_end
from pmo_desktop.charts.scene import Line, Polyline, Text, text_width
from pmo_desktop.language import Language

EN = Language("en")


def line(name: str, *days: dt.date) -> TrendLine:
    return TrendLine(name, tuple((f"2026-{6 + n:02d}", day) for n, day in enumerate(days)))


KEPT = line("Kept", *[dt.date(2027, 3, 1)] * 3)
SLIPS = line("Slips", dt.date(2026, 12, 1), dt.date(2027, 1, 1), dt.date(2027, 2, 1))


def drawn(*lines: TrendLine, group: str):  # type: ignore[no-untyped-def]
    return milestone_trend(lines, EN, 900, 400).group(group)


def test_a_milestone_that_keeps_its_day_is_a_level_line() -> None:
    (way,) = drawn(KEPT, group="lines")
    assert isinstance(way, Polyline)
    assert len({y for _, y in way.points}) == 1


def test_a_milestone_that_slips_rises_and_says_by_how_much() -> None:
    (way,) = drawn(SLIPS, group="lines")
    heights = [y for _, y in way.points]
    assert heights == sorted(heights, reverse=True)
    assert SLIPS.moved_days == 62
    texts = [item.text for item in drawn(SLIPS, group="labels") if isinstance(item, Text)]
    assert texts == ["Slips  2027-02-01 (+62 d)"]


def test_a_long_name_is_shortened_and_never_its_day_and_slip() -> None:
    days = (dt.date(2026, 12, 1), dt.date(2027, 1, 1), dt.date(2027, 2, 1))
    long = line("P-2556 Handover of the data centre to the operating company in Suzhou", *days)
    labels = milestone_trend([long], EN, 520, 300).group("labels")
    (label,) = (item for item in labels if isinstance(item, Text))
    assert label.text.startswith("P-2556")
    assert label.text.endswith("…  2027-02-01 (+62 d)")
    assert label.max_width is not None
    assert text_width(label.text, label.size) <= label.max_width
    assert label.x + label.max_width <= 520


def test_labels_never_cover_one_another() -> None:
    lines = [line(f"M{n}", dt.date(2027, 3, n + 1)) for n in range(9)]
    heights = [item.y for item in drawn(*lines, group="labels") if isinstance(item, Text)]
    apart = [b - a for a, b in pairwise(heights)]
    assert min(apart) >= 15.9


def test_the_diagonal_is_where_the_day_told_is_the_day_of_telling() -> None:
    lines = (line("A", dt.date(2026, 6, 15), dt.date(2026, 7, 15), dt.date(2026, 8, 31)),)
    (diagonal,) = drawn(*lines, group="diagonal")
    (way,) = drawn(*lines, group="lines")
    assert isinstance(diagonal, Line)
    assert way.points[-1] == (diagonal.x2, diagonal.y2)


def test_every_period_has_its_place_and_its_name() -> None:
    texts = [item.text for item in drawn(SLIPS, group="axis") if isinstance(item, Text)]
    assert {"2026-06", "2026-07", "2026-08"} <= set(texts)
    assert period_end("2026-12") == dt.date(2026, 12, 31)


def test_nothing_told_is_an_empty_picture() -> None:
    assert list(milestone_trend([TrendLine("None", ())], EN, 900, 400)) == []
