"""What project leaders ask of line managers, and what these answer."""

from datetime import date

from sqlmodel import Field, SQLModel


class ResourceRequest(SQLModel, table=True):
    """A person, or somebody with a skill or role, at a project from `first` to `last`. An accepted
    one has made, or made firm, its booking."""

    __tablename__ = "resource_request"

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(unique=True)
    project_id: int = Field(foreign_key="project.id", index=True)
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    skill_id: int | None = Field(default=None, foreign_key="skill.id", index=True)
    level: int | None = None
    role: str = ""
    first: date
    last: date
    units: float = 1.0
    asked_by_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    asked_of_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    asked_on: date
    due: date | None = None
    state: str = Field(default="open", description="domain.requests.RequestState")
    note: str = ""
    answer: str = ""
    answered_on: date | None = None
    booking_id: int | None = Field(default=None, foreign_key="booking.id", index=True)
