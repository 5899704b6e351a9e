"""The workbook of requests: sent out to line managers, answered in it, taken in again."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from pmo_desktop.exchange.requests.answers import FileOfAnswers, review_answers
from pmo_desktop.exchange.requests.sheet import COLUMNS, HEADER_ROW
from pmo_desktop.exchange.requests.writing import write_requests
from pmo_desktop.exchange.understanding import understand
from pmo_desktop.language import CODES, Language
from pmo_desktop.services.refused import Refused
from pmo_desktop.services.request_parts import Part
from pmo_desktop.services.request_rows import requests
from pmo_desktop.services.request_sheets import take_answers, waiting_requests
from pmo_desktop.services.requests import change_request
from pmo_desktop.storage.workspace import Workspace
from tests.exchange.books import TODAY
from tests.services.test_requests import Depot, X, depot

__all__ = ["depot"]
AT = {key: number for number, (key, _) in enumerate(COLUMNS, 2)}


def written(workspace: Workspace, path: Path, code: str = "en") -> Path:
    write_requests(path, workspace.query(waiting_requests), Language(code))
    return path


def fill(path: Path, sheet: str, line: int, **cells: object) -> Path:
    book = load_workbook(path)
    for key, value in cells.items():
        book[sheet].cell(HEADER_ROW + 1 + line, AT[key]).value = value
    book.save(path)
    return path


def reviewed(workspace: Workspace, path: Path) -> FileOfAnswers:
    (file,) = review_answers(workspace, [understand(path, today=TODAY)])
    return file


@pytest.mark.parametrize("code", CODES)
def test_answers_that_are_typed_in_come_back_as_one_edit(
    depot: Depot, tmp_path: Path, code: str
) -> None:
    ann, weld = depot.ask(person="Ann"), depot.ask(skill="Welding", asked_of="Mei")
    path = written(depot.workspace, tmp_path / "asked.xlsx", code)
    term = Language(code).term
    lines = [depot.workspace.query(requests)[at].id for at in (0, 1)]
    accepted, declined = term("request_state.accepted"), term("request_state.declined")
    fill(path, "Mei", lines.index(ann), decision=declined, answer="on leave")
    fill(path, "Mei", lines.index(weld), decision=accepted, person="Bo")
    file = reviewed(depot.workspace, path)
    assert (len(file.answers), file.findings) == (2, ())
    depot.do(take_answers, [answer.given for answer in file.answers])
    rows = {row.id: row for row in depot.workspace.query(requests)}
    assert (rows[ann].state, rows[ann].answer) == ("declined", "on leave")
    assert (rows[weld].state, rows[weld].person) == ("accepted", "Bo")
    assert [booking.firm for booking in depot.bookings()] == [True]
    assert reviewed(depot.workspace, path).answers == ()
    depot.workspace.undo()
    assert {row.state for row in depot.workspace.query(requests)} == {"open"}


def test_what_cannot_be_taken_is_told_and_the_rest_is(depot: Depot, tmp_path: Path) -> None:
    made = [depot.ask(person="Ann") for _ in range(4)]
    path = written(depot.workspace, tmp_path / "asked.xlsx")
    fill(path, "Mei", 0, decision="Maybe")
    fill(path, "Mei", 1, decision="Accepted", person="Zoe")
    fill(path, "Mei", 2, decision="Offered", person="Bo")
    fill(path, "Mei", 3, answer="thinking")
    from pmo_desktop.services.requests import remove_request

    depot.workspace.edit(X, remove_request, made[3])
    file = reviewed(depot.workspace, path)
    codes = [finding.code for finding in file.findings]
    assert codes == ["request_no_decision", "request_nobody", "request_unknown"]
    assert [answer.given.state for answer in file.answers] == ["offered"]


def test_a_part_that_is_written_over_what_was_asked_for_is_granted(
    depot: Depot, tmp_path: Path
) -> None:
    asked = depot.ask(person="Ann")
    path = written(depot.workspace, tmp_path / "asked.xlsx")
    fill(path, "Mei", 0, decision="Accepted", units="40%", last=date(2026, 12, 9))
    file = reviewed(depot.workspace, path)
    assert [answer.given.part for answer in file.answers] == [
        Part(date(2026, 12, 7), date(2026, 12, 9), 0.4)
    ]
    depot.do(take_answers, [answer.given for answer in file.answers])
    rows = depot.workspace.query(requests)
    assert sorted((row.state, row.first.day, row.last.day, row.units) for row in rows) == [
        ("accepted", 7, 9, 0.4), ("open", 7, 9, 0.6), ("open", 10, 11, 1.0)]  # fmt: skip
    assert depot.request(asked).state == "accepted"
    again = reviewed(depot.workspace, path)
    assert (again.answers, again.findings) == ((), ())


@pytest.mark.parametrize(
    "cells", [{"units": 1.5}, {"units": "some"}, {"first": date(2026, 12, 1)}, {"last": "soon"}]
)
def test_more_than_was_asked_for_and_nonsense_are_told(
    depot: Depot, tmp_path: Path, cells: dict[str, object]
) -> None:
    depot.ask(person="Ann")
    path = written(depot.workspace, tmp_path / "asked.xlsx")
    file = reviewed(depot.workspace, fill(path, "Mei", 0, decision="Accepted", **cells))
    assert [finding.code for finding in file.findings] == ["request_beyond"]
    assert file.answers == ()


def test_an_answer_to_what_was_asked_before_is_told(depot: Depot, tmp_path: Path) -> None:
    asked = depot.ask(person="Ann")
    path = fill(written(depot.workspace, tmp_path / "a.xlsx"), "Mei", 0, decision="Accepted")
    depot.do(change_request, asked, {"units": 0.5})
    file = reviewed(depot.workspace, path)
    assert [finding.code for finding in file.findings] == ["request_changed"]
    assert file.answers == ()


def test_nothing_is_written_where_nothing_waits(depot: Depot, tmp_path: Path) -> None:
    with pytest.raises(Refused):
        written(depot.workspace, tmp_path / "asked.xlsx")
    assert not (tmp_path / "asked.xlsx").exists()


def test_a_file_that_begins_with_an_empty_line_is_none_of_ours(tmp_path: Path) -> None:
    path = tmp_path / "empty.csv"
    path.write_text("\n\na,b\n1,2\n", encoding="utf-8")
    assert understand(path, today=TODAY).answers is None
