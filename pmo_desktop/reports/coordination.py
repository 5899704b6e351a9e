"""The resource coordination sheet as a PDF file: what line managers and the office agree on."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pmo_desktop.progress import Report, silent
from pmo_desktop.reports.document import PackResult, write_document
from pmo_desktop.reports.fonts import Typeface
from pmo_desktop.reports.pages.coordination import pages
from pmo_desktop.reports.pages.page import Frame

if TYPE_CHECKING:
    from pmo_desktop.language import Language
    from pmo_desktop.reports.formats import Measures
    from pmo_desktop.services.coordination import Coordination
    from pmo_desktop.services.office_row import OfficeRow
    from pmo_desktop.storage.workspace import Workspace

WEEKS, UPRIGHT_WEEKS, MOST_WEEKS = 8, 6, 12
WEEKEND = 2  # days


@dataclass(frozen=True)
class CoordinationSheet:
    """What is printed: `source` is the name of the database."""

    found: Coordination
    office: OfficeRow
    source: str = ""


def gather(workspace: Workspace, weeks: int, department: str | None = None) -> CoordinationSheet:
    """The weeks from the status date's on, from a weekend's the next. Raises `Refused` for a
    department that is not there."""
    from pmo_desktop.services.coordination import coordination
    from pmo_desktop.services.office import office

    held = workspace.query(office)
    # At the end of a week the one that begins is what is to be agreed on.
    first = held.status_date + dt.timedelta(days=WEEKEND)
    wanted = max(1, min(weeks, MOST_WEEKS))
    found = workspace.query(coordination, first, wanted, department)
    return CoordinationSheet(found, held, workspace.path.name)


def print_coordination(
    what: CoordinationSheet,
    language: Language,
    measures: Measures,
    path: Path,
    report: Report = silent,
) -> PackResult:
    """Write the sheet to `path`; raises `ReportError`, and whatever `report` raises to stop it."""
    owner = " · ".join(filter(None, (what.office.name, what.office.period)))
    frame = Frame(language, measures, Typeface(), what.office, owner, what.source)
    return write_document(frame, pages(what.found, frame), path, report)
