"""Dates by links alone, as if there were enough of everything; numbers of each job's line."""

from __future__ import annotations

from collections.abc import Mapping

from pmo_desktop.domain.levelling.frame import Frame


def early(frame: Frame) -> list[int]:
    """Where floors and ties put each job's beginning."""
    start = frame.floor.copy()
    for i in frame.order:
        n = start[i]
        for before, minutes in frame.straight_in[i]:
            n = max(n, start[before] + minutes)
        for arc in frame.crossing_in[i]:
            n = max(n, frame.pull(arc, start))
        start[i] = n
    return start


def late(frame: Frame, until: Mapping[int, int]) -> list[int]:
    """Where each has to begin at the latest, for its project's finish not to be behind that
    instant, nor its own hard date broken."""
    start = caps(frame, until)
    for i in reversed(frame.order):
        n = start[i] - frame.span[i]
        for after, minutes in frame.straight_out[i]:
            n = min(n, start[after] - minutes)
        for arc in frame.crossing_out[i]:
            n = min(n, frame.push(arc, start))
        start[i] = n
    return start


def caps(frame: Frame, until: Mapping[int, int]) -> list[int]:
    """Each project's instant, or a job's own hard date where that is earlier, as a number of each
    job's line."""
    known: dict[tuple[int, int], int] = {}
    found = []
    for line, job in zip(frame.line, frame.jobs, strict=True):
        key = line, job.project
        cap = known.get(key)
        if cap is None:
            cap = known[key] = frame.lines[line].worked(until[job.project])
        if job.latest is not None:
            cap = min(cap, frame.lines[line].worked(job.latest))
        found.append(cap)
    return found
