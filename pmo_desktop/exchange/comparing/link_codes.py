"""The WBS codes by which links name tasks, while a file may be giving some tasks new codes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from pmo_desktop.domain.records import Record
from pmo_desktop.domain.tasks import Link
from pmo_desktop.domain.wbs import clean
from pmo_desktop.exchange.comparing.matching import Matching, Pair


@dataclass
class LinkCodes:
    """`_final` spells each code as the database will have it after the file; `_moved` says which
    code a task of the database will then have."""

    _final: dict[str, str] = field(default_factory=dict)
    _moved: dict[str, str] = field(default_factory=dict)

    @staticmethod
    def after(matching: Matching, said: Iterable[Pair], own: bool) -> LinkCodes:
        """The codes once the file's tasks are taken, of which `said` has what their rows say."""
        codes = LinkCodes()
        for pair, heard in zip(matching.pairs, said, strict=True):
            code = spelled(heard.given, pair.known, own)
            codes._final.setdefault(clean(pair.given.values.get("wbs") or ""), code)
            if pair.known is not None:
                codes._moved[clean(_code(pair.known))] = code
        for record in matching.missing:
            codes._final.setdefault(clean(_code(record)), _code(record))
        return codes

    def resolved(self, links: Iterable[Link]) -> tuple[list[Link], list[Link]]:
        """A file's links with the codes as the database will have them, and those to no task."""
        found: list[Link] = []
        lost: list[Link] = []
        for link in links:
            code = clean(link.wbs)
            # A code that nobody has any more is the one that a renumbered task had.
            target = self._final.get(code) or self._moved.get(code)
            if target:
                found.append(_with_code(link, target))
            else:
                lost.append(link)
        return found, lost

    def moved(self, links: Iterable[Link]) -> tuple[Link, ...]:
        """The database's links as the file's numbering has them."""
        return tuple([_with_code(link, self._moved.get(clean(link.wbs))) for link in links])


def spelled(given: Record, known: Record | None, own: bool) -> str:
    """The code that the task will have: a team's mere outline renumbers no task that is known."""
    code = _code(given)
    if known is None:
        return code
    implied = not own and "wbs" not in given.cells
    return _code(known) if implied or clean(code) in ("", clean(_code(known))) else code


def _with_code(link: Link, code: str | None) -> Link:
    return link if code is None or link.wbs == code else replace(link, wbs=code)


def _code(record: Record) -> str:
    return str(record.values.get("wbs") or "")
