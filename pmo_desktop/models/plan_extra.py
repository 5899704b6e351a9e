"""What a plan file says that the program has no field for."""

from sqlmodel import Field, SQLModel


class PlanExtra(SQLModel, table=True):
    """Kept as text under the file's own name for it, and written back: `Text1`, `Flag3`."""

    __tablename__ = "plan_extra"

    id: int | None = Field(default=None, primary_key=True)
    table: str = Field(description="project, task, person, assignment or working_calendar")
    row_id: int = Field(index=True)
    name: str
    value: str = ""
