"""Traffic lights: what each is, and why.

A verdict carries its reasons as a sentence and its parameters; the window and the reports put them
in the reader's words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Light(StrEnum):
    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    GREY = "grey"


SEVERITY = {Light.GREY: 0, Light.GREEN: 1, Light.AMBER: 2, Light.RED: 3}
DIMENSIONS = ("schedule", "cost", "quality", "risk", "resource")


@dataclass(frozen=True)
class Reason:
    """`rule` is an English source sentence with the inputs as `params`."""

    rule: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Verdict:
    light: Light
    reasons: tuple[Reason, ...] = ()


def worst(verdicts: Mapping[str, Verdict]) -> Verdict:
    """The overall verdict: the worst of the dimensions, with the reasons of those that are so."""
    light = max((v.light for v in verdicts.values()), key=SEVERITY.__getitem__, default=Light.GREY)
    reasons = tuple(r for v in verdicts.values() if v.light is light for r in v.reasons)
    return Verdict(light, reasons)
