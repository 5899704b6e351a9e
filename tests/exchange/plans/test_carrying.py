"""What of a plan file is not planned with is told, a line for all of a kind, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from pmo_desktop.exchange.files.formats import Refusal
from pmo_desktop.exchange.findings import say
from pmo_desktop.exchange.plans.reading import findings_of, plan_of, read_plan
from pmo_desktop.exchange.plans.recognising import PlanKind
from pmo_desktop.language import Language
from tests.exchange.plans.files import project, task

RECORDED = "<Start>2026-03-02T08:00:00</Start><Finish>2026-03-02T17:00:00</Finish>"


def told(text: str) -> dict[str, int]:
    """Codes of what is found beyond the dates, with their counts; all of it can be said."""
    reading = plan_of(text.encode(), "plan", PlanKind.MSPDI)
    found = findings_of(reading)
    for finding in found:
        for language in ("en", "zh"):
            assert "{" not in say(finding, Language(language))
    assert found[0].code == "plan_no_moves"
    return {finding.code: finding.params["n"] for finding in found[1:]}


def assigned(rest: str) -> str:
    """Two people at work on two tasks, each with the same said of it."""
    tasks = "".join(task(uid, rest=RECORDED) for uid in (1, 2))
    people = "".join(f"<Resource><UID>{n}</UID><Name>Person {n}</Name></Resource>" for n in (1, 2))
    work = "".join(
        f"<Assignment><UID>{n}</UID><TaskUID>{n}</TaskUID><ResourceUID>{n}</ResourceUID>{rest}"
        "</Assignment>"
        for n in (1, 2)
    )
    tables = f"<Resources>{people}</Resources><Assignments>{work}</Assignments>"
    return project(tasks, rest=tables)


def by_day(kind: int, value: str = "PT8H0M0S") -> str:
    return (
        f"<TimephasedData><Type>{kind}</Type><Start>2026-03-02T08:00:00</Start>"
        f"<Finish>2026-03-02T17:00:00</Finish><Unit>2</Unit><Value>{value}</Value></TimephasedData>"
    )


def test_a_plain_plan_leaves_nothing_out() -> None:
    assert told(assigned(by_day(1))) == {}


def test_what_was_done_day_by_day_is_told() -> None:
    assert told(assigned(by_day(2))) == {"plan_by_days": 2}
    assert told(assigned(by_day(2, "PT0H0M0S"))) == {}


def test_a_baseline_day_by_day_is_told() -> None:
    baseline = f"<Baseline><Number>0</Number><Work>PT8H0M0S</Work>{by_day(4)}</Baseline>"
    assert told(project(task(1, rest=RECORDED + baseline))) == {"plan_by_days": 1}


def test_overtime_is_told() -> None:
    assert told(assigned("<OvertimeWork>PT2H0M0S</OvertimeWork>")) == {"plan_overtime": 2}


def test_levelling_and_fields_of_their_own_are_told() -> None:
    levelled = "<LevelingDelay>4800</LevelingDelay><LevelingDelayFormat>8</LevelingDelayFormat>"
    hyperlink = "<HyperlinkAddress>https://example.org</HyperlinkAddress>"
    text = project(task(1, rest=RECORDED + levelled) + task(2, rest=RECORDED + hyperlink))
    assert told(text) == {"plan_levelling": 1, "plan_kept_beside": 1}


def test_a_capacity_that_changes_is_told() -> None:
    period = "<AvailabilityPeriod><AvailableUnits>1</AvailableUnits></AvailabilityPeriod>"
    text = assigned("").replace(
        "<Name>Person 1</Name>",
        f"<Name>Person 1</Name><AvailabilityPeriods>{period * 2}</AvailabilityPeriods>",
    )
    assert told(text) == {"plan_availability": 1}


def test_a_duration_below_zero_is_told() -> None:
    text = project(task(1, rest=RECORDED).replace("PT8H0M0S", "-PT8H0M0S"))
    assert told(text) == {"plan_odd_duration": 1}


def test_of_a_plan_without_dates_it_is_not_said_that_they_came_out() -> None:
    reading = plan_of(project(task(1)).encode(), "plan", PlanKind.MSPDI)
    assert [finding.code for finding in findings_of(reading)] == ["plan_without_dates"]


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.xml", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "plan_office_document"),
        ("a.xml", b"Task;Start\nDig;2026-03-02\n", "plan_no_xml"),
        ("a.gan", "只是文字".encode("gbk"), "plan_no_xml"),
        ("a.xml", b"<!DOCTYPE html><html><body/></html>", "plan_web_page"),
        ("a.xml", b"<?xml version='1.0'?><!-- x --><rss version='2.0'/>", "plan_other_xml"),
    ],
)
def test_what_is_called_like_a_plan_and_is_none_is_refused_as_what_it_is(
    tmp_path: Path, name: str, data: bytes, code: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(Refusal) as refused:
        read_plan(path)
    assert refused.value.code == code
