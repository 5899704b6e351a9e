"""Work beside the window."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from threading import Event, current_thread, main_thread

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from pmo_desktop.progress import Cancelled, Progress, Report
from pmo_desktop.ui.context import Named
from pmo_desktop.ui.garbage import collect
from pmo_desktop.ui.jobs import Jobs

NAME = Named("Back up")


@pytest.fixture
def jobs(qapp: QApplication) -> Iterator[Jobs]:
    made = Jobs(qapp)
    yield made
    made.close()


def test_a_result_comes_back_on_the_main_thread(jobs: Jobs) -> None:
    seen: list[object] = []

    def work(_: Report) -> object:
        return current_thread()

    jobs.run(NAME, work, lambda worker: seen.extend((worker, current_thread())))
    jobs.wait()
    assert seen[0] is not main_thread()
    assert seen[1] is main_thread()


def test_writers_come_one_after_the_other_in_their_order(jobs: Jobs) -> None:
    order: list[int] = []
    for number in range(20):
        jobs.run(NAME, lambda _, n=number: order.append(n))
    jobs.wait()
    assert order == list(range(20))


def test_a_query_does_not_wait_for_a_writer(jobs: Jobs) -> None:
    answered = Event()
    jobs.run(NAME, lambda _: answered.wait(10))
    jobs.ask(lambda: answered.set(), lambda _: None)
    jobs.wait()
    assert answered.is_set()


def test_cancelling_stops_work_at_its_next_report(jobs: Jobs) -> None:
    begun, caught, done = Event(), [], []

    def work(report: Report) -> None:
        begun.set()
        while True:
            report(Progress(1, 2))

    job = jobs.run(NAME, work, done.append, failed=caught.append)
    assert begun.wait(10)
    job.cancel()
    jobs.wait()
    assert not done
    assert isinstance(caught[0], Cancelled)


def test_an_error_without_a_listener_is_told_by_the_signal(jobs: Jobs) -> None:
    told: list[BaseException] = []
    jobs.failed.connect(lambda _, error: told.append(error))
    jobs.ask(lambda: 1 // 0, lambda _: None)
    jobs.wait()
    assert isinstance(told[0], ZeroDivisionError)


def test_nobody_is_told_once_the_owner_is_gone(jobs: Jobs) -> None:
    import shiboken6

    owner, told, go_on = QObject(), [], Event()
    jobs.ask(lambda: go_on.wait(10), told.append, owner=owner)
    shiboken6.delete(owner)
    go_on.set()
    jobs.wait()
    assert not told


class Marked:
    """Tells on which thread it is let go of."""

    def __init__(self, seen: list[object]) -> None:
        self.seen = seen
        self.own: Marked | None = None

    def __del__(self) -> None:
        self.seen.append(current_thread())

    def work(self) -> Marked:
        return self

    def fail(self) -> None:
        raise ValueError

    def hear(self, _: object) -> None:
        """Its answer."""


def test_what_a_job_carries_is_let_go_of_on_the_main_thread(jobs: Jobs) -> None:
    seen: list[object] = []

    for _ in range(200):
        jobs.ask(Marked(seen).work, Marked(seen).hear, failed=Marked(seen).hear)
        jobs.ask(Marked(seen).fail, Marked(seen).hear, failed=Marked(seen).hear)
    jobs.wait()
    gc.collect()
    assert len(seen) == 1200
    assert set(seen) == {main_thread()}


def test_cycles_are_collected_on_the_main_thread_while_another_works(jobs: Jobs) -> None:
    seen: list[object] = []

    def work(_: Report) -> list[list[object]]:
        for _ in range(20):
            cycle = Marked(seen)
            cycle.own = cycle
        # Far more than Python's own collector lets pass.
        return [[] for _ in range(100_000)]

    jobs.run(NAME, work)
    jobs.wait()
    collect()
    gc.collect()
    assert len(seen) == 20
    assert set(seen) == {main_thread()}


def test_python_collects_by_itself_again_when_the_jobs_are_closed(jobs: Jobs) -> None:
    jobs.run(NAME, lambda _: None)
    assert not gc.isenabled()
    jobs.wait()
    jobs.close()
    assert gc.isenabled()
