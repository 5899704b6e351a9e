"""Imports point downwards only, and no room stands outside the contracts."""

from __future__ import annotations

import os
import tomllib

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

from tests.rules.source import ROOT, modules

# What may know Qt.
WINDOW = {"ui", "app", "bench", "__main__"}


@pytest.fixture(scope="module")
def contracts() -> list[dict]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return settings["tool"]["importlinter"]["contracts"]


def rooms() -> set[str]:
    """The package's folders and modules."""
    return {module.room for module in modules()} - {"__init__"}


def test_the_contracts_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    before = os.getcwd()
    assert lint_imports(no_cache=True) == EXIT_STATUS_SUCCESS
    assert os.getcwd() == before


def test_every_room_has_its_layer(contracts: list[dict]) -> None:
    layers = next(c["layers"] for c in contracts if c["type"] == "layers")
    named = {
        name.strip().removeprefix("pmo_desktop.") for line in layers for name in line.split("|")
    }
    assert rooms() - {"__main__"} == named


def test_every_room_below_the_window_is_forbidden_qt(contracts: list[dict]) -> None:
    contract = next(c for c in contracts if "PySide6" in c.get("forbidden_modules", ()))
    named = {name.removeprefix("pmo_desktop.") for name in contract["source_modules"]}
    assert named == rooms() - WINDOW


@pytest.mark.parametrize(
    ("library", "allowed"),
    [
        ("sqlmodel", {"models", "storage", "services"}),
        ("openpyxl", {"exchange", "bench"}),
        ("python_calamine", {"exchange", "bench"}),
        ("reportlab", {"reports"}),
    ],
)
def test_a_heavy_library_is_forbidden_to_all_rooms_but_its_own(
    contracts: list[dict], library: str, allowed: set[str]
) -> None:
    contract = next(c for c in contracts if library in c.get("forbidden_modules", ()))
    named = {name.removeprefix("pmo_desktop.") for name in contract["source_modules"]}
    folders = {module.room for module in modules() if module.path.parent.name == module.room}
    assert folders - named <= allowed
