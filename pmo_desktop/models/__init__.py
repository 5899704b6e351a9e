"""The tables, one noun a file. Importing this package registers all of them in the metadata.

Foreign keys refuse by default: a row that others point to is deleted by a verb that deletes those
too, through the journal; a cascade inside the database would pass it by.
"""

from pmo_desktop.models.assignment import Assignment
from pmo_desktop.models.baseline import Baseline, BaselineTask
from pmo_desktop.models.booking import Booking
from pmo_desktop.models.calendar import CalendarDay, WorkingCalendar
from pmo_desktop.models.custom_field import CustomField, CustomValue
from pmo_desktop.models.decision import Decision
from pmo_desktop.models.department import Department
from pmo_desktop.models.dependency import Dependency
from pmo_desktop.models.import_batch import ImportBatch, ImportFile
from pmo_desktop.models.issue import Issue
from pmo_desktop.models.journal import ChangeRow, ChangeSetRow
from pmo_desktop.models.milestone_snapshot import MilestoneSnapshot
from pmo_desktop.models.office import Office
from pmo_desktop.models.person import Absence, Person, PersonCapacity, PersonRate
from pmo_desktop.models.plan_extra import PlanExtra
from pmo_desktop.models.programme import Programme
from pmo_desktop.models.project import Project
from pmo_desktop.models.reporting_round import ReceivedFile, ReportingRound, RoundProject
from pmo_desktop.models.resource_request import ResourceRequest
from pmo_desktop.models.risk import Risk, TaskRisk
from pmo_desktop.models.scenario import Scenario, ScenarioStep
from pmo_desktop.models.sheet_mapping import SheetMapping
from pmo_desktop.models.skill import PersonSkill, Skill
from pmo_desktop.models.status_report import PeriodSnapshot, StatusReport
from pmo_desktop.models.task import Task
from pmo_desktop.models.team import Team, TeamMember
from pmo_desktop.models.template import TemplateColumn, TemplateSheet
from pmo_desktop.models.timesheet import AssignmentFeedback, TimesheetEntry

__all__ = [
    "Absence",
    "Assignment",
    "AssignmentFeedback",
    "Baseline",
    "BaselineTask",
    "Booking",
    "CalendarDay",
    "ChangeRow",
    "ChangeSetRow",
    "CustomField",
    "CustomValue",
    "Decision",
    "Department",
    "Dependency",
    "ImportBatch",
    "ImportFile",
    "Issue",
    "MilestoneSnapshot",
    "Office",
    "PeriodSnapshot",
    "Person",
    "PersonCapacity",
    "PersonRate",
    "PersonSkill",
    "PlanExtra",
    "Programme",
    "Project",
    "ReceivedFile",
    "ReportingRound",
    "ResourceRequest",
    "Risk",
    "RoundProject",
    "Scenario",
    "ScenarioStep",
    "SheetMapping",
    "Skill",
    "StatusReport",
    "Task",
    "TaskRisk",
    "Team",
    "TeamMember",
    "TemplateColumn",
    "TemplateSheet",
    "TimesheetEntry",
    "WorkingCalendar",
]
