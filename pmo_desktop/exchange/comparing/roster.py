"""The names that a file uses for people and departments, against those that the office knows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from pmo_desktop.services.names import normal_name

NEAR = 0.8
SEPARATORS = re.compile(r"\s*[,，、;；/]\s*")
# A character of so few is too much for `NEAR`.
SHORT_CHINESE = re.compile(r"[\u3400-\u9fff]{2,3}")
# Rows of GB 2312 whose characters are sorted by pinyin, and how far apart two of about the same
# sound mostly are.
COMMON_ROWS = range(0xB0, 0xD8)
ALIKE = 30
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
        if not self._split:
            return tuple(map(self.spell, names))
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

    def near_person(self, name: str) -> str | None:
        """As `near`; and of short Chinese names the one known name that has one other character,
        as homophones are easily typed: in the given name, or where none is, in the family's."""
        near = self.near(name)
        wanted = normal_name(name)
        if near is not None or not SHORT_CHINESE.fullmatch(wanted):
            return near
        slips = [key for key in self._known if _is_a_slip(wanted, key)]
        found = [key for key in slips if key[0] == wanted[0]] or slips
        return self._spelled[found[0]] if len(found) == 1 else None


def likeness_of(one: str, other: str) -> float:
    """How like two names are, 0..1, by their characters."""
    first, second = normal_name(one), normal_name(other)
    if _letters(first) == _letters(second):
        return 1.0
    return SequenceMatcher(None, first, second).ratio()


def _likeness(one: str, other: str) -> float:
    """1 where only spaces, the order of the words or a remark in brackets differ; else 0..1."""
    if _letters(one) == _letters(other):
        return 1.0
    matcher = SequenceMatcher(None, one, other)
    if matcher.real_quick_ratio() <= NEAR or matcher.quick_ratio() <= NEAR:
        return 0.0
    return matcher.ratio()


def _is_a_slip(one: str, other: str) -> bool:
    """Whether one character is another, and that may be by mistake. Where the family name and half
    of the given name are the same, any other character may be; where less is, one that sounds so:
    in a large office somebody is 张宁 and somebody else 张婷."""
    if len(one) != len(other):
        return False
    places = [at for at in range(len(one)) if one[at] != other[at]]
    if len(places) != 1:
        return False
    at = places[0]
    return (at > 0 and len(one) > 2) or _may_sound_alike(one[at], other[at])


def _may_sound_alike(one: str, other: str) -> bool:
    """GB 2312 has its common characters in the order of their pinyin; of others nobody knows."""
    places = [_place_by_sound(character) for character in (one, other)]
    if None in places:
        return True
    first, second = (place for place in places if place is not None)
    return abs(first - second) < ALIKE


def _place_by_sound(character: str) -> int | None:
    try:
        row, column = character.encode("gb2312")
    except UnicodeEncodeError:
        return None
    return (row - COMMON_ROWS[0]) * 94 + column if row in COMMON_ROWS else None


def _letters(name: str) -> str:
    words = BRACKETED.sub(" ", name).split()
    return "".join(sorted(words))
