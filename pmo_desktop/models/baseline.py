"""What a project once promised: named baselines, and what each said of every task."""

from pydantic import NaiveDatetime
from sqlmodel import Field, SQLModel


class Baseline(SQLModel, table=True):
    """`number` runs from 0 to 10 within its project."""

    __tablename__ = "baseline"

    id: int | None = Field(default=None, primary_key=True)
    project_id: int = Field(foreign_key="project.id", index=True)
    number: int = 0
    name: str = ""
    saved_at: NaiveDatetime | None = None


class BaselineTask(SQLModel, table=True):
    """Durations and work in working minutes, money in minor units of the project's currency."""

    __tablename__ = "baseline_task"

    id: int | None = Field(default=None, primary_key=True)
    baseline_id: int = Field(foreign_key="baseline.id", index=True)
    task_id: int = Field(foreign_key="task.id", index=True)
    start: NaiveDatetime | None = None
    finish: NaiveDatetime | None = None
    duration_minutes: int | None = None
    work_minutes: int | None = None
    cost_minor: int | None = None
