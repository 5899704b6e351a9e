"""The log is begun once."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from pmo_desktop.logs import start_logging


@pytest.fixture
def root() -> Iterator[logging.Logger]:
    """The root of all loggers, left as it was."""
    found = logging.getLogger()
    before, level = list(found.handlers), found.level
    yield found
    for handler in found.handlers[:]:
        if handler not in before:
            found.removeHandler(handler)
            handler.close()
    found.setLevel(level)


def test_what_is_begun_twice_is_written_once(tmp_path: Path, root: logging.Logger) -> None:
    before = len(root.handlers)
    path = start_logging(tmp_path)
    assert start_logging(tmp_path) == path
    assert len(root.handlers) == before + 1
    root.warning("The disk is nearly full")
    assert path.read_text(encoding="utf-8").count("The disk is nearly full") == 1


def test_a_folder_that_is_not_there_costs_the_log_alone(
    tmp_path: Path, root: logging.Logger
) -> None:
    before = list(root.handlers)
    assert not start_logging(tmp_path / "nowhere").exists()
    assert root.handlers == before
