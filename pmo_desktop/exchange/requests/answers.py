"""The answers of line managers: read out of the workbook that was sent to them, held against the
requests as they stand now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from pmo_desktop.domain.requests import RequestState
from pmo_desktop.exchange.files.reading import Grid, Workbook
from pmo_desktop.exchange.findings import NOTE, WARNING, Finding
from pmo_desktop.exchange.parsing import dates
from pmo_desktop.exchange.parsing.text import clean
from pmo_desktop.exchange.parsing.values import shown
from pmo_desktop.exchange.requests.sheet import (
    COLUMNS,
    FILLED_IN,
    MARK,
    SheetAnswer,
    decision_words,
    read_mark,
)
from pmo_desktop.exchange.understood import Understood
from pmo_desktop.services.names import normal_name
from pmo_desktop.services.records import known_names
from pmo_desktop.services.request_parts import Part, is_part
from pmo_desktop.services.request_rows import RequestRow, requests
from pmo_desktop.services.request_sheets import GivenAnswer
from pmo_desktop.storage.workspace import Workspace

KEYS = [key for key, _ in COLUMNS]
GIVEN = ("units", "first", "last")
GIVING = (RequestState.ACCEPTED, RequestState.OFFERED)


class Answered(NamedTuple):
    """An answer beside the request that it is about."""

    request: RequestRow
    given: GivenAnswer


@dataclass(frozen=True)
class FileOfAnswers:
    understood: Understood
    answers: tuple[Answered, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def told(self) -> int:
        """How many findings are more than a note."""
        return sum(finding.severity != NOTE for finding in self.findings)


def answers_of(book: Workbook) -> tuple[SheetAnswer, ...] | None:
    """What stands in a workbook of requests; None where it is none."""
    sheets = [grid for grid in book.grids if is_marked(grid)]
    if not sheets:
        return None
    return tuple(answer for grid in sheets for answer in _rows(grid))


def is_marked(grid: Grid) -> bool:
    """A sheet may begin with an empty row, which has no cell."""
    if grid.left or not grid.rows or not grid.rows[0]:
        return False
    return shown(grid.rows[0][0]).strip() == MARK


def review_answers(workspace: Workspace, found: Sequence[Understood]) -> tuple[FileOfAnswers, ...]:
    """What the answers would change; what is not understood is told and left out."""
    if not found:
        return ()
    known = {row.uid: row for row in workspace.query(requests)}
    people = {normal_name(name) for name in workspace.query(known_names).people}
    files = []
    for one in found:
        answers: list[Answered] = []
        findings = list(one.findings)
        for said in one.answers or ():
            read = _read(said, known, people)
            if isinstance(read, Finding):
                findings.append(read)
            elif read is not None:
                answers.append(read)
        files.append(FileOfAnswers(one, tuple(answers), tuple(findings)))
    return tuple(files)


def _read(
    said: SheetAnswer, known: dict[str, RequestRow], people: set[str]
) -> Answered | Finding | None:
    place = (said.sheet, f"K{said.row}")
    request = known.get(said.uid)
    if request is None:
        return Finding("request_unknown", WARNING, *place, said.uid)
    if not said.decision:
        return None
    state = decision_words().get(said.decision.casefold())
    if state is None:
        return Finding("request_no_decision", WARNING, *place, said.decision)
    if said.person and normal_name(said.person) not in people:
        return Finding("request_nobody", WARNING, *place, said.person)
    if request.is_placeholder and state == "accepted" and not said.person:
        return Finding("request_needs_person", WARNING, *place, request.name)
    given, now = _given(said), Part(request.first, request.last, request.units)
    is_same = (state, said.answer) == (request.state, request.answer) and given in (None, now)
    if is_same and normal_name(said.person) in ("", normal_name(request.person)):
        return None
    if said.sent not in (None, now):
        return Finding("request_changed", WARNING, *place, request.name)
    answer = GivenAnswer(request.id, state, said.person, said.answer)
    if state not in GIVING or given == now or said.sent is None:
        return Answered(request, answer)
    if given is None or not is_part(now, given):
        words = {"given": ", ".join(map(_plain, said.given)), "asked": ", ".join(map(_plain, now))}
        return Finding("request_beyond", WARNING, *place, request.name, params=words)
    return Answered(request, answer._replace(part=given))


def _given(said: SheetAnswer) -> Part | None:
    """What the row says is given; None where it is not understood."""
    units, *days = said.given
    first, last = (dates.as_day(value) for value in days)
    share = _share(units)
    if share is None or not (isinstance(first, date) and isinstance(last, date)):
        return None
    return Part(first, last, share)


def _share(value: object) -> float | None:
    """`0.3` or `30%`, of a full-time person."""
    text = shown(value).strip()
    try:
        return float(text.rstrip("%")) / 100 if text.endswith("%") else float(text)
    except ValueError:
        return None


def _plain(value: object) -> str:
    return f"{value:.0%}" if isinstance(value, float) else shown(value)


def _rows(grid: Grid) -> Iterator[SheetAnswer]:
    for number, row in enumerate(grid.rows[1:], 1):
        uid = shown(row[0]).strip()
        if not uid:
            continue
        at = [1 + KEYS.index(key) for key in (*FILLED_IN, *GIVEN)]
        values = [row[column] if column < len(row) else "" for column in at]
        decision, person, answer = (clean(shown(value)) for value in values[: len(FILLED_IN)])
        units, first, last = values[len(FILLED_IN) :]
        known, sent = read_mark(uid)
        yield SheetAnswer(
            known, grid.name, grid.top + number + 1, decision, person, answer, sent,
            (units, first, last),
        )  # fmt: skip
