"""The demo projects' plans: WBS codes, durations and links over an outline.

Work within a package runs mostly one task after the other, here and there overlapping; packages
for the same part follow each other from phase to phase; a few lanes of parts are worked on at the
same time; every phase ends in a milestone that waits for all of its work.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from random import Random

from pmo_desktop.domain.tasks import Link, LinkType, TaskKind
from pmo_desktop.exchange.demo.outlines import Package, Phase, Work, outline
from pmo_desktop.exchange.demo.words import dice, uid

DAY = 480
LANES = 3
GATE_HELD_SHARE = 0.4
STARTERS = ("chained", "lagged", "overlapping", "ladder", "parallel")
STARTER_WEIGHTS = (70, 8, 10, 6, 6)


@dataclass
class PlannedTask:
    """`days` are whole working days; `role` is that of the person to do it, "" for a summary."""

    uid: str
    wbs: str
    name: str
    kind: TaskKind
    role: str = ""
    days: int = 0
    links: list[Link] = field(default_factory=list)

    @property
    def parent(self) -> str:
        """The WBS code of the row above, "" for a phase."""
        return self.wbs.rpartition(".")[0]


@dataclass
class _Threads:
    """Where later work ties on: the last milestone, each part's last task, the package before that
    comes once. `gated` says whether the parts' work in this phase waits for the milestone too."""

    milestone: str = ""
    gated: bool = False
    ends: dict[int, str] = field(default_factory=dict)
    before: list[str] = field(default_factory=list)


def plan(
    seed: int, code: str, kind: str, language: str, parts: tuple[str, ...], size: int
) -> tuple[PlannedTask, ...]:
    """The rows of one project's plan, top to bottom, `size` of them."""
    rng = dice(seed, "plan", code)
    threads = _Threads()
    rows: list[PlannedTask] = []
    for number, phase in enumerate(outline(rng, kind, language, parts, size), 1):
        rows += _phase(rng, str(number), phase, threads)
    return tuple(rows)


def _phase(rng: Random, wbs: str, phase: Phase, threads: _Threads) -> list[PlannedTask]:
    rows = [PlannedTask(uid(rng), wbs, phase.name, TaskKind.SUMMARY)]
    threads.before = []
    threads.gated = rng.random() < GATE_HELD_SHARE
    lane_ends: list[str] = []
    works: list[PlannedTask] = []
    for number, package in enumerate(phase.packages, 1):
        code = f"{wbs}.{number}"
        tasks = [_task(rng, f"{code}.{n}", work) for n, work in enumerate(package.works, 1)]
        tasks[0].links += _package_links(rng, package, threads, lane_ends)
        for position in range(1, len(tasks)):
            tasks[position].links += _links(rng, tasks, position)
        rows.append(PlannedTask(uid(rng), code, package.name, TaskKind.SUMMARY))
        rows += tasks
        works += tasks
        _tie(package, tasks, threads, lane_ends)
    milestone = f"{wbs}.{len(phase.packages) + 1}"
    waits = [Link(end) for end in _open_ends(works)]
    rows.append(
        PlannedTask(uid(rng), milestone, phase.milestone, TaskKind.MILESTONE, "manager", 0, waits)
    )
    threads.milestone = milestone
    return rows


def _task(rng: Random, wbs: str, work: Work) -> PlannedTask:
    return PlannedTask(uid(rng), wbs, work.name, TaskKind.TASK, work.role, work.days)


def _package_links(
    rng: Random, package: Package, threads: _Threads, lane_ends: list[str]
) -> list[Link]:
    """What a package's first task waits for."""
    if package.part is not None:
        own = threads.ends.get(package.part, threads.milestone)
        lane = len(lane_ends) - max(LANES, len(threads.ends) // 2)
        waits = [own, threads.milestone if threads.gated else ""]
        waits += [lane_ends[lane]] if lane >= 0 else []
        return [Link(wbs) for wbs in dict.fromkeys(waits) if wbs]
    if threads.before and rng.random() < 0.5:
        if rng.random() < 0.6:
            return [Link(threads.before[0], LinkType.SS, DAY * rng.randint(2, 6))]
        return [Link(threads.before[-1])]
    lag = DAY * rng.choice((0, 0, 1, 3))
    return [Link(threads.milestone, LinkType.FS, lag)] if threads.milestone else []


def _tie(
    package: Package, tasks: Sequence[PlannedTask], threads: _Threads, lane_ends: list[str]
) -> None:
    """Leave the package's ends for what comes later."""
    if package.part is None:
        threads.before = [task.wbs for task in tasks]
    else:
        threads.ends[package.part] = tasks[-1].wbs
        lane_ends.append(tasks[-1].wbs)


def _links(rng: Random, tasks: list[PlannedTask], position: int) -> list[Link]:
    """How a task ties to the one before it in its package."""
    before = tasks[position - 1]
    how = rng.choices(STARTERS, STARTER_WEIGHTS)[0]
    if how == "lagged":
        return [Link(before.wbs, LinkType.FS, DAY * rng.choice((-1, 1, 2, 3)))]
    if how == "overlapping":
        return [Link(before.wbs, LinkType.SS, DAY * max(1, before.days // 2))]
    if how == "ladder":
        start = Link(before.wbs, LinkType.SS, DAY)
        return [start, Link(before.wbs, LinkType.FF, DAY * rng.randint(1, 2))]
    if how == "parallel" and position > 1:
        return [Link(tasks[position - 2].wbs)]
    return [Link(before.wbs)]


def _open_ends(tasks: Iterable[PlannedTask]) -> list[str]:
    """The tasks whose finish nothing in the phase waits for yet."""
    rows = list(tasks)
    awaited = {
        link.wbs for task in rows for link in task.links if link.type in (LinkType.FS, LinkType.FF)
    }
    return [task.wbs for task in rows if task.wbs not in awaited]
