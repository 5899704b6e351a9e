"""The links of a plan that lead somewhere, and the outline that they may not lead along."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pmo_desktop.domain.plan_file import PlanLink, PlanTask, parents_of
from pmo_desktop.exchange.plans.drawn import Drawn


def with_links(drawn: Drawn, tasks: list[PlanTask]) -> list[PlanTask]:
    """The tasks with one link of a kind to each predecessor, none of them a summary of theirs."""
    uids = {task.uid for task in tasks}
    outline = Outline(tasks)
    nowhere, itself, within, twice = [], [], [], []
    found = []
    for task in tasks:
        if not task.links:
            found.append(task)
            continue
        kept: dict[tuple[str, str], PlanLink] = {}
        for link in task.links:
            key = (link.predecessor, link.type.value)
            if link.predecessor == task.uid:
                itself.append(task.name)
            elif link.predecessor not in uids:
                nowhere.append(f"{task.name} ← {link.predecessor}")
            elif outline.are_related(task.uid, link.predecessor):
                within.append(task.name)
            elif key in kept:
                twice.append(task.name)
            else:
                kept[key] = link
        whole = len(kept) == len(task.links)
        found.append(task if whole else replace(task, links=tuple(kept.values())))
    drawn.tell("plan_link_nowhere", "warning", nowhere)
    drawn.tell("plan_link_itself", "warning", itself)
    drawn.tell("plan_link_within", "warning", within)
    drawn.tell("plan_link_twice", "note", twice)
    return found


class Outline:
    """Which tasks lie below which."""

    def __init__(self, tasks: Sequence[PlanTask]) -> None:
        self._places = {task.uid: place for place, task in enumerate(tasks)}
        self._parents = parents_of(tuple(task.level for task in tasks))
        self._above = set(self._parents)

    def are_related(self, one: str, other: str) -> bool:
        """Whether one of two different tasks is a summary, and the other is below it."""
        first, second = self._places[one], self._places[other]
        return self._is_below(first, second) or self._is_below(second, first)

    def _is_below(self, place: int | None, summary: int) -> bool:
        if summary not in self._above:
            return False
        while place is not None and place != summary:
            place = self._parents[place]
        return place == summary
