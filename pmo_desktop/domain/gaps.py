"""The splits of a task as text: `480+960;960+480`, after 480 worked minutes a gap of 960 working
minutes, after 960 another of 480."""

from __future__ import annotations

from functools import lru_cache

Gaps = tuple[tuple[int, int], ...]


@lru_cache(maxsize=1024)
def parse_gaps(text: str) -> Gaps:
    """The pairs of a text; what is no pair of numbers is passed over."""
    found = []
    for part in text.split(";"):
        worked, _, gap = part.partition("+")
        if worked.strip().isdecimal() and gap.strip().isdecimal():
            found.append((int(worked), int(gap)))
    return tuple(found)


def gaps_text(gaps: Gaps) -> str:
    return ";".join(f"{worked}+{gap}" for worked, gap in gaps)
