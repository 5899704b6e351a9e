"""The order of a network, and the circles that spoil it. Nodes are 0..n-1, arrows their successors.

Nothing here recurses: a chain may have a hundred thousand links.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator, Sequence

Arrows = Sequence[Collection[int]]


def order(arrows: Arrows) -> list[int]:
    """The nodes with every predecessor before its successors; those in loops or behind them are
    left out (Kahn's algorithm)."""
    waiting = [0] * len(arrows)
    for targets in arrows:
        for target in targets:
            waiting[target] += 1
    found = [node for node, count in enumerate(waiting) if not count]
    for node in found:
        for target in arrows[node]:
            waiting[target] -= 1
            if not waiting[target]:
                found.append(target)
    return found


def circles(arrows: Arrows, nodes: Collection[int]) -> list[list[int]]:
    """One circle of arrows for each tangle among `nodes`, a shortest one through its least node."""
    found = []
    for tangle in _tangles(arrows, nodes):
        least = min(tangle)
        if len(tangle) > 1 or least in arrows[least]:
            found.append(_circle(arrows, tangle, least))
    return sorted(found)


def _circle(arrows: Arrows, tangle: set[int], first: int) -> list[int]:
    """A shortest way within the tangle from `first` back to it, by breadth."""
    came_from: dict[int, int] = {}
    queue = deque([first])
    while first not in came_from:
        node = queue.popleft()
        for target in arrows[node]:
            if target in tangle and target not in came_from:
                came_from[target] = node
                queue.append(target)
    way = [came_from[first]]
    while way[-1] != first:
        way.append(came_from[way[-1]])
    return way[::-1]


def _tangles(arrows: Arrows, nodes: Collection[int]) -> Iterator[set[int]]:
    """The strongly connected components among `nodes` (Kosaraju and Sharir: walk forwards, then
    gather backwards from the nodes left last)."""
    free = set(nodes)
    backwards: dict[int, list[int]] = {node: [] for node in nodes}
    for node in nodes:
        for target in arrows[node]:
            if target in free:
                backwards[target].append(node)
    for root in reversed(list(_as_left(arrows, nodes))):
        if root not in free:
            continue
        free.remove(root)
        tangle = [root]
        for node in tangle:
            fresh = free.intersection(backwards[node])
            free -= fresh
            tangle += fresh
        yield set(tangle)


def _as_left(arrows: Arrows, nodes: Collection[int]) -> Iterator[int]:
    """The nodes in the order in which a walk in depth leaves them for good."""
    fresh = set(nodes)
    for root in nodes:
        if root not in fresh:
            continue
        fresh.remove(root)
        path = [(root, iter(arrows[root]))]
        while path:
            node, targets = path[-1]
            target = next((target for target in targets if target in fresh), None)
            if target is None:
                path.pop()
                yield node
            else:
                fresh.remove(target)
                path.append((target, iter(arrows[target])))
