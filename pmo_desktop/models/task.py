"""A task, milestone or summary task of a project's schedule."""

from pydantic import NaiveDatetime
from sqlmodel import Field, SQLModel


class Task(SQLModel, table=True):
    """`start` and `finish` are the plan as it stands, half-open `[start, finish)`.

    Where `fixed` is true the team gave the dates and the schedule keeps them; otherwise they are
    computed from duration, links and constraint, and stored by the verb that changed a cause.
    A summary's dates, duration and progress are rolled up from below. Durations, work and gaps are
    whole working minutes, or elapsed ones where `elapsed` is true.
    """

    __tablename__ = "task"

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(unique=True)
    project_id: int = Field(foreign_key="project.id", index=True)
    parent_id: int | None = Field(default=None, foreign_key="task.id", index=True)
    position: int = Field(default=0, description="Order within the project, top to bottom")
    wbs: str = ""
    name: str
    kind: str = Field(default="task", description="domain.tasks.TaskKind")
    fixed: bool = False
    duration_minutes: int = Field(default=480, description="Whole working minutes")
    start: NaiveDatetime | None = None
    finish: NaiveDatetime | None = None
    constraint: str = Field(default="asap", description="domain.tasks.Constraint")
    constraint_date: NaiveDatetime | None = None
    deadline: NaiveDatetime | None = None
    actual_start: NaiveDatetime | None = None
    actual_finish: NaiveDatetime | None = None
    percent_complete: float = Field(default=0.0, description="0..1")
    baseline_start: NaiveDatetime | None = None
    baseline_finish: NaiveDatetime | None = None
    notes: str = ""
    calendar_id: int | None = Field(default=None, foreign_key="working_calendar.id")
    ignores_people: bool = Field(default=False, description="People's calendars do not move it")
    active: bool = Field(default=True, description="False: kept, but neither planned nor counted")
    elapsed: bool = Field(default=False, description="Its duration runs on nights and days off")
    estimated: bool = False
    gaps: str = Field(default="", description="domain.gaps: `480+960`, after 480 a gap of 960")
    resume: NaiveDatetime | None = Field(default=None, description="When what is left goes on")
    priority: int = Field(default=500, description="0..1000, within its project")
    task_type: str = Field(default="fixed_units", description="domain.tasks.TaskType")
    effort_driven: bool = False
    work_minutes: int | None = None
    fixed_cost_minor: int | None = None
    cost_minor: int | None = None
    actual_cost_minor: int | None = None
    optimistic_minutes: int | None = None
    likely_minutes: int | None = None
    pessimistic_minutes: int | None = None
    file_uid: str = Field(default="", description="Its id in the plan file that it came from")
    held_until: NaiveDatetime | None = Field(
        default=None, description="Levelling holds it: it starts no earlier than this"
    )
    given_start: NaiveDatetime | None = Field(
        default=None, description="The dates that a team gave, where levelling moved it"
    )
    given_finish: NaiveDatetime | None = None
