from __future__ import annotations

from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from pmo_desktop.domain.activities import Activity, Tie
from pmo_desktop.domain.calendars import STANDARD
from pmo_desktop.domain.link_graph import LinkGraph, Pair
from pmo_desktop.domain.network import schedule
from pmo_desktop.domain.summaries import expand

NAMES = {1: "Plan", 2: "Build", 3: "Test", 10: "Phase"}
FLAT = {1: None, 2: None, 3: None}
UNDER = {10: None, 1: 10, 2: 10, 3: None}


def said(graph: LinkGraph, before: int, after: int) -> str:
    reason = graph.refusal(before, after, NAMES)
    return "" if reason is None else reason.rule.format_map(dict(reason.params))


def test_a_task_cannot_follow_itself() -> None:
    assert said(LinkGraph(FLAT, []), 1, 1) == "A task cannot follow itself."


def test_a_task_cannot_follow_what_follows_it() -> None:
    graph = LinkGraph(FLAT, [(1, 2), (2, 3)])
    assert "“Plan” already comes before “Test”" in said(graph, 3, 1)
    assert said(graph, 1, 3) == ""


def test_a_task_cannot_be_tied_to_its_own_summary() -> None:
    graph = LinkGraph(UNDER, [])
    assert "“Phase” is the summary task above “Plan”" in said(graph, 1, 10)
    assert "“Phase” is the summary task above “Plan”" in said(graph, 10, 1)


def test_a_link_with_a_summary_speaks_for_all_below_it() -> None:
    graph = LinkGraph(UNDER, [(10, 3)])
    assert "already comes before" in said(graph, 3, 1)
    assert "already comes before" in said(graph, 3, 10)
    assert said(graph, 1, 2) == ""


def test_what_became_tied_to_its_own_summary_is_told() -> None:
    assert LinkGraph(UNDER, [(10, 1)]).within_family() == (10, 1)
    assert LinkGraph(UNDER, [(10, 3)]).within_family() is None


@st.composite
def outlines(draw: st.DrawFn) -> dict[int, int | None]:
    parents: dict[int, int | None] = {}
    for number in range(draw(st.integers(2, 9))):
        parents[number] = draw(st.sampled_from([None, *parents]))
    return parents


@given(st.data())
def test_links_that_were_not_refused_never_close_a_loop(data: st.DataObject) -> None:
    parents = data.draw(outlines())
    tasks = st.sampled_from(sorted(parents))
    links: list[Pair] = []
    for pair in data.draw(st.lists(st.tuples(tasks, tasks), max_size=12)):
        if LinkGraph(parents, links).refusal(*pair, {}) is None:
            links.append(pair)
    graph = LinkGraph(parents, links)
    assert not graph.has_loop()
    assert graph.within_family() is None
    leaves = set(parents) - set(parents.values())
    ties = expand([Tie(*pair) for pair in links], parents).ties
    activities = [Activity(leaf, 480) for leaf in leaves]
    assert not schedule(activities, ties, STANDARD, datetime(2026, 11, 2, 9)).loops


@given(st.data())
def test_among_tasks_alone_only_what_closes_a_loop_is_refused(data: st.DataObject) -> None:
    tasks = st.integers(0, 6)
    links = data.draw(st.lists(st.tuples(tasks, tasks), max_size=10))
    links = [(one, two) for one, two in links if one < two]
    graph = LinkGraph(dict.fromkeys(range(7)), links)
    before, after = data.draw(tasks), data.draw(tasks)

    def leads(one: int) -> bool:
        return one == before or any(leads(two) for first, two in links if first == one)

    assert (graph.refusal(before, after, {}) is not None) is (before == after or leads(after))
