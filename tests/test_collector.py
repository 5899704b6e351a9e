"""The garbage collector's rest ends with the work, however that ends."""

from __future__ import annotations

import gc

import pytest

from pmo_desktop.collector import collector_at_rest


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
