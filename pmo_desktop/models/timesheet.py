"""What people worked, from their timesheets, and how it went."""

from datetime import date

from sqlmodel import Field, SQLModel


class TimesheetEntry(SQLModel, table=True):
    """Worked minutes of a day; of a task, of a project without one, or of neither (`note`)."""

    __tablename__ = "timesheet_entry"

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(unique=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    project_id: int | None = Field(default=None, foreign_key="project.id", index=True)
    task_id: int | None = Field(default=None, foreign_key="task.id", index=True)
    day: date = Field(index=True)
    minutes: int
    note: str = ""
    batch_id: int | None = Field(default=None, foreign_key="import_batch.id", index=True)


class AssignmentFeedback(SQLModel, table=True):
    """How a person's work on a task was found; `rating` from 1 to 5."""

    __tablename__ = "assignment_feedback"

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(unique=True)
    task_id: int = Field(foreign_key="task.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    rating: int | None = None
    note: str = ""
    author: str = ""
    made_on: date
