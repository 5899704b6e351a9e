"""A way out as a row: what is done, what is left of the overload, what it costs whom."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from pmo_desktop.domain.fields import Kind
from pmo_desktop.domain.ways_out import OtherLoad, Slip, Way
from pmo_desktop.language import Language
from pmo_desktop.ui.tables.column import Column

MOST_NAMED = 2


class WayRow:
    """`at` is its place, from 1 on."""

    def __init__(self, at: int, way: Way) -> None:
        self.id, self.way = at, way


def columns(currency: str) -> tuple[Column, ...]:
    """`currency` is the office's."""
    return (
        Column(
            "kind", "way_out.kind", lambda row: row.way.kind.value, width=96,
            show=lambda row, language: language.term(f"way_kind.{row.way.kind.value}"), tone=_tone,
        ),
        Column(
            "what", "way_out.what", lambda row: row.way.what.rule, width=400, stretch=True,
            show=_what, tone=_tone,
        ),
        Column(
            "left", "way_out.left", _left, Kind.INTEGER, 96, show=_left_text, chip=_chip,
            center=True,
        ),
        Column(
            "finishes", "way_out.finishes", _worst_finish, Kind.INTEGER, 104,
            show=lambda row, language: _slips(_finishes(row), language, code=True),
            tone=lambda row: _late(_finishes(row)),
        ),
        Column(
            "milestones", "way_out.milestones", _worst_milestone, Kind.INTEGER, 140,
            show=lambda row, language: _slips(_milestones(row), language, code=False),
            tone=lambda row: _late(_milestones(row)),
        ),
        Column(
            "others", "way_out.others", _others_sum, Kind.INTEGER, 140, show=_others,
            tone=lambda row: "red_ink" if _others_sum(row) > 0 else None,
        ),
        Column(
            "cost", "way_out.cost", lambda row: None if row.way.effect is None
            else row.way.effect.cost, Kind.MONEY, 86,
            show=lambda row, language: _cost(row, language, currency),
        ),
    )  # fmt: skip


def _tone(row: WayRow) -> str | None:
    return None if row.way.exists else "ink3"


def _what(row: WayRow, language: Language) -> str:
    said = [language.text(row.way.what.rule, **row.way.what.params)]
    said += [language.text(one.rule, **one.params) for one in row.way.known]
    effect = row.way.effect
    if effect is not None and effect.deadlines:
        names = language.enumeration(effect.deadlines[:MOST_NAMED])
        said.append(language.text("a deadline is missed: {tasks}", tasks=names))
    if effect is not None and abs(effect.elsewhere) >= 0.05:
        hours = f"{effect.elsewhere:+.0f}"
        said.append(language.text("{hours} h beyond capacity in other weeks", hours=hours))
    return language.text("; ").join(said)


def _left(row: WayRow) -> float:
    """What does not exist comes last."""
    return 1e9 if row.way.effect is None else row.way.effect.hours_left


def _left_text(row: WayRow, language: Language) -> str:
    effect = row.way.effect
    if effect is None:
        return ""
    if effect.solves:
        return language.text("solved")
    return language.text("{hours} h left", hours=language.number(effect.hours_left, 1))


def _chip(row: WayRow) -> str | None:
    effect = row.way.effect
    if effect is None:
        return None
    if effect.solves:
        return "green"
    return "amber" if effect.hours_left < effect.hours_before else "red"


def _finishes(row: WayRow) -> Sequence[Slip]:
    return () if row.way.effect is None else row.way.effect.finishes


def _milestones(row: WayRow) -> Sequence[Slip]:
    return () if row.way.effect is None else row.way.effect.milestones


def _worst_finish(row: WayRow) -> int:
    return max((slip.days for slip in _finishes(row)), default=0)


def _worst_milestone(row: WayRow) -> int:
    return max((slip.days for slip in _milestones(row)), default=0)


def _slips(slips: Sequence[Slip], language: Language, *, code: bool) -> str:
    said = [
        language.text(
            "{name} {days} d", name=slip.project_code if code else slip.name,
            days=f"{slip.days:+d}",
        )
        for slip in slips[:MOST_NAMED]
    ]  # fmt: skip
    more = len(slips) - MOST_NAMED
    if more > 0:
        said.append(language.text("and {n} more", n=more))
    return language.enumeration(said)


def _late(slips: Sequence[Slip]) -> str | None:
    return "red_ink" if any(slip.days > 0 for slip in slips) else None


def _others_sum(row: WayRow) -> float:
    effect = row.way.effect
    return 0.0 if effect is None else sum(one.hours for one in effect.others)


def _others(row: WayRow, language: Language) -> str:
    effect = row.way.effect
    if effect is None or not effect.others:
        return ""
    said = [_other(one, language) for one in effect.others[:MOST_NAMED]]
    more = len(effect.others) - MOST_NAMED
    if more > 0:
        said.append(language.text("and {n} more", n=more))
    return language.enumeration(said)


def _other(one: OtherLoad, language: Language) -> str:
    return language.text("{name} {hours} h", name=one.person, hours=f"{one.hours:+.0f}")


def _cost(row: WayRow, language: Language, currency: str) -> str:
    effect = row.way.effect
    if effect is None:
        return ""
    if effect.cost is None:
        return language.text("no rate")
    if effect.cost == Decimal(0):
        return "0"
    sign = "+" if effect.cost > 0 else ""
    return sign + language.money(effect.cost, currency)
