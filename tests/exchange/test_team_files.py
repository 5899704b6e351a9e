"""The teams' own spreadsheets of the samples, against what a careful reader takes from each."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from pmo_desktop.domain.records import ProjectRecords
from pmo_desktop.exchange.understanding import understand
from tests.exchange.books import TODAY, by_wbs, only, values

LEAST_RIGHT = 0.98


def same(name: str, wanted: Any, found: Any) -> bool:
    if name in ("start", "finish", "due"):
        day = found.date() if isinstance(found, datetime) else found
        return bool(day.isoformat() == wanted)
    if isinstance(wanted, int | float):
        return abs(float(found) - wanted) < 0.005
    return re.sub(r"\s", "", str(found)) == re.sub(r"\s", "", str(wanted))


def pairs(answer: dict[str, Any], found: ProjectRecords) -> Iterator[tuple[str, str, Any, Any]]:
    """Where, the field, what is wanted and what was found, for all that is wanted."""
    project = found.project.values
    for name in ("code", "budget", "spent"):
        yield "project", name, answer["project"][name], project.get(name)
    tasks = {task.values["wbs"]: task.values for task in found.tasks}
    for wanted in answer["tasks"]:
        task = tasks.get(wanted["wbs"], {})
        yield wanted["wbs"], "name", wanted["name"], task.get("name")
        yield wanted["wbs"], "kind", wanted["kind"], task.get("kind")
        if wanted["kind"] != "summary":
            for name in ("start", "finish"):
                yield wanted["wbs"], name, wanted[name], task.get(name)
            yield wanted["wbs"], "done", wanted["done"], task.get("percent_complete")
            yield wanted["wbs"], "owner", wanted["owner"], next(iter(task.get("people", ())), None)
            links = [link.wbs for link in task.get("predecessors", ())]
            yield wanted["wbs"], "pred", wanted["pred"], next(iter(links), None)
    risks = {risk.values["name"]: risk.values for risk in found.risks}
    for wanted in answer["risks"]:
        risk = risks.get(wanted["name"], {})
        fields = {"p": "probability", "i": "impact"}
        for name in ("p", "i", "cost", "owner", "due"):
            yield wanted["id"], name, wanted[name], risk.get(fields.get(name, name))


def test_nearly_all_fields_are_right_and_none_is_silently_wrong(samples: Path) -> None:
    folder = samples / "team_files"
    right = missing = 0
    wrong = []
    for answer in json.loads((folder / "answers.json").read_text(encoding="utf-8")):
        found = only(understand(folder / answer["file"], today=TODAY))
        assert len(found.tasks) == len(answer["tasks"])
        assert len(found.risks) == len(answer["risks"])
        for where, name, wanted, got in pairs(answer, found):
            if wanted is None and got is None:
                continue
            if got is None:
                missing += 1
            elif wanted is not None and same(name, wanted, got):
                right += 1
            else:
                wrong.append((answer["file"], where, name, wanted, got))
    assert not wrong
    assert right / (right + missing) >= LEAST_RIGHT


def test_the_header_row_is_the_one_that_a_reader_sees(samples: Path) -> None:
    folder = samples / "team_files"
    for answer in json.loads((folder / "answers.json").read_text(encoding="utf-8")):
        found = understand(folder / answer["file"], today=TODAY)
        assert found.sheets[0].tables[0].header_row == answer["header_row"]
        rows = {task["wbs"]: task["row"] for task in answer["tasks"]}
        read_at = {w: t.cells["name"].address for w, t in by_wbs(found).items()}
        assert {w: int(re.sub(r"\D", "", a)) for w, a in read_at.items()} == rows


def test_a_network_of_letters_keeps_them_as_codes(samples: Path) -> None:
    found = understand(samples / "evm" / "PDM.xlsx", today=TODAY)
    assert "".join(by_wbs(found)) == "ABCDEFGH"
    assert values(found, "duration")["D"] == 5 * 480


@pytest.mark.parametrize(
    ("name", "rows"), [("df_2016", 143), ("df_2017", 144), ("uk_2018-2020", 391), ("uk_2021", 184)]
)
def test_lists_of_projects_are_read_row_by_row(samples: Path, name: str, rows: int) -> None:
    found = understand(samples / "portfolio_csv" / f"{name}.csv", today=TODAY)
    assert found.sheets[0].tables[0].rows == rows
    twice = sum(finding.code == "project_twice" for finding in found.findings)
    assert len(found.projects) + twice == rows
