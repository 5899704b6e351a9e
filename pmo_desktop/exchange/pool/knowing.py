"""Who and what the rows of files may name: what the database knows, what earlier files bring, and
what was said of names that nobody knew.

A new name may be somebody new, or a known one misspelt. Where nobody has said which, it is in
doubt; an answer is the known name, or empty for a new one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from pmo_desktop.domain.pool_changes import PoolChange, PoolChangeKind
from pmo_desktop.exchange.comparing.roster import Roster
from pmo_desktop.exchange.parsing import people
from pmo_desktop.services.names import normal_name
from pmo_desktop.services.pool_records import PoolRows

Answers = Mapping[str, str]
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
        near = self._roster.near_person(name) if self.table == "person" else self._roster.near(name)
        return "" if near is None or normal_name(near) in others else near

    @cached_property
    def _roster(self) -> Roster:
        return Roster(self._stored)
