"""Files whose project only the inbox of a round knows, made to say it before they are reviewed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pmo_desktop.domain.records import Record
from pmo_desktop.exchange.understood import Understood
from pmo_desktop.services.records import find_project
from pmo_desktop.services.round_rows import inbox_projects
from pmo_desktop.storage.workspace import Workspace

CONCLUDED = ("code", "name")


def with_their_projects(workspace: Workspace, understood: Sequence[Understood]) -> list[Understood]:
    """The same files; one of a single project that nothing in it names is given the identity of the
    project whose file it is by the inbox of its round."""
    known = workspace.query(inbox_projects, [file.digest for file in understood])
    return [_with_project(workspace, file, known) for file in understood]


def _with_project(workspace: Workspace, file: Understood, known: Mapping[str, str]) -> Understood:
    uid = known.get(file.digest)
    if uid is None or len(file.projects) != 1:
        return file
    (records,) = file.projects
    project = records.project
    code, name = (str(project.values.get(key) or "") for key in CONCLUDED)
    if workspace.query(find_project, project.uid, code, name) is not None:
        return file
    return replace(file, projects=(replace(records, project=_identified(project, uid)),))


def _identified(project: Record, uid: str) -> Record:
    """With the identity, and without a code or name that was concluded from the file's own name."""
    values = {
        key: value
        for key, value in project.values.items()
        if key not in CONCLUDED or key in project.cells
    }
    return replace(project, values=values, uid=uid)
