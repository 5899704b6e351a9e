"""How a command ended: its exit status, its result for programs, its sentences for people."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

DONE = 0
FINDINGS = 1
FAILED = 2


@dataclass(frozen=True)
class Outcome:
    """`result` is what `--json` prints; `lines` are ready to read."""

    status: int
    result: dict[str, Any] = field(default_factory=dict)
    lines: tuple[str, ...] = ()
