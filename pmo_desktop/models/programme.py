"""A programme: projects that serve one strategic objective together."""

from sqlmodel import Field, SQLModel


class Programme(SQLModel, table=True):
    __tablename__ = "programme"

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(unique=True)
    code: str = Field(default="", index=True)
    name: str
    objective: str = Field(default="", description="The strategic objective that it serves")
