"""The projects of a review as they stand in the database, read by the handful.

One project takes as many statements as fifty do; all of a large import would take its memory.
"""

from __future__ import annotations

from collections.abc import Iterable

from pmo_desktop.domain.records import ProjectRecords
from pmo_desktop.services.records import projects_records
from pmo_desktop.storage.workspace import Workspace

HANDFUL = 50


class Stock:
    """`wanted` are the projects' ids in the order in which they will be asked for."""

    def __init__(self, workspace: Workspace, wanted: Iterable[int]) -> None:
        self._workspace = workspace
        self._wanted = list(dict.fromkeys(wanted))
        self._places = {number: place for place, number in enumerate(self._wanted)}
        self._at_hand: dict[int, ProjectRecords] = {}

    def project(self, project_id: int) -> ProjectRecords:
        """One of the wanted projects."""
        if project_id not in self._at_hand:
            place = self._places[project_id]
            handful = self._wanted[place : place + HANDFUL]
            self._at_hand = self._workspace.query(projects_records, handful)
        return self._at_hand[project_id]
