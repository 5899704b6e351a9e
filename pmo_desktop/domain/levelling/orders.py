"""Orders of jobs, each behind its predecessors: what the serial scheme is fed with."""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heapify, heappop, heappush
from typing import Any

from pmo_desktop.domain.levelling.frame import Frame


def by_key(frame: Frame, keys: Sequence[Any]) -> list[int]:
    """Always the job with the least key of those whose predecessors are all there."""
    waits, targets = frame.waits_for.copy(), frame.targets
    ready = [(keys[i], i) for i in frame.order if not waits[i]]
    heapify(ready)
    found = []
    while ready:
        i = heappop(ready)[1]
        found.append(i)
        for after in targets[i]:
            waits[after] -= 1
            if not waits[after]:
                heappush(ready, (keys[after], after))
    return found


def by_start(frame: Frame, start: Sequence[int]) -> list[int]:
    """As a schedule's jobs begin."""
    rank = frame.rank
    keys = instants(frame, start, 0)
    if frame.plain:
        return sorted(frame.order, key=lambda i: (keys[i], rank[i]))
    return by_key(frame, [(key, rank[i]) for i, key in enumerate(keys)])


def by_finish(frame: Frame, start: Sequence[int]) -> list[int]:
    """As a schedule's jobs end, the last first: each before its predecessors."""
    rank = frame.rank
    keys = instants(frame, start, 1)
    if frame.plain:
        return sorted(frame.order, key=lambda i: (keys[i], rank[i]), reverse=True)
    waits = [len(found) for found in frame.targets]
    ready = [(-keys[i], -rank[i], i) for i in frame.order if not waits[i]]
    heapify(ready)
    found = []
    while ready:
        i = heappop(ready)[2]
        found.append(i)
        for before in frame.sources[i]:
            waits[before] -= 1
            if not waits[before]:
                heappush(ready, (-keys[before], -rank[before], before))
    return found


def instants(frame: Frame, start: Sequence[int], ends: int) -> list[int]:
    """Where jobs begin (with `ends` 1: end) on a scale that all have in common."""
    span = frame.span
    if frame.on_one_line:
        return [n + m for n, m in zip(start, span, strict=True)] if ends else list(start)
    place = frame.ends if ends else frame.begins
    found = [0] * frame.count
    for i in frame.order:
        found[i] = place(i, start[i])
    return found
