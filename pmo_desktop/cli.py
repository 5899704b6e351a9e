"""The command line: the same verbs as the window's, for scheduled tasks and for checking.

Exit status: 0 done, 1 done with findings, 2 not done. With `--json` the result goes to the standard
output as one JSON document, and sentences for people go to the standard error. No command but
`window` and `bench` imports Qt.
"""

from __future__ import annotations

import argparse
import io
import logging
import sys
from collections.abc import Sequence
from pathlib import Path

from pmo_desktop import __version__
from pmo_desktop.commands.actuals import ACTUALS
from pmo_desktop.commands.bench import BENCH
from pmo_desktop.commands.checks import CHECKS
from pmo_desktop.commands.closing import CLOSE
from pmo_desktop.commands.collect import COLLECT
from pmo_desktop.commands.console import Console
from pmo_desktop.commands.coordinating import COORDINATE
from pmo_desktop.commands.demo import DEMO
from pmo_desktop.commands.export import EXPORT
from pmo_desktop.commands.gantt import GANTT
from pmo_desktop.commands.importing import IMPORT
from pmo_desktop.commands.level import LEVEL
from pmo_desktop.commands.load import LOAD
from pmo_desktop.commands.mappings import MAPPINGS
from pmo_desktop.commands.outcome import FAILED, Outcome
from pmo_desktop.commands.pack import PACK
from pmo_desktop.commands.returning import RETURN
from pmo_desktop.commands.scenarios import SCENARIOS
from pmo_desktop.commands.send_out import SEND_OUT
from pmo_desktop.commands.simulate import SIMULATE
from pmo_desktop.commands.template import TEMPLATE
from pmo_desktop.commands.timesheets import TIMESHEET
from pmo_desktop.commands.trace import TRACE
from pmo_desktop.commands.undoing import REDO, UNDO
from pmo_desktop.language import CODES, Language, system_language
from pmo_desktop.logs import start_logging
from pmo_desktop.paths import user_data
from pmo_desktop.progress import Cancelled

COMMANDS = (
    DEMO,
    IMPORT,
    MAPPINGS,
    TEMPLATE,
    SEND_OUT,
    COLLECT,
    RETURN,
    PACK,
    GANTT,
    COORDINATE,
    CHECKS,
    SIMULATE,
    LEVEL,
    LOAD,
    SCENARIOS,
    TIMESHEET,
    ACTUALS,
    EXPORT,
    CLOSE,
    UNDO,
    REDO,
    TRACE,
    BENCH,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    _speak_utf8()
    given = list(sys.argv[1:] if arguments is None else arguments)
    options = _parser(_language(given)).parse_args(given)
    console = Console(_language(given), as_json=options.json)
    try:
        outcome = options.run(options, console)
    except (KeyboardInterrupt, Cancelled):
        outcome = _failed(console.language.text("Stopped; nothing was changed."))
    except Exception as error:
        outcome = _failed(console.failure(error) or _surprise(console, error))
    return console.finish(outcome)


def _failed(sentence: str) -> Outcome:
    return Outcome(FAILED, {"error": sentence}, (sentence,))


def _surprise(console: Console, error: Exception) -> str:
    """A fault of the program itself: the log has what a programmer needs."""
    log = start_logging(user_data())
    logging.getLogger(__name__).error("a command failed", exc_info=error)
    return console.language.text(
        "The program made a mistake ({detail}). Nothing was written; please pass on {log}.",
        detail=f"{type(error).__name__}: {error}",
        log=str(log),
    )


def _language(arguments: Sequence[str]) -> Language:
    """The language that is asked for: help and errors of the arguments speak it, too."""
    for before, after in zip(arguments, [*arguments[1:], ""], strict=True):
        code = after if before == "--language" else before.removeprefix("--language=")
        if code in CODES and (before == "--language" or before.startswith("--language=")):
            return Language(code)
    return system_language()


def _parser(language: Language) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="pmo-desktop",
        description=language.text("One project management office on one laptop."),
    )
    parser.add_argument("--version", action="version", version=__version__)
    common = _common(language)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for command in COMMANDS:
        summary = language.text(command.summary)
        sub = commands.add_parser(command.name, parents=[common], help=summary, description=summary)
        for argument in command.arguments:
            sub.add_argument(*argument.flags, **argument.options(language))
        sub.set_defaults(run=command.run)
    return parser


def _common(language: Language) -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "--database",
        type=Path,
        metavar="FILE",
        help=language.text("the database; without it, the one in your user data folder"),
    )
    common.add_argument(
        "--language", choices=CODES, help=language.text("the language of what is written")
    )
    common.add_argument(
        "--json", action="store_true", help=language.text("print the result as JSON")
    )
    return common


def _speak_utf8() -> None:
    """A Windows console may be set to another encoding: Chinese must not break the output."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


if __name__ == "__main__":
    sys.exit(main())
