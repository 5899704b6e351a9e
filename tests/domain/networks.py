"""Random small networks on calendars with a few working minutes a day, so that a slow reference
can try every one of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache

from hypothesis import strategies as st

from pmo_desktop.domain.activities import Activity, Result, Tie
from pmo_desktop.domain.calendars import Calendar
from pmo_desktop.domain.network import schedule
from pmo_desktop.domain.summaries import expand
from pmo_desktop.domain.tasks import Constraint, LagKind, LinkType, ProgressRule
from tests.domain.reference import Clock

FIRST = datetime(2026, 10, 5)
START = datetime(2026, 11, 2, 9)
DAYS = 200
CALENDARS = (
    Calendar.from_text("09:00-09:03,13:00-13:02;" * 5 + ";"),
    Calendar.from_text("13:01-13:05;" * 6, {date(2026, 11, 4): ""}),
    Calendar.from_text(";;09:02-09:04,20:00-20:02;;23:59-24:00;;00:00-00:03"),
)
CLOCKS = tuple(Clock(calendar, FIRST, DAYS) for calendar in CALENDARS)


@dataclass(frozen=True)
class Net:
    """What a schedule is asked for."""

    activities: tuple[Activity, ...]
    ties: tuple[Tie, ...]
    status: datetime | None = None

    def schedule(self) -> Result:
        return schedule(self.activities, self.ties, CALENDARS, START, self.status)

    def with_activity(self, changed: Activity) -> Net:
        """The same net with one activity in the place of its namesake."""
        activities = tuple(changed if a.id == changed.id else a for a in self.activities)
        return replace(self, activities=activities)

    def delayed(self, activity: int, minutes: int) -> Net:
        """The same net with one activity held until so many working minutes behind its start."""
        own = self.activities[activity]
        start = self.schedule().activities[activity].start
        until = CALENDARS[own.calendar].add(start, minutes)
        return self.with_activity(replace(own, constraint=Constraint.SNET, constraint_date=until))


moments = st.sampled_from(
    [CLOCKS[0].begin(number) for number in range(100, 130)]
    + [CLOCKS[1].end(number) for number in range(90, 110)]
    + [datetime(2026, 11, day, 12) for day in range(2, 16)]
)


durations = st.sampled_from([0, 0, 1, 2, 3, 5, 7])


# Strategies are made once: to check a new one takes many times as long as to draw from it.


@cache
def ties_between(count: int, rich: bool = False) -> st.SearchStrategy[list[Tie]]:
    """Ties from earlier to later activities only, so that there is no loop."""
    pairs = st.sampled_from([(a, b) for b in range(count) for a in range(b)])
    tie = st.builds(
        lambda pair, kind, lag: Tie(pair[0], pair[1], kind, lag),
        pairs,
        st.sampled_from(LinkType),
        st.sampled_from([0, 0, 1, 2, 5, -1, -3]),
    )
    if rich:
        elapsed = st.sampled_from([0, 7, 600, 1440, -600])
        tie = st.one_of(
            tie,
            st.builds(
                lambda tie, lag: replace(tie, lag_minutes=lag, lag_kind=LagKind.ELAPSED),
                tie,
                elapsed,
            ),
            st.builds(
                lambda tie, share: replace(tie, lag_share=share, lag_kind=LagKind.SHARE),
                tie,
                st.sampled_from([0.5, 1.0, -0.34]),
            ),
        )
    return st.lists(tie, min_size=count - 1, max_size=2 * count)


@cache
def free_activity(number: int, calendars: tuple[int, ...]) -> st.SearchStrategy[Activity]:
    """Not started, and placed by its ties; sometimes held by a constraint."""
    plain = st.builds(Activity, st.just(number), durations, calendar=st.sampled_from(calendars))
    held = st.builds(
        lambda activity, kind, moment: replace(activity, constraint=kind, constraint_date=moment),
        plain,
        st.sampled_from([Constraint.ASAP, Constraint.SNET, Constraint.FNET]),
        moments,
    )
    return st.one_of(plain, plain, held)


@cache
def fixed_activity(number: int, calendars: tuple[int, ...]) -> st.SearchStrategy[Activity]:
    """With the dates that a team gave."""
    return st.builds(
        lambda activity, one, other: replace(
            activity, fixed=True, start=min(one, other), finish=max(one, other)
        ),
        free_activity(number, calendars),
        moments,
        moments,
    )


@cache
def begun_activity(number: int, calendars: tuple[int, ...]) -> st.SearchStrategy[Activity]:
    """Running or finished."""
    return st.builds(
        lambda activity, share, one, other: replace(
            activity,
            percent_complete=share,
            actual_start=min(one, other),
            actual_finish=max(one, other) if share == 1 else None,
        ),
        free_activity(number, calendars),
        st.sampled_from([0.0, 0.3, 0.5, 0.99, 1.0]),
        moments,
        moments,
    )


@cache
def bound_activity(
    number: int,
    calendars: tuple[int, ...],
    bounds: tuple[Constraint, ...] = tuple(k for k in Constraint if k is not Constraint.ALAP),
) -> st.SearchStrategy[Activity]:
    """Anything that its own dates can do to what has not begun, but for lying late."""
    return st.builds(
        lambda activity, kind, moment, honoured, elapsed, gaps: replace(
            activity,
            constraint=kind,
            constraint_date=None if kind is Constraint.ASAP else moment,
            honours_constraint=honoured,
            elapsed=elapsed,
            gaps=gaps,
        ),
        st.builds(Activity, st.just(number), durations, calendar=st.sampled_from(calendars)),
        st.sampled_from(bounds),
        moments,
        st.booleans(),
        st.sampled_from([False, False, True]),
        st.sampled_from([(), (), ((2, 3),), ((1, 2), (4, 1))]),
    )


@cache
def soft_activity(number: int, calendars: tuple[int, ...]) -> st.SearchStrategy[Activity]:
    """As `bound`, with nothing that it must not lie behind."""
    return bound_activity(number, calendars, (Constraint.ASAP, Constraint.SNET, Constraint.FNET))


@cache
def odd_activity(number: int, calendars: tuple[int, ...]) -> st.SearchStrategy[Activity]:
    """Begun with gaps, a date to resume at, or another rule of progress; or inactive."""
    return st.builds(
        lambda activity, gaps, resume, rule, active, elapsed: replace(
            activity,
            gaps=gaps,
            resume=resume,
            progress_rule=rule,
            active=active,
            elapsed=elapsed,
            constraint=Constraint.ASAP,
        ),
        begun_activity(number, calendars),
        st.sampled_from([(), ((1, 2), (3, 4))]),
        st.one_of(st.none(), moments),
        st.sampled_from(ProgressRule),
        st.sampled_from([True, True, True, False]),
        st.sampled_from([False, False, True]),
    )


MAKE = {
    "free": free_activity,
    "bound": bound_activity,
    "fixed": fixed_activity,
    "begun": begun_activity,
    "odd": odd_activity,
    "soft": soft_activity,
}
counts = st.integers(2, 7)
shares = st.sampled_from([0.5, 1.0, -0.34, 2.0])
link_types = st.sampled_from(LinkType)


@cache
def some_of(kinds: tuple[str, ...]) -> st.SearchStrategy[str]:
    return st.sampled_from(kinds)


@cache
def whole(first: int, last: int) -> st.SearchStrategy[int]:
    return st.integers(first, last)


RICH = ("free", "bound", "bound", "fixed", "begun", "odd")


@st.composite
def nets(
    draw: st.DrawFn,
    *,
    kinds: tuple[str, ...] = ("free",),
    calendars: tuple[int, ...] = (0, 1, 2),
    status: bool = False,
    rich: bool = False,
) -> Net:
    """A net of up to seven activities of these kinds (`free`, `soft`, `bound`, `fixed`,
    `begun`, `odd`),
    with `rich` ties or working lags alone."""
    count = draw(counts)
    kind = some_of(kinds)
    activities = tuple(draw(MAKE[draw(kind)](number, calendars)) for number in range(count))
    ties = tuple(draw(ties_between(count, rich)))
    return Net(activities, ties, draw(moments) if status else None)


@st.composite
def phased(draw: st.DrawFn, *, kinds: tuple[str, ...], status: bool = False) -> Net:
    """A rich net in which what comes later follows one or two summaries of what comes before, at a
    share of their durations."""
    net = draw(nets(kinds=kinds, status=status, rich=True))
    last = len(net.activities) - 1
    ties = list(net.ties)
    for summary in (100, 200)[: draw(whole(1, 2))]:
        begin = draw(whole(0, last - 1))
        end = draw(whole(begin + 1, last))
        parents: dict[int, int | None] = {summary: None}
        parents |= {n: summary if begin <= n < end else None for n in range(last + 1)}
        share = draw(shares)
        tie = Tie(summary, draw(whole(end, last)), draw(link_types),
                  lag_kind=LagKind.SHARE, lag_share=share)  # fmt: skip
        calendar = draw(whole(0, len(CALENDARS) - 1))
        found = expand([*ties, tie], parents, calendar_of=lambda _, at=calendar: at)
        ties = list(found.ties)
    return replace(net, ties=tuple(ties))
