"""A document of pages, written to one PDF file.

The same pages give the same bytes: the file's dates are the data date, its identity follows from
its contents. It is written beside its place and moved there when it is whole, so that a failure
leaves an older file as it was.
"""

from __future__ import annotations

import datetime as dt
import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pmo_desktop.progress import Progress, Report, silent
from pmo_desktop.reports.errors import report_error
from pmo_desktop.reports.fonts import REGULAR
from pmo_desktop.reports.pages.cover import period_name
from pmo_desktop.reports.pages.page import Frame, Page, foot, head
from pmo_desktop.reports.sheet import Sheet

LANGUAGE_TAGS = {"zh": "zh-CN", "en": "en-GB"}
PROGRAM = "PMO Desktop"


@dataclass(frozen=True)
class PackResult:
    """`replaced` are the characters that the fonts lack, written as □."""

    path: Path
    pages: int
    replaced: tuple[str, ...] = ()


def write_document(
    frame: Frame, pages: Sequence[Page], path: Path, report: Report = silent
) -> PackResult:
    """Write the pages to `path`; raises `ReportError`, and whatever `report` raises to stop it."""
    path = Path(path).absolute()
    try:
        _write(frame, pages, path, report)
    except OSError as error:
        raise report_error(error, path) from error
    return PackResult(path, len(pages), tuple(sorted(frame.typeface.missing)))


def _write(frame: Frame, pages: Sequence[Page], path: Path, report: Report) -> None:
    """Beside its place first, then moved there; nothing stays behind where it fails."""
    if path.is_dir():
        raise IsADirectoryError(str(path))
    part = path.with_name(f".{path.name[:60]}.{secrets.token_hex(4)}.part")
    try:
        with part.open("xb") as file:
            _draw(frame, pages, file, report)
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


def _draw(frame: Frame, pages: Sequence[Page], file: Any, report: Report) -> None:
    canvas = _canvas(frame, file, pages[0].title)
    for number, page in enumerate(pages, start=1):
        report(Progress(number - 1, len(pages), "Page {number} of {total}: {title}",
                        {"number": number, "total": len(pages), "title": page.title}))  # fmt: skip
        sheet = Sheet(canvas, frame.measures, frame.typeface)
        _enter(canvas, frame, page)
        if page.framed:
            head(sheet, page)
        page.paint(sheet)
        if page.framed:
            foot(sheet, frame, number, len(pages))
        canvas.showPage()
    canvas.save()
    report(Progress(len(pages), len(pages)))


def _enter(canvas: Any, frame: Frame, page: Page) -> None:
    """The page's bookmark and its lines in the outline."""
    canvas.bookmarkPage(page.key)
    clean = frame.typeface.clean
    if page.section:
        canvas.bookmarkPage(f"section-{page.key}")  # two entries cannot share a bookmark
        canvas.addOutlineEntry(clean(page.section), f"section-{page.key}", 0)
    if page.entry:
        canvas.addOutlineEntry(clean(page.entry), page.key, page.level)


def _canvas(frame: Frame, file: Any, title: str) -> Any:
    """A canvas that writes the same bytes for the same pages, without any unembedded font."""
    from reportlab import rl_config
    from reportlab.pdfgen.canvas import Canvas

    rl_config.invariant = 1
    m, language, office = frame.measures, frame.language, frame.office
    canvas = Canvas(
        file,
        pagesize=(m.width, m.height),
        invariant=1,
        initialFontName=REGULAR,
        lang=LANGUAGE_TAGS[language.code],
    )
    _date(canvas, office.status_date)
    period = period_name(office.period, language)
    clean = frame.typeface.clean
    canvas.setTitle(clean(" ".join(filter(None, (title, period)))))
    canvas.setAuthor(clean(office.name))
    canvas.setSubject(language.text("Data as of {day}", day=office.status_date))
    canvas.setKeywords(["PMO", clean(office.period)])
    canvas.setCreator(PROGRAM)
    canvas.setProducer(PROGRAM)
    canvas.showOutline()
    return canvas


def _date(canvas: Any, day: dt.date) -> None:
    """The data date as the file's date: reportlab's own for repeatable files is in 2000."""
    stamp = canvas._doc._timeStamp
    stamp.lt = day.timetuple()
    stamp.t = dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC).timestamp()
    stamp.YMDhms = tuple(stamp.lt)[:6]
