"""Timesheets and answers under review: what each entry would change, what could not be taken, and
the one edit that takes it all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from typing_extensions import override

from pmo_desktop.domain.timesheets import EntryState
from pmo_desktop.language import Language
from pmo_desktop.progress import Report
from pmo_desktop.ui.context import Context, Named
from pmo_desktop.ui.performance.columns import hours
from pmo_desktop.ui.tables.column import Column
from pmo_desktop.ui.under_review import Taking, UnderReview

if TYPE_CHECKING:
    from pathlib import Path

    from pmo_desktop.exchange.findings import Finding
    from pmo_desktop.exchange.returns import Returns
    from pmo_desktop.exchange.understood import Understood
    from pmo_desktop.storage.workspace import Workspace

STATE_TONES = {"new": "green", "changed": "amber", "removed": "red", "known": "grey"}


@dataclass(frozen=True)
class ReturnRow:
    """An entry of a timesheet, or an answer to a request; `hours` are minutes, or None."""

    id: int
    file: str
    state: str
    person: str
    day: date | None
    work: str
    minutes: int | None
    before: int | None
    note: str


def _state_text(row: ReturnRow, language: Language) -> str:
    if row.state in STATE_TONES:
        return language.term(f"entry_state.{row.state}")
    return language.term(f"request_state.{row.state}")


def _hours_text(row: ReturnRow, language: Language) -> str:
    if row.minutes is None:
        return ""
    said = hours(row.minutes, language)
    if row.before is None or row.before == row.minutes:
        return said
    return f"{hours(row.before, language)} → {said}"


COLUMNS = (
    Column("state", "timesheet.state", lambda row: row.state, width=92, show=_state_text,
           chip=lambda row: STATE_TONES.get(row.state, "accent")),
    Column("person", "timesheet.person", lambda row: row.person, width=110),
    Column("day", "timesheet.day", lambda row: row.day, width=92,
           show=lambda row, language: language.date(row.day)),
    Column("work", "timesheet.task", lambda row: row.work, width=220, stretch=True),
    Column("hours", "timesheet.hours", lambda row: row.minutes, width=96, right=True,
           show=_hours_text),
    Column("note", "timesheet.note", lambda row: row.note, width=150),
    Column("file", "timesheet.file", lambda row: row.file, width=130, tone=lambda _: "ink2"),
)  # fmt: skip


class ReturnsPanel(UnderReview):
    """Timesheets and answers; all that is new in them is taken in."""

    found: Returns | None

    def __init__(self, context: Context) -> None:
        super().__init__(
            context, ("returns", "return_findings"), COLUMNS,
            empty=lambda: context.language.text(
                "Drop timesheets, or workbooks of requests with answers, anywhere on the window. "
                "What each would change is shown here before anything is written."
            ),
        )  # fmt: skip

    @override
    def retranslate(self) -> None:
        super().retranslate()
        self.differences.say(self._context.language.text("Timesheets & answers"))

    @override
    def comparing(self) -> Named:
        return Named("Compare timesheets and answers")

    @override
    def compare(self, workspace: Workspace, given: Sequence[Understood], report: Report) -> Returns:
        from pmo_desktop.exchange.returns import review_returns

        return review_returns(workspace, given, report)

    @override
    def rows_of(self, found: Returns) -> Sequence[ReturnRow]:
        return tuple(_rows(found))

    @override
    def told_of(self, found: Returns) -> Iterator[tuple[Path, Sequence[Finding]]]:
        yield from ((file.path, file.findings) for file in found.timesheets.files)
        yield from ((file.understood.path, file.findings) for file in found.answers)

    @override
    def taking(self) -> Taking | None:
        from pmo_desktop.services.returns import take_returns
        from pmo_desktop.storage.changes import Title

        found = self.found
        if found is None or not found.news:
            return None
        sheets = [file.as_taken() for file in found.timesheets.files if file.news]
        answers = [answer.given for file in found.answers for answer in file.answers]
        title = Title("Take in {n} timesheets and answers", {"n": found.files})
        return Taking(title, take_returns, (sheets, answers))

    @override
    def count(self) -> int:
        return 0 if self.found is None else self.found.news

    @override
    def say(self) -> tuple[str, str, str]:
        text, found = self._context.language.text, self.found
        button = text("Commit {n} entries", n=self.count())
        if found is None:
            return button, "", ""
        files = text("{n} files", n=found.files)
        known = sum(row.state == EntryState.KNOWN for row in self.table.model.rows)
        parts = [files, text("{n} known already", n=known)]
        if found.told:
            parts.append(text("{n} to look at", n=found.told))
        return button, " · ".join(parts), files

    @override
    def inform_taken(self, result: Any) -> None:
        self._context.inform(
            "Timesheets: {added} entries added, {changed} changed, {removed} taken back; "
            "{answers} requests answered.",
            added=result.sheets.added,
            changed=result.sheets.changed,
            removed=result.sheets.removed,
            answers=result.answers,
        )


def _rows(found: Returns) -> Iterator[ReturnRow]:
    number, names = 0, found.timesheets.names
    for file in found.timesheets.files:
        for change, *_ in file.changes:
            number += 1
            entry = change.entry
            parts = (
                names.projects.get(entry.project_id or 0, ""),
                names.tasks.get(entry.task_id or 0, ""),
            )
            yield ReturnRow(
                number, file.path.name, change.state.value, names.people[entry.person_id],
                entry.day, " · ".join(filter(None, parts)), entry.minutes, change.before,
                entry.note,
            )  # fmt: skip
    for answers in found.answers:
        for one in answers.answers:
            number += 1
            part = one.given.part
            given = "" if part is None else f"{part.units:.0%} {part.first} – {part.last}"
            work = " · ".join(filter(None, (one.request.project_code, one.request.name, given)))
            yield ReturnRow(
                number, answers.understood.path.name, one.given.state, one.given.person, None,
                work, None, None, one.given.answer,
            )  # fmt: skip
