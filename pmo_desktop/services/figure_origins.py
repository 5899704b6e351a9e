"""What a figure of the dashboard or the pack is made of, and where that came from.

figure_origin(session, 3, "spi").parts[0].shares[0].origin.file == "plan.xlsx"
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from pmo_desktop.domain.fields import fields_of
from pmo_desktop.domain.health import DIMENSIONS, Reason
from pmo_desktop.domain.projects import ProjectState
from pmo_desktop.models import Assignment, StatusReport, Task
from pmo_desktop.services.origins import COLUMNS, Origin, OriginKind, Share, origin, shares
from pmo_desktop.services.portfolio import ProjectRow, portfolio
from pmo_desktop.services.refused import Refused
from pmo_desktop.services.registers import risks
from pmo_desktop.services.scheduling import compute, connected
from pmo_desktop.services.trail import TakenFile, Trail
from pmo_desktop.storage.bulk import table_of

TASKS, STATUS, ASSIGNMENTS = table_of(Task), table_of(StatusReport), table_of(Assignment)
SHOWN_RISKS = 8

SPI = (
    "SPI is the working time of the tasks that is done, by that which should be done by the status "
    "date; the baseline's dates count where there are any."
)
CPI = "CPI is the earned value {earned} by the cost so far {spent}."
SLIP = "The days from the finish of the baseline {baseline} to that of the plan {finish}."
EXPOSURE = "The sum over {n} open risks of probability times cost."
FINISH = "The finish of the task that ends last."
START = "The start of the task that begins first."
DONE = "The working time that is done, by that of all tasks."
RESOURCE = "By the highest weekly load of the people who work on the project, over all projects."
OVERALL = "The worst of the lights."
SUM = "Over {n} active projects in the office's currency."


@dataclass(frozen=True)
class Part:
    """What a figure is made of: `term` is the vocabulary's code of what it is, `label` the record's
    name where it is of one record. Either one `origin`, or the `shares` of many records."""

    term: str
    label: str = ""
    value: Any = None
    origin: Origin | None = None
    shares: tuple[Share, ...] = ()


@dataclass(frozen=True)
class FigureOrigin:
    """`figure` as in `FIGURES`; `rules` say how it is computed; `files` are the project's, the
    newest first."""

    figure: str
    rules: tuple[Reason, ...]
    parts: tuple[Part, ...]
    files: tuple[TakenFile, ...]


def figure_origin(session: Session, project_id: int, figure: str) -> FigureOrigin:
    """How a project's figure is computed, and from what.

    `figure` is a key of `FIGURES` or a field of the project; raises `Refused` for anything else.
    """
    asked = _Asked.of(session, project_id)
    if figure in FIGURES:
        rules, parts = FIGURES[figure](asked)
    elif any(field.name == figure for field in fields_of("project")):
        rules, parts = (), (asked.field(figure),)
    else:
        raise Refused("There is no figure “{figure}”.", figure=figure)
    files = Trail(session).newest_files(project_id)
    return FigureOrigin(figure, tuple(rules), tuple(parts), tuple(files))


def portfolio_origin(session: Session, figure: str) -> FigureOrigin:
    """The same of a figure over all projects: each project's own, and its newest file."""
    found = portfolio(session)
    ours = [
        project
        for project in found.projects
        if project.state == ProjectState.ACTIVE and project.currency == found.office.currency
    ]
    trail = Trail(session)
    parts = []
    for project in ours:
        newest = next(iter(trail.newest_files(project.id)), None)
        parts.append(
            Part(
                f"metric.{figure}",
                f"{project.code} {project.name}",
                getattr(project, figure, None),
                None if newest is None else _of_file(newest),
            )
        )
    return FigureOrigin(figure, (Reason(SUM, {"n": len(ours)}),), tuple(parts), ())


def _of_file(file: TakenFile) -> Origin:
    return Origin(
        OriginKind.FILE,
        file=file.name,
        sender=file.sender,
        saved_at=file.saved_at,
        at=file.taken_at,
    )


@dataclass(frozen=True)
class _Asked:
    """A project, and the leaves of its plan."""

    session: Session
    row: ProjectRow
    leaves: Sequence[Any]

    @staticmethod
    def of(session: Session, project_id: int) -> _Asked:
        rows = [row for row in portfolio(session).projects if row.id == project_id]
        if not rows:
            raise Refused("This row is no longer there: it was removed in the meantime.")
        tasks = list(
            session.connection().execute(select(TASKS).where(TASKS.c.project_id == project_id))
        )
        above = {task.parent_id for task in tasks}
        return _Asked(session, rows[0], [task for task in tasks if task.id not in above])

    def field(self, name: str) -> Part:
        value = getattr(self.row, name, None)
        found = origin(self.session, "project", self.row.id, name)
        return Part(f"project.{name}", "", value, found)

    def tasks(self, name: str) -> Part:
        ids = [task.id for task in self.leaves]
        return Part(f"task.{name}", "", len(ids), None, shares(self.session, "task", ids, name))

    def task(self, task: Any, name: str) -> Part:
        found = origin(self.session, "task", task.id, name)
        value = getattr(task, COLUMNS.get(name, name), None)
        return Part(f"task.{name}", f"{task.wbs} {task.name}".strip(), value, found)


Answer = tuple[Iterable[Reason], Iterable[Part]]


def _spi(asked: _Asked) -> Answer:
    parts = [asked.tasks("percent_complete"), asked.tasks("start"), asked.tasks("finish")]
    if any(task.baseline_finish for task in asked.leaves):
        parts.append(asked.tasks("baseline_finish"))
    return (Reason(SPI),), parts


def _cpi(asked: _Asked) -> Answer:
    row = asked.row
    rule = Reason(CPI, {"earned": _money(row.earned_value), "spent": _money(row.spent)})
    return (rule,), (asked.field("budget"), asked.field("spent"), asked.tasks("percent_complete"))


def _slip(asked: _Asked) -> Answer:
    row = asked.row
    rule = Reason(SLIP, {"baseline": row.baseline_finish, "finish": row.finish})
    last = [_last(asked, "finish"), _last(asked, "baseline_finish")]
    names = ("finish", "baseline_finish")
    return (rule,), [asked.task(t, n) for t, n in zip(last, names, strict=True) if t is not None]


def _finish(asked: _Asked) -> Answer:
    last = _last(asked, "finish")
    parts = [] if last is None else [asked.task(last, "finish")]
    if last is not None and not last.fixed:
        parts += [asked.task(last, "duration"), asked.task(last, "predecessors")]
        computed = compute(asked.session, connected(asked.session, [asked.row.id]))
        placed = computed.result.activities.get(last.id)
        driving = [task for task in asked.leaves if placed and task.id == placed.driver]
        parts += [asked.task(task, "finish") for task in driving]
    return (Reason(FINISH),), parts


def _start(asked: _Asked) -> Answer:
    dated = [task for task in asked.leaves if task.start]
    first = min(dated, key=lambda task: task.start, default=None)
    return (Reason(START),), [] if first is None else [asked.task(first, "start")]


def _exposure(asked: _Asked) -> Answer:
    found = [r for r in risks(asked.session, asked.row.id) if r.state == "open"]
    found.sort(key=lambda risk: -risk.exposure)
    parts = []
    for risk in found[:SHOWN_RISKS]:
        for name in ("probability", "cost"):
            where = origin(asked.session, "risk", risk.id, name)
            label = f"{risk.code} {risk.name}".strip()
            parts.append(Part(f"risk.{name}", label, getattr(risk, name), where))
    return (Reason(EXPOSURE, {"n": len(found)}),), parts


def _quality(asked: _Asked) -> Answer:
    reports = asked.session.connection().execute(
        select(STATUS)
        .where(STATUS.c.project_id == asked.row.id, STATUS.c.quality.is_not(None))
        .order_by(STATUS.c.period.desc())
    )
    newest = reports.first()
    if newest is None:
        return (), ()
    where = origin(asked.session, "status", newest.id, "quality")
    return (), (Part("status.quality", newest.period, newest.quality, where),)


def _percent(asked: _Asked) -> Answer:
    return (Reason(DONE),), (asked.tasks("percent_complete"),)


def _resource(asked: _Asked) -> Answer:
    ids = [task.id for task in asked.leaves]
    rows = asked.session.connection().execute(select(ASSIGNMENTS.c.id, ASSIGNMENTS.c.task_id))
    held = [row.id for row in rows if row.task_id in set(ids)]
    people = Part(
        "task.people", "", len(held), None, shares(asked.session, "assignment", held, "person_id")
    )
    return (Reason(RESOURCE),), (people, asked.tasks("finish"))


def _light(dimension: str, behind: Callable[[_Asked], Answer]) -> Callable[[_Asked], Answer]:
    def answer(asked: _Asked) -> Answer:
        rules, parts = behind(asked)
        return (*asked.row.verdicts[dimension].reasons, *rules), parts

    return answer


def _overall(asked: _Asked) -> Answer:
    verdicts = asked.row.verdicts
    parts = [Part(f"dimension.{name}", "", verdicts[name].light) for name in DIMENSIONS]
    return (Reason(OVERALL),), parts


def _both(*behind: Callable[[_Asked], Answer]) -> Callable[[_Asked], Answer]:
    def answer(asked: _Asked) -> Answer:
        answers = [one(asked) for one in behind]
        parts = {(p.term, p.label): p for _, several in answers for p in several}
        return [rule for rules, _ in answers for rule in rules], list(parts.values())

    return answer


def _risk(asked: _Asked) -> Answer:
    rules, parts = _exposure(asked)
    return rules, (asked.field("budget"), *parts)


FIGURES: Mapping[str, Callable[[_Asked], Answer]] = {
    "spi": _spi,
    "cpi": _cpi,
    "slip_days": _slip,
    "finish": _finish,
    "start": _start,
    "baseline_finish": _slip,
    "exposure": _exposure,
    "quality_rate": _quality,
    "percent_complete": _percent,
    "overall": _overall,
    "schedule": _light("schedule", _both(_spi, _slip)),
    "cost": _light("cost", _cpi),
    "quality": _light("quality", _quality),
    "risk": _light("risk", _risk),
    "resource": _light("resource", _resource),
}


def _last(asked: _Asked, name: str) -> Any:
    dated = [task for task in asked.leaves if getattr(task, name)]
    return max(dated, key=lambda task: getattr(task, name), default=None)


def _money(amount: Decimal | None) -> Any:
    return "–" if amount is None else f"{amount:,.0f}"
