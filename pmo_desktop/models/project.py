"""A project of the portfolio."""

from datetime import date

from sqlmodel import Field, SQLModel


class Project(SQLModel, table=True):
    """Money in whole minor units of `currency`; `priority` 1 is the most important."""

    __tablename__ = "project"

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(unique=True)
    code: str = Field(index=True)
    name: str
    programme_id: int | None = Field(default=None, foreign_key="programme.id", index=True)
    department_id: int | None = Field(default=None, foreign_key="department.id", index=True)
    manager_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    sponsor: str = ""
    objective: str = Field(default="", description="The strategic objective that it serves")
    priority: int = 100
    phase: str = ""
    state: str = Field(default="active", description="domain.projects.ProjectState")
    currency: str = "CNY"
    budget_minor: int | None = None
    spent_minor: int | None = None
    start: date | None = None
    calendar_id: int | None = Field(default=None, foreign_key="working_calendar.id")
    description: str = ""
    schedule_from: str = Field(default="start", description="domain.projects.ScheduleFrom")
    finish_by: date | None = Field(default=None, description="What it is scheduled from backwards")
    honours_constraints: bool = Field(
        default=True, description="Whether a date that a task must keep wins over its links"
    )
    progress_rule: str = Field(default="", description="domain.tasks.ProgressRule; empty: office's")
    status_date: date | None = Field(default=None, description="None: the office's")
    minutes_per_day: int | None = Field(default=None, description="None: its calendar's")
    baseline_number: int = Field(default=0, description="The baseline that it is held against")
