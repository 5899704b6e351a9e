"""A department of the organisation."""

from sqlmodel import Field, SQLModel


class Department(SQLModel, table=True):
    __tablename__ = "department"

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(unique=True)
    name: str = Field(index=True)
    manager_id: int | None = Field(
        default=None, foreign_key="person.id", description="Who answers for its people's time"
    )
