"""`close`: freeze the open period's figures and open the next."""

from __future__ import annotations

import argparse

from pmo_desktop.commands.command import Command
from pmo_desktop.commands.console import Console
from pmo_desktop.commands.outcome import DONE, Outcome
from pmo_desktop.commands.shared import workspace


def close(options: argparse.Namespace, console: Console) -> Outcome:
    from pmo_desktop.services.period import close_period
    from pmo_desktop.storage.changes import Title

    with workspace(options, create=False) as opened:
        period = opened.edit(Title("Close the period"), close_period).result
    line = console.language.text("The period {period} is closed.", period=period)
    return Outcome(DONE, {"period": period}, (line,))


CLOSE = Command("close", "Close the reporting period: freeze its figures.", close)
