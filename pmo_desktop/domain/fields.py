"""The fields of every record: their kind, and what may stand in them.

One list serves the import (how a cell is read), the export (how it is written), the tables on the
screen (how it is shown and edited) and the services (what is refused). The words for a field are in
the vocabulary under its code, `task.finish`; a choice's under `<choices>.<value>`,
`task_kind.summary`.

A *plain value* is what a field holds between the rooms: text `str`; integer `int`; share `float`
0..1; money `Decimal`; date `date`; start and finish `datetime`; duration `int` working minutes;
level `int` 1..5; choice the code as `str`; person, department and calendar a name as `str`; people
a tuple of names; links a tuple of `Link`; yes/no `bool`; nothing at all `None` (text: `""`, people
and links: `()`).

A field that the office made itself (`CUSTOM_KINDS`) is called `custom.<uid>`, and its uid begins
with its kind, `custom.money-3f9a1c2b`: so its name alone says how it is read and written. What one
may choose from is in the database, and its value a plain text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Any

from pmo_desktop.domain import projects, risk, tasks


class Kind(Enum):
    TEXT = "text"
    INTEGER = "integer"
    SHARE = "share"
    MONEY = "money"
    DATE = "date"
    START = "start"
    FINISH = "finish"
    DURATION = "duration"
    LEVEL = "level"
    CHOICE = "choice"
    PERSON = "person"
    PEOPLE = "people"
    DEPARTMENT = "department"
    LINKS = "links"
    BOOL = "bool"
    CALENDAR = "calendar"

    # Each is one object, and looked up by the hundred thousand.
    __hash__ = object.__hash__


EMPTY: Mapping[Kind, Any] = {Kind.TEXT: "", Kind.PEOPLE: (), Kind.LINKS: ()}


@dataclass(frozen=True)
class Field:
    """`table` and `name` make the code; `choices` is the enumeration of a choice."""

    table: str
    name: str
    kind: Kind = Kind.TEXT
    choices: type[StrEnum] | None = None
    required: bool = False

    @property
    def code(self) -> str:
        return f"{self.table}.{self.name}"

    @property
    def empty(self) -> Any:
        return EMPTY.get(self.kind)

    def choice_term(self, value: str) -> str:
        """The vocabulary's code of one of the choices: `task_kind.summary`."""
        if self.choices is None:
            raise ValueError(f"{self.code} is not a choice")
        return choice_term(self.choices, value)


def choice_term(choices: type[StrEnum], value: str) -> str:
    """`TaskKind`, `summary` -> `task_kind.summary`."""
    words = "".join("_" + c.lower() if c.isupper() else c for c in choices.__name__)
    return f"{words.lstrip('_')}.{value}"


def _fields(table: str, *specs: tuple[Any, ...]) -> tuple[Field, ...]:
    return tuple(Field(table, *spec) for spec in specs)


PROJECT = _fields(
    "project",
    ("code", Kind.TEXT, None, True),
    ("name", Kind.TEXT, None, True),
    ("manager", Kind.PERSON),
    ("department", Kind.DEPARTMENT),
    ("programme",),
    ("sponsor",),
    ("objective",),
    ("priority", Kind.INTEGER),
    ("phase", Kind.CHOICE, projects.ProjectPhase),
    ("state", Kind.CHOICE, projects.ProjectState),
    ("currency",),
    ("budget", Kind.MONEY),
    ("spent", Kind.MONEY),
    ("start", Kind.DATE),
    ("description",),
)
TASK = _fields(
    "task",
    ("wbs", Kind.TEXT, None, True),
    ("name", Kind.TEXT, None, True),
    ("kind", Kind.CHOICE, tasks.TaskKind),
    ("people", Kind.PEOPLE),
    ("start", Kind.START),
    ("finish", Kind.FINISH),
    ("duration", Kind.DURATION),
    ("percent_complete", Kind.SHARE),
    ("predecessors", Kind.LINKS),
    ("actual_start", Kind.START),
    ("actual_finish", Kind.FINISH),
    ("deadline", Kind.FINISH),
    ("notes",),
)
RISK = _fields(
    "risk",
    ("code",),
    ("name", Kind.TEXT, None, True),
    ("probability", Kind.LEVEL),
    ("impact", Kind.LEVEL),
    ("cost", Kind.MONEY),
    ("owner", Kind.PERSON),
    ("due", Kind.DATE),
    ("response", Kind.CHOICE, risk.Response),
    ("action",),
    ("state", Kind.CHOICE, risk.RiskState),
)
ISSUE = _fields(
    "issue",
    ("code",),
    ("name", Kind.TEXT, None, True),
    ("severity", Kind.LEVEL),
    ("owner", Kind.PERSON),
    ("due", Kind.DATE),
    ("action",),
    ("state", Kind.CHOICE, risk.IssueState),
)
PERSON = _fields(
    "person",
    ("name", Kind.TEXT, None, True),
    ("role",),
    ("department", Kind.DEPARTMENT),
    ("email",),
    ("capacity", Kind.SHARE),
    ("active", Kind.BOOL),
)
STATUS = _fields(
    "status",
    ("period", Kind.TEXT, None, True),
    ("status_date", Kind.DATE),
    ("author",),
    ("achievements",),
    ("plans",),
    ("support",),
    ("quality", Kind.SHARE),
)
DECISION = _fields(
    "decision",
    ("code",),
    ("name", Kind.TEXT, None, True),
    ("impact",),
    ("recommendation",),
    ("due", Kind.DATE),
    ("state", Kind.CHOICE, risk.DecisionState),
    ("outcome",),
    ("decided_on", Kind.DATE),
)
TABLES: Mapping[str, tuple[Field, ...]] = {
    "project": PROJECT,
    "task": TASK,
    "risk": RISK,
    "issue": ISSUE,
    "person": PERSON,
    "status": STATUS,
    "decision": DECISION,
}

# What no workbook has a column for, but an import may bring about: `exchange.comparing.baselines`.
IMPLIED: Mapping[str, tuple[Field, ...]] = {
    "task": _fields("task", ("baseline_start", Kind.START), ("baseline_finish", Kind.FINISH)),
}

# What planners say of a schedule, in the window and in plan files. No workbook has a column for it:
# a team that fills one in says when things happen, not how that is worked out.
PLANNED: Mapping[str, tuple[Field, ...]] = {
    "project": _fields(
        "project",
        ("calendar", Kind.CALENDAR),
        ("schedule_from", Kind.CHOICE, projects.ScheduleFrom),
        ("finish_by", Kind.DATE),
        ("honours_constraints", Kind.BOOL),
        ("progress_rule", Kind.CHOICE, tasks.ProgressRule),
        ("status_date", Kind.DATE),
    ),
    "task": _fields(
        "task",
        ("fixed", Kind.BOOL),
        ("constraint", Kind.CHOICE, tasks.Constraint),
        ("constraint_date", Kind.START),
        ("calendar", Kind.CALENDAR),
        ("ignores_people", Kind.BOOL),
        ("active", Kind.BOOL),
        ("elapsed", Kind.BOOL),
        ("estimated", Kind.BOOL),
        ("resume", Kind.START),
        ("priority", Kind.INTEGER),
        ("work", Kind.DURATION),
        ("optimistic", Kind.DURATION),
        ("likely", Kind.DURATION),
        ("pessimistic", Kind.DURATION),
    ),
    "person": _fields(
        "person",
        ("calendar", Kind.CALENDAR),
        ("external", Kind.BOOL),
        ("placeholder", Kind.BOOL),
        ("joined", Kind.DATE),
        ("left_on", Kind.DATE),
    ),
}


CUSTOM = "custom."
CUSTOM_KINDS = (Kind.TEXT, Kind.INTEGER, Kind.SHARE, Kind.MONEY, Kind.DATE, Kind.BOOL, Kind.CHOICE)


def is_custom(name: str) -> bool:
    """Whether a field's name is one of the office's own."""
    return name.startswith(CUSTOM)


def custom_field(table: str, name: str) -> Field:
    """The office's own field of this name; `KeyError` where the name says no kind."""
    try:
        kind = Kind(name.removeprefix(CUSTOM).partition("-")[0])
    except ValueError:
        raise KeyError(f"{table}.{name}") from None
    return Field(table, name, Kind.TEXT if kind is Kind.CHOICE else kind)


def fields_given(table: str, names: Iterable[str]) -> tuple[Field, ...]:
    """`fields_of` the table, and the office's own ones among the names."""
    own = tuple(custom_field(table, name) for name in names if is_custom(name))
    return fields_of(table) + own if own else fields_of(table)


def fields_of(table: str) -> tuple[Field, ...]:
    """All fields that a record of the table may have, also those that no workbook has."""
    return TABLES[table] + IMPLIED.get(table, ()) + PLANNED.get(table, ())


def field(code: str) -> Field:
    """The field with this code; `KeyError` where there is none."""
    table, name = code.split(".", 1)
    if is_custom(name):
        return custom_field(table, name)
    for candidate in fields_of(table):
        if candidate.name == name:
            return candidate
    raise KeyError(code)
