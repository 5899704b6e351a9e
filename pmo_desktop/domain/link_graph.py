"""Which links may be drawn: none to a task itself, to what lies above or below it, none that closes
a loop.

Every task is a place, a summary two: where it begins, which holds all below it, and where it ends,
which all below it hold. A link goes from the end of one to the beginning of the other, whatever its
type. So a link with a summary speaks for every task below it, as the schedule has it; where the
schedule is content with some of them (start-to-start), this is the stricter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pmo_desktop.domain.health import Reason

Pair = tuple[int, int]
"""`(predecessor, successor)`."""


class LinkGraph:
    """`parents` has every task with the one above it (None: nobody); `links` are those there are.

    Links from or to tasks that are not here count nothing.
    """

    def __init__(self, parents: Mapping[int, int | None], links: Iterable[Pair]) -> None:
        self._parents = parents
        self._below: dict[int, list[int]] = {}
        for child, parent in parents.items():
            if parent is not None and parent in parents:
                self._below.setdefault(parent, []).append(child)
        self._before: dict[int, list[int]] = {}
        for before, after in links:
            if before in parents and after in parents:
                self._before.setdefault(after, []).append(before)

    def holding(self, task: int) -> set[int]:
        """The tasks whose beginning already holds the task's end: a link to one closes a loop."""
        begun: set[int] = set()
        ended: set[int] = set()
        to_do = [(task, True)]
        while to_do:
            at, is_end = to_do.pop()
            seen = ended if is_end else begun
            if at in seen:
                continue
            seen.add(at)
            if is_end:
                below = self._below.get(at, ())
                to_do += [(child, True) for child in below] or [(at, False)]
            else:
                to_do += [(before, True) for before in self._before.get(at, ())]
                parent = self._parents[at]
                if parent is not None and parent in self._parents:
                    to_do.append((parent, False))
        return begun

    def refusal(self, before: int, after: int, names: Mapping[int, str]) -> Reason | None:
        """Why a link may not be drawn; None where it may."""
        if before == after:
            return Reason("A task cannot follow itself.")
        if after in self._above(before):
            return Reason(
                "“{summary}” is the summary task above “{task}”: a link between them would mean"
                " nothing.",
                {"summary": names.get(after, ""), "task": names.get(before, "")},
            )
        if before in self._above(after):
            return Reason(
                "“{summary}” is the summary task above “{task}”: a link between them would mean"
                " nothing.",
                {"summary": names.get(before, ""), "task": names.get(after, "")},
            )
        if after in self.holding(before):
            return Reason(
                "“{after}” already comes before “{before}”: the link would close a loop.",
                {"after": names.get(after, ""), "before": names.get(before, "")},
            )
        return None

    def within_family(self) -> Pair | None:
        """A link between a task and one above or below it, if there is one."""
        for after, befores in self._before.items():
            above = set(self._above(after))
            for before in befores:
                if before == after or before in above or after in self._above(before):
                    return before, after
        return None

    def has_loop(self) -> bool:
        """Whether the links close a loop somewhere."""
        waiting: dict[tuple[int, bool], int] = {}
        follow: dict[tuple[int, bool], list[tuple[int, bool]]] = {}

        def edge(one: tuple[int, bool], other: tuple[int, bool]) -> None:
            follow.setdefault(one, []).append(other)
            waiting[other] = waiting.get(other, 0) + 1

        for task, parent in self._parents.items():
            if task not in self._below:
                edge((task, False), (task, True))
            if parent is not None and parent in self._parents:
                edge((parent, False), (task, False))
                edge((task, True), (parent, True))
        for after, befores in self._before.items():
            for before in befores:
                edge((before, True), (after, False))
        to_do = [(task, end) for task in self._parents for end in (False, True)]
        to_do = [place for place in to_do if place not in waiting]
        done = 0
        while to_do:
            done += 1
            for other in follow.get(to_do.pop(), ()):
                waiting[other] -= 1
                if not waiting[other]:
                    to_do.append(other)
        return done < 2 * len(self._parents)

    def _above(self, task: int) -> list[int]:
        found: list[int] = []
        parent = self._parents.get(task)
        while parent is not None and parent in self._parents and parent not in found:
            found.append(parent)
            parent = self._parents[parent]
        return found
