"""The WBS codes by which links name tasks, while a file may be giving some tasks new codes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from pmo_desktop.domain.records import Record
from pmo_desktop.domain.tasks import Link
from pmo_desktop.domain.wbs import clean
from pmo_desktop.exchange.comparing.matching import Matching, Pair

NO_TASKS = Matching((), (), (), ())


@dataclass
class LinkCodes:
    """The codes once a file's tasks are taken; looked at when somebody asks for the first time.
    `_said` has what the tasks' rows say."""

    _matching: Matching = NO_TASKS
    _said: Sequence[Pair] = ()
    _own: bool = False

    @staticmethod
    def after(matching: Matching, said: Iterable[Pair], own: bool) -> LinkCodes:
        """The codes once these rows are taken."""
        return LinkCodes(matching, tuple(said), own)

    @cached_property
    def _final(self) -> dict[str, str]:
        """Each code as the database will have it after the file."""
        found: dict[str, str] = {}
        for pair, heard in zip(self._matching.pairs, self._said, strict=True):
            code = spelled(heard.given, pair.known, self._own)
            found.setdefault(clean(pair.given.values.get("wbs") or ""), code)
        for record in self._matching.missing:
            found.setdefault(clean(_code(record)), _code(record))
        return found

    @cached_property
    def _moved(self) -> dict[str, str]:
        """The code that a task of the database will then have."""
        return {
            clean(_code(pair.known)): spelled(heard.given, pair.known, self._own)
            for pair, heard in zip(self._matching.pairs, self._said, strict=True)
            if pair.known is not None
        }

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
