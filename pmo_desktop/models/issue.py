"""An issue: something that has happened and must be dealt with."""

from datetime import date

from sqlmodel import Field, SQLModel


class Issue(SQLModel, table=True):
    """`severity` from 1 (minor) to 5 (grave)."""

    __tablename__ = "issue"

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(unique=True)
    project_id: int = Field(foreign_key="project.id", index=True)
    code: str = ""
    name: str
    severity: int | None = None
    owner_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    due: date | None = None
    action: str = ""
    state: str = Field(default="open", description="domain.risk.IssueState")
