"""The garbage collector at rest, for work that makes rows by the ten thousand and keeps them.

Such rows refer to each other in no circle; the collector would walk all of them over and over for
nothing: a fifth of the time of a reading, half the time of a large import.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

# One entry for each that rests: who collects by itself (`ui.garbage`) leaves it at that.
RESTING: list[None] = []
# One entry while something is frozen: to have Python count it takes longer than a small edit.
FROZEN: list[None] = []


def freeze() -> None:
    """What stands now stays: no round of the collector looks at it until it is thawed."""
    gc.freeze()
    FROZEN[:] = [None]


def thaw() -> None:
    """All of it is looked at again."""
    gc.unfreeze()
    FROZEN.clear()


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """No collection inside; several may rest at once, in each other or on several threads."""
    was_on = gc.isenabled()
    gc.disable()
    RESTING.append(None)
    try:
        yield
    finally:
        RESTING.pop()
        if not FROZEN:
            # Frozen and thawed they are the oldest generation's at once, without a walk.
            gc.freeze()
            gc.unfreeze()
        if was_on:
            gc.enable()
