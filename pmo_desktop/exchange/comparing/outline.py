"""The outline that WBS codes make of a list of tasks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property

from pmo_desktop.domain.records import Record
from pmo_desktop.domain.wbs import clean, parents
from pmo_desktop.services.names import normal_name


class Outline:
    """Who stands above whom; where a code's parent is not there, the nearest above it that is.

    Nothing is looked at before somebody asks: rows that are known by their identities need none."""

    def __init__(self, tasks: Sequence[Record]) -> None:
        self._tasks = tuple(tasks)

    @cached_property
    def _parents(self) -> list[int | None]:
        return parents([task.values.get("wbs") or "" for task in self._tasks])

    @cached_property
    def _places(self) -> dict[int, int]:
        return {id(task): at for at, task in enumerate(self._tasks)}

    @cached_property
    def _below(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = defaultdict(list)
        for at, above in enumerate(self._parents):
            if above is not None:
                found[above].append(at)
        return found

    @cached_property
    def _by_wbs(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for at, task in enumerate(self._tasks):
            found.setdefault(clean(task.values.get("wbs") or ""), at)
        return found

    def has_children(self, wbs: str | None) -> bool:
        """Whether tasks hang below the task with this code."""
        return bool(wbs) and self._by_wbs.get(clean(wbs or "")) in self._below

    def leaves(self, wbs: str) -> list[Record]:
        """All tasks below the code that have nobody below them."""
        at = self._by_wbs.get(clean(wbs))
        return [] if at is None else self._leaves(at)

    def path(self, task: Record) -> tuple[str, ...] | None:
        """The names from the top of the outline down to the task's own."""
        if not task.values.get("name"):
            return None
        names = []
        at: int | None = self._places[id(task)]
        while at is not None:
            names.append(normal_name(self._tasks[at].values.get("name") or ""))
            at = self._parents[at]
        return tuple(reversed(names))

    def codes(self) -> frozenset[str]:
        """All codes, as they are compared."""
        return frozenset(self._by_wbs)

    def above(self, task: Record) -> str | None:
        """The name of the task above, None at the top; where it has no name, an empty one."""
        at = self._parents[self._places[id(task)]]
        return None if at is None else normal_name(self._tasks[at].values.get("name") or "")

    def _leaves(self, at: int) -> list[Record]:
        found = []
        for child in self._below.get(at, ()):
            found += self._leaves(child) if child in self._below else [self._tasks[child]]
        return found
