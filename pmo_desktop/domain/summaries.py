"""Summary tasks: what they roll up from below, and what a link with one means.

A task with others below it is a summary, whatever it was called. A summary without any is taken as
a leaf with its own dates. Leaves are what has nothing below it.

What a summary says of itself holds for all below it: it may not start before a day (STARTS), and
is to be finished by one (a deadline, or a constraint of its finish), to which the floats below it
are reckoned. Its other constraints say nothing that one of its tasks could keep.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from pmo_desktop.domain.activities import Tie, Whole
from pmo_desktop.domain.calendars import Calendar
from pmo_desktop.domain.tasks import Constraint, LagKind, LinkType, TaskKind

STARTS = (Constraint.SNET, Constraint.MSO)


@dataclass(frozen=True, slots=True)
class Outlined:
    """A task in its outline. `parent` is the id of the task above it, None for the outermost."""

    id: int
    parent: int | None
    kind: TaskKind
    start: datetime | None
    finish: datetime | None
    duration_minutes: int
    percent_complete: float


def _children(parents: Mapping[int, int | None]) -> dict[int, list[int]]:
    below: dict[int, list[int]] = {}
    for child, parent in parents.items():
        if parent is not None and parent in parents:
            below.setdefault(parent, []).append(child)
    return below


def _from_below(parents: Mapping[int, int | None]) -> list[int]:
    """The ids, each behind all that are below it; circles of parents are left out."""
    waiting = {parent: len(children) for parent, children in _children(parents).items()}
    found = [child for child in parents if child not in waiting]
    for child in found:
        parent = parents[child]
        if parent in waiting:
            waiting[parent] -= 1
            if not waiting[parent]:
                found.append(parent)
    return found


def roll_up(tasks: Sequence[Outlined], calendar: Calendar) -> dict[int, Outlined]:
    """All tasks by id, the summaries with what follows from their leaves.

    A summary's start is the earliest, its finish the latest below (its own where nothing below has
    dates); its duration is the working time of the calendar between these. Its progress is the mean
    of its leaves' weighted by their duration (the plain mean where there are only milestones).
    Where tasks are each other's parents they stay as they are.
    """
    rolled = {task.id: task for task in tasks}
    parents = {task.id: task.parent for task in tasks}
    below = _children(parents)
    done: dict[int, tuple[float, float, float, int]] = {}
    for task in map(rolled.__getitem__, _from_below(parents)):
        children = below.get(task.id)
        if children is None:
            weight, share = task.duration_minutes, task.percent_complete
            done[task.id] = (weight * share, weight, share, 1)
            continue
        sums = [sum(column) for column in zip(*(done[child] for child in children), strict=True)]
        done[task.id] = (sums[0], sums[1], sums[2], int(sums[3]))
        share = sums[0] / sums[1] if sums[1] else sums[2] / sums[3]
        rolled[task.id] = _summary(task, [rolled[child] for child in children], share, calendar)
    return rolled


def _summary(
    task: Outlined, children: Sequence[Outlined], share: float, calendar: Calendar
) -> Outlined:
    start = min((child.start for child in children if child.start), default=task.start)
    finish = max((child.finish for child in children if child.finish), default=task.finish)
    duration = calendar.between(start, finish) if start and finish else 0
    return Outlined(task.id, task.parent, TaskKind.SUMMARY, start, finish, duration, share)


@dataclass(frozen=True)
class Expanded:
    """`ties` are between leaves; `origins` has for each the index of the tie that it stands for.
    `within` are the given ties of a summary with itself or a task below it, which mean nothing."""

    ties: tuple[Tie, ...]
    origins: tuple[int, ...]
    within: tuple[Tie, ...] = ()


def expand(
    ties: Iterable[Tie],
    parents: Mapping[int, int | None],
    rigid: Collection[int] | None = None,
    calendar_of: Callable[[int], int] = lambda _: 0,
) -> Expanded:
    """Links with summaries as links with the leaves below them. `parents` has every task.

    A summary finishes with the last of its leaves: what follows its finish (FS, FF) follows the
    finish of each. None of its leaves may start before it: what holds its start (FS, SS) holds the
    start of each. It starts with its first work, and what its start holds (SS, SF) is held by the
    leaves that follow no other leaf of it; it finishes with its last, and what holds its finish
    (FF, SF) holds the leaves that no other leaf of it follows. A lag that is a share of a summary
    counts the summary's duration, in the calendar (its index) that `calendar_of` it says.

    Two phases of a hundred tasks would be ten thousand ties. Where `rigid` says which activities
    may break a link (`Activity.is_rigid`), those are left out that follow from others: what is
    followed within its summary is finished before what follows it is, and what follows within its
    summary starts behind what it follows.
    """
    given = list(ties)
    summaries = set(parents.values())
    if not any(tie.predecessor in summaries or tie.successor in summaries for tie in given):
        return Expanded(tuple(given), tuple(range(len(given))))
    leaves = _Leaves(given, parents)
    found: list[Tie] = []
    origins: list[int] = []
    within: list[Tie] = []
    for index, tie in enumerate(given):
        if leaves.are_related(tie.predecessor, tie.successor):
            within.append(tie)
            continue
        whole = None
        if tie.lag_kind is LagKind.SHARE and tie.predecessor in summaries:
            whole = Whole(tuple(leaves.all(tie.predecessor)), calendar_of(tie.predecessor))
        for source in _sources(tie, leaves, rigid):
            for target in _targets(tie, leaves, rigid):
                found.append(replace(tie, predecessor=source, successor=target, whole=whole))
                origins.append(index)
    return Expanded(tuple(found), tuple(origins), tuple(within))


def _sources(tie: Tie, leaves: _Leaves, rigid: Collection[int] | None) -> Iterable[int]:
    """The leaves that a tie comes from."""
    if tie.type not in (LinkType.FS, LinkType.FF):
        return leaves.first(tie.predecessor)
    if rigid is not None:
        return leaves.closing(tie.predecessor, rigid)
    return leaves.all(tie.predecessor)


def _targets(tie: Tie, leaves: _Leaves, rigid: Collection[int] | None) -> Iterable[int]:
    """The leaves that a tie leads to. What opens a summary stands for all of it only where the lag
    means the same to each."""
    if tie.type not in (LinkType.FS, LinkType.SS):
        return leaves.last(tie.successor)
    is_alike = tie.lag_kind is LagKind.ELAPSED or (
        not tie.lag_minutes and tie.lag_kind is not LagKind.SHARE
    )
    if rigid is not None and is_alike:
        return leaves.opening(tie.successor, rigid)
    return leaves.all(tie.successor)


def held_starts(
    parents: Mapping[int, int | None], dates: Mapping[int, datetime]
) -> dict[int, datetime]:
    """Before when what lies below a summary may not start: the latest of the `dates` that summaries
    above it have. Only of what is held."""
    return _from_above(parents, dates, max)


def due_dates(
    parents: Mapping[int, int | None], dates: Mapping[int, datetime]
) -> dict[int, datetime]:
    """When what lies below a summary is to be finished: the earliest of the `dates` that summaries
    above it have. Only of what has one."""
    return _from_above(parents, dates, min)


def due_date(
    constraint: Constraint, constraint_date: datetime | None, deadline: datetime | None
) -> datetime | None:
    """When all below a summary is to be finished: by its deadline, or the constraint of its
    finish."""
    last = constraint_date if constraint in (Constraint.FNLT, Constraint.MFO) else None
    return min(filter(None, (last, deadline)), default=None)


def _from_above(
    parents: Mapping[int, int | None],
    dates: Mapping[int, datetime],
    choose: Callable[[datetime, datetime], datetime],
) -> dict[int, datetime]:
    found: dict[int, datetime] = {}
    if not dates:
        return found
    for task in parents:
        above, seen = parents[task], {task}
        while above is not None and above not in seen:
            seen.add(above)
            if above in dates:
                found[task] = choose(dates[above], found.get(task, dates[above]))
            above = parents.get(above)
    return found


class _Leaves:
    """The leaves below each task, all of them, or those that begin or end its inner network."""

    def __init__(self, ties: Iterable[Tie], parents: Mapping[int, int | None]) -> None:
        self._parents = parents
        self._below = _children(parents)
        self._all: dict[int, list[int]] = {}
        self._ties: dict[int, list[tuple[int, int]]] = {}
        self._followers: dict[int, list[int]] = {}
        self._leaders: dict[int, list[int]] = {}
        for tie in ties:
            self._note(tie)

    def _note(self, tie: Tie) -> None:
        """Remember an inner tie with every summary that both its ends lie below, and the order
        that one between leaves gives."""
        leaves = tie.predecessor not in self._below and tie.successor not in self._below
        behind = tie.lag_share >= 0 if tie.lag_kind is LagKind.SHARE else tie.lag_minutes >= 0
        if leaves and behind and tie.type in (LinkType.FS, LinkType.SS):
            self._leaders.setdefault(tie.successor, []).append(tie.predecessor)
            if tie.type is LinkType.FS:
                self._followers.setdefault(tie.predecessor, []).append(tie.successor)
        common = set(self._above(tie.predecessor)) & set(self._above(tie.successor))
        for summary in common:
            self._ties.setdefault(summary, []).append((tie.predecessor, tie.successor))

    def _above(self, task: int) -> list[int]:
        """The task's summaries, from the inside out."""
        found: list[int] = []
        above = self._parents.get(task)
        while above is not None and above not in found:
            found.append(above)
            above = self._parents.get(above)
        return found

    def are_related(self, one: int, other: int) -> bool:
        """Whether one is a summary and the other is it, or below it."""
        if one == other:
            return one in self._below
        return one in self._above(other) or other in self._above(one)

    def all(self, task: int) -> list[int]:
        """All leaves below the task, in the outline's order; a leaf itself."""
        if task not in self._all:
            found, waiting = [], [task]
            seen = {task}
            while waiting:
                one = waiting.pop()
                children = [child for child in self._below.get(one, ()) if child not in seen]
                seen.update(children)
                waiting.extend(reversed(children))
                if one not in self._below:
                    found.append(one)
            self._all[task] = found
        return self._all[task]

    def first(self, task: int) -> list[int]:
        """The leaves that follow no other leaf of the task; all where each follows one."""
        followers = {leaf for _, after in self._ties.get(task, ()) for leaf in self.all(after)}
        return [leaf for leaf in self.all(task) if leaf not in followers] or self.all(task)

    def last(self, task: int) -> list[int]:
        """The leaves that no other leaf of the task follows; all where each is followed."""
        leaders = {leaf for before, _ in self._ties.get(task, ()) for leaf in self.all(before)}
        return [leaf for leaf in self.all(task) if leaf not in leaders] or self.all(task)

    def closing(self, task: int, rigid: Collection[int]) -> list[int]:
        """The leaves that no other surely follows, so that one of them finishes last."""
        there = set(self.all(task)).difference(rigid)
        return [
            leaf for leaf in self.all(task) if there.isdisjoint(self._followers.get(leaf, ()))
        ] or self.all(task)

    def opening(self, task: int, rigid: Collection[int]) -> list[int]:
        """The leaves that do not surely follow another, so that all start behind one of them."""
        there = set(self.all(task)).difference(rigid)
        return [
            leaf
            for leaf in self.all(task)
            if leaf not in there or there.isdisjoint(self._leaders.get(leaf, ()))
        ] or self.all(task)
