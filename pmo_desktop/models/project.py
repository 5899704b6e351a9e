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
