"""The steering committee's pack: pages of plain data to one PDF file."""

from __future__ import annotations

from pathlib import Path

from pmo_desktop.language import Language
from pmo_desktop.progress import Report, silent
from pmo_desktop.reports.data import PackData
from pmo_desktop.reports.document import PackResult, write_document
from pmo_desktop.reports.fonts import Typeface
from pmo_desktop.reports.formats import MEASURES, PageFormat
from pmo_desktop.reports.pages import (
    changes,
    cover,
    decisions,
    load,
    milestone_trend,
    milestones,
    portfolio,
    project,
    risks,
    sources,
    summary,
)
from pmo_desktop.reports.pages.page import Context, Page


def make_pack(
    data: PackData,
    language: Language,
    page_format: PageFormat,
    path: Path,
    report: Report = silent,
) -> PackResult:
    """Write the pack to `path`; raises `ReportError`, and whatever `report` raises to stop it."""
    context = Context(data, language, MEASURES[page_format], Typeface())
    return write_document(context.frame, lay_out(context), path, report)


def lay_out(context: Context) -> list[Page]:
    """All pages in their order, none drawn yet."""
    first = summary.layout(context)
    following = [
        summary.page(context, first),
        *changes.pages(context, first.changes),
        *portfolio.pages(context),
        *milestones.pages(context),
        *milestone_trend.pages(context),
        *project.pages(context),
        *load.pages(context),
        *risks.pages(context),
        *decisions.pages(context),
        *sources.pages(context),
    ]
    return [cover.page(context, following), *following]
