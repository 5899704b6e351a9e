from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from pmo_desktop.domain.fields import field
from pmo_desktop.domain.records import Cell
from pmo_desktop.domain.tasks import Link, LinkType
from pmo_desktop.exchange.comparing.equality import same

AT = datetime


@pytest.mark.parametrize(
    ("code", "known", "given"),
    [
        ("task.notes", "one\r\ntwo  words ", "one\ntwo words"),
        ("task.notes", "a\x0bb\x00c", "abc"),
        ("task.notes", "é", "e\u0301"),
        ("task.wbs", "1.2.", "１.2"),
        ("risk.owner", "张伟", "张 伟"),
        ("risk.owner", None, ""),
        ("task.people", ("Tom Becker", "张伟"), ("tom becker", "张 伟")),
        ("task.percent_complete", 1 / 3, 0.3333),
        ("project.budget", Decimal("100.004"), Decimal("100")),
        ("task.start", AT(2026, 11, 5, 10, 30), AT(2026, 11, 5, 9)),
        ("task.finish", AT(2026, 11, 5, 14, 30), AT(2026, 11, 5, 18)),
        ("task.finish", AT(2026, 11, 6, 0, 0), AT(2026, 11, 5, 18)),
        ("task.predecessors", (Link("1"), Link("2", LinkType.SS, 60)),
         (Link("2", LinkType.SS, 60), Link("1"))),
    ],
)  # fmt: skip
def test_what_says_the_same_to_a_reader_is_no_change(code: str, known: Any, given: Any) -> None:
    assert same(field(code), known, given)


@pytest.mark.parametrize(
    ("code", "known", "given"),
    [
        ("task.notes", "one\ntwo", "one two three"),
        ("task.wbs", "1.2", "1.20"),
        ("risk.code", "007", "7"),
        ("risk.owner", "张伟", "张玮"),
        ("risk.owner", "张伟", None),
        ("task.people", ("A", "B"), ("B", "A")),
        ("task.percent_complete", 0.0, None),
        ("task.percent_complete", 0.33, 0.34),
        ("project.budget", Decimal("100.00"), Decimal("100.01")),
        ("project.budget", Decimal(0), None),
        ("task.finish", AT(2026, 11, 5, 14, 30), AT(2026, 11, 6, 18)),
        ("task.finish", AT(2026, 11, 5, 14, 30), AT(2026, 11, 5, 16)),
        ("task.predecessors", (Link("1"),), (Link("1", LinkType.FS, 60),)),
    ],
)
def test_what_a_reader_can_tell_apart_is_a_change(code: str, known: Any, given: Any) -> None:
    assert not same(field(code), known, given)


def test_money_without_minor_units_is_compared_in_whole_units() -> None:
    assert same(field("risk.cost"), Decimal(1000), Decimal("1000.4"), "JPY")
    assert not same(field("risk.cost"), Decimal(1000), Decimal("1000.4"), "CNY")


def test_a_time_that_is_written_counts_even_where_it_ends_the_day() -> None:
    finish = field("task.finish")
    known, given = AT(2026, 11, 5, 14, 30), AT(2026, 11, 5, 18)
    assert not same(finish, known, given, cell=Cell("Plan", "F4", "2026-11-05 18:00"))
    assert same(finish, known, given, cell=Cell("Plan", "F4", "2026-11-05 00:00:00"))
