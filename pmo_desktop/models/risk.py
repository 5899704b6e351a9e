"""A risk of the register."""

from datetime import date

from sqlmodel import Field, SQLModel


class Risk(SQLModel, table=True):
    """Probability and impact on the office's scale of 1 to 5; `cost_minor` if it happens."""

    __tablename__ = "risk"

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(unique=True)
    project_id: int = Field(foreign_key="project.id", index=True)
    code: str = ""
    name: str
    probability: int | None = None
    impact: int | None = None
    cost_minor: int | None = None
    owner_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    due: date | None = None
    response: str = Field(default="", description="domain.risk.Response")
    action: str = Field(default="", description="What is done about it")
    state: str = Field(default="open", description="domain.risk.RiskState")


class TaskRisk(SQLModel, table=True):
    """How long a task takes if a risk happens: its duration times a factor, triangular between
    `low` and `high`."""

    __tablename__ = "task_risk"

    id: int | None = Field(default=None, primary_key=True)
    task_id: int = Field(foreign_key="task.id", index=True)
    risk_id: int = Field(foreign_key="risk.id", index=True)
    low: float = 1.0
    likely: float = 1.25
    high: float = 1.5
