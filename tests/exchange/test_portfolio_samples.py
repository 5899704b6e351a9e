"""The world's own lists of projects, where they are at hand; see `conftest.samples`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pmo_desktop.exchange.understanding import understand
from tests.exchange.books import TODAY

COUNTS = {
    "df_2016.csv": 143,
    "uk_2016.csv": 143,
    "df_2017.csv": 144,
    "uk_2018-2020.csv": 391,
    "uk_2021.csv": 184,
}
# What a data program writes for a column without a header; in the turned list it stands for none.
NO_PROJECT = "Unnamed: 144"


def projects(path: Path) -> dict[str, dict[str, Any]]:
    found = understand(path, today=TODAY).projects
    return {p.project.values["name"]: dict(p.project.values) for p in found}


@pytest.mark.parametrize("name", COUNTS)
def test_every_row_of_a_public_list_is_a_project(samples: Path, name: str) -> None:
    assert len(projects(samples / "portfolio_csv" / name)) == COUNTS[name]


@pytest.mark.parametrize("year", ["2016", "2017"])
def test_a_list_with_a_project_a_column_says_what_its_turned_twin_says(
    samples: Path, year: str
) -> None:
    turned = projects(samples / "portfolio_csv" / f"df_{year}.csv")
    turned.pop(NO_PROJECT, None)
    assert projects(samples / "portfolio_csv" / f"uk_{year}.csv") == turned
