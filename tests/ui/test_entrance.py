"""`python -m pmo_desktop`: what leads to the window, and what to the command line."""

from __future__ import annotations

import sys

import pytest

from pmo_desktop import __main__, app, cli


@pytest.mark.parametrize(
    ("words", "way"),
    [
        ([], "window"),
        (["office.db"], "window"),
        (["C:/Data/OFFICE.DB"], "window"),
        (["pack", "--database", "office.db"], "commands"),
        (["--help"], "commands"),
    ],
)
def test_a_database_opens_the_window_and_a_command_is_run(
    monkeypatch: pytest.MonkeyPatch, words: list[str], way: str
) -> None:
    gone: list[str] = []
    monkeypatch.setattr(sys, "argv", ["pmo-desktop", *words])
    monkeypatch.setattr(app, "main", lambda: gone.append("window") or 0)
    monkeypatch.setattr(cli, "main", lambda: gone.append("commands") or 0)
    assert __main__.main() == 0
    assert gone == [way]
