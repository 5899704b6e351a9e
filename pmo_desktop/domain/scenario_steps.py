"""What a scenario does otherwise than the plan of record, step by step.

A step names projects, tasks and people by their uids, so that it goes on meaning the same while the
plan of record is edited. Its content is JSON: the fields of its class, days as ISO dates.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any, get_type_hints

from pmo_desktop.domain.health import Reason


@dataclass(frozen=True)
class LeftOut(Reason):
    """Why a step was not taken; `step` counts from 1."""

    step: int = 0


class StepKind(StrEnum):
    MOVE_PROJECT = "move_project"
    SET_PRIORITY = "set_priority"
    START_CANDIDATE = "start_candidate"
    STOP_PROJECT = "stop_project"
    CHANGE_DURATION = "change_duration"
    ADD_PERSON = "add_person"
    LOSE_PERSON = "lose_person"
    CHANGE_CAPACITY = "change_capacity"
    HAND_OVER = "hand_over"
    BALANCE = "balance"


@dataclass(frozen=True)
class MoveProject:
    """All that has not begun lies so many working days later (earlier below 0)."""

    project: str
    days: int


@dataclass(frozen=True)
class SetPriority:
    """1 is the most important."""

    project: str
    priority: int


@dataclass(frozen=True)
class StartCandidate:
    """A proposed project, or one on hold, becomes active; with `start` it begins on that day."""

    project: str
    start: date | None = None


@dataclass(frozen=True)
class StopProject:
    """A project is put on hold: nobody is asked to work on it."""

    project: str


@dataclass(frozen=True)
class ChangeDuration:
    """A task takes so many working minutes."""

    task: str
    minutes: int


@dataclass(frozen=True)
class AddPerson:
    """Somebody comes, and takes over `share` of what `helps` is assigned to, where it is open; with
    the skills and rates of whom they help."""

    name: str
    role: str = ""
    department: str = ""
    capacity: float = 1.0
    joined: date | None = None
    helps: str = ""
    share: float = 0.5


@dataclass(frozen=True)
class LosePerson:
    """A person is there for the last time on the day `last`."""

    person: str
    last: date


@dataclass(frozen=True)
class ChangeCapacity:
    """A person gives so much of a full-time week, from `first` to `last` (None: from then on)."""

    person: str
    capacity: float
    first: date
    last: date | None = None


@dataclass(frozen=True)
class HandOver:
    """What is open of one person's assignments goes to another; of one project, or of all."""

    person: str
    to: str
    project: str = ""


@dataclass(frozen=True)
class Balance:
    """The portfolio as the steps before leave it is levelled; the same seed gives the same plan."""

    objective: str = "tardiness"
    schedules: int = 200
    seed: int = 1


Step = (
    MoveProject
    | SetPriority
    | StartCandidate
    | StopProject
    | ChangeDuration
    | AddPerson
    | LosePerson
    | ChangeCapacity
    | HandOver
    | Balance
)
STEPS: Mapping[StepKind, type[Step]] = {
    StepKind.MOVE_PROJECT: MoveProject,
    StepKind.SET_PRIORITY: SetPriority,
    StepKind.START_CANDIDATE: StartCandidate,
    StepKind.STOP_PROJECT: StopProject,
    StepKind.CHANGE_DURATION: ChangeDuration,
    StepKind.ADD_PERSON: AddPerson,
    StepKind.LOSE_PERSON: LosePerson,
    StepKind.CHANGE_CAPACITY: ChangeCapacity,
    StepKind.HAND_OVER: HandOver,
    StepKind.BALANCE: Balance,
}
KINDS = {made: kind for kind, made in STEPS.items()}


class NoStep(ValueError):
    """What is stored is no step that this program knows."""


def kind_of(step: Step) -> StepKind:
    return KINDS[type(step)]


def content_of(step: Step) -> str:
    """The step as JSON, without what is at its default."""
    defaults = {one.name: one.default for one in fields(step)}
    given = {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in asdict(step).items()
        if value != defaults[name]
    }
    return json.dumps(given, ensure_ascii=False, sort_keys=True)


def step_of(kind: str, content: str) -> Step:
    """The other way round. Raises `NoStep`."""
    try:
        made: Any = STEPS[StepKind(kind)]
        given = json.loads(content)
        days = {name for name, hint in get_type_hints(made).items() if date in _parts(hint)}
        values = {
            name: date.fromisoformat(value) if name in days and value is not None else value
            for name, value in given.items()
        }
        step: Step = made(**values)
        return step
    except (ValueError, TypeError, AttributeError) as error:
        raise NoStep(f"{kind} {content}") from error


def _parts(hint: Any) -> tuple[Any, ...]:
    return getattr(hint, "__args__", (hint,))
