"""Understanding a spreadsheet: from a file to records, and all that there is to tell about it.

`understand` never raises for what a file holds or is: what cannot be read is a finding. It knows no
database; what is new and what is changed is for the comparison to say.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from pmo_desktop.collector import collector_at_rest
from pmo_desktop.exchange.files import reading
from pmo_desktop.exchange.files.formats import Refusal
from pmo_desktop.exchange.files.reading import Workbook
from pmo_desktop.exchange.findings import ERROR, LIST_MARK, Finding
from pmo_desktop.exchange.plans.understanding import understand_plan
from pmo_desktop.exchange.pool.reading import SIGNATURE, is_pool, read_pool
from pmo_desktop.exchange.requests.answers import answers_of
from pmo_desktop.exchange.team import layouts
from pmo_desktop.exchange.team.applying import apply
from pmo_desktop.exchange.team.layouts import FileLayout
from pmo_desktop.exchange.team.recognising import Choices
from pmo_desktop.exchange.team.team_book import TeamBook
from pmo_desktop.exchange.timesheets.reading import timesheet_of
from pmo_desktop.exchange.understood import ANSWERS, POOL, TIMESHEET, Understood
from pmo_desktop.exchange.workbook import own, template
from pmo_desktop.progress import Progress, Report, silent

HANDFUL, HANDFUL_BYTES = 16, 1024 * 1024
NO_CHOICES = Choices()


def understand(
    path: Path, *, today: date, report: Report = silent, choices: Choices = NO_CHOICES
) -> Understood:
    """What the file at `path` holds; `today` is the day near which dates without a year lie.

    `choices` are the mappings that go before the guess.
    """
    report(Progress(0, 1, "Reading {file}", {"file": path.name}))
    found = _understood(_read(path), today, choices)
    report(Progress(1, 1, "Reading {file}", {"file": path.name}))
    return found


def understand_all(
    paths: Sequence[Path],
    *,
    today: date | None = None,
    report: Report = silent,
    choices: Choices = NO_CHOICES,
) -> list[Understood]:
    """What each of the files holds, in their order; one that cannot be read stops no other."""
    day = today or date.today()
    found: list[Understood] = []
    with collector_at_rest():
        while len(found) < len(paths):
            books = _handful(paths, len(found), report)
            found += [_with_care(book, day, choices) for book in books]
    report(Progress(len(paths), len(paths)))
    return found


def _handful(paths: Sequence[Path], begin: int, report: Report) -> list[Workbook | Understood]:
    """The next few files. Small ones are read together before they are understood: each half's
    instructions then stay in the processor's cache (a tenth of the time)."""
    books: list[Workbook | Understood] = []
    size = 0
    for done, path in enumerate(paths[begin : begin + HANDFUL], begin):
        report(Progress(done, len(paths), "Reading {file}", {"file": path.name}))
        book = _read(path)
        books.append(book)
        size += book.size if isinstance(book, Workbook) else 0
        if size > HANDFUL_BYTES:
            break
    return books


def _read(path: Path) -> Workbook | Understood:
    """The file's workbook, or a plan as it was understood, or why it was not read."""
    try:
        if (found := understand_plan(path)) is not None:
            return found
        return _without_findings(reading.read(path, template.META_SHEET))
    except Refusal as refusal:
        params = {"file": path.name, **refusal.params}
        return Understood(path, findings=(Finding(refusal.code, ERROR, params=params),))


def _with_care(book: Workbook | Understood, today: date, choices: Choices) -> Understood:
    """Even a fault of ours in one file stops no other."""
    try:
        return _understood(book, today, choices)
    except Exception:
        logging.getLogger(__name__).exception("a file was not understood: %s", book.path)
        told = Finding("our_fault", ERROR, params={"file": book.path.name})
        return Understood(book.path, book.digest, findings=(told,))


def _understood(book: Workbook | Understood, today: date, choices: Choices) -> Understood:
    if isinstance(book, Understood):
        return book
    if own.is_own(book):
        found = own.understand(book, today, choices.fields)
    else:
        found = _returned(book, today) or _team(book, today, choices).understood()
    book.forget_markup()
    return replace(found, provenance=book.provenance)


def _returned(book: Workbook, today: date) -> Understood | None:
    """What is about no project's records: answers to requests, timesheets, the pool."""
    if book.meta.get("signature") == SIGNATURE:
        return _pool(book, today)
    answers = answers_of(book)
    if answers is not None:
        return Understood(book.path, book.digest, ANSWERS, answers=answers)
    reading = timesheet_of(book, today)
    if reading is None:
        return _pool(book, today) if is_pool(book) else None
    return Understood(
        book.path, book.digest, TIMESHEET, findings=reading.findings, timesheet=reading
    )


def _pool(book: Workbook, today: date) -> Understood:
    found = read_pool(book, today)
    return Understood(book.path, book.digest, POOL, findings=found.findings, pool=found)


def _team(book: Workbook, today: date, choices: Choices) -> TeamBook:
    applied = apply(choices.choose(book.path, book.grids))
    return TeamBook(book, today, applied, choices.fields)


def look(path: Path, *, today: date, choices: Choices = NO_CHOICES) -> FileLayout:
    """What the file holds, with the sheets themselves: where in them it was found."""
    book = _read(path)
    if isinstance(book, Understood):
        return FileLayout(book)
    if own.is_own(book):
        understood = own.understand(book, today, choices.fields)
        return FileLayout(understood, tuple(map(layouts.bare, book.grids)))
    team = _team(book, today, choices)
    understood = team.understood()
    sheets = [layouts.of(grid, team.tables, team.facts, team.left_out) for grid in book.grids]
    book.forget_markup()
    return FileLayout(understood, tuple(sheets), team.applied.mapping)


def _without_findings(book: Workbook) -> Workbook:
    """The list of findings that went back to the team in its file tells nothing new."""
    for grid in [grid for grid in book.grids if grid.rows and grid.rows[0][:1] == [LIST_MARK]]:
        book.grids.remove(grid)
        book.left_out.append((grid.name, "sheet_of_findings"))
    return book
