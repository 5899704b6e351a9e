"""The parts of a Microsoft Project XML file, as they are read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from xml.etree.ElementTree import Element

from pmo_desktop.domain.plan_file import PlanCalendar, PlanFile, PlanFinding, PlanResource, PlanTask
from pmo_desktop.exchange.plans.fields import FieldNames
from pmo_desktop.exchange.plans.mspdi_calendars import CalendarRemarks, read_calendar
from pmo_desktop.exchange.plans.mspdi_resources import (
    ReadAssignment,
    read_assignment,
    read_resource,
)
from pmo_desktop.exchange.plans.mspdi_tasks import TaskReader
from pmo_desktop.exchange.plans.values import Values, is_yes

# So many names are told of a kind of finding.
FEW = 5


class Drawn:
    """What was read so far, in the order of the file."""

    def __init__(self, findings: Iterable[PlanFinding] = ()) -> None:
        self.values = Values()
        self.fields = FieldNames()
        self.tasks_reader = TaskReader(self.values, self.fields)
        self.calendars: list[PlanCalendar] = []
        self.tasks: list[tuple[dict[str, str], PlanTask]] = []
        self.resources: list[PlanResource] = []
        self.assignments: list[ReadAssignment] = []
        self.head = PlanFile("")
        self.dates: dict[str, tuple[datetime | None, datetime | None]] = {}
        self.findings = list(findings)
        self.calendar_remarks = CalendarRemarks(self.findings)
        self.empty_rows = 0
        self.is_project = False

    def tell(self, code: str, severity: str, names: Sequence[str], **params: object) -> None:
        """One finding for all of a kind, with the names of the first few; nothing without any."""
        if names:
            told = {"n": len(names), "names": tuple(names[:FEW]), **params}
            self.findings.append(PlanFinding(code, severity, told))

    def take(self, element: Element, name: str) -> None:
        """Understand one of the file's records; `name` is what its element is called."""
        if name == "Task":
            own, task = self.tasks_reader.task(element)
            if is_yes(own.get("IsNull")):
                self.empty_rows += 1
            else:
                self.tasks.append((own, task))
                self.dates[task.uid] = (task.start, task.finish)
        elif name == "Calendar":
            calendar = read_calendar(element, self.calendar_remarks)
            if calendar is not None:
                self.calendars.append(calendar)
        elif name == "Resource":
            resource = read_resource(element, self.values, self.fields)
            if resource is not None:
                self.resources.append(resource)
        elif name == "Assignment":
            assignment = read_assignment(element, self.values, self.fields, self.dates)
            if assignment is not None:
                self.assignments.append(assignment)
