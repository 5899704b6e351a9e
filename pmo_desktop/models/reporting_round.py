"""A reporting round: the workbooks of a period, sent out and collected again."""

from datetime import date

from pydantic import NaiveDatetime
from sqlmodel import Field, SQLModel


class ReportingRound(SQLModel, table=True):
    """`sheets` are the tables that go out (`domain.fields.TABLES`), with a space between them."""

    __tablename__ = "reporting_round"

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(unique=True)
    period: str = Field(index=True, description="YYYY-MM")
    language: str = "zh"
    sheets: str = "project task person risk issue status"
    due: date | None = None
    folder: str = Field(default="", description="Where the workbooks were written")
    folders_by: str = Field(default="", description="'', 'department' or 'project'")
    name_pattern: str = Field(default="{code} {name}", description="Of a workbook's file name")
    state: str = Field(default="open", description="domain.rounds.RoundState")
    made_at: NaiveDatetime


class RoundProject(SQLModel, table=True):
    """A project in a round. `sent_change_set` is the newest change when its workbook was written:
    what was sent out is the database as it stood then."""

    __tablename__ = "round_project"

    id: int | None = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="reporting_round.id", index=True)
    project_id: int = Field(foreign_key="project.id", index=True)
    file: str = ""
    sent_at: NaiveDatetime | None = None
    sent_change_set: int | None = None


class ReceivedFile(SQLModel, table=True):
    """A file in a round's inbox. `digest` is the SHA-256 of its bytes; `saved_at` and `sender` are
    what the file says of itself."""

    __tablename__ = "received_file"

    id: int | None = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="reporting_round.id", index=True)
    project_id: int | None = Field(default=None, foreign_key="project.id", index=True)
    name: str
    path: str = ""
    digest: str = Field(index=True)
    kind: str = Field(default="own", description="'own' for the program's workbook, or 'team'")
    sender: str = ""
    saved_at: NaiveDatetime | None = None
    received_at: NaiveDatetime
    state: str = Field(default="waiting", description="domain.rounds.FileState")
    batch_id: int | None = Field(default=None, foreign_key="import_batch.id", index=True)
    findings: int = 0
