"""Sends a round out: a workbook for each of its projects, and what was sent kept with the round.

Each workbook knows its round, and the newest change of the database when it was written. What could
not be written is told; the others go on, and only what was written counts as sent.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from pmo_desktop.exchange.files.in_place import put_in_place
from pmo_desktop.exchange.rounds.places import places
from pmo_desktop.exchange.workbook.sending import (
    FULL,
    SentOut,
    Unsent,
    no_folder,
    office_setting,
    unsent,
)
from pmo_desktop.exchange.workbook.writing import Setting, workbook_bytes
from pmo_desktop.language import Language
from pmo_desktop.progress import Progress, Report, silent
from pmo_desktop.services.entries import newest_entry
from pmo_desktop.services.records import project_records
from pmo_desktop.services.round_rows import Inbox, InboxRow, RoundRow, inbox
from pmo_desktop.services.rounds import Sent, mark_sent
from pmo_desktop.storage.changes import Title
from pmo_desktop.storage.workspace import Workspace


def send_round(
    workspace: Workspace,
    round_id: int,
    report: Report = silent,
    only: Collection[int] | None = None,
) -> SentOut:
    """Write the workbooks of the round's projects, or of `only` these, into the round's folder.

    Raises `Refused` where the round is gone, and `Cancelled` from `report`; what was written until
    then stays, and counts as sent.
    """
    found = workspace.query(inbox, round_id, date.today())
    if not found.round.folder.strip():
        return SentOut(findings=(Unsent("Choose a folder for the workbooks of the round first."),))
    folder = Path(found.round.folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return SentOut(findings=(no_folder(folder),))
    sending = _Sending(workspace, found, folder)
    try:
        sending.send(only, report)
    finally:
        if sending.sent:
            title = Title("Send out {n} workbooks", {"n": len(sending.sent)})
            workspace.edit(title, mark_sent, round_id, sending.sent)
    return SentOut(tuple(sending.files), tuple(sending.findings))


class _Sending:
    """The workbooks on their way."""

    def __init__(self, workspace: Workspace, found: Inbox, folder: Path) -> None:
        self._workspace = workspace
        self._inbox = found
        self._places: Mapping[int, Path] = places(found, folder)
        self._folder = folder
        self._language = Language(found.round.language)
        self._setting = _setting(office_setting(workspace), found.round)
        self.sent: list[Sent] = []
        self.files: list[Path] = []
        self.findings: list[Unsent] = []

    def send(self, only: Collection[int] | None, report: Report) -> None:
        rows = [row for row in self._inbox.projects if only is None or row.project_id in only]
        for done, row in enumerate(rows):
            report(Progress(done, len(rows), "Writing {project}", {"project": row.label}))
            try:
                self._write(row)
            except OSError as error:
                found = unsent(error, self._places[row.project_id])
                if found not in self.findings:
                    self.findings.append(found)
                if error.errno in FULL:
                    break
        report(Progress(len(rows), len(rows)))

    def _write(self, row: InboxRow) -> None:
        path = self._places[row.project_id]
        newest = self._workspace.newest_change()
        setting = replace(
            self._setting, change_set=newest, entry=self._workspace.query(newest_entry)
        )
        records = self._workspace.query(project_records, row.project_id)
        path.parent.mkdir(parents=True, exist_ok=True)
        put_in_place(path, workbook_bytes(records, setting, self._language))
        self.files.append(path)
        now = datetime.now().replace(microsecond=0)
        file = path.relative_to(self._folder).as_posix()
        self.sent.append(Sent(row.project_id, file, now, newest))


def _setting(setting: Setting, round_: RoundRow) -> Setting:
    return replace(
        setting,
        period=round_.period,
        tables=frozenset(round_.sheets),
        due=round_.due,
        round_uid=round_.uid,
    )
