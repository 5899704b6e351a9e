"""How long work tells of itself, without knowing who listens.

A work function takes `report: Report` and calls it now and then; the caller may raise `Cancelled`
from it, and the work must leave nothing half done behind.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


class Cancelled(Exception):
    """The user asked the work to stop."""


@dataclass(frozen=True)
class Progress:
    """`done` of `total` steps; `text` is an English source sentence, filled with `params`. Where
    the steps are `counted`, their numbers say something to people."""

    done: int
    total: int
    text: str = ""
    params: dict[str, Any] = field(default_factory=dict)
    counted: bool = True


Report = Callable[[Progress], None]


def silent(progress: Progress) -> None:
    """A listener that does not listen."""
    del progress
