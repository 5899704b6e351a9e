"""A command as data: its name, what it takes, and the function that does it."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from pmo_desktop.commands.console import Console
from pmo_desktop.commands.outcome import Outcome
from pmo_desktop.language import Language


@dataclass(frozen=True)
class Argument:
    """`flags` as `argparse` has them; `help` is an English source sentence."""

    flags: tuple[str, ...]
    help: str
    settings: dict[str, Any] = field(default_factory=dict)

    def options(self, language: Language) -> dict[str, Any]:
        # `argparse` fills in what follows a %.
        return {**self.settings, "help": language.text(self.help).replace("%", "%%")}


@dataclass(frozen=True)
class Command:
    name: str
    summary: str
    run: Callable[[argparse.Namespace, Console], Outcome]
    arguments: tuple[Argument, ...] = ()
