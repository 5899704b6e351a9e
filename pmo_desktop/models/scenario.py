"""Named what-ifs over the plan of record."""

from pydantic import NaiveDatetime
from sqlmodel import Field, SQLModel


class Scenario(SQLModel, table=True):
    __tablename__ = "scenario"

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(unique=True)
    name: str
    note: str = ""
    position: int = 0
    made_at: NaiveDatetime


class ScenarioStep(SQLModel, table=True):
    """One thing that differs from the plan of record; `content` is JSON, by its `kind`, and names
    rows by their uids: what was removed meanwhile is told, not guessed."""

    __tablename__ = "scenario_step"

    id: int | None = Field(default=None, primary_key=True)
    scenario_id: int = Field(foreign_key="scenario.id", index=True)
    position: int = 0
    kind: str = Field(description="domain.scenario_steps.StepKind")
    content: str = "{}"
