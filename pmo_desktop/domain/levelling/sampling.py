"""New orders out of old ones, by chance: each keeps predecessors first."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from pmo_desktop.domain.levelling.frame import Frame
from pmo_desktop.domain.levelling.orders import by_key

# Up to so many jobs every choice is drawn by itself.
FEW = 400


def sampled(frame: Frame, keys: Sequence[int], dice: Random) -> list[int]:
    """Regret-based biased random sampling: of the jobs that can come next one is drawn, the more
    likely the less its key is (Drexl 1991; Kolisch & Hartmann 1999)."""
    if len(frame.order) > FEW:
        spread = _spread(frame, keys) * 0.15
        return by_key(frame, [key + dice.expovariate(1.0) * spread for key in keys])
    return _drawn(frame, keys, dice, 0.0)


def around(frame: Frame, order: Sequence[int], dice: Random, changes: float = 10.0) -> list[int]:
    """Nearly the same order: all but about so many jobs come as they did, the others are drawn
    (Valls, Ballestín & Quintanilla 2008: the neighbourhood of good solutions)."""
    place = [0] * frame.count
    for at, i in enumerate(order):
        place[i] = at
    count = len(order)
    if count > FEW:
        keys = [float(at) for at in place]
        width = count * dice.choice((0.02, 0.1, 0.4))
        for i in dice.sample(order, min(count, 1 + int(changes))):
            keys[i] += dice.uniform(-width, width)
        return by_key(frame, keys)
    return _drawn(frame, place, dice, 1 - changes / max(count, 20))


def around_from_end(frame: Frame, order: Sequence[int], dice: Random, changes: float) -> list[int]:
    """The same of an order that has successors first."""
    place = [0] * frame.count
    for at, i in enumerate(order):
        place[i] = at
    waits = [len(found) for found in frame.targets]
    keeps = 1 - changes / max(len(order), 20)
    return _picked(order, waits, frame.sources, place, dice, keeps)


def shifted(frame: Frame, order: Sequence[int], dice: Random) -> list[int]:
    """The same order but for one project, all of whose jobs come earlier, or later."""
    project = frame.jobs[dice.choice(order)].project
    distance = dice.gauss(0, len(order) / 4)
    keys = [0.0] * frame.count
    for at, i in enumerate(order):
        keys[i] = at + distance if frame.jobs[i].project == project else at
    return by_key(frame, keys)


def _spread(frame: Frame, keys: Sequence[int]) -> float:
    known = [keys[i] for i in frame.order]
    return float(max(known) - min(known)) if known else 0.0


def _drawn(frame: Frame, keys: Sequence[int], dice: Random, keeps: float) -> list[int]:
    return _picked(frame.order, frame.waits_for.copy(), frame.targets, keys, dice, keeps)


def _picked(
    jobs: Sequence[int],
    waits: list[int],
    targets: Sequence[Sequence[int]],
    keys: Sequence[int],
    dice: Random,
    keeps: float,
) -> list[int]:
    ready = [i for i in jobs if not waits[i]]
    found = []
    get, chance, choices = keys.__getitem__, dice.random, dice.choices
    while ready:
        if len(ready) == 1:
            i = ready[0]
        elif keeps and chance() < keeps:
            i = min(ready, key=get)
        else:
            worst = max(map(get, ready))
            i = choices(ready, [worst - keys[j] + 1 for j in ready])[0]
        ready.remove(i)
        found.append(i)
        for after in targets[i]:
            waits[after] -= 1
            if not waits[after]:
                ready.append(after)
    return found


def crossed(mother: Sequence[int], father: Sequence[int], dice: Random) -> list[int]:
    """Two-point crossover: the mother's beginning, then as the father has it, then as the mother
    (Hartmann 1998)."""
    count = len(mother)
    first = dice.randrange(count)
    last = dice.randrange(first, count)
    found = list(mother[:first])
    seen = set(found)
    for i in father:
        if len(found) >= last:
            break
        if i not in seen:
            found.append(i)
            seen.add(i)
    found += [i for i in mother if i not in seen]
    return found


def mutated(frame: Frame, order: list[int], dice: Random, chance: float = 0.05) -> list[int]:
    """Neighbours changed here and there, in place."""
    targets, drawn = frame.targets, dice.random
    for at in range(len(order) - 1):
        if drawn() < chance:
            one, other = order[at], order[at + 1]
            if other not in targets[one]:
                order[at], order[at + 1] = other, one
    return order
