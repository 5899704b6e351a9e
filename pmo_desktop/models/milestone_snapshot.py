"""Where each milestone stood when a period was closed."""

from pydantic import NaiveDatetime
from sqlmodel import Field, SQLModel


class MilestoneSnapshot(SQLModel, table=True):
    """Never changed afterwards: the milestone trend is drawn from these."""

    __tablename__ = "milestone_snapshot"

    id: int | None = Field(default=None, primary_key=True)
    period: str = Field(index=True)
    project_id: int = Field(foreign_key="project.id", index=True)
    task_id: int = Field(foreign_key="task.id", index=True)
    finish: NaiveDatetime | None = None
