"""A workbook to look at: the first project's, as the template has it now."""

from __future__ import annotations

from pathlib import Path

from pmo_desktop.domain.records import ProjectRecords, Record
from pmo_desktop.exchange.files.in_place import put_in_place
from pmo_desktop.exchange.workbook.sending import office_setting
from pmo_desktop.exchange.workbook.writing import workbook_bytes
from pmo_desktop.language import Language
from pmo_desktop.services.records import project_ids, project_records
from pmo_desktop.storage.workspace import Workspace


def write_sample(workspace: Workspace, path: Path, language: Language) -> None:
    """Write it to `path`, empty where there is no project yet; raises `OSError`."""
    ids = list(workspace.query(project_ids).values())
    if ids:
        records = workspace.query(project_records, ids[0])
    else:
        records = ProjectRecords(Record("project", {"name": language.text("Sample workbook")}))
    put_in_place(path, workbook_bytes(records, office_setting(workspace), language))
