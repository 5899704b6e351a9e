"""What a team says of one period, and what the office's figures said when the period was closed."""

from datetime import date

from sqlmodel import Field, SQLModel


class StatusReport(SQLModel, table=True):
    """One for a project and a period (`YYYY-MM`): the team's own words."""

    __tablename__ = "status_report"

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(unique=True)
    project_id: int = Field(foreign_key="project.id", index=True)
    period: str = Field(index=True)
    status_date: date | None = None
    author: str = ""
    achievements: str = ""
    plans: str = ""
    support: str = Field(default="", description="What the team needs from others")
    quality: float | None = Field(default=None, description="Quality pass rate, 0..1")


class PeriodSnapshot(SQLModel, table=True):
    """The office's figures for a project when a period was closed; never changed afterwards."""

    __tablename__ = "period_snapshot"

    id: int | None = Field(default=None, primary_key=True)
    project_id: int = Field(foreign_key="project.id", index=True)
    period: str = Field(index=True)
    overall: str
    schedule: str
    cost: str
    quality: str
    risk: str
    resource: str
    planned_minor: int | None = Field(default=None, description="Planned value, PV")
    earned_minor: int | None = Field(default=None, description="Earned value, EV")
    spi: float | None = None
    cpi: float | None = None
    percent_complete: float = 0.0
    finish: date | None = None
    spent_minor: int | None = None
    exposure_minor: int | None = None
