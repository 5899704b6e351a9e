"""The terminal: sentences, a progress line, the JSON result, and the end of a command."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from pmo_desktop.commands.outcome import Outcome
from pmo_desktop.language import Language
from pmo_desktop.progress import Progress

BAR = 24
WIDTH = 100


class Console:
    """Speaks one language; with `as_json` the standard output belongs to the result alone."""

    def __init__(self, language: Language, *, as_json: bool) -> None:
        self.language = language
        self.as_json = as_json
        self._shows_progress = sys.stderr.isatty()
        self._has_progress = False

    def report(self, progress: Progress) -> None:
        """One line that is written over and over; nothing where no terminal is looking."""
        if not self._shows_progress:
            return
        share = progress.done / progress.total if progress.total else 0
        text = self.language.text(progress.text, **progress.params) if progress.text else ""
        filled = "#" * round(share * BAR)
        line = f"[{filled:<{BAR}}] {progress.done}/{progress.total} {text}"
        sys.stderr.write(f"\r{line[:WIDTH]:<{WIDTH}}")
        sys.stderr.flush()
        self._has_progress = True

    def say(self, line: str) -> None:
        """One line for people."""
        self._end_progress()
        print(line, file=sys.stderr if self.as_json else sys.stdout)

    def asks(self, question: str) -> bool | None:
        """Whether the user says yes; None where nobody can be asked."""
        self._end_progress()
        if not sys.stdin.isatty():
            return None
        sys.stderr.write(f"{question} [y/N] ")
        sys.stderr.flush()
        return sys.stdin.readline().strip().lower() in ("y", "yes", "是", "好")

    def finish(self, outcome: Outcome) -> int:
        """Print how it ended; returns the exit status, also where the reader has read enough."""
        try:
            for line in outcome.lines:
                self.say(line)
            if self.as_json:
                print(json.dumps(outcome.result, ensure_ascii=False, indent=1, default=str))
            sys.stdout.flush()
        except BrokenPipeError:
            # What Python would still flush at its end has nowhere to go either.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return outcome.status

    def failure(self, error: BaseException) -> str | None:
        """The sentence of an error that has one; None for a fault of the program itself."""
        sentence = getattr(error, "sentence", None)
        if isinstance(sentence, str):
            params = getattr(error, "params", {})
            return self.language.text(sentence, **params)
        if isinstance(error, OSError) and error.filename:
            return self.language.text(
                "{file} cannot be used: {detail}. Check the name and the permissions.",
                file=str(error.filename),
                detail=error.strerror or str(error),
            )
        return None

    def file_line(self, path: Path) -> str:
        return str(path.resolve())

    def _end_progress(self) -> None:
        if self._has_progress:
            sys.stderr.write("\n")
            self._has_progress = False
