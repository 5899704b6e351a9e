"""A problem made ready, once: every job on its line of time, every tie as a number where it can be.

As in `domain.schedule`, a job lies on its calendar's line, or on the clock's where it takes no time
or runs through nights; numbers are minutes of that line. What is pinned is no part of the search:
what follows it has it in its floor. Jobs are indices here, in the order in which they were given.

A milestone lies among its calendar's numbers where nothing about it leaves that calendar. That is
the same (a number stands for the end of one working time and the beginning of the next) and spares
the way over the clock.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from pmo_desktop.domain.activities import Tie
from pmo_desktop.domain.calendars import Calendar
from pmo_desktop.domain.levelling.problem import Job, Problem, Project
from pmo_desktop.domain.loops import circles, order
from pmo_desktop.domain.schedule.lines import CLOCK, EVER, Line
from pmo_desktop.domain.tasks import LagKind, LinkType

LAST = 10**9
Straight = tuple[int, int]


class Arc(NamedTuple):
    """A tie between two jobs (indices) whose ends are on different lines, or that waits on the
    clock. `lag` is counted on the successor's line, with `aside` on its calendar's; `wait` on the
    clock."""

    before: int
    after: int
    from_finish: bool
    to_finish: bool
    lag: int
    wait: int
    aside: bool
    tie: Tie


class Frame:
    """See the top.

    `line` and `home` are each job's line and its calendar's; `span` what it takes on its line, gaps
    included; `parts` where in it work is done (None: throughout). `floor` is the number before
    which it cannot begin whatever the others do. `straight_in` has `(predecessor, minutes)`: it
    begins so much or more behind the predecessor's beginning; `straight_out` the same the other way
    round. `crossing_in` and `crossing_out` are all other ties. `order` has the free jobs,
    predecessors first, `rank` each job's place in it. `begun` says where a pinned job begins.
    `plain` says that whatever follows starts behind the end of what it follows, so that dates alone
    put jobs in order.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.jobs: Sequence[Job] = problem.jobs
        self.count = len(self.jobs)
        self.index = {job.id: i for i, job in enumerate(self.jobs)}
        if len(self.index) < self.count or any(job.duration < 0 for job in self.jobs):
            raise ValueError("a job's id is used twice, or its duration is below 0")
        self.lines: list[Line] = [*(calendar.line for calendar in problem.calendars), CLOCK]
        self.clock = len(self.lines) - 1
        self.begun = {i: job.pinned for i, job in enumerate(self.jobs) if job.pinned is not None}
        self.projects = {project.id: project for project in problem.projects}
        self._settle()
        self._tie()

    def project(self, job: int) -> Project:
        """The job's project; one that nobody knows comes last, and costs nothing."""
        number = self.jobs[job].project
        return self.projects.get(number) or Project(number, LAST, 0.0)

    def _settle(self) -> None:
        # Calendars that are alike are one.
        first: dict[Calendar, int] = {}
        same = [first.setdefault(one, n) for n, one in enumerate(self.problem.calendars)]
        self.home = [same[job.calendar] for job in self.jobs]
        self.span = [job.duration for job in self.jobs]
        self.parts: list[tuple[Straight, ...] | None] = [None] * self.count
        self.line = [
            self.clock if job.elapsed or not job.duration else home
            for job, home in zip(self.jobs, self.home, strict=True)
        ]
        for i, job in enumerate(self.jobs):
            gaps = [(at, gap) for at, gap in sorted(job.gaps) if 0 < at < job.duration and gap > 0]
            if gaps:
                self.span[i] += sum(gap for _, gap in gaps)
                self.parts[i] = tuple(_parts(job.duration, gaps))

    def _tie(self) -> None:
        ties, self.broken = self._unlooped()
        self._move_milestones(ties)
        self.floor = [
            self.lines[self.line[i]].worked(job.release) for i, job in enumerate(self.jobs)
        ]
        self.straight_in: list[list[Straight]] = [[] for _ in self.jobs]
        self.straight_out: list[list[Straight]] = [[] for _ in self.jobs]
        self.crossing_in: list[list[Arc]] = [[] for _ in self.jobs]
        self.crossing_out: list[list[Arc]] = [[] for _ in self.jobs]
        self.into_pinned: list[Arc] = []
        self.plain = True
        targets: list[list[int]] = [[] for _ in self.jobs]
        self.milestone_ties: dict[int, list[tuple[int, int, bool]]] = {
            i: [] for i, job in enumerate(self.jobs) if not job.duration
        }
        for before, after, tie in ties:
            arc = self._arc(before, after, tie)
            if after in self.milestone_ties:
                self.milestone_ties[after].append((before, arc.lag, arc.from_finish))
            if after in self.begun:
                self.into_pinned.append(arc)
                continue
            leaves = self._leaves(tie)
            if before in self.begun and not leaves:
                self._fold(arc)
                continue
            if before not in self.begun:
                targets[before].append(after)
            for leaf in leaves:
                targets[leaf].append(after)
            self._add(arc, bool(leaves))
        self.order = [i for i in order(targets) if i not in self.begun]
        self.rank = [0] * self.count
        for place, i in enumerate(self.order):
            self.rank[i] = place
        self.targets = targets
        self.sources: list[list[int]] = [[] for _ in self.jobs]
        for before, found in enumerate(targets):
            for after in found:
                self.sources[after].append(before)
        self.on_one_line = len({self.line[i] for i in self.order}) <= 1
        self.waits_for = [0] * self.count
        for found in targets:
            for target in found:
                self.waits_for[target] += 1

    def _leaves(self, tie: Tie) -> list[int]:
        """The free jobs of a summary whose duration the tie counts."""
        if tie.whole is None or tie.lag_kind is not LagKind.SHARE:
            return []
        found = [self.index[leaf] for leaf in tie.whole.leaves if leaf in self.index]
        return [leaf for leaf in found if leaf not in self.begun]

    def _add(self, arc: Arc, whole: bool) -> None:
        before, after = arc.before, arc.after
        crossing = self.line[before] != self.line[after] or arc.wait or arc.aside or whole
        least = arc.lag + (self.span[before] if arc.from_finish else 0)
        least -= self.span[after] if arc.to_finish else 0
        if crossing:
            self.crossing_in[after].append(arc)
            self.crossing_out[before].append(arc)
        else:
            self.straight_in[after].append((before, least))
            self.straight_out[before].append((after, least))
        if arc.to_finish or not arc.from_finish or arc.lag < 0 or arc.wait < 0:
            self.plain = False

    def _fold(self, arc: Arc) -> None:
        """What a pinned predecessor demands, as a floor."""
        start, finish = self.pinned_span(arc.before)
        number = self.arrival(arc, finish if arc.from_finish else start)
        self.floor[arc.after] = max(self.floor[arc.after], number)

    @cached_property
    def lasts(self) -> dict[int, list[int]]:
        """The free jobs of each project behind whose end no other of it begins for sure."""
        found: dict[int, list[int]] = {}
        for i in self.order:
            project = self.jobs[i].project
            if not any(self.jobs[after].project == project for after in self._behind(i)):
                found.setdefault(project, []).append(i)
        return found

    def _behind(self, i: int) -> Iterator[int]:
        """The jobs that cannot begin before this one has ended."""
        for after, minutes in self.straight_out[i]:
            if minutes >= self.span[i]:
                yield after
        for arc in self.crossing_out[i]:
            if arc.from_finish and not arc.to_finish and arc.lag >= 0 and arc.wait >= 0:
                yield arc.after

    @cached_property
    def pinned_ends(self) -> dict[int, int]:
        """The last finish of what is pinned, of each project that has such."""
        found: dict[int, int] = {}
        for i in self.begun:
            project = self.jobs[i].project
            found[project] = max(found.get(project, 0), self.pinned_span(i)[1])
        return found

    def finishes(self, start: Sequence[int]) -> dict[int, int]:
        """Each project's last finish, an instant."""
        found = dict(self.pinned_ends)
        for project, jobs in self.lasts.items():
            if self.on_one_line:
                last = max(jobs, key=lambda i: start[i] + self.span[i])
                finish = self.ends(last, start[last])
            else:
                finish = max(self.ends(i, start[i]) for i in jobs)
            if finish > found.get(project, 0):
                found[project] = finish
        return found

    def pinned_span(self, i: int) -> tuple[int, int]:
        """The instants between which a pinned job lies."""
        start = self.begun[i]
        line = self.lines[self.line[i]]
        if not self.span[i]:
            return start, start
        return start, line.finish_at(line.worked(start) + self.span[i])

    def arrival(self, arc: Arc, instant: int, lag: int | None = None) -> int:
        """The number before which the successor cannot begin for this tie."""
        after = arc.after
        lag = arc.lag if lag is None else lag
        if arc.aside:
            calendar = self.lines[self.home[after]]
            number = calendar.finish_at(calendar.worked(instant) + lag) if lag else instant
            number = self.lines[self.line[after]].worked(number)
        else:
            number = self.lines[self.line[after]].worked(instant + arc.wait) + lag
        return number - self.span[after] if arc.to_finish else number

    def pull(self, arc: Arc, start: Sequence[int]) -> int:
        """The number before which a tie's successor cannot begin."""
        before = arc.before
        if before in self.begun:
            first, last = self.pinned_span(before)
            instant = last if arc.from_finish else first
        elif arc.from_finish:
            instant = self.ends(before, start[before])
        else:
            instant = self.begins(before, start[before])
        tie = arc.tie
        if tie.whole is not None and tie.lag_kind is LagKind.SHARE:
            return self.arrival(arc, instant, self._share(arc, start))
        return self.arrival(arc, instant)

    def _share(self, arc: Arc, start: Sequence[int]) -> int:
        """The lag that is a share of a summary, whose leaves are placed."""
        tie = arc.tie
        assert tie.whole is not None
        starts, finishes = [], []
        for leaf in tie.whole.leaves:
            i = self.index.get(leaf)
            if i is None:
                continue
            if i in self.begun:
                first, last = self.pinned_span(i)
            else:
                first, last = self.begins(i, start[i]), self.ends(i, start[i])
            starts.append(first)
            finishes.append(last)
        if not starts:
            return 0
        worked = self.lines[tie.whole.calendar].worked
        return round(tie.lag_share * max(0, worked(max(finishes)) - worked(min(starts))))

    def push(self, arc: Arc, start: Sequence[int]) -> int:
        """The number at which a tie's predecessor has to begin at the latest; lags that are shares
        of summaries are left out."""
        before, after = arc.before, arc.after
        if before in self.begun:
            return EVER
        number = start[after] + (self.span[after] if arc.to_finish else 0)
        if arc.aside:
            calendar = self.lines[self.home[after]]
            instant = calendar.start_at(calendar.worked(number) - arc.lag)
        else:
            instant = self.lines[self.line[after]].start_at(number - arc.lag) - arc.wait
        line = self.lines[self.line[before]]
        if arc.from_finish:
            return line.worked(instant) - self.span[before]
        return line.worked(instant + 1) - 1

    def begins(self, i: int, number: int) -> int:
        """The instant at which a job that is put at this number begins."""
        return self.lines[self.line[i]].start_at(number)

    def ends(self, i: int, number: int) -> int:
        """The instant at which it ends."""
        span = self.span[i]
        line = self.lines[self.line[i]]
        # What takes no time among a calendar's numbers ends with the working minute before.
        return line.finish_at(number + span)

    def _arc(self, before: int, after: int, tie: Tie) -> Arc:
        lag, wait = tie.lag_minutes, 0
        if tie.lag_kind is LagKind.SHARE:
            lag = round(tie.lag_share * self.jobs[before].duration)
        elif tie.lag_kind is LagKind.ELAPSED:
            lag, wait = 0, lag
        on_clock = self.line[after] == self.clock
        whole = tie.whole is not None and tie.lag_kind is LagKind.SHARE
        aside = on_clock and bool(lag or whole) and self.home[after] != self.clock
        return Arc(
            before,
            after,
            tie.type in (LinkType.FS, LinkType.FF),
            tie.type in (LinkType.FF, LinkType.SF),
            lag,
            wait,
            aside,
            tie,
        )

    def _unlooped(self) -> tuple[list[tuple[int, int, Tie]], list[int]]:
        """The ties between jobs that are there, without those that close circles, and the jobs in
        such circles."""
        found = [
            (self.index[tie.predecessor], self.index[tie.successor], tie)
            for tie in self.problem.ties
            if tie.predecessor in self.index and tie.successor in self.index
        ]
        looped: list[int] = []
        while True:
            targets: list[list[int]] = [[] for _ in self.jobs]
            for before, after, tie in found:
                targets[before].append(after)
                for leaf in self._leaves(tie):
                    targets[leaf].append(after)
            ordered = order(targets)
            if len(ordered) == self.count:
                return found, looped
            tangled = sorted(set(range(self.count)).difference(ordered))
            for circle in circles(targets, tangled):
                looped += circle
                closing = circle[-1], circle[0]
                kept = [row for row in found if row[:2] != closing]
                if len(kept) == len(found):  # a summary's leaf closes it
                    kept = [row for row in found if not self._closes(row, closing)]
                found = kept

    def _closes(self, row: tuple[int, int, Tie], closing: tuple[int, int]) -> bool:
        return row[1] == closing[1] and closing[0] in self._leaves(row[2])

    def _move_milestones(self, ties: Sequence[tuple[int, int, Tie]]) -> None:
        """Put milestones among their calendars' numbers where that is the same."""
        near: dict[int, list[int]] = {}
        outside = []
        for i, job in enumerate(self.jobs):
            if not job.duration:
                near[i] = []
        for before, after, tie in ties:
            straight = self.home[before] == self.home[after] and (
                tie.lag_kind is not LagKind.ELAPSED and not self._leaves(tie)
            )
            for one, other in ((before, after), (after, before)):
                if one not in near:
                    continue
                near[one].append(other)
                if not straight or self.jobs[other].elapsed:
                    outside.append(one)
        left = set(outside)
        for one in outside:  # grows
            for other in near[one]:
                if other in near and other not in left:
                    left.add(other)
                    outside.append(other)
        for one in near:
            if one not in left:
                self.line[one] = self.home[one]


def _parts(duration: int, gaps: Sequence[tuple[int, int]]) -> Iterator[Straight]:
    """Where work is done: the minutes from the beginning, gaps counted."""
    done = shift = 0
    for at, gap in gaps:
        if at > done:
            yield done + shift, at + shift
        done, shift = at, shift + gap
    yield done + shift, duration + shift
