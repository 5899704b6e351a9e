"""Whether the office has the skills that it needs: holders, levels, demand.

Somebody holds a skill from the level on that the office needs of it. Placeholders and people who
have left hold nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

LEVELS = (1, 2, 3, 4, 5)


class SkillGap(StrEnum):
    """What is wrong with a skill, the gravest first. UNMET: it is asked for, and nobody holds it.
    NOBODY: nobody holds it. SINGLE: one person alone. FEW: fewer than are needed. NONE:
    nothing is."""

    UNMET = "unmet"
    NOBODY = "nobody"
    SINGLE = "single"
    FEW = "few"
    NONE = "none"


GRAVITY = tuple(SkillGap)


@dataclass(frozen=True)
class SkillNeed:
    """`needed_holders` people at `needed_level` or above; `asked` counts what asks for it now."""

    needed_holders: int
    needed_level: int
    asked: int = 0


def holders(levels: Sequence[int], needed_level: int) -> int:
    """How many hold a skill, of those who have it at these levels."""
    return sum(level >= needed_level for level in levels)


def gap(levels: Sequence[int], need: SkillNeed) -> SkillGap:
    """What is wrong with a skill that people have at these levels."""
    found = holders(levels, need.needed_level)
    if found == 0 and need.asked:
        return SkillGap.UNMET
    if found == 0 and need.needed_holders:
        return SkillGap.NOBODY
    if found == 1 and need.needed_holders > 1:
        return SkillGap.SINGLE
    return SkillGap.FEW if found < need.needed_holders else SkillGap.NONE
