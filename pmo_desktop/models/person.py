"""A person of the resource pool."""

from datetime import date

from sqlmodel import Field, SQLModel


class Person(SQLModel, table=True):
    """`capacity` is the share of a full-time week that the person gives to work, where no
    `PersonCapacity` says otherwise; nobody has any before the day they `joined` and after the day
    they `left_on`. A placeholder stands for somebody who is still to be found, and has no capacity.
    """

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
    external: bool = False
    placeholder: bool = Field(default=False, description="A role that is not yet filled")
    joined: date | None = Field(default=None, description="The first day; None: from ever")
    left_on: date | None = Field(default=None, description="The last day; None: for ever")


class PersonCapacity(SQLModel, table=True):
    """The share of a full-time week from `first` to `last`, both included; without a `last` from
    then on."""

    __tablename__ = "person_capacity"

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    first: date
    last: date | None = None
    capacity: float = 1.0


class Absence(SQLModel, table=True):
    """Days on which a person is not there for work, both included; `share` of the working time."""

    __tablename__ = "absence"

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(unique=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    kind: str = Field(default="leave", description="domain.pool.AbsenceKind")
    first: date
    last: date
    share: float = 1.0
    note: str = ""


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
