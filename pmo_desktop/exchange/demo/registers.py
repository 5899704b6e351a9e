"""The demo projects' risks, issues and the decisions that are wanted.

Every risk and issue has a day on which it was raised, and perhaps one on which it was closed: so
the registers can be had as they stood on any day. The cost of the open risks adds up to the share
of the budget that the project's story wants as its exposure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from pmo_desktop.domain.risk import IssueState, RiskState, exposure
from pmo_desktop.exchange.demo.people import DemoPerson
from pmo_desktop.exchange.demo.portfolio import DemoProject
from pmo_desktop.exchange.demo.words import dice, uid, words

RISKS, ISSUES = (5, 9), (1, 4)
HARDWARE_KINDS = ("equipment", "construction")
# The open risks' exposure as a share of the budget that a risk light stands for.
EXPOSURE_BANDS = {"green": (0.015, 0.065), "amber": (0.115, 0.16), "red": (0.23, 0.29)}
COST_STEP = Decimal(5_000)
CLOSED_SHARE, HAPPENED_SHARE = 0.26, 0.06
ISSUE_CLOSED_SHARE, ISSUE_RUNNING_SHARE = 0.4, 0.35
OLDEST_DAYS, LEAD_DAYS = 190, 7


@dataclass(frozen=True)
class DemoRisk:
    """`ended` is the day on which it was closed or happened, with `end` its state since then."""

    uid: str
    code: str
    name: str
    probability: int
    impact: int
    cost: Decimal
    owner: DemoPerson
    due: date
    response: str
    action: str
    raised: date
    ended: date | None = None
    end: RiskState = RiskState.CLOSED

    def state(self, on: date) -> RiskState:
        return self.end if self.ended and self.ended <= on else RiskState.OPEN


@dataclass(frozen=True)
class DemoIssue:
    uid: str
    code: str
    name: str
    severity: int
    owner: DemoPerson
    due: date
    action: str
    raised: date
    started: date | None = None
    ended: date | None = None

    def state(self, on: date) -> IssueState:
        if self.ended and self.ended <= on:
            return IssueState.CLOSED
        running = self.started and self.started <= on
        return IssueState.IN_PROGRESS if running else IssueState.OPEN


@dataclass(frozen=True)
class DemoDecision:
    """`project` is a project's code, None for one of the whole portfolio."""

    uid: str
    code: str
    project: str | None
    name: str
    impact: str
    recommendation: str
    due: date | None = None
    outcome: str = ""
    decided_on: date | None = None


def risks(
    seed: int,
    project: DemoProject,
    budget: Decimal,
    team: Sequence[DemoPerson],
    start: date,
    status_date: date,
) -> tuple[DemoRisk, ...]:
    """The project's risks in the order in which they were raised."""
    rng = dice(seed, "risks", project.code)
    lists = words("registers")
    specs = lists["risks"] + (lists["hardware_risks"] * 3 if project.kind in HARDWARE_KINDS else [])
    raised = _days(rng, rng.randint(*RISKS), start, status_date)
    found: list[DemoRisk] = []
    for number, (day, spec) in enumerate(
        zip(raised, _drawn(rng, specs, len(raised)), strict=True), 1
    ):
        ended, end = _end(rng, project, day, status_date)
        found.append(
            DemoRisk(
                uid=uid(rng),
                code=f"R-{number:02d}",
                name=_filled(rng, spec, project),
                probability=rng.choices((1, 2, 3, 4, 5), (10, 28, 32, 22, 8))[0],
                impact=rng.choices((1, 2, 3, 4, 5), (8, 24, 34, 24, 10))[0],
                cost=Decimal(0),
                owner=rng.choice(team),
                due=status_date + timedelta(days=rng.randint(-10, 75)),
                response=spec["response"],
                action=spec["action"][project.language],
                raised=day,
                ended=ended,
                end=end,
            )
        )
    share = rng.uniform(*EXPOSURE_BANDS[project.story.get("risk", "green")])
    return tuple(_costed(found, budget * Decimal(f"{share:.4f}")))


def issues(
    seed: int, project: DemoProject, team: Sequence[DemoPerson], start: date, status_date: date
) -> tuple[DemoIssue, ...]:
    """The project's issues in the order in which they were raised."""
    rng = dice(seed, "issues", project.code)
    raised = _days(rng, rng.randint(*ISSUES), start, status_date)
    specs = _drawn(rng, words("registers")["issues"], len(raised))
    found = []
    for number, (day, spec) in enumerate(zip(raised, specs, strict=True), 1):
        roll = rng.random()
        closed = project.state == "completed" or roll < ISSUE_CLOSED_SHARE
        running = closed or roll < ISSUE_CLOSED_SHARE + ISSUE_RUNNING_SHARE
        started = day + timedelta(days=rng.randint(1, 6)) if running else None
        ended = day + timedelta(days=rng.randint(8, 40)) if closed else None
        found.append(
            DemoIssue(
                uid=uid(rng),
                code=f"I-{number:02d}",
                name=_filled(rng, spec, project),
                severity=rng.choices((1, 2, 3, 4, 5), (8, 27, 36, 22, 7))[0],
                owner=rng.choice(team),
                due=max(day, status_date - timedelta(days=14)) + timedelta(days=rng.randint(5, 40)),
                action=spec["action"][project.language],
                raised=day,
                started=started,
                ended=min(ended, status_date) if ended else None,
            )
        )
    return tuple(found)


def decisions(seed: int, codes: Sequence[str], status_date: date) -> tuple[DemoDecision, ...]:
    """The decisions taken and wanted, as far as their projects are in the portfolio."""
    rng = dice(seed, "decisions")
    lists = words("registers")
    specs: list[Mapping[str, Any]] = [*lists["decided"], *lists["decisions"]]
    kept = [spec for spec in specs if spec["project"] is None or spec["project"] in codes]
    found = []
    for number, spec in enumerate(kept, 1):
        decided_on = date.fromisoformat(spec["decided"]) if "decided" in spec else None
        found.append(
            DemoDecision(
                uid=uid(rng),
                code=f"D-{number:02d}",
                project=spec["project"],
                name=spec["name"],
                impact=spec["impact"],
                recommendation=spec["recommendation"],
                due=decided_on or status_date + timedelta(days=spec["due"]),
                outcome=spec.get("outcome", ""),
                decided_on=decided_on,
            )
        )
    return tuple(found)


def _days(rng: Random, count: int, start: date, status_date: date) -> list[date]:
    """Days between the start (or half a year ago) and a week before the status date, in order."""
    last = status_date - timedelta(days=LEAD_DAYS)
    first = min(max(start, last - timedelta(days=OLDEST_DAYS)), last)
    return sorted(first + timedelta(days=rng.randint(0, (last - first).days)) for _ in range(count))


def _drawn(rng: Random, specs: Sequence[Any], count: int) -> list[Any]:
    """So many different entries."""
    found: list[Any] = []
    while len(found) < count:
        spec = rng.choice(specs)
        if spec not in found:
            found.append(spec)
    return found


def _filled(rng: Random, spec: Mapping[str, Any], project: DemoProject) -> str:
    text: str = spec[project.language]
    return text.format(part=rng.choice(project.parts))


def _end(
    rng: Random, project: DemoProject, raised: date, status_date: date
) -> tuple[date | None, RiskState]:
    roll, days = rng.random(), timedelta(days=rng.randint(15, 70))
    closed = min(raised + days, status_date)
    if project.state == "completed" or roll < CLOSED_SHARE:
        return closed, RiskState.CLOSED
    if roll < CLOSED_SHARE + HAPPENED_SHARE:
        return closed, RiskState.HAPPENED
    return None, RiskState.OPEN


def _costed(found: Sequence[DemoRisk], wanted: Decimal) -> list[DemoRisk]:
    """The same risks with costs by their impact, such that the open ones' exposure is `wanted`."""
    open_weight = sum(
        (exposure(risk.probability, Decimal(risk.impact**2)) for risk in found if not risk.ended),
        Decimal(0),
    )
    weight = open_weight or sum(exposure(r.probability, Decimal(r.impact**2)) for r in found)
    factor = wanted / weight
    return [replace(risk, cost=max(_rounded(risk.impact**2 * factor), COST_STEP)) for risk in found]


def _rounded(amount: Decimal) -> Decimal:
    return (amount / COST_STEP).to_integral_value() * COST_STEP
