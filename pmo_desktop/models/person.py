"""A person of the resource pool."""

from datetime import date

from sqlmodel import Field, SQLModel


class Person(SQLModel, table=True):
    """`capacity` is the share of a full-time week that the person gives to projects."""

    __tablename__ = "person"

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(unique=True)
    name: str = Field(index=True)
    role: str = ""
    email: str = ""
    department_id: int | None = Field(default=None, foreign_key="department.id", index=True)
    capacity: float = 1.0
    active: bool = True
    calendar_id: int | None = Field(default=None, foreign_key="working_calendar.id")
    kind: str = Field(default="work", description="domain.tasks.ResourceKind")
    material_unit: str = ""
    file_uid: str = Field(default="", description="Its id in the plan file that it came from")


class PersonRate(SQLModel, table=True):
    """What an hour costs from a day on (None: from ever), in minor units of the office's money."""

    __tablename__ = "person_rate"

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    rate_table: str = "A"
    from_day: date | None = None
    standard_minor: int = 0
    overtime_minor: int = 0
    per_use_minor: int = 0
