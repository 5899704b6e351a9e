"""The first sheet of the own workbook: what the team is asked for, on less than a page."""

from __future__ import annotations

from datetime import date

from openpyxl import Workbook

from pmo_desktop.domain.records import Record
from pmo_desktop.exchange.workbook.cells import clean_text, put
from pmo_desktop.exchange.workbook.styles import (
    BODY,
    BODY_STRONG,
    LINE_HEIGHT,
    NOTE,
    TITLE,
    colour,
    fill,
    lines_of,
)
from pmo_desktop.exchange.workbook.template import REQUIRED_MARK
from pmo_desktop.language import Language

FIRST_STEP = 5
TEXT_WIDTH = 96
GAP = 5


def write(
    book: Workbook,
    project: Record,
    status_date: date,
    language: Language,
    due: date | None = None,
) -> None:
    """Add the sheet to the workbook; it must come first, for it is what opens."""
    page = book.create_sheet(language.text("How to fill this in"))
    for letter, width in (("A", 3), ("B", 6), ("C", TEXT_WIDTH)):
        page.column_dimensions[letter].width = width
    page.sheet_view.showGridLines = False
    put(page.cell(2, 2), clean_text(project.label), TITLE)
    put(page.cell(3, 2), language.text("Status on {day}", day=status_date), NOTE)
    if due is not None:
        words = language.text("Please send it back by {due}.", due=language.long_date(due))
        put(page.cell(4, 2), words, BODY_STRONG)
    row = FIRST_STEP if due is None else FIRST_STEP + 1
    for number, step in enumerate(steps(language), start=1):
        put(page.cell(row, 2), str(number), BODY_STRONG)
        put(page.cell(row, 3), step, BODY)
        page.row_dimensions[row].height = lines_of(step, TEXT_WIDTH) * LINE_HEIGHT + GAP
        row += 1
    row += 1
    put(page.cell(row, 2), language.text("The colours"), BODY_STRONG)
    for role, words in legend(language):
        row += 1
        page.cell(row, 2).fill = fill(role)
        put(page.cell(row, 3), words, BODY)
    page.protection.sheet = True
    page.sheet_properties.tabColor = colour("ink3")
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = page.PAPERSIZE_A4
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.page_setup.fitToHeight = 0


def steps(language: Language) -> tuple[str, ...]:
    """What to do, in the order in which to do it."""
    return (
        language.text(
            "Bring the sheets up to date and send the file back as it is, as .xlsx. "
            "What you do not touch stays as it is."
        ),
        language.text(
            "Columns marked {mark} must be filled in. New rows go below the last one, or insert "
            "a row where it belongs.",
            mark=REQUIRED_MARK,
        ),
        language.text(
            "Dates are whole days, like 2026-11-05; the finish is the last day of work. "
            "Durations are working days."
        ),
        language.text(
            "Start and finish decide. To let the duration decide, change it and leave the dates."
        ),
        language.text(
            "Several people in one cell: put a semicolon between them; the first one answers for "
            "the task. A name that is not in the list is taken as a new person."
        ),
        language.text(
            "Predecessors are WBS codes: 3.2 (starts when 3.2 has finished), 3.2SS, "
            "3.2FS+2d (two days later), 3.2FF-1d (a day earlier); several with a semicolon."
        ),
        language.text(
            "Do not copy whole rows, and keep the headers and the names of the sheets: each row "
            "has a hidden identity by which it is known again."
        ),
        language.text("A row that you delete is not deleted in the office: say so instead."),
    )


def legend(language: Language) -> tuple[tuple[str, str], ...]:
    """Roles of the palette, and what they mean here."""
    return (
        ("accent", language.text("Header of a column that must be filled in")),
        ("grey_soft", language.text("Summary task: dates and progress follow from its tasks")),
        ("red_soft", language.text("Should have finished by the status date, and has not")),
        ("amber_soft", language.text("Must be filled in, and is not")),
    )
