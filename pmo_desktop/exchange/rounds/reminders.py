"""Reminders: for every team that still owes a file, a text ready to paste into a message."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pmo_desktop.domain.rounds import Standing
from pmo_desktop.language import Language
from pmo_desktop.services.round_rows import Inbox, InboxRow, RoundRow

PARTING = "\n\n" + "—" * 20 + "\n\n"


@dataclass(frozen=True)
class Reminder:
    """`to` is the project's manager, empty where it has none; `text` has several lines."""

    project_id: int
    code: str
    name: str
    to: str
    standing: Standing
    text: str


def reminders(inbox: Inbox, language: Language, *, overdue: bool = False) -> tuple[Reminder, ...]:
    """For every project that owes a file, or for those alone whose file is missing or went back."""
    wanted = (Standing.MISSING, Standing.RETURNED) if overdue else tuple(Standing)
    return tuple(
        reminder(row, inbox.round, language)
        for row in inbox.projects
        if row.standing.owes and row.standing in wanted
    )


def reminder(row: InboxRow, round_: RoundRow, language: Language) -> Reminder:
    """The text for one project."""
    lines = [
        _subject(row, round_, language),
        "",
        _greeting(row, language),
        "",
        _request(row, round_, language),
    ]
    if row.sent_file:
        file = row.sent_file.rpartition("/")[2]
        lines.append(language.text("The file that was sent to you: {file}", file=file))
    lines += ["", language.text("Thank you.")]
    text = "\n".join(lines)
    return Reminder(row.project_id, row.code, row.name, row.manager, row.standing, text)


def all_texts(found: Iterable[Reminder]) -> str:
    """All reminders as one text."""
    return PARTING.join(one.text for one in found)


def _subject(row: InboxRow, round_: RoundRow, language: Language) -> str:
    return language.text(
        "Project report {period}: {project}", period=round_.period, project=row.label
    )


def _greeting(row: InboxRow, language: Language) -> str:
    if row.manager:
        return language.text("Dear {name},", name=row.manager)
    return language.text("Dear project team,")


def _request(row: InboxRow, round_: RoundRow, language: Language) -> str:
    say = {"project": row.label, "period": round_.period}
    due = None if round_.due is None else language.long_date(round_.due)
    if row.standing is Standing.RETURNED:
        return language.text(
            "we returned your file for {project} ({period}) with remarks, and wait for the "
            "corrected one. Please send it as soon as you can.",
            **say,
        )
    if due is None:
        return language.text(
            "we do not have your file for {project} ({period}) yet. Please bring it up to date and "
            "send it back.",
            **say,
        )
    if row.standing is Standing.MISSING:
        return language.text(
            "your file for {project} ({period}) was due on {due} and has not arrived. Please bring "
            "it up to date and send it back as soon as you can.",
            due=due,
            **say,
        )
    return language.text(
        "a friendly reminder: your file for {project} ({period}) is due on {due}. Please bring it "
        "up to date and send it back in time.",
        due=due,
        **say,
    )
