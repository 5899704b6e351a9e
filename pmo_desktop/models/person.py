"""A person of the resource pool."""

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
