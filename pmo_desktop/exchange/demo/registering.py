"""Files the demo projects' risks, issues and status reports as they stood in a period."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from pmo_desktop.domain.money import to_minor
from pmo_desktop.exchange.demo.draft import DraftProject
from pmo_desktop.exchange.demo.history import Period, report
from pmo_desktop.exchange.demo.money import CURRENCY
from pmo_desktop.exchange.demo.pool import Ids
from pmo_desktop.exchange.demo.registers import DemoIssue, DemoRisk
from pmo_desktop.models import Issue, Risk, StatusReport
from pmo_desktop.storage.bulk import bulk_insert, bulk_update

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

RISK_COLUMNS = ("uid", "code", "name", "probability", "impact", "due", "response", "action")
ISSUE_COLUMNS = ("uid", "code", "name", "severity", "due", "action")


def file_registers(session: Session, known: Iterable[DraftProject], day: date, ids: Ids) -> None:
    """The risks and issues raised by now that are not filed yet; the states of the others."""
    risks: list[dict[str, Any]] = []
    issues: list[dict[str, Any]] = []
    for project in known:
        project_id = ids.projects[project.code]
        for risk in project.risks:
            if risk.raised <= day:
                cost = {"cost_minor": to_minor(risk.cost, CURRENCY)}
                risks.append(_row(risk, RISK_COLUMNS, project_id, day, ids) | cost)
        for issue in project.issues:
            if issue.raised <= day:
                issues.append(_row(issue, ISSUE_COLUMNS, project_id, day, ids))
    _store(session, Risk, risks, ids.risks)
    _store(session, Issue, issues, ids.issues)


def _row(
    record: DemoRisk | DemoIssue, names: Iterable[str], project_id: int, day: date, ids: Ids
) -> dict[str, Any]:
    about = {"project_id": project_id, "owner_id": ids.people[record.owner.uid]}
    return _plain(record, names) | about | {"state": record.state(day).value}


def _plain(record: Any, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(record, name) for name in names}


def _store(
    session: Session,
    model: type[Risk] | type[Issue],
    rows: Sequence[dict[str, Any]],
    known: dict[str, int],
) -> None:
    old = [row for row in rows if row["uid"] in known]
    bulk_update(session, model, [{"id": known[r["uid"]], "state": r["state"]} for r in old])
    new = [row for row in rows if row["uid"] not in known]
    known.update(zip((row["uid"] for row in new), bulk_insert(session, model, new), strict=True))


def file_reports(
    session: Session,
    seed: int,
    known: Iterable[DraftProject],
    period: Period,
    share: float,
    ids: Ids,
) -> None:
    """The teams' words; a project that has not begun has none."""
    rows = []
    for project in known:
        if project.execution.start > period.status_date:
            continue
        said = report(seed, project.execution, period, share)
        rows.append(
            {
                "uid": said.uid,
                "project_id": ids.projects[project.code],
                "period": period.name,
                "status_date": period.status_date,
                **_plain(said, ("author", "achievements", "plans", "support", "quality")),
            }
        )
    bulk_insert(session, StatusReport, rows)
