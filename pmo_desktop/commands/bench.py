"""`bench`: the program's speed, each figure as a ratio to a baseline run beside it."""

from __future__ import annotations

import argparse

from pmo_desktop.commands.command import Command
from pmo_desktop.commands.console import Console
from pmo_desktop.commands.outcome import Outcome


def bench(options: argparse.Namespace, console: Console) -> Outcome:
    from pmo_desktop.bench.run import run_bench

    del options
    return run_bench(console)


BENCH = Command("bench", "Measure the program's speed against bare libraries.", bench)
