"""The tables of scenarios: all beside one another, and one against the plan of record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pmo_desktop.domain.fields import Kind
from pmo_desktop.language import Language
from pmo_desktop.ui.tables.column import Column

if TYPE_CHECKING:
    from pmo_desktop.services.scenario_figures import Figures, PersonFigures, ProjectFigures

RECORD = 0


@dataclass(frozen=True)
class Line:
    """A scenario with its figures, and those of the plan of record; `id` 0 is that plan itself.
    Figures are None as long as they are being worked out."""

    id: int
    name: str
    steps: int
    figures: Figures | None
    record: Figures | None


@dataclass(frozen=True)
class ProjectLine:
    """A project in the plan of record and in a scenario."""

    id: str
    then: ProjectFigures
    now: ProjectFigures | None


@dataclass(frozen=True)
class PersonLine:
    """What somebody has too much of; None: nothing."""

    id: str
    then: PersonFigures | None
    now: PersonFigures | None


def later(then: datetime | None, now: datetime | None) -> int | None:
    """By how many calendar days; None where one of them is not known."""
    return None if then is None or now is None else (now.date() - then.date()).days


def _day(moment: datetime | None) -> date | None:
    return None if moment is None else moment.date()


def _finish(line: Line) -> date | None:
    return None if line.figures is None else _day(line.figures.finish)


def _slip(line: Line) -> int | None:
    if line.id == RECORD or line.figures is None or line.record is None:
        return None
    return later(line.record.finish, line.figures.finish)


def _signed(value: int | None, language: Language) -> str:
    return language.text("{slip} d", slip=f"{value:+d}") if value else ""


def _tone(value: float | None) -> str | None:
    """More is worse."""
    if not value:
        return None
    return "red_ink" if value > 0 else "green_ink"


def _weeks(line: Line) -> int | None:
    return None if line.figures is None else line.figures.overloaded_weeks


def _weeks_more(line: Line) -> float | None:
    if line.id == RECORD or line.record is None:
        return None
    return _more(_weeks(line), line.record.overloaded_weeks)


def _hours(line: Line) -> float | None:
    return None if line.figures is None else line.figures.overload_hours


def _more(value: float | None, record: float | None) -> float | None:
    """As far as it can be seen: what is shown alike is no more and no less."""
    return None if value is None or record is None else round(value) - round(record)


def _hours_more(line: Line) -> float | None:
    if line.id == RECORD or line.record is None:
        return None
    return _more(_hours(line), line.record.overload_hours)


def _later_hours(line: Line) -> float | None:
    return None if line.figures is None else line.figures.later_hours


def _later_more(line: Line) -> float | None:
    if line.id == RECORD or line.record is None:
        return None
    return _more(_later_hours(line), line.record.later_hours)


def _number(value: float | None, language: Language) -> str:
    return "" if value is None else language.number(round(value))


def _costs(line: Line) -> Decimal | None:
    """In the one currency of all; where there are several no sum is told."""
    if line.figures is None:
        return None
    stated = [row for row in line.figures.active if row.cost is not None]
    if len({row.currency for row in stated}) != 1:
        return None
    return sum((row.cost for row in stated if row.cost is not None), Decimal(0))


def _currency(line: Line) -> str:
    rows = () if line.figures is None else line.figures.active
    return next((row.currency for row in rows if row.cost is not None), "CNY")


def _float(line: Line) -> float | None:
    if line.figures is None:
        return None
    known = [row.float_days for row in line.figures.active if row.float_days is not None]
    return sum(known) / len(known) if known else None


def _cost_tone(line: Line) -> str | None:
    now, then = _costs(line), _costs(Line(RECORD, "", 0, line.record, line.record))
    return None if now is None or then is None else _tone(round(now) - round(then))


def _float_tone(line: Line) -> str | None:
    now, then = _float(line), _float(Line(RECORD, "", 0, line.record, line.record))
    return None if now is None or then is None else _tone(round(then, 1) - round(now, 1))


def _tenths(value: float | None) -> str:
    return "" if value is None else f"{value:.1f}"


SCENARIOS: tuple[Column, ...] = (
    Column("name", "scenario.name", lambda line: line.name, width=150, stretch=True),
    Column("steps", "scenario.steps", lambda line: line.steps or None, Kind.INTEGER, 58),
    Column("finish", "scenario.finish", _finish, Kind.DATE, 92),
    Column("slip", "scenario.slip", _slip, Kind.INTEGER, 70,
           show=lambda line, language: _signed(_slip(line), language),
           tone=lambda line: _tone(_slip(line))),
    Column("cost", "scenario.cost", _costs, Kind.MONEY, 100, currency=_currency,
           tone=_cost_tone),
    Column("weeks", "scenario.overloaded_weeks", _weeks, Kind.INTEGER, 128,
           tone=lambda line: _tone(_weeks_more(line))),
    Column("hours", "scenario.overload_hours", _hours, Kind.INTEGER, 112,
           show=lambda line, language: _number(_hours(line), language),
           tone=lambda line: _tone(_hours_more(line))),
    Column("later", "scenario.later_hours", _later_hours, Kind.INTEGER, 112,
           show=lambda line, language: _number(_later_hours(line), language),
           tone=lambda line: _tone(_later_more(line))),
    Column("float", "scenario.float", _float, Kind.INTEGER, 106,
           show=lambda line, _: _tenths(_float(line)), tone=_float_tone),
    Column("left_out", "scenario.left_out",
           lambda line: None if line.figures is None else len(line.figures.left_out) or None,
           Kind.INTEGER, 74, tone=lambda _: "amber_ink", hidden=True),
)  # fmt: skip


def _project_slip(line: ProjectLine) -> int | None:
    return None if line.now is None else later(line.then.finish, line.now.finish)


def _cost_more(line: ProjectLine) -> Decimal | None:
    if line.now is None or line.now.cost is None or line.then.cost is None:
        return None
    return line.now.cost - line.then.cost


def _float_more(line: ProjectLine) -> float | None:
    then = line.then.float_days
    if line.now is None or line.now.float_days is None or then is None:
        return None
    return round(line.now.float_days - then, 1)


PROJECTS: tuple[Column, ...] = (
    Column("code", "project.code", lambda line: line.then.code, width=66),
    Column("name", "project.name", lambda line: line.then.name, width=130, stretch=True),
    Column("priority", "project.priority",
           lambda line: (line.now or line.then).priority, Kind.INTEGER, 60),
    Column("then", "scenario.finish_then", lambda line: _day(line.then.finish), Kind.DATE, 92),
    Column("now", "scenario.finish_now",
           lambda line: line.now and _day(line.now.finish), Kind.DATE, 100),
    Column("slip", "scenario.slip", _project_slip, Kind.INTEGER, 70,
           show=lambda line, language: _signed(_project_slip(line), language),
           tone=lambda line: _tone(_project_slip(line))),
    Column("cost", "scenario.cost", lambda line: line.now and line.now.cost, Kind.MONEY, 84,
           currency=lambda line: line.then.currency),
    Column("more", "scenario.cost_more", _cost_more, Kind.MONEY, 96, hidden=True,
           currency=lambda line: line.then.currency),
    Column("float", "scenario.float_more", _float_more, Kind.INTEGER, 88,
           show=lambda line, _: "" if not (more := _float_more(line)) else f"{more:+.1f}",
           tone=lambda line: _tone(-(_float_more(line) or 0.0))),
    Column("critical", "scenario.critical",
           lambda line: line.now and line.now.critical, Kind.INTEGER, 78, hidden=True),
)  # fmt: skip


def _of(figures: Any, name: str) -> float:
    return 0.0 if figures is None else float(getattr(figures, name))


def _person_more(line: PersonLine) -> float:
    return _of(line.now, "hours") - _of(line.then, "hours")


PEOPLE: tuple[Column, ...] = (
    Column("name", "person.name", lambda line: line.id, width=150, stretch=True),
    Column("weeks_then", "scenario.weeks_then", lambda line: int(_of(line.then, "weeks")),
           Kind.INTEGER, 110),
    Column("weeks_now", "scenario.weeks_now", lambda line: int(_of(line.now, "weeks")),
           Kind.INTEGER, 110),
    Column("hours_then", "scenario.hours_then", lambda line: _of(line.then, "hours"),
           Kind.INTEGER, 110,
           show=lambda line, language: _number(_of(line.then, "hours"), language)),
    Column("hours_now", "scenario.hours_now", lambda line: _of(line.now, "hours"),
           Kind.INTEGER, 110, tone=lambda line: _tone(round(_person_more(line))),
           show=lambda line, language: _number(_of(line.now, "hours"), language)),
    Column("later_now", "scenario.later_hours", lambda line: _of(line.now, "later_hours"),
           Kind.INTEGER, 110,
           show=lambda line, language: _number(_of(line.now, "later_hours"), language)),
)  # fmt: skip


def project_lines(record: Figures, figures: Figures) -> list[ProjectLine]:
    known = {row.uid: row for row in figures.projects}
    return [ProjectLine(row.uid, row, known.get(row.uid)) for row in record.projects]


def person_lines(record: Figures, figures: Figures) -> list[PersonLine]:
    """Who has too much in either."""
    then, now = ({row.name: row for row in one.people} for one in (record, figures))
    names = sorted({*then, *now})
    return [PersonLine(name, then.get(name), now.get(name)) for name in names]
