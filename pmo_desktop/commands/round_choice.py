"""Which round a command means, and the days and sheets that it is given."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from pmo_desktop.services.refused import Refused

if TYPE_CHECKING:
    from pmo_desktop.services.round_rows import RoundRow
    from pmo_desktop.storage.workspace import Workspace


def chosen_round(opened: Workspace, period: str | None) -> RoundRow:
    """The newest round of the period, or the only one that is open; raises `Refused`."""
    from pmo_desktop.services.round_rows import rounds

    known = opened.query(rounds)
    if period is not None:
        named = [row for row in known if row.period == period]
        if not named:
            raise Refused("There is no round of {period}.", period=period)
        return named[0]
    open_ones = [row for row in known if row.is_open]
    if not open_ones:
        raise Refused("No round is open: begin one with send-out --round.")
    if len(open_ones) > 1:
        periods = ", ".join(row.period for row in open_ones)
        raise Refused("Several rounds are open ({periods}): name one with --round.",
                      periods=periods)  # fmt: skip
    return open_ones[0]


def day(text: str) -> date:
    """A day as ISO writes it; raises `Refused`."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused("“{text}” is no day: write it like 2026-11-25.", text=text) from None
