"""A real LibreOffice, where there is one; its own Python speaks to it."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

FILL = Path(__file__).with_name("fill.py")
PYTHONS = ("/usr/bin/python3", "/usr/lib/libreoffice/program/python")
PATIENCE = 120

Step = list[Any]
Job = tuple[Path, Path, Sequence[Step]]
Fill = Callable[[Sequence[Job]], None]


def python_with_uno() -> str | None:
    """A Python that can speak to LibreOffice."""
    for python in PYTHONS:
        if Path(python).exists():
            probe = subprocess.run([python, "-c", "import uno"], capture_output=True)
            if probe.returncode == 0:
                return python
    return None


@pytest.fixture(scope="session")
def libreoffice() -> Iterator[Fill]:
    """Does jobs (file, where to save it, steps) in one LibreOffice; see `fill`."""
    python = python_with_uno()
    if shutil.which("soffice") is None or python is None:
        pytest.skip("LibreOffice (Calc, with its Python) is not installed here")
    office = subprocess.Popen(
        [python, str(FILL)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert office.stdin is not None
    assert office.stdout is not None
    to_office, from_office = office.stdin, office.stdout

    def fill(jobs: Sequence[Job]) -> None:
        told = [
            {"file": str(file), "save_as": str(save_as), "steps": list(steps)}
            for file, save_as, steps in jobs
        ]
        to_office.write(json.dumps(told) + "\n")
        to_office.flush()
        answer = json.loads(from_office.readline() or '"LibreOffice is gone"')
        assert answer == "done", answer

    yield fill
    to_office.close()
    office.wait(PATIENCE)
    from_office.close()
