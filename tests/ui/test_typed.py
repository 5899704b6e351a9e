"""What a user types into a cell."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_desktop.domain.fields import TABLES, Field, Kind, field
from pmo_desktop.domain.tasks import Link, LinkType
from pmo_desktop.language import CODES, Language
from pmo_desktop.ui.tables.editors import editable_text
from pmo_desktop.ui.tables.typed import Invalid, read

TODAY = date(2026, 11, 20)
FIELDS = [spec for specs in TABLES.values() for spec in specs]


@pytest.mark.parametrize(
    "typed",
    ["2026-11-05", "2026/11/5", "2026.11.05", "2026年11月5日", "11月5日", "11-5", "5 Nov",
     "05-Nov-2026", "20261105", "２０２６/１１/５"],
)  # fmt: skip
def test_a_day_is_read_in_every_usual_spelling(typed: str) -> None:
    assert read(field("risk.due"), typed, TODAY) == date(2026, 11, 5)


def test_a_day_without_its_year_is_the_nearest_one() -> None:
    assert read(field("risk.due"), "1-15", TODAY) == date(2027, 1, 15)
    assert read(field("risk.due"), "6-15", TODAY) == date(2026, 6, 15)


def test_the_29th_of_february_is_read_where_the_year_has_it() -> None:
    assert read(field("risk.due"), "2-29", date(2028, 3, 1)) == date(2028, 2, 29)
    with pytest.raises(Invalid):
        read(field("risk.due"), "2026-02-29", TODAY)


def test_a_bare_day_is_the_beginning_for_a_start_and_the_end_for_a_finish() -> None:
    assert read(field("task.start"), "2026-11-05") == datetime(2026, 11, 5, 9)
    assert read(field("task.finish"), "2026-11-05") == datetime(2026, 11, 5, 18)
    assert read(field("task.finish"), "2026-11-05 12:00") == datetime(2026, 11, 5, 12)


@pytest.mark.parametrize(
    ("code", "typed", "value"),
    [
        ("person.capacity", "85%", 0.85),
        ("person.capacity", "85", 0.85),
        ("person.capacity", "0.85", 0.85),
        ("project.budget", "12.5万", Decimal(125000)),
        ("project.budget", "¥1,250,000.00", Decimal("1250000.00")),
        ("project.budget", "125k", Decimal(125000)),
        ("task.duration", "15天", 7200),
        ("task.duration", "3w", 7200),
        ("task.duration", "4h", 240),
        ("risk.probability", "4", 4),
        ("risk.probability", "高", 4),
        ("risk.state", "Closed", "closed"),
        ("risk.state", "已关闭", "closed"),
        ("person.active", "否", False),
        ("task.people", "王岚、李思远", ("王岚", "李思远")),
        ("task.predecessors", "3.2FS+2d, 4SS", (Link("3.2", LinkType.FS, 960),
                                                Link("4", LinkType.SS))),
    ],
)  # fmt: skip
def test_a_value_is_read_in_either_language(code: str, typed: str, value: object) -> None:
    assert read(field(code), typed, TODAY) == value


@pytest.mark.parametrize(
    ("code", "typed"),
    [
        ("risk.due", "tomorrow"),
        ("risk.due", "2026-13-01"),
        ("person.capacity", "130%"),
        ("project.budget", "-5"),
        ("project.budget", "a lot"),
        ("project.priority", "1.5"),
        ("task.duration", "some days"),
        ("risk.probability", "6"),
        ("risk.state", "asleep"),
        ("person.active", "maybe"),
        ("task.predecessors", "after lunch"),
        ("risk.name", "   "),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(code: str, typed: str) -> None:
    with pytest.raises(Invalid) as refused:
        read(field(code), typed, TODAY)
    for language in map(Language, CODES):
        assert "{" not in language.text(refused.value.sentence, **refused.value.params)


@given(st.sampled_from(FIELDS), st.sampled_from(CODES), st.data())
def test_what_an_editor_shows_is_read_back_as_it_was(
    spec: Field, code: str, data: st.DataObject
) -> None:
    value = data.draw(values(spec))
    shown = editable_text(value, spec, Language(code))
    assert read(spec, shown, TODAY) == value


def values(spec: Field) -> st.SearchStrategy[object]:
    """Plain values of a field to the fineness in which a cell shows them."""
    days = st.dates(date(2000, 1, 1), date(2060, 1, 1))
    names = st.from_regex(r"[一-龥a-z]{1,6}", fullmatch=True)
    kinds: dict[Kind, st.SearchStrategy[object]] = {
        Kind.INTEGER: st.integers(0, 10_000),
        Kind.SHARE: st.integers(0, 1000).map(lambda n: n / 1000),
        Kind.MONEY: st.integers(0, 10**11).map(lambda n: Decimal(n).scaleb(-2)),
        Kind.DATE: days,
        Kind.START: days.map(lambda day: datetime(day.year, day.month, day.day, 9)),
        Kind.FINISH: days.map(lambda day: datetime(day.year, day.month, day.day, 18)),
        Kind.DURATION: st.integers(0, 4000).map(lambda n: n * 48),
        Kind.LEVEL: st.integers(1, 5),
        Kind.BOOL: st.booleans(),
        Kind.PEOPLE: st.lists(names, min_size=1, max_size=3).map(tuple),
        Kind.LINKS: st.lists(LINKS, min_size=1, max_size=3).map(tuple),
    }
    if spec.kind is Kind.CHOICE:
        return st.sampled_from([choice.value for choice in spec.choices or ()])
    return kinds.get(spec.kind, names)


LINKS = st.builds(
    Link,
    st.from_regex(r"[1-9](\.[1-9]){0,2}", fullmatch=True),
    st.sampled_from(LinkType),
    st.integers(-20, 20).map(lambda n: n * 48),
)
