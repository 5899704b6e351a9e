"""The serial scheme on packed profiles: all that is left of all resources in one whole number a
slot, a field of bits each.

Between the fields stand guard bits: where subtracting a job's needs clears one, that resource has
not enough. So a slot is asked for all resources by one subtraction. It serves where all jobs lie on
one line, nothing goes over the clock or rests, and few slots make a job, as in the instances of
PSPLIB; a slot is as long as everything's greatest common divisor, so nothing is rounded.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import gcd

from pmo_desktop.domain.levelling.frame import Frame
from pmo_desktop.domain.levelling.profile import EVER
from pmo_desktop.domain.levelling.resources import Supply
from pmo_desktop.domain.levelling.serial import Placed

# Jobs of more slots are better placed on steps, and so are so many slots, or so many bits, in all.
MOST_SLOTS_A_JOB, MOST_SLOTS, MOST_BITS = 24, 40_000, 600


class Packed:
    """See the top; `packed` makes it where it serves."""

    def __init__(
        self, frame: Frame, base: int, slot: int, rows: Sequence[int], guard: int, need: list[int]
    ) -> None:
        self._base, self._slot, self._rows, self._guard = base, slot, list(rows), guard
        self._need = need
        self._span = [span // slot for span in frame.span]
        self._floor = [(floor - base) // slot for floor in frame.floor]
        self._in = [tuple((b, m // slot) for b, m in ties) for ties in frame.straight_in]
        self._out = [tuple((a, m // slot) for a, m in ties) for ties in frame.straight_out]

    def forward(self, order: Sequence[int]) -> Placed:
        """As `serial.Steps.forward`."""
        span, need, ties, guard = self._span, self._need, self._in, self._guard
        rows = self._rows.copy()
        start = self._floor.copy()
        for i in order:
            t = start[i]
            for before, slots in ties[i]:
                pull = start[before] + slots
                if pull > t:
                    t = pull
            needs = need[i]
            if needs:
                d = span[i]
                u = t + d - 1
                while u >= t:
                    if (rows[u] - needs) & guard != guard:
                        t = u + 1
                        u += d
                    else:
                        u -= 1
                for u in range(t, t + d):
                    rows[u] -= needs
            start[i] = t
        return Placed(self._numbers(start))

    def backward(self, order: Sequence[int], until: Sequence[int], early: Sequence[int]) -> Placed:
        """As `serial.Steps.backward`."""
        base, slot = self._base, self._slot
        span, need, ties, guard = self._span, self._need, self._out, self._guard
        rows = self._rows.copy()
        start = [(n - base) // slot for n in early]
        for i in order:
            d = span[i]
            least = start[i]
            t = (until[i] - base) // slot
            for after, slots in ties[i]:
                pull = start[after] - slots + d
                if pull < t:
                    t = pull
            needs = need[i]
            u = t - d
            if needs:
                while least < u < t:
                    if (rows[u] - needs) & guard != guard:
                        t = u
                        u = t - d
                    else:
                        u += 1
                t -= d
                if t < least:
                    t = least
                for u in range(t, t + d):
                    rows[u] -= needs
            else:
                t = max(u, least)
            start[i] = t
        return Placed(self._numbers(start))

    def _numbers(self, start: Sequence[int]) -> list[int]:
        base, slot = self._base, self._slot
        return [base + slot * t for t in start]


def packed(frame: Frame, supply: Supply) -> Packed | None:
    """The scheme for this problem; None where steps serve better."""
    if not _serves(frame, supply):
        return None
    base = min((frame.floor[i] for i in frame.order), default=0)
    slot = _slot(frame, supply, base)
    if not slot or sum(frame.span) > slot * MOST_SLOTS_A_JOB * frame.count:
        return None
    steps = [number for at, _ in supply.profiles for number in at[1:-1]]
    last = max([base, *steps, *(frame.floor[i] for i in frame.order)])
    ties = [minutes for found in frame.straight_in for _, minutes in found if minutes > 0]
    # Behind the last step everything fits one after the other.
    count = (last - base + sum(frame.span) + sum(ties)) // slot + 2
    if count > MOST_SLOTS:
        return None
    return _made(frame, supply, base, slot, count)


def _serves(frame: Frame, supply: Supply) -> bool:
    if not frame.order or not frame.on_one_line:
        return False
    if any(frame.crossing_in[i] or frame.parts[i] is not None for i in frame.order):
        return False
    if any(supply.waits) or any(use.spans for uses in supply.uses for use in uses):
        return False
    if any(supply.others[use.view] for uses in supply.uses for use in uses):
        return False
    if any(min(room) < 0 for _, room in supply.profiles):  # pinned jobs take too much
        return False
    return all(use.units <= supply.finals[use.view] for uses in supply.uses for use in uses)


def _slot(frame: Frame, supply: Supply, base: int) -> int:
    found = 0
    for i in frame.order:
        found = gcd(found, frame.span[i], frame.floor[i] - base)
        found = gcd(found, *(minutes for _, minutes in frame.straight_in[i]))
    for at, _ in supply.profiles:
        found = gcd(found, *(number - base for number in at[1:-1] if number > base))
    return found


def _made(frame: Frame, supply: Supply, base: int, slot: int, count: int) -> Packed | None:
    shift = 0
    guard = 0
    rows = [0] * count
    need = [0] * frame.count
    shifts = []
    sizes = []
    for v, (at, room) in enumerate(supply.profiles):
        own = [use.units for uses in supply.uses for use in uses if use.view == v]
        size = gcd(0, *own)
        # What is beyond a multiple of all needs is of no use to anyone.
        most = max(room[:-1]) // size if size else 0
        bits = most.bit_length() + 1
        shifts.append(shift)
        sizes.append(size)
        if size:
            guard |= 1 << (shift + bits - 1)
            for k in range(len(room) - 1):
                first = max(0, (at[k] - base) // slot)
                last = count if at[k + 1] == EVER else (at[k + 1] - base) // slot
                for u in range(first, min(last, count)):
                    rows[u] |= (room[k] // size) << shift
            shift += bits
    if shift > MOST_BITS:
        return None
    for i, uses in enumerate(supply.uses):
        if i not in frame.begun:
            need[i] = sum(units // sizes[view] << shifts[view] for view, units, _ in uses)
    return Packed(frame, base, slot, [row | guard for row in rows], guard, need)
