"""The demo office's word lists, `resources/demo/*.json`, and the dice that draw from them.

Every part of the office has dice of its own, named for it: so one part can be changed without
another coming out differently, and the same seed always makes the same office.
"""

from __future__ import annotations

import json
from functools import cache
from random import Random
from typing import Any

from pmo_desktop.paths import resource

UID_BITS = 60


@cache
def words(name: str) -> Any:
    """One word list: `people`, `portfolio`, `tasks`, `registers` or `status`."""
    return json.loads(resource("demo", f"{name}.json").read_text(encoding="utf-8"))


def dice(seed: int, *purpose: str) -> Random:
    """The dice for one purpose: the same seed and purpose roll the same."""
    return Random("/".join((str(seed), *purpose)))


def uid(rng: Random) -> str:
    """An identity as the services give them: a letter and fifteen hexadecimal digits."""
    return f"u{rng.getrandbits(UID_BITS):015x}"
