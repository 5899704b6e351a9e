"""Whatever is done to a plan file: a plan with findings, or a refusal; never a fault of ours."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from pmo_desktop.exchange.files.formats import Refusal
from pmo_desktop.exchange.findings import say
from pmo_desktop.exchange.plans.reading import findings_of, plan_of
from pmo_desktop.exchange.plans.recognising import PlanKind
from pmo_desktop.exchange.plans.writing.mspdi import mspdi_bytes
from pmo_desktop.language import Language
from tests.exchange.plans.files import calendar, link, project, task

EXCEPTION = (
    "<Exceptions><Exception><TimePeriod><FromDate>2026-01-01T00:00:00</FromDate>"
    "<ToDate>2026-12-31T23:59:00</ToDate></TimePeriod><Occurrences>3</Occurrences><Type>6</Type>"
    "<Period>1</Period><DaysOfWeek>2</DaysOfWeek><DayWorking>0</DayWorking></Exception></Exceptions>"
)
WHOLE = project(
    task(1, "A", rest="<Priority>500</Priority><PercentComplete>25</PercentComplete>")
    + task(2, "B", level=2, rest=link(1, 1, 4800) + "<Start>2026-03-02T08:00:00</Start>"),
    calendars=calendar(rest=EXCEPTION),
)
ODD = (
    "", "-5", "9" * 20, "1900-01-01T00:00:00", "9999-12-31T23:59:00", "PT99999999999H0M0S", "abc",
    "NaN", "1e308", "Infinity", "\u00b2", "\u0663", "2026-02-30T08:00:00", "PT-8H",
)  # fmt: skip
VALUE = re.compile(r">([^<>]+)<")


def survives(data: bytes) -> None:
    try:
        reading = plan_of(data, "plan", PlanKind.MSPDI)
    except Refusal:
        return
    for finding in findings_of(reading):
        assert "{" not in say(finding, Language("en"))
    assert mspdi_bytes(reading.plan)


@given(st.integers(0, len(WHOLE)))
def test_it_may_break_off_anywhere(at: int) -> None:
    survives(WHOLE[:at].encode())


@given(st.lists(st.tuples(st.integers(0, 200), st.sampled_from(ODD)), max_size=6))
def test_any_value_may_be_odd(changes: list[tuple[int, str]]) -> None:
    wanted = dict(changes)
    places = iter(range(10_000))
    text = VALUE.sub(lambda found: f">{wanted.get(next(places), found[1])}<", WHOLE)
    survives(text.encode())


@given(st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), max_size=8))
def test_any_byte_may_be_another(changes: list[tuple[int, int]]) -> None:
    data = bytearray(WHOLE.encode())
    for at, byte in changes:
        data[at % len(data)] = byte
    survives(bytes(data))
