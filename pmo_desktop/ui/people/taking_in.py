"""Files about people under review: every difference with a box, what could not be taken, and the
one edit that takes what is ticked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton
from typing_extensions import override

from pmo_desktop.domain.pool_changes import PoolChange
from pmo_desktop.language import Language
from pmo_desktop.progress import Report
from pmo_desktop.ui.context import Context, Named
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
    """A difference, whether it is taken, and the file that it is of."""

    id: int
    taken: bool
    change: PoolChange
    file: str


def _kind(row: PoolChangeRow, language: Language) -> str:
    return language.term(f"pool_change_kind.{row.change.kind}")


def _table(row: PoolChangeRow, language: Language) -> str:
    return language.term(f"table.{row.change.table}")


def _difference(row: PoolChangeRow, language: Language) -> str:
    from pmo_desktop.exchange.pool.review import difference

    words = difference(row.change, language)
    if row.change.is_conflict:
        return f"{language.text('changed here too')} · {words}"
    return words


def _place(row: PoolChangeRow, _language: Language) -> str:
    change = row.change
    return f"{change.sheet} {change.row}" if change.row else ""


CHANGES: tuple[Column, ...] = (
    Column("taken", "pool_change.taken", lambda row: row.taken, width=44, tick=True),
    Column("kind", "pool_change.kind", lambda row: row.change.kind.value, width=76, show=_kind,
           chip=lambda row: TONES[row.change.kind]),
    Column("table", "pool_change.table", lambda row: row.change.table, width=92, show=_table),
    Column("label", "pool_change.label", lambda row: row.change.label, width=210),
    Column("values", "pool_change.values", lambda row: row.change.is_conflict, width=240,
           stretch=True, show=_difference,
           tone=lambda row: "amber_ink" if row.change.is_conflict else None),
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
        self.choose, self.write_out = QPushButton(), QPushButton()
        super().__init__(
            context, ("pool_changes", "pool_findings"), CHANGES,
            empty=lambda: context.language.text(
                "Drop a workbook of the pool, a leave list or a skills matrix anywhere on the "
                "window. What it would change is shown here before anything is written."
            ),
            buttons=(self.choose, self.write_out),
        )  # fmt: skip
        self.table.ticked.connect(self._on_ticked)
        self.choose.clicked.connect(self.choose_files)
        self.write_out.clicked.connect(lambda: ask_pool_file(self._context, self))

    @override
    def retranslate(self) -> None:
        super().retranslate()
        text = self._context.language.text
        self.choose.setText(text("Choose files…"))
        self.write_out.setText(text("Write out…"))
        self.write_out.setToolTip(text("The whole pool as a workbook, to be filled in and sent"))
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

        return review_pools(workspace, given, report)

    @override
    def rows_of(self, found: Sequence[FileOfPeople]) -> Sequence[PoolChangeRow]:
        """What was decided of a difference holds where it is read again."""
        before = {_key(row.change): row.taken for row in self.table.model.rows}
        pairs = [(file, change) for file in found for change in file.changes]
        return [
            PoolChangeRow(number, before.get(_key(change), change.taken), change,
                          file.understood.path.name)
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
        words = "" if self.found is None else text("{n} differences", n=len(rows))
        return button, words, words

    @override
    def inform_taken(self, result: Any) -> None:
        added, changed, removed = result
        self._context.inform(
            "The pool: {added} rows added, {changed} changed, {removed} removed.",
            added=added,
            changed=changed,
            removed=removed,
        )

    def _on_ticked(self, row: PoolChangeRow, on: bool) -> None:
        rows = [replace(one, taken=on) if one.id == row.id else one
                for one in self.table.model.rows]  # fmt: skip
        self.table.set_rows(rows)
        self.show_state()


def _key(change: PoolChange) -> tuple[Any, ...]:
    return change.kind, change.table, change.label, change.sheet, change.row
