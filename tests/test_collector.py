"""The garbage collector's rest ends with the work, however that ends."""

from __future__ import annotations

import gc

import pytest

from pmo_desktop.collector import collector_at_rest, freeze, thaw


def test_the_collector_rests_inside_and_works_again_after() -> None:
    with collector_at_rest():
        assert not gc.isenabled()
        with collector_at_rest():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_work_that_fails_ends_the_rest() -> None:
    with pytest.raises(KeyError), collector_at_rest():
        raise KeyError
    assert gc.isenabled()


def test_the_window_s_collector_rests_as_well() -> None:
    from pmo_desktop.ui.garbage import collect

    class Knot:
        pass

    with collector_at_rest():
        for _ in range(3000):
            knot = Knot()
            knot.self = knot  # type: ignore[attr-defined]
        assert collect() == 0
    assert gc.collect() >= 1000


def test_what_is_frozen_stays_so() -> None:
    freeze()
    try:
        with collector_at_rest():
            pass
        assert gc.get_freeze_count() > 0
    finally:
        thaw()
