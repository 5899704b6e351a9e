"""Which differences are taken, when one of them is ticked or not: what hangs on it goes along.

Who takes a level of somebody new takes the new person, too; who leaves the person out leaves out
all that is said of them; of two files that say different things of one row only one is taken.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from pmo_desktop.domain.pool_changes import PoolChange, contradict


def ticked(
    changes: Sequence[PoolChange], taken: Collection[int], at: int, on: bool
) -> frozenset[int]:
    """The places in `changes` that are taken after the one `at` was ticked (`on`) or not; `taken`
    are those before."""
    found = set(taken)
    one = changes[at]
    deciders = {other.decides: number for number, other in enumerate(changes) if other.decides}
    if not on:
        found.discard(at)
        gone = {one.decides} - {""}
        found -= {n for n in found if gone & set(changes[n].doubts)}
        return frozenset(found)
    wanted = {at} | {deciders[key] for key in one.doubts if key in deciders}
    found |= wanted
    if one.decides:
        known = {key for key, number in deciders.items() if number in found}
        found |= {n for n, other in enumerate(changes)
                  if one.decides in other.doubts and known.issuperset(other.doubts)}  # fmt: skip
    against = {n for n in found if any(contradict(changes[w], changes[n]) for w in wanted)}
    return frozenset(found - (against - wanted))
