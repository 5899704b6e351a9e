"""Order and circles, against trying every way round."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from pmo_desktop.domain.loops import circles, order

graphs = st.integers(1, 9).flatmap(
    lambda count: st.lists(
        st.sets(st.integers(0, count - 1), max_size=3), min_size=count, max_size=count
    )
)


def reached(arrows: list[set[int]], first: int) -> set[int]:
    """All that can be reached from a node by one arrow or more."""
    found: set[int] = set()
    waiting = list(arrows[first])
    while waiting:
        node = waiting.pop()
        if node not in found:
            found.add(node)
            waiting.extend(arrows[node])
    return found


def test_predecessors_come_first() -> None:
    assert order([[2], [2], [3], []]) == [0, 1, 2, 3]


def test_what_lies_in_or_behind_a_circle_has_no_order() -> None:
    assert order([[1], [2], [1, 3], [], [0]]) == [4, 0]


@given(graphs)
def test_what_has_an_order_lies_neither_in_nor_behind_a_circle(arrows: list[set[int]]) -> None:
    looping = {node for node in range(len(arrows)) if node in reached(arrows, node)}
    behind = set().union(*(reached(arrows, node) for node in looping))
    found = order(arrows)
    assert set(found) == set(range(len(arrows))) - looping - behind
    place = {node: index for index, node in enumerate(found)}
    for node in found:
        assert all(place[node] < place[target] for target in arrows[node] if target in place)


@given(graphs)
def test_every_tangle_has_one_circle_and_every_circle_is_one(arrows: list[set[int]]) -> None:
    nodes = [node for node in range(len(arrows)) if node not in set(order(arrows))]
    tangles = {
        frozenset(other for other in nodes if other in reached(arrows, node)
                  and node in reached(arrows, other))
        for node in nodes
        if node in reached(arrows, node)
    }  # fmt: skip
    found = circles(arrows, nodes)
    assert len(found) == len(tangles)
    for circle in found:
        assert len(set(circle)) == len(circle)
        assert any(set(circle) <= tangle and circle[0] == min(tangle) for tangle in tangles)
        for before, after in pairwise([*circle, circle[0]]):
            assert after in arrows[before]
