"""A page before it is drawn, and the frame that all but the cover share.

A page kind is a function from a `Context` to its `Page`s: it says titles and cuts tables, so that
the number of pages is known, and leaves a `paint` for when its turn comes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pmo_desktop.language import Language
from pmo_desktop.reports.data import PackData
from pmo_desktop.reports.fonts import Typeface
from pmo_desktop.reports.formats import Measures
from pmo_desktop.reports.tables import shorten
from pmo_desktop.reports.wrapping import wrap

if TYPE_CHECKING:
    from pmo_desktop.reports.sheet import Sheet
    from pmo_desktop.services.office_row import OfficeRow

SMALLER = 0.72  # a title of two lines, to one of one line


@dataclass(frozen=True)
class Frame:
    """What stands around the pages of a document; `owner` is the footer's first part, `source` the
    name of the database."""

    language: Language
    measures: Measures
    typeface: Typeface
    office: OfficeRow
    owner: str
    source: str


@dataclass(frozen=True)
class Context:
    """What every page kind of the pack is given."""

    data: PackData
    language: Language
    measures: Measures
    typeface: Typeface

    @property
    def frame(self) -> Frame:
        """The pack is the committee's."""
        office = self.data.office
        committee = office.committee or self.language.text("Steering committee")
        owner = " · ".join(filter(None, (office.name, committee, office.period)))
        return Frame(self.language, self.measures, self.typeface, office, owner, self.data.source)


@dataclass(frozen=True)
class Page:
    """`key` is its bookmark; `entry` its outline line at `level`, under `section` if that begins
    here; a page without an entry continues the one before it. `framed` pages have title and footer;
    `aside` is the room kept free at the right of the title.
    """

    key: str
    paint: Callable[[Sheet], None]
    title: str
    subtitle: str = ""
    entry: str = ""
    level: int = 0
    section: str = ""
    framed: bool = True
    aside: float = 0.0


def series(
    context: Context,
    key: str,
    entry: str,
    title: str,
    subtitle: str,
    paints: Sequence[Callable[[Sheet], None]],
) -> list[Page]:
    """Pages of one kind: all have the title, the first one has the outline's entry."""
    total = len(paints)
    return [
        Page(
            key=key if number == 1 else f"{key}-{number}",
            paint=paint,
            title=title,
            subtitle=subtitle if total == 1 else _part(context, subtitle, number, total),
            entry=entry if number == 1 else "",
        )
        for number, paint in enumerate(paints, start=1)
    ]


def _part(context: Context, subtitle: str, number: int, total: int) -> str:
    """`Portfolio (2/3)`."""
    return context.language.text(
        "{subtitle} ({number}/{total})", subtitle=subtitle, number=number, total=total
    )


def head(sheet: Sheet, page: Page) -> None:
    """The title in one line of full size, else in two of a smaller one, above the subtitle."""
    m, face = sheet.measures, sheet.typeface
    width = m.inner - page.aside
    title = " ".join(face.clean(page.title).split())
    if face.width(title, m.title, bold=True) <= width:
        base = m.margin + m.title * 0.86
        sheet.write(m.left, base, title, m.title, bold=True)
        sheet.write(
            m.left, base + m.subtitle * 1.75, page.subtitle, m.subtitle, "ink2", width=width
        )
        return
    size = m.title * SMALLER
    lines = wrap(title, width, lambda text: face.width(text, size, bold=True))
    if len(lines) > 2:
        lines = [lines[0], shorten(lines[1] + " " + lines[2], width, face, size, bold=True)]
    y = m.margin + size * (0.86 if len(lines) == 1 else 0.5)
    for line in lines:
        sheet.write(m.left, y, line, size, bold=True)
        y += size * 1.22
    sheet.write(m.left, y + 1, page.subtitle, m.subtitle * 0.92, "ink2", width=width)


def title_room(context: Context, aside: float) -> float:
    """How long a title of two lines may be, in the smaller size, less what wrapping loses."""
    return (context.measures.inner - aside) * 1.9


def foot(sheet: Sheet, frame: Frame, number: int, total: int) -> None:
    """Whose document it is, as of when, from where, and the page's number."""
    m, language = sheet.measures, frame.language
    rule = m.height - m.margin + 2
    y = rule + m.small * 1.6
    sheet.lines(((m.left, rule, m.right, rule),), "line", 0.6)
    source = language.text(
        "Data as of {day} · Source: {source} · Internal",
        day=frame.office.status_date,
        source=frame.source or language.text("the office's database"),
    )
    third = m.inner / 3
    sheet.write(m.left, y, frame.owner, m.small, "ink3", width=third)
    sheet.write(m.width / 2, y, source, m.small, "ink3", align="centre", width=third * 1.3)
    sheet.write(m.right, y, f"{number} / {total}", m.small, "ink3", align="right")
