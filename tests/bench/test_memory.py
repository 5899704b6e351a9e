"""How much memory a process has had."""

from __future__ import annotations

import subprocess
import sys

import pytest

from pmo_desktop.bench.memory import peak

TELL = "from pmo_desktop.bench.memory import peak; print(peak())"
MUCH = 200 * 1024 * 1024


@pytest.mark.skipif(not peak(), reason="the system does not tell it")
def test_a_process_does_not_count_what_the_one_that_started_it_has_had() -> None:
    much = bytearray(MUCH)
    told = subprocess.run([sys.executable, "-c", TELL], capture_output=True, text=True, check=True)
    assert peak() >= len(much) / 2**20
    assert 0 < float(told.stdout) < 100
