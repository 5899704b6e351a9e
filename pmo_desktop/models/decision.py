"""A decision wanted from the steering committee, and what it decided."""

from datetime import date

from sqlmodel import Field, SQLModel


class Decision(SQLModel, table=True):
    __tablename__ = "decision"

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(unique=True)
    project_id: int | None = Field(default=None, foreign_key="project.id", index=True)
    code: str = ""
    name: str
    impact: str = Field(default="", description="What happens without it")
    recommendation: str = ""
    due: date | None = None
    state: str = Field(default="wanted", description="domain.risk.DecisionState")
    outcome: str = ""
    decided_on: date | None = None
