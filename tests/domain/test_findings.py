"""What a schedule finds, in words."""

from __future__ import annotations

import pytest

from pmo_desktop.domain.findings import Finding, FindingKind, reason
from pmo_desktop.domain.tasks import LinkType
from pmo_desktop.language import Language

LABELS = {1: "1.1 Design", 2: "1.2 Build"}
CLASH, DONE = FindingKind.CLASH, FindingKind.OUT_OF_SEQUENCE


def words(finding: Finding, language: str = "en") -> str:
    said = reason(finding, LABELS)
    return Language(language).text(said.rule, **said.params)


@pytest.mark.parametrize(
    ("finding", "english"),
    [
        (
            Finding(CLASH, (1, 2), 1440, LinkType.FS, 960),
            '"1.2 Build" is planned to start 3 working days too early for its link FS+2d from'
            ' "1.1 Design"',
        ),
        (
            Finding(CLASH, (1, 2), 480, LinkType.FF),
            '"1.2 Build" is planned to finish 1 working day too early for its link FF from'
            ' "1.1 Design"',
        ),
        (
            Finding(DONE, (1, 2), 240, LinkType.SS, -240),
            '"1.2 Build" was started 0.5 working days too early for its link SS-4h from'
            ' "1.1 Design"',
        ),
        (
            Finding(DONE, (1, 2), 960, LinkType.SF),
            '"1.2 Build" was finished 2 working days too early for its link SF from "1.1 Design"',
        ),
        (
            Finding(FindingKind.LOOP, (1, 2)),
            "Links run in a circle, and the dates in and behind it stay as they are: 1.1 Design →"
            " 1.2 Build → 1.1 Design. Remove one of these links",
        ),
        (
            Finding(FindingKind.DEADLINE, (2,), 960),
            '"1.2 Build" finishes 2 working days behind its deadline',
        ),
        (
            Finding(FindingKind.REVERSED, (2,)),
            '"1.2 Build" finishes before it starts: correct its dates',
        ),
        (
            Finding(FindingKind.BEYOND, (2,)),
            '"1.2 Build" leaves the years 1 to 9999: check its duration and its links\' lags',
        ),
    ],
)
def test_a_finding_is_said_in_both_languages(finding: Finding, english: str) -> None:
    assert words(finding) == english
    chinese = words(finding, "zh")
    assert chinese != english
    assert all(LABELS[number] in chinese for number in finding.activities)


def test_a_broken_link_says_how_much_is_missing_in_chinese() -> None:
    finding = Finding(CLASH, (1, 2), 1440, LinkType.FS, 960)
    assert words(finding, "zh") == (
        "“1.2 Build”计划开始过早：按与前置任务“1.1 Design”的链接 FS+2d，应再晚 3 个工作日"
    )


def test_days_are_as_long_as_the_calendar_s() -> None:
    said = reason(Finding(FindingKind.DEADLINE, (2,), 420), LABELS, minutes_per_day=420)
    assert said.params["n"] == 1
