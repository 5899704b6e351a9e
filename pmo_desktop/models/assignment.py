"""Who works on a task, and with what share of a full-time person."""

from pydantic import NaiveDatetime
from sqlmodel import Field, SQLModel


class Assignment(SQLModel, table=True):
    __tablename__ = "assignment"

    id: int | None = Field(default=None, primary_key=True)
    task_id: int = Field(foreign_key="task.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    units: float = Field(default=1.0, description="Share of one full-time person")
    position: int = Field(default=0, description="The first is the one who answers for the task")
    work_minutes: int | None = Field(default=None, description="None: units times duration")
    actual_work_minutes: int | None = None
    start: NaiveDatetime | None = Field(default=None, description="None: the task's")
    finish: NaiveDatetime | None = None
    delay_minutes: int = Field(default=0, description="Working minutes behind the task's start")
    contour: str = Field(default="flat", description="domain.tasks.Contour")
    rate_table: str = "A"
    cost_minor: int | None = None
    actual_cost_minor: int | None = None
    firm: bool = Field(default=True, description="False: a soft booking")
