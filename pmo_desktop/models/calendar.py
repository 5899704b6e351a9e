"""Working calendars: a week's pattern, and days that differ from it."""

from datetime import date

from sqlmodel import Field, SQLModel


class WorkingCalendar(SQLModel, table=True):
    """`week` is seven day patterns, Monday first, parted by `;`: `09:00-12:00,13:00-18:00`.

    A calendar with a base has its days, but where it says something else itself; `*` in its week
    is the base's pattern of that day. What a plan file brought belongs to a project alone.
    """

    __tablename__ = "working_calendar"

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(unique=True)
    name: str
    week: str
    published_until: date | None = Field(
        default=None, description="Statutory days are known up to the end of this day's year"
    )
    base_id: int | None = Field(default=None, foreign_key="working_calendar.id")
    project_id: int | None = Field(default=None, foreign_key="project.id", index=True)
    file_uid: str = Field(default="", description="Its id in the plan file that it came from")


class CalendarDay(SQLModel, table=True):
    """An exception: a holiday (`hours` empty) or a make-up working day (`hours` a day pattern)."""

    __tablename__ = "calendar_day"

    id: int | None = Field(default=None, primary_key=True)
    calendar_id: int = Field(foreign_key="working_calendar.id", index=True)
    day: date = Field(index=True)
    hours: str = ""
    name: str = ""
