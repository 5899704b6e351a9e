"""Files that were taken in together."""

from datetime import date

from pydantic import NaiveDatetime
from sqlmodel import Field, SQLModel


class ImportBatch(SQLModel, table=True):
    __tablename__ = "import_batch"

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(unique=True)
    taken_at: NaiveDatetime
    period: str
    status_date: date


class ImportFile(SQLModel, table=True):
    """`digest` is the SHA-256 of the file's bytes, so that the same file is known again; `sender`
    and `saved_at` are what the file says of itself: who saved it last, and when."""

    __tablename__ = "import_file"

    id: int | None = Field(default=None, primary_key=True)
    batch_id: int = Field(foreign_key="import_batch.id", index=True)
    project_id: int | None = Field(default=None, foreign_key="project.id")
    name: str
    digest: str = Field(index=True)
    kind: str = Field(description="'own' for the program's workbook, 'team' for any other")
    changes: int = 0
    findings: int = 0
    sender: str = Field(default="", sa_column_kwargs={"server_default": ""})
    saved_at: NaiveDatetime | None = None
