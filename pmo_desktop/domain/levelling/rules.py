"""Priority rules: in which order jobs come to their turn before anything is searched."""

from __future__ import annotations

from pmo_desktop.domain.levelling import dates
from pmo_desktop.domain.levelling.frame import Frame
from pmo_desktop.domain.levelling.orders import by_key, instants


def latest_finishes(frame: Frame) -> list[int]:
    """When each job has to end for its project to end as early as links alone would have it
    (minimum latest finish time, the best of the simple rules: Kolisch 1996)."""
    early = dates.early(frame)
    return instants(frame, dates.late(frame, frame.finishes(early)), 1)


def slacks(frame: Frame) -> list[int]:
    """How much later than its links have it each job may be."""
    early = dates.early(frame)
    late = dates.late(frame, frame.finishes(early))
    return [last - first for first, last in zip(early, late, strict=True)]


def by_priority(frame: Frame, keys: list[int]) -> list[int]:
    """The jobs of the most important project first, within it those of the first priority, within
    that by `keys`. Whatever holds up a more important job is as important."""
    ranks = [(frame.project(i).priority, job.priority) for i, job in enumerate(frame.jobs)]
    for i in reversed(frame.order):
        for after in frame.targets[i]:
            ranks[i] = min(ranks[i], ranks[after])
    return by_key(frame, [(*ranks[i], keys[i], frame.rank[i]) for i in range(frame.count)])


def in_time(frame: Frame, keys: list[int]) -> list[int]:
    """What has a hard date, and all that leads to it, first."""
    first = [job.latest is not None for job in frame.jobs]
    for i in reversed(frame.order):
        first[i] = first[i] or any(first[after] for after in frame.targets[i])
    return by_key(frame, [(not first[i], keys[i], frame.rank[i]) for i in range(frame.count)])


def one_by_one(frame: Frame, keys: list[int]) -> list[int]:
    """One project after the other, the one with the least work for its weight first: what delays
    the fewest for the least (Smith 1956, for single machines)."""
    work: dict[int, float] = {}
    for i in frame.order:
        job = frame.jobs[i]
        asked = sum(need.units for need in job.needs) * job.duration
        work[job.project] = work.get(job.project, 0.0) + asked
    weight = {i: max(frame.project(i).weight, 1e-9) for i in frame.order}
    return by_key(
        frame,
        [
            (work.get(job.project, 0.0) / weight.get(i, 1.0), keys[i], frame.rank[i])
            for i, job in enumerate(frame.jobs)
        ],
    )
