"""The spreadsheets that the demo teams returned for the newest period, one a project.

About half are the program's own workbook, filled in further; the others are what teams made for
themselves. Most are good; one came back as it was sent, and a few have mistakes, see `mistakes`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from pmo_desktop.exchange.demo.draft import Draft, DraftProject
from pmo_desktop.exchange.demo.edits import Editor, edited
from pmo_desktop.exchange.demo.history import report as period_report
from pmo_desktop.exchange.demo.layouts import LAYOUTS, Layout
from pmo_desktop.exchange.demo.mistakes import (
    OWN_MISTAKES,
    TEAM_MISTAKES,
    Returned,
    make_mistakes,
)
from pmo_desktop.exchange.demo.ownsheets import own_workbook
from pmo_desktop.exchange.demo.teamsheets import team_workbook
from pmo_desktop.exchange.demo.words import dice
from pmo_desktop.exchange.files.filenames import Names
from pmo_desktop.exchange.files.in_place import put_in_place
from pmo_desktop.exchange.workbook.writing import Setting
from pmo_desktop.language import Language
from pmo_desktop.progress import Progress, Report
from pmo_desktop.services.calendars import office_calendar
from pmo_desktop.services.office import office
from pmo_desktop.services.records import known_names, project_ids, project_records
from pmo_desktop.storage.workspace import Workspace

SUFFIX = ".xlsx"
UNCHANGED = 2


def return_files(
    workspace: Workspace, folder: Path, drafted: Draft, report: Report
) -> tuple[Path, ...]:
    """Write a file for each project into `folder`; workbooks of an earlier demo there are removed.

    Raises `Cancelled` from `report`, and then leaves no file behind.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob(f"*{SUFFIX}"):
        old.unlink()
    setting = _setting(workspace)
    names = Names(folder, SUFFIX)
    written: list[Path] = []
    try:
        every = returned(workspace, drafted)
        for number, one in enumerate(every):
            said = {"project": one.records.project.label}
            report(Progress(number, len(every), "Filling in the spreadsheet of {project}", said))
            written.append(names.path(one.stem))
            put_in_place(written[-1], _bytes(one, setting, drafted))
    except BaseException:
        for path in written:
            path.unlink(missing_ok=True)
        raise
    return tuple(written)


def returned(workspace: Workspace, drafted: Draft) -> list[Returned]:
    """What the teams return, in the order of the projects."""
    ids = workspace.query(project_ids)
    calendar = workspace.query(office_calendar)
    own: list[Returned] = []
    foreign: list[Returned] = []
    for draft, layout in zip(drafted.projects, _layouts(drafted.projects), strict=True):
        records = workspace.query(project_records, ids[draft.code])
        rng = dice(drafted.seed, "edits", draft.code)
        editor = Editor(rng, draft, calendar, drafted.status_date)
        said = period_report(drafted.seed, draft.execution, drafted.periods[-1], 1.0)
        one = Returned(draft, records, edited(editor, records, said), layout)
        if layout is None and len(own) == UNCHANGED:
            one = replace(one, records=records)
        (own if layout is None else foreign).append(one)
    people = {person.name for person in drafted.people}
    make_mistakes(dice(drafted.seed, "mistakes"), own, OWN_MISTAKES, people)
    make_mistakes(dice(drafted.seed, "team mistakes"), foreign, TEAM_MISTAKES, people)
    order = {project.code: number for number, project in enumerate(drafted.projects)}
    return sorted((*own, *foreign), key=lambda one: order[one.draft.code])


def _layouts(projects: Sequence[DraftProject]) -> list[Layout | None]:
    """Every other team of each language has a layout of its own, each in turn."""
    turns = {"zh": 0, "en": 0}
    found: list[Layout | None] = []
    for draft in projects:
        language = draft.project.language
        turn = turns[language]
        turns[language] += 1
        fitting = [layout for layout in LAYOUTS if layout.language == language]
        found.append(None if turn % 2 else fitting[turn // 2 % len(fitting)])
    return found


def _setting(workspace: Workspace) -> Setting:
    own, names = workspace.query(office), workspace.query(known_names)
    return Setting(own.status_date, own.period, names.people, names.departments)


def _bytes(one: Returned, setting: Setting, drafted: Draft) -> bytes:
    language = one.draft.project.language
    if one.layout is None:
        content = own_workbook(one.sent, one.records, one.slips, setting, Language(language))
    else:
        rng = dice(drafted.seed, "hand", one.draft.code)
        day = setting.status_date
        content = team_workbook(one.records, one.layout, day, rng, one.slips)
    return one.spoil(content, language) if one.spoil else content
