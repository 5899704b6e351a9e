"""`simulate`: when the projects may finish."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from tests.commands.test_commands import result, run


def test_every_project_has_its_dates_by_how_sure_they_are(
    demo_database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ("simulate", "--longest", "150", "--runs", "50", "--database", demo_database)
    status, found = result(capsys, *arguments)
    assert status == 0
    assert len(found["projects"]) == 6
    for project in found["projects"]:
        dates = [project[name] for name in ("p10", "p50", "p80", "p90")]
        assert all(one <= other for one, other in pairwise(dates))
        assert 0 <= project["chance"] <= 1
        assert all(0 <= task["criticality"] <= 1 for task in project["tasks"])
    assert any(project["varied_tasks"] for project in found["projects"])


def test_the_same_seed_gives_the_same_dates(
    demo_database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ("simulate", "--longest", "200", "--runs", "30", "--database", demo_database)
    first = result(capsys, *arguments, "--seed", "5")
    assert first == result(capsys, *arguments, "--seed", "5")
    assert first != result(capsys, *arguments, "--seed", "6")


@pytest.mark.parametrize(
    "wrong",
    [("--runs", "0"), ("--longest", "50"), ("--shortest", "120"), ("--project", "nowhere")],
)
def test_what_makes_no_sense_is_a_sentence(
    demo_database: Path, capsys: pytest.CaptureFixture[str], wrong: tuple[str, str]
) -> None:
    status, out = run(
        capsys, "simulate", "--database", demo_database, "--language", "en", *wrong
    )  # fmt: skip
    assert status == 2
    assert out.strip().endswith(".")
