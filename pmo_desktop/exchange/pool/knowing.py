"""Who and what the rows of files may name: what the database knows, what earlier files bring, and
what was said of names that nobody knew.

A new name may be somebody new, or a known one misspelt. Where nobody has said which, it is in
doubt; an answer is the known name, or empty for a new one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import pairwise

from pmo_desktop.domain.pool_changes import PoolChange, PoolChangeKind
from pmo_desktop.exchange.comparing.roster import BRACKETED, Roster
from pmo_desktop.exchange.parsing import people
from pmo_desktop.exchange.parsing.text import CJK
from pmo_desktop.services.names import normal_name
from pmo_desktop.services.pool_records import PoolRows

Answers = Mapping[str, str]
LEAST_SHARED = 0.3
NAME_OF = {"person": "name", "skill": "name", "department": "department", "team": "team"}


def doubt_key(table: str, name: str) -> str:
    return f"{table}:{normal_name(name)}"


class Known:
    """The names of one table."""

    def __init__(
        self, table: str, stored: PoolRows, earlier: Sequence[PoolChange], answers: Answers
    ) -> None:
        field = NAME_OF[table]
        self.table, self._answers = table, answers
        self._names = {normal_name(row.values[field]): row.values[field] for row in stored[table]}
        self._stored = tuple(self._names.values())
        self._was: dict[str, str] = {}
        self.doubtful: dict[str, str] = {}
        for one in earlier:
            if one.table != table or field not in one.values:
                continue
            if one.kind is PoolChangeKind.CHANGE:
                self.rename(one.before[field], one.values[field])
            else:
                self.add(one.values[field], one.decides)

    def add(self, name: str, doubt: str = "") -> None:
        """A new one, of whom it may be in doubt whether it is one."""
        key = normal_name(name)
        self._names.setdefault(key, name)
        if doubt:
            self.doubtful[key] = doubt

    def rename(self, before: str, after: str) -> None:
        """Files may use either name."""
        self._names[normal_name(before)] = self._names[normal_name(after)] = after
        self._was[normal_name(after)] = before

    def was(self, name: str) -> str:
        """What the database calls it, where files rename it."""
        return self._was.get(normal_name(name), name)

    def find(self, said: str) -> str | None:
        """The name as it is known; None where it is not."""
        tidy = (people.first(said) or said) if self.table == "person" else said
        for name in (said, tidy):
            if normal_name(name) in self._names:
                return self._names[normal_name(name)]
        answer = self._answers.get(doubt_key(self.table, tidy))
        return self._names.get(normal_name(answer)) if answer else None

    def meant(self, said: str) -> str | None:
        """The name as it is known, without a guess at what is written around it."""
        key = normal_name(said)
        answer = self._answers.get(doubt_key(self.table, said))
        return self._names.get(key) or (self._names.get(normal_name(answer)) if answer else None)

    def is_said_new(self, name: str) -> bool:
        return self._answers.get(doubt_key(self.table, name)) == ""

    def doubt(self, name: str) -> str:
        """The key of the doubt about a known name; empty where there is none."""
        return self.doubtful.get(normal_name(name), "")

    def like(self, name: str, others: Iterable[str] = ()) -> str:
        """The known name that this one may be meant for. Not one of the `others`: who stands in the
        same table, too, is somebody else."""
        roster = Roster(self._index.alike(name))
        near = roster.near_person(name) if self.table == "person" else roster.near(name)
        return "" if near is None or normal_name(near) in others else near

    @cached_property
    def _index(self) -> Index:
        return Index(self._stored)


class Index:
    """The names that share enough with another one to be held against it at all: thousands of new
    names among thousands of known ones would take minutes, each against each."""

    def __init__(self, names: Iterable[str]) -> None:
        self._by_piece: dict[str, list[str]] = defaultdict(list)
        for name in names:
            for piece in pieces(name):
                self._by_piece[piece].append(name)

    def alike(self, name: str) -> list[str]:
        """Those that have a part of the name's pieces in common."""
        wanted = pieces(name)
        shared = Counter(one for piece in wanted for one in self._by_piece.get(piece, ()))
        least = max(LEAST_SHARED * len(wanted), 1)
        return [one for one, count in shared.items() if count >= least]


def pieces(name: str) -> frozenset[str]:
    """What a name consists of, without remarks in brackets: its Chinese characters, and each two
    of its letters that stand together."""
    plain = normal_name(BRACKETED.sub(" ", name)) or normal_name(name)
    letters = CJK.sub(" ", plain).split()
    return frozenset(CJK.findall(plain)).union(
        a + b for word in letters for a, b in pairwise(f" {word} ")
    )
