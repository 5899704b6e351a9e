"""A link between two tasks."""

from sqlmodel import Field, SQLModel


class Dependency(SQLModel, table=True):
    """`type` is FS, SS, FF or SF; a negative lag is a lead.

    `lag_kind` (domain.tasks.LagKind) says whether `lag_minutes` are worked or elapsed, or whether
    the lag is the share `lag_share` of the predecessor's duration.
    """

    __tablename__ = "dependency"

    id: int | None = Field(default=None, primary_key=True)
    predecessor_id: int = Field(foreign_key="task.id", index=True)
    successor_id: int = Field(foreign_key="task.id", index=True)
    type: str = "FS"
    lag_minutes: int = Field(default=0, description="Working minutes, or elapsed ones")
    lag_kind: str = Field(default="working", description="domain.tasks.LagKind")
    lag_share: float = 0.0
