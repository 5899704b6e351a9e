"""`load`: the matrix for programs and for people, and what is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pmo_desktop.cli import main
from pmo_desktop.services.editing import change
from pmo_desktop.services.records import project_ids
from pmo_desktop.storage.changes import Title
from pmo_desktop.storage.workspace import Workspace


def run(capsys: pytest.CaptureFixture[str], database: Path, *options: str) -> tuple[int, str]:
    status = main(["load", "--database", str(database), "--language", "en", *options])
    return status, capsys.readouterr().out


def test_rows_columns_demand_capacity_and_load_as_json(
    demo_database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ("--by", "department", "--grain", "month", "--unit", "hours")
    status, out = run(capsys, demo_database, "--json", *options, "--until", "2027-01-31")
    found = json.loads(out)
    assert status == (1 if found["findings"] else 0)
    assert [one["first"] for one in found["columns"]] == ["2026-11-01", "2026-12-01", "2027-01-01"]
    assert all(len(row["load"]) == 3 for row in found["rows"])
    for name in ("hard", "soft", "capacity"):
        sums = [sum(column) for column in zip(*(row[name] for row in found["rows"]), strict=True)]
        assert sums == pytest.approx(found["total"][name], abs=0.01)
    for row in found["rows"]:
        for asked, has, load in zip(row["hard"], row["capacity"], row["load"], strict=True):
            assert load is None or load == pytest.approx(asked / has if has else 0.0, abs=0.001)


def test_findings_name_their_rows_and_candidates_are_added(
    demo_database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    opened = Workspace.open(demo_database)
    first = next(iter(opened.query(project_ids).values()))
    opened.edit(Title("x"), change, "project", first, {"state": "proposed"})
    opened.close()
    _, out = run(capsys, demo_database, "--json", "--by", "project", "--unit", "days")
    plain = json.loads(out)
    _, out = run(capsys, demo_database, "--json", "--by", "project", "--unit", "days",
                 "--candidates")  # fmt: skip
    more = json.loads(out)
    assert sum(more["total"]["soft"]) > sum(plain["total"]["soft"])
    assert more["total"]["hard"] == plain["total"]["hard"]
    assert all(one["rows"] and one["sentence"] for one in plain["findings"])
    assert any(sum(one["short"]) > 0 for one in plain["shortage"])


def test_people_read_a_table(demo_database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out = run(capsys, demo_database, "--by", "role", "--from", "2026-11-23", "--until",
                 "2026-12-06")  # fmt: skip
    lines = out.splitlines()
    assert lines[0].split("\t")[1:] == ["2026-11-23", "2026-11-30"]
    assert "%" in lines[1]


def test_a_last_day_before_the_first_is_refused(demo_database: Path) -> None:
    assert main(["load", "--database", str(demo_database), "--until", "2020-01-01"]) == 2


@pytest.mark.parametrize(
    "options",
    [
        ("--from", "0001-01-01", "--until", "9999-12-31", "--grain", "quarter"),
        ("--until", "9999-12-31", "--grain", "quarter"),
        ("--until", "2090-01-01", "--grain", "day"),
    ],
)
def test_more_columns_than_can_be_looked_at_are_refused(
    demo_database: Path, capsys: pytest.CaptureFixture[str], options: tuple[str, ...]
) -> None:
    status, out = run(capsys, demo_database, *options)
    assert (status, out.count("Traceback")) == (2, 0)
    assert "columns" in out or "too far off" in out
