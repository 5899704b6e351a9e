"""Files about people under review: every difference with a box, what could not be taken, and the
one edit that takes what is ticked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton
from typing_extensions import override

from pmo_desktop.domain.pool_changes import PoolChange
from pmo_desktop.language import Language
from pmo_desktop.progress import Report
from pmo_desktop.ui.context import Context, Named
from pmo_desktop.ui.people.ticks import ticked
from pmo_desktop.ui.people.who import Ask, below
from pmo_desktop.ui.people.writing_out import ask_pool_file
from pmo_desktop.ui.tables.column import Column
from pmo_desktop.ui.under_review import Taking, UnderReview
from pmo_desktop.ui.widgets.choosing import ask_spreadsheets

if TYPE_CHECKING:
    from pathlib import Path

    from pmo_desktop.exchange.findings import Finding
    from pmo_desktop.exchange.pool.review import FileOfPeople
    from pmo_desktop.exchange.understood import Understood
    from pmo_desktop.storage.workspace import Workspace

TONES = {"add": "green", "change": "amber", "remove": "red"}


@dataclass(frozen=True)
class PoolChangeRow:
    """A difference, whether it is taken, and the file that it is of; `several` are under review."""

    id: int
    taken: bool
    change: PoolChange
    file: str
    several: bool = False


def _kind(row: PoolChangeRow, language: Language) -> str:
    return language.term(f"pool_change_kind.{row.change.kind}")


def _table(row: PoolChangeRow, language: Language) -> str:
    return language.term(f"table.{row.change.table}")


def _difference(row: PoolChangeRow, language: Language) -> str:
    from pmo_desktop.exchange.pool.review import difference

    change = row.change
    words = difference(change, language)
    if change.rival:
        why = language.text("{file} says otherwise", file=change.rival)
    elif change.is_conflict:
        why = language.text("changed here too")
    elif change.decides and change.like:
        why = language.text("new, or {name}?", name=change.like)
    elif change.decides:
        why = language.text("not known: new?")
    else:
        why = language.text("waits for the new name") if change.doubts else ""
    return " · ".join(filter(None, (why, words)))


def _waits(change: PoolChange) -> bool:
    return change.is_conflict or bool(change.decides or change.doubts)


def _place(row: PoolChangeRow, _language: Language) -> str:
    change = row.change
    place = f"{change.sheet} {change.row}" if change.row else ""
    return " · ".join(filter(None, (row.file if row.several else "", place)))


CHANGES: tuple[Column, ...] = (
    Column("taken", "pool_change.taken", lambda row: row.taken, width=44, tick=True),
    Column("kind", "pool_change.kind", lambda row: row.change.kind.value, width=76, show=_kind,
           chip=lambda row: TONES[row.change.kind]),
    Column("table", "pool_change.table", lambda row: row.change.table, width=92, show=_table),
    Column("label", "pool_change.label", lambda row: row.change.label, width=210),
    Column("values", "pool_change.values", lambda row: _waits(row.change), width=240,
           stretch=True, show=_difference,
           tone=lambda row: "amber_ink" if _waits(row.change) else None),
    Column("place", "pool_change.place", lambda row: row.change.row, width=110, show=_place,
           tone=lambda _: "ink2"),
    Column("file", "timesheet.file", lambda row: row.file, width=130, tone=lambda _: "ink2",
           hidden=True),
)  # fmt: skip


class PoolPanel(UnderReview):
    """Files about people; what is ticked is taken in. `wanted` asks for files to be read."""

    found: tuple[FileOfPeople, ...] | None
    wanted = Signal(object)

    def __init__(self, context: Context) -> None:
        self.choose, self.write_out, self.who = QPushButton(), QPushButton(), QPushButton()
        self._answers: dict[str, str] = {}
        super().__init__(
            context, ("pool_changes", "pool_findings"), CHANGES,
            empty=lambda: context.language.text(
                "Drop a workbook of the pool, a leave list or a skills matrix anywhere on the "
                "window. What it would change is shown here before anything is written."
            ),
            buttons=(self.choose, self.write_out),
        )  # fmt: skip
        self.differences.head.addWidget(self.who)
        self.table.ticked.connect(self._on_ticked)
        self.choose.clicked.connect(self.choose_files)
        self.write_out.clicked.connect(lambda: ask_pool_file(self._context, self))
        self.who.clicked.connect(self.ask_who)
        for table in (self.table, self.findings):
            table.row_selected.connect(lambda _: self._enable_who())

    @override
    def retranslate(self) -> None:
        super().retranslate()
        text = self._context.language.text
        self.choose.setText(text("Choose files…"))
        self.write_out.setText(text("Write out…"))
        self.write_out.setToolTip(text("The whole pool as a workbook, to be filled in and sent"))
        self.who.setText(text("Who is it…"))
        self.who.setToolTip(text("A name that nobody knows is a person who is known by another"))
        self.differences.say(text("Differences"), text("Space or a click ticks what is taken"))

    def choose_files(self) -> None:
        if paths := ask_spreadsheets(self, self._context):
            self.wanted.emit(paths)

    @override
    def comparing(self) -> Named:
        return Named("Compare files about people")

    @override
    def compare(
        self, workspace: Workspace, given: Sequence[Understood], report: Report
    ) -> tuple[FileOfPeople, ...]:
        from pmo_desktop.exchange.pool.review import review_pools

        return review_pools(workspace, given, report, dict(self._answers))

    @override
    def rows_of(self, found: Sequence[FileOfPeople]) -> Sequence[PoolChangeRow]:
        """What was decided of a difference holds where it is read again."""
        before = {_key(row.change): row.taken for row in self.table.model.rows}
        pairs = [(file, change) for file in found for change in file.changes]
        return [
            PoolChangeRow(number, before.get(_key(change), change.taken), change,
                          file.understood.path.name, len(found) > 1)
            for number, (file, change) in enumerate(pairs, 1)
        ]  # fmt: skip

    @override
    def told_of(self, found: Sequence[FileOfPeople]) -> Iterator[tuple[Path, Sequence[Finding]]]:
        return ((file.understood.path, file.review.findings) for file in found)

    @override
    def taking(self) -> Taking | None:
        from pmo_desktop.services.pool_taking import take_pool
        from pmo_desktop.storage.changes import Title

        taken = [row.change for row in self.table.model.rows if row.taken]
        title = Title("Take in {n} rows of the pool", {"n": len(taken)})
        return Taking(title, take_pool, (taken,)) if taken else None

    @override
    def count(self) -> int:
        return sum(row.taken for row in self.table.model.rows)

    @override
    def say(self) -> tuple[str, str, str]:
        text, rows = self._context.language.text, self.table.model.rows
        button = text("Take in {n} rows", n=self.count())
        if self.found is None:
            return button, "", ""
        words = text("{n} differences", n=len(rows))
        waiting = sum(_waits(row.change) and not row.taken for row in rows)
        more = text("{n} wait for your decision", n=waiting) if waiting else ""
        return button, " · ".join(filter(None, (words, more))), words

    @override
    def inform_taken(self, result: Any) -> None:
        added, changed, removed = result
        self._context.inform(
            "The pool: {added} rows added, {changed} changed, {removed} removed.",
            added=added,
            changed=changed,
            removed=removed,
        )

    @override
    def reset(self) -> None:
        self._answers.clear()
        super().reset()

    @override
    def show_state(self) -> None:
        super().show_state()
        self._enable_who()

    def ask_who(self) -> None:
        """Let somebody who is known be meant by a name that nobody knows."""
        from pmo_desktop.services.people import candidates

        key = self._unknown()
        if not key:
            return
        text = self._context.language.text
        written, like = self._names()[key]
        people = sorted(self._context.query(candidates), key=lambda one: one[1] != like)
        ask = Ask(text("Who is meant by {name}?", name=written), text("That is the person"),
                  people, lambda one: self._answer(key, dict(people)[one]), self)  # fmt: skip
        below(self.who, ask)

    def _answer(self, key: str, name: str) -> None:
        self._answers[key] = name
        self.again()

    def _names(self) -> Mapping[str, tuple[str, str]]:
        """The people whom the files name and nobody knows, by the keys of their doubts."""
        return {key: names for file in self.found or () for key, names in
                file.review.unknown.items()}  # fmt: skip

    def _unknown(self) -> str:
        """The doubt about a person that the chosen difference or finding is about, or the first."""
        names, chosen = self._names(), self.table.selected()
        keys = [chosen.change.decides, *chosen.change.doubts] if chosen is not None else []
        told = self.findings.selected()
        if told is not None:
            keys += [key for key, (name, _) in names.items() if name == told.finding.text]
        return next((key for key in (*keys, *names) if key in names), "")

    def _enable_who(self) -> None:
        self.who.setEnabled(bool(self._names()))

    def _on_ticked(self, row: PoolChangeRow, on: bool) -> None:
        rows = self.table.model.rows
        places = {one.id: at for at, one in enumerate(rows)}
        before = {at for at, one in enumerate(rows) if one.taken}
        after = ticked([one.change for one in rows], before, places[row.id], on)
        self.table.set_rows([replace(one, taken=at in after) for at, one in enumerate(rows)])
        self.show_state()


def _key(change: PoolChange) -> tuple[Any, ...]:
    return change.file, change.kind, change.table, change.label, change.sheet, change.row
