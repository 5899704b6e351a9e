"""`bench`: the program's speed, each figure as a ratio to a baseline run beside it."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from pmo_desktop.commands.command import Argument, Command
from pmo_desktop.commands.console import Console
from pmo_desktop.commands.outcome import DONE, FINDINGS, Outcome
from pmo_desktop.language import Language

if TYPE_CHECKING:
    from pmo_desktop.bench.figure import Figure


def bench(options: argparse.Namespace, console: Console) -> Outcome:
    from pmo_desktop.bench.measures import measure

    figures = measure(console.report, options.files)
    holds = all(figure.holds for figure in figures)
    result = {"holds": holds, "figures": [figure.as_dict() for figure in figures]}
    lines = [line(figure, console.language) for figure in figures]
    return Outcome(DONE if holds else FINDINGS, result, tuple(lines))


def line(figure: Figure, language: Language) -> str:
    """`ok    1.52 (at most 2.0)  Gantt ...: 4.6 ms against 3.0 ms`."""
    told = {
        "verdict": language.text("holds") if figure.holds else language.text("EXCEEDED"),
        "ratio": f"{figure.ratio:.2f}",
        "limit": f"{figure.limit:.2g}",
        "name": language.text(figure.name),
    }
    if figure.unit == "MB":
        return language.text(
            "{verdict}  {ratio} (at most {limit})  {name}: {ours} MB against {baseline} MB",
            **told,
            ours=f"{figure.ours:.0f}",
            baseline=f"{figure.baseline:.0f}",
        )
    if figure.unit == "d":
        return language.text(
            "{verdict}  {ratio} (at most {limit})  {name}: {ours} days against {baseline} days",
            **told,
            ours=f"{figure.ours:.1f}",
            baseline=f"{figure.baseline:.1f}",
        )
    return language.text(
        "{verdict}  {ratio} (at most {limit})  {name}: {ours} ms against {baseline} ms",
        **told,
        ours=f"{figure.ours * 1000:.1f}",
        baseline=f"{figure.baseline * 1000:.1f}",
    )


BENCH = Command(
    "bench",
    "Measure the program's speed against bare libraries.",
    bench,
    (
        Argument(
            ("--files",),
            "read the spreadsheets of this folder instead of the demo office's",
            {"type": Path, "default": None, "metavar": "FOLDER"},
        ),
    ),
)
