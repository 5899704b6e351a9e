"""A link between two tasks."""

from sqlmodel import Field, SQLModel


class Dependency(SQLModel, table=True):
    """`type` is FS, SS, FF or SF; a negative lag is a lead."""

    __tablename__ = "dependency"

    id: int | None = Field(default=None, primary_key=True)
    predecessor_id: int = Field(foreign_key="task.id", index=True)
    successor_id: int = Field(foreign_key="task.id", index=True)
    type: str = "FS"
    lag_minutes: int = Field(default=0, description="Working minutes")
