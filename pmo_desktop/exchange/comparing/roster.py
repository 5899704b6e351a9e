"""The names that a file uses for people and departments, against those that the office knows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from pmo_desktop.services.names import normal_name

NEAR = 0.8
SEPARATORS = re.compile(r"\s*[,，、;；/]\s*")
BRACKETED = re.compile(r"\s*[(（\[【].*?[)）\]】]\s*")


class Roster:
    """Known names, and those that turn up new, in the order in which they do."""

    def __init__(self, known: Iterable[str]) -> None:
        self._spelled: dict[str, str] = {}
        for name in known:
            self._spelled.setdefault(normal_name(name), name)
        self._known = frozenset(self._spelled)
        # "Smith, John" looks like two people in a cell that lists people.
        self._split = {
            tuple(map(normal_name, SEPARATORS.split(name))): name
            for name in self._spelled.values()
            if SEPARATORS.search(name)
        }

    def spell(self, name: str) -> str:
        """The name as the office writes it."""
        return self._spelled.get(normal_name(name), name)

    def spell_all(self, names: Sequence[str]) -> tuple[str, ...]:
        """Several names as the office writes them; parts of one known name are put together."""
        parts = [normal_name(name) for name in names]
        found: list[str] = []
        at = 0
        while at < len(parts):
            whole = next((w for w in self._split if tuple(parts[at : at + len(w)]) == w), None)
            found.append(self._split[whole] if whole else self.spell(names[at]))
            at += len(whole) if whole else 1
        return tuple(found)

    def is_known(self, name: str) -> bool:
        return normal_name(name) in self._known

    def near(self, name: str) -> str | None:
        """The known name that a new one is most like, where it is like enough to ask."""
        wanted = normal_name(name)
        best = max(((_likeness(wanted, key), key) for key in self._known), default=None)
        return self._spelled[best[1]] if best and best[0] > NEAR else None


def _likeness(one: str, other: str) -> float:
    """1 where only spaces, the order of the words or a remark in brackets differ; else 0..1."""
    if _letters(one) == _letters(other):
        return 1.0
    matcher = SequenceMatcher(None, one, other)
    if matcher.real_quick_ratio() <= NEAR or matcher.quick_ratio() <= NEAR:
        return 0.0
    return matcher.ratio()


def _letters(name: str) -> str:
    words = BRACKETED.sub(" ", name).split()
    return "".join(sorted(words))
