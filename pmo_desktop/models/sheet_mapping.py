"""What the analyst said about a team's own spreadsheet, remembered for its next one."""

from pydantic import NaiveDatetime
from sqlmodel import Field, SQLModel


class SheetMapping(SQLModel, table=True):
    """`headers` is a JSON list of the sheet's header texts, by which it is known again; `content`
    the mapping itself as JSON, see `exchange.team.mapping`."""

    __tablename__ = "sheet_mapping"

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(unique=True)
    name: str = Field(index=True)
    team: str = Field(default="", description="Whose files it is for; empty: anybody's")
    headers: str = "[]"
    content: str = "{}"
    made_at: NaiveDatetime
