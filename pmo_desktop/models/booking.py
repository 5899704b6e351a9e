"""Demand that belongs to no task: a person, or a skill, for some weeks."""

from datetime import date

from sqlmodel import Field, SQLModel


class Booking(SQLModel, table=True):
    """From `first` to `last`, both included, on working days. It asks for `units` full-time people,
    or where `work_minutes` are given for these, spread evenly.

    Without a project it is what people do besides: operations and other duties. Without a person it
    is generic: somebody with the `skill` at the `level` or above, the `role`, of the `department`,
    as far as these are given. A booking that is not `firm` is soft: asked for, and not agreed.
    """

    __tablename__ = "booking"

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(unique=True)
    name: str = ""
    kind: str = Field(default="project", description="domain.demand.BookingKind")
    project_id: int | None = Field(default=None, foreign_key="project.id", index=True)
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    skill_id: int | None = Field(default=None, foreign_key="skill.id", index=True)
    level: int | None = None
    role: str = ""
    department_id: int | None = Field(default=None, foreign_key="department.id", index=True)
    first: date
    last: date
    units: float = 1.0
    work_minutes: int | None = None
    firm: bool = True
    note: str = ""
