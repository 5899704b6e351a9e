"""Random small networks on calendars with a few working minutes a day, so that a slow reference
can try every one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from hypothesis import strategies as st

from pmo_desktop.domain.activities import Activity, Result, Tie
from pmo_desktop.domain.calendars import Calendar
from pmo_desktop.domain.network import schedule
from pmo_desktop.domain.tasks import Constraint, LinkType
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


def ties_between(count: int) -> st.SearchStrategy[list[Tie]]:
    """Ties from earlier to later activities only, so that there is no loop."""
    pairs = st.sampled_from([(a, b) for b in range(count) for a in range(b)])
    tie = st.builds(
        lambda pair, kind, lag: Tie(pair[0], pair[1], kind, lag),
        pairs,
        st.sampled_from(LinkType),
        st.sampled_from([0, 0, 1, 2, 5, -1, -3]),
    )
    return st.lists(tie, min_size=count - 1, max_size=2 * count)


def free_activity(number: int, calendars: Sequence[int]) -> st.SearchStrategy[Activity]:
    """Not started, and placed by its ties; sometimes held by a constraint."""
    plain = st.builds(
        Activity, st.just(number), durations, calendar=st.sampled_from(list(calendars))
    )
    held = st.builds(
        lambda activity, kind, moment: replace(activity, constraint=kind, constraint_date=moment),
        plain,
        st.sampled_from([Constraint.ASAP, Constraint.SNET, Constraint.FNET]),
        moments,
    )
    return st.one_of(plain, plain, held)


def fixed_activity(number: int, calendars: Sequence[int]) -> st.SearchStrategy[Activity]:
    """With the dates that a team gave."""
    return st.builds(
        lambda activity, one, other: replace(
            activity, fixed=True, start=min(one, other), finish=max(one, other)
        ),
        free_activity(number, calendars),
        moments,
        moments,
    )


def begun_activity(number: int, calendars: Sequence[int]) -> st.SearchStrategy[Activity]:
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


@st.composite
def nets(
    draw: st.DrawFn,
    *,
    kinds: Sequence[str] = ("free",),
    calendars: Sequence[int] = (0, 1, 2),
    status: bool = False,
) -> Net:
    """A net of up to seven activities of these kinds (`free`, `fixed`, `begun`)."""
    make = {"free": free_activity, "fixed": fixed_activity, "begun": begun_activity}
    count = draw(st.integers(2, 7))
    activities = tuple(
        draw(make[draw(st.sampled_from(list(kinds)))](number, calendars)) for number in range(count)
    )
    ties = tuple(draw(ties_between(count)))
    return Net(activities, ties, draw(moments) if status else None)
