"""What the steps of scenarios do to the plan of record: on a copy of it to look, or for good.

The uids that a step names are looked for when it is taken. What is no longer there, or cannot be
done any more, is told as a reason, and the other steps are taken all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session
from sqlmodel import SQLModel

from pmo_desktop.domain.projects import ProjectState
from pmo_desktop.domain.scenario_steps import (
    AddPerson,
    Balance,
    ChangeCapacity,
    ChangeDuration,
    HandOver,
    LeftOut,
    LosePerson,
    MoveProject,
    SetPriority,
    StartCandidate,
    Step,
    StopProject,
)
from pmo_desktop.models import Person, Project, Task
from pmo_desktop.services.calendars import calendars
from pmo_desktop.services.editing import change
from pmo_desktop.services.placing import lengthen, move
from pmo_desktop.services.refused import Refused
from pmo_desktop.services.scenario_people import (
    add_person,
    change_capacity,
    hand_over,
    lose_person,
)
from pmo_desktop.storage.bulk import table_of

GONE: Mapping[type[SQLModel], str] = {
    Project: "This project is no longer there: choose another one.",
    Task: "This task is no longer there: choose another one.",
    Person: "This person is no longer there: choose another one.",
}
WAITING = (ProjectState.PROPOSED, ProjectState.ON_HOLD)


def apply_steps(session: Session, steps: Iterable[Step]) -> tuple[LeftOut, ...]:
    """Take the steps one after the other; returns why those that could not be taken were not.

    The verbs refuse before they write: what was refused has changed nothing.
    """
    told = []
    for number, step in enumerate(steps, 1):
        try:
            apply_step(session, step)
            session.flush()
        except Refused as error:
            told.append(LeftOut(error.sentence, error.params, number))
    return tuple(told)


def apply_step(session: Session, step: Step) -> None:
    """Raises `Refused`."""
    VERBS[type(step)](session, step)


def check_step(session: Session, step: Step) -> None:
    """Raises `Refused` where the step names what is not there, or says what cannot be."""
    for model, uid in named_by(step):
        _row(session, model, uid)
    match step:
        case SetPriority(priority=priority) if priority < 1:
            raise Refused("Priorities begin at 1, the most important.")
        case ChangeDuration(minutes=minutes) if minutes <= 0:
            raise Refused("It cannot be shorter than that: turn it into a milestone instead.")
        case AddPerson(name=name) if not name.strip():
            raise Refused("Give the person a name.")
        case AddPerson(capacity=share) | ChangeCapacity(capacity=share) if not 0 <= share <= 1:
            raise Refused("The capacity is a share of full time, between 0 and 100 %.")
        case AddPerson(share=share) if not 0 <= share <= 1:
            raise Refused("What somebody takes over is a share between 0 and 100 %.")
        case ChangeCapacity(first=first, last=date() as last) if last < first:
            raise Refused("The last day comes before the first.")
        case HandOver(person=one, to=other) if one == other:
            raise Refused("Choose two different people.")
        case Balance(schedules=schedules) if schedules < 1:
            raise Refused("At least one schedule must be tried.")


def named_by(step: Step) -> list[tuple[type[SQLModel], str]]:
    """The rows that the step is about, by their tables and uids."""
    models: Mapping[str, type[SQLModel]] = {
        "project": Project, "task": Task, "person": Person, "to": Person, "helps": Person,
    }  # fmt: skip
    return [
        (model, uid) for name, model in models.items() if (uid := getattr(step, name, "")) != ""
    ]


def _move_project(session: Session, step: MoveProject) -> None:
    project = _row(session, Project, step.project)
    calendar = calendars(session).or_office(project.calendar_id)
    day = project.minutes_per_day or calendar.minutes_per_day
    move(session, step.days * day, (), (project.id,))


def _set_priority(session: Session, step: SetPriority) -> None:
    project = _row(session, Project, step.project)
    change(session, "project", project.id, {"priority": step.priority})


def _start_candidate(session: Session, step: StartCandidate) -> None:
    project = _row(session, Project, step.project)
    if project.state not in WAITING:
        raise Refused("“{name}” is under way or done already.", name=project.name)
    if step.start is not None:
        _move_to(session, project, step.start)
    change(session, "project", project.id, {"state": ProjectState.ACTIVE.value})


def _move_to(session: Session, project: Row[Any], day: date) -> None:
    """All tasks move with the project's first."""
    tasks = table_of(Task)
    statement = select(tasks.c.start).where(tasks.c.project_id == project.id, tasks.c.active)
    starts = [start for start in session.connection().execute(statement).scalars() if start]
    calendar = calendars(session).or_office(project.calendar_id)
    first = min(starts, default=None)
    if first is None:
        change(session, "project", project.id, {"start": day})
        return
    wanted = calendar.day_start(day)
    minutes = (
        calendar.between(first, wanted) if first <= wanted else -calendar.between(wanted, first)
    )
    if minutes:
        move(session, minutes, (), (project.id,))


def _stop_project(session: Session, step: StopProject) -> None:
    project = _row(session, Project, step.project)
    change(session, "project", project.id, {"state": ProjectState.ON_HOLD.value})


def _change_duration(session: Session, step: ChangeDuration) -> None:
    task = _row(session, Task, step.task)
    lengthen(session, step.minutes - task.duration_minutes, [task.id])


def _add_person(session: Session, step: AddPerson) -> None:
    helped = _row(session, Person, step.helps) if step.helps else None
    add_person(session, step, helped)


def _lose_person(session: Session, step: LosePerson) -> None:
    lose_person(session, _row(session, Person, step.person), step.last)


def _change_capacity(session: Session, step: ChangeCapacity) -> None:
    change_capacity(session, _row(session, Person, step.person), step)


def _hand_over(session: Session, step: HandOver) -> None:
    project = _row(session, Project, step.project).id if step.project else None
    person, other = _row(session, Person, step.person), _row(session, Person, step.to)
    hand_over(session, person, other, project)


def _balance(session: Session, step: Balance) -> None:
    from pmo_desktop.domain.balance import Bounds
    from pmo_desktop.domain.levelling.objective import Objective
    from pmo_desktop.services.balancing import adopt
    from pmo_desktop.services.levelling import asked, balance

    bounds = Bounds(Objective(step.objective), step.schedules, seed=step.seed)
    adopt(session, balance(asked(session, bounds)).tasks)


VERBS: Mapping[type[Any], Callable[[Session, Any], None]] = {
    MoveProject: _move_project,
    SetPriority: _set_priority,
    StartCandidate: _start_candidate,
    StopProject: _stop_project,
    ChangeDuration: _change_duration,
    AddPerson: _add_person,
    LosePerson: _lose_person,
    ChangeCapacity: _change_capacity,
    HandOver: _hand_over,
    Balance: _balance,
}


def _row(session: Session, model: type[SQLModel], uid: str) -> Row[Any]:
    table = table_of(model)
    row = session.connection().execute(select(table).where(table.c.uid == uid)).one_or_none()
    if row is None:
        raise Refused(GONE[model])
    return row
