"""What stands beside a bar, and where: never on a bar, a diamond or a mark of its row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from pmo_desktop.charts import bars
from pmo_desktop.charts.scene import Anchor
from pmo_desktop.domain.plan import PlanRow
from pmo_desktop.language import Language

Span = tuple[float, float]
GAP = 5.0


def label(row: PlanRow, language: Language) -> str:
    """Who and how far, or a milestone's day and its slip."""
    if row.kind in bars.BRACKETS:
        return ""
    if row.kind == bars.MILESTONE:
        return milestone_label(row, language)
    share = language.percent(row.percent_complete) if row.percent_complete else ""
    return f"{short_people(row.people, language)} {share}".strip()


def responsible(row: PlanRow) -> tuple[str, ...]:
    """Who answers for a row: a task's people, a project's manager."""
    if row.kind == "project" and not row.people:
        return (row.manager,) if row.manager else ()
    return row.people


def short_people(people: Sequence[str], language: Language) -> str:
    """Two names at most, and how many more there are."""
    names = language.enumeration(people[:2])
    return f"{names} +{len(people) - 2}" if len(people) > 2 else names


def milestone_label(row: PlanRow, language: Language) -> str:
    """Its slip is in calendar days, which a reader can check against the two dates."""
    if row.finish is None:
        return ""
    day = language.short_date(row.finish)
    slip = 0
    if row.baseline_finish is not None:
        slip = (row.finish.date() - row.baseline_finish.date()).days
    return language.text("{day} ({slip} d)", day=day, slip=f"{slip:+d}") if slip else day


def placed(
    start: float,
    before: float,
    width: float,
    taken: Iterable[Span],
    left: float,
    right: float | None,
) -> tuple[float, Anchor]:
    """Where a text of a width goes: from `start` on, behind whatever is `taken` there; to the left,
    ending at `before`, where it would pass `right` and has room from `left` on."""
    x = start
    for begin, end in sorted(taken):
        if begin - GAP < x + width and end + GAP > x:
            x = end + GAP
    if right is not None and x + width > right and before - width >= left:
        return before, "end"
    return x, "start"


def spread(
    wanted: Sequence[tuple[float, str]], width: Callable[[str], float]
) -> list[tuple[float, str]]:
    """Of texts on one line that want to begin at an x, from left to right, those that end before
    the next one begins."""
    found = []
    for n, (x, text) in enumerate(wanted):
        room = wanted[n + 1][0] - GAP if n + 1 < len(wanted) else float("inf")
        if text and x + width(text) <= room:
            found.append((x, text))
    return found
