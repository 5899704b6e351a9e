"""Asks what a step of a scenario does: its kind is given, its parts are chosen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from pmo_desktop.domain.projects import ProjectState
from pmo_desktop.domain.scenario_steps import STEPS, ChangeDuration, Step, StepKind
from pmo_desktop.services.scenario_names import NamedTask, StepNames
from pmo_desktop.ui.context import Context
from pmo_desktop.ui.scenarios.step_fields import (
    MOST_DAYS,
    MOST_PRIORITY,
    MOST_SCHEDULES,
    Choice,
    Count,
    Day,
    Days,
    MaybeDay,
    Share,
    StepField,
    Words,
)

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget as FieldWidget

WAITING = (ProjectState.PROPOSED.value, ProjectState.ON_HOLD.value)
WIDTH = 420


class StepForm(QDialog):
    """`step` is what was said. `tasks_of(project)` reads the tasks that can be chosen."""

    def __init__(
        self,
        context: Context,
        names: StepNames,
        kind: StepKind,
        today: date,
        tasks_of: Callable[[int], Mapping[str, NamedTask]],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.context, self.names, self._kind, self._today = context, names, kind, today
        self._tasks_of = tasks_of
        self._tasks: Mapping[str, NamedTask] = {}
        self.fields: dict[str, Any] = {}
        self._form = QFormLayout()
        self._form.setVerticalSpacing(8)
        self.note = QLabel()
        self.note.setWordWrap(True)
        self.note.setProperty("look", "hint")
        FORMS[kind](self)
        self._lay_out()

    @property
    def step(self) -> Step:
        """As it was said."""
        given = {name: field.value() for name, field in self.fields.items() if name[0] != "_"}
        made: Callable[..., Step] = STEPS[self._kind]
        return made(**given)

    def show_step(self, step: Step) -> None:
        """What was said before, to be changed."""
        if isinstance(step, ChangeDuration) and step.task in self.names.tasks:
            self.fields["_project"].set_value(self.names.tasks[step.task].project)
            self._offer_tasks()
        for name, field in self.fields.items():
            if name[0] != "_":
                field.set_value(getattr(step, name))

    # The parts, as the forms name them

    def add(self, name: str, label: str, field: StepField | FieldWidget) -> Any:
        self.fields[name] = field
        self._form.addRow(label, field)  # type: ignore[arg-type]  # each is a widget
        return field

    def add_project(self, label: str = "", *, waiting: bool = False, every: str = "") -> None:
        choices = {"": every} if every else {}
        choices |= {
            uid: f"{row.code} {row.name}"
            for uid, row in self.names.projects.items()
            if (row.state in WAITING) == waiting or every
        }
        text = self.context.language.text
        self.add("project", label or text("Project"), Choice(choices))
        if not choices:
            self.note.setText(text("There is no project that this could be done with."))

    def add_person(self, name: str, label: str, none: str = "") -> None:
        choices = {"": none, **self.names.people} if none else dict(self.names.people)
        self.add(name, label, Choice(choices))
        if not choices:
            self.note.setText(self.context.language.text("There is nobody in the pool yet."))

    def add_day(self, name: str, label: str, *, may_be_none: bool = False) -> None:
        if may_be_none:
            self.add(name, label, MaybeDay())
        else:
            self.add(name, label, Day()).set_value(self._today)

    def add_task(self) -> None:
        text = self.context.language.text
        choices = {uid: f"{row.code} {row.name}" for uid, row in self.names.projects.items()}
        project = self.add("_project", text("Project"), Choice(choices))
        task = self.add("task", text("Task"), Choice({}))
        project.currentIndexChanged.connect(self._offer_tasks)
        task.currentIndexChanged.connect(self._offer_duration)

    def _offer_tasks(self) -> None:
        found = self.names.projects.get(self.fields["_project"].value())
        self._tasks = {} if found is None else self._tasks_of(found.id)
        task = self.fields["task"]
        task.blockSignals(True)
        task.clear()
        for uid, row in self._tasks.items():
            task.addItem(f"{row.wbs} {row.name}", uid)
        task.blockSignals(False)
        self._offer_duration()

    def _offer_duration(self) -> None:
        found = self._tasks.get(self.fields["task"].value())
        if found is not None and "minutes" in self.fields:
            self.fields["minutes"].set_value(found.minutes)

    def _lay_out(self) -> None:
        text, term = self.context.language.text, self.context.language.term
        self.setWindowTitle(term(f"step_kind.{self._kind.value}"))
        self.save, cancel = QPushButton(text("Save")), QPushButton(text("Cancel"))
        self.save.setDefault(True)
        self.save.setProperty("look", "primary")
        self.save.clicked.connect(self.accept)
        cancel.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(self.save)
        body = QVBoxLayout(self)
        body.setContentsMargins(16, 14, 16, 14)
        body.setSpacing(12)
        body.addLayout(self._form)
        body.addWidget(self.note)
        self.note.setVisible(bool(self.note.text()))
        self.save.setEnabled(not self.note.text())
        body.addLayout(buttons)
        self.setMinimumWidth(WIDTH)


def _move(form: StepForm) -> None:
    text = form.context.language.text
    form.add_project()
    days = form.add("days", text("Later by"), Count(-MOST_DAYS, MOST_DAYS, text(" working days")))
    days.set_value(10)


def _priority(form: StepForm) -> None:
    form.add_project()
    form.add("priority", form.context.language.term("project.priority"), Count(1, MOST_PRIORITY))


def _start(form: StepForm) -> None:
    form.add_project(waiting=True)
    form.add_day("start", form.context.language.text("Starts on"), may_be_none=True)


def _stop(form: StepForm) -> None:
    form.add_project()


def _duration(form: StepForm) -> None:
    text = form.context.language.text
    form.add_task()
    form.add("minutes", text("Takes"), Days(form.names.minutes_per_day, text(" d")))
    form.fields["_project"].currentIndexChanged.emit(0)


def _add_person(form: StepForm) -> None:
    text, term = form.context.language.text, form.context.language.term
    form.add("name", text("Name"), Words()).set_value(text("New colleague"))
    form.add("role", term("person.role"), Words())
    form.add("department", term("person.department"),
             Choice({"": "–", **{name: name for name in form.names.departments}}))  # fmt: skip
    form.add("capacity", term("person.capacity"), Share()).set_value(1.0)
    form.add_day("joined", text("From"), may_be_none=True)
    form.add_person("helps", text("Helps"), none=text("nobody in particular"))
    form.add("share", text("Takes over"), Share()).set_value(0.5)


def _lose_person(form: StepForm) -> None:
    text = form.context.language.text
    form.add_person("person", text("Person"))
    form.add_day("last", text("Last day"))


def _capacity(form: StepForm) -> None:
    text, term = form.context.language.text, form.context.language.term
    form.add_person("person", text("Person"))
    form.add("capacity", term("person.capacity"), Share()).set_value(1.0)
    form.add_day("first", text("From"))
    form.add_day("last", text("Until"), may_be_none=True)


def _hand_over(form: StepForm) -> None:
    text = form.context.language.text
    form.add_person("person", text("From whom"))
    form.add_person("to", text("To whom"))
    form.add_project(text("In"), every=text("all projects"))


def _balance(form: StepForm) -> None:
    text, term = form.context.language.text, form.context.language.term
    objectives = {name: term(f"objective.{name}") for name in ("tardiness", "makespan")}
    form.add("objective", text("Aim"), Choice(objectives))
    form.add("schedules", text("Schedules tried"), Count(1, MOST_SCHEDULES)).set_value(200)
    form.add("seed", text("Seed"), Count(0, MOST_SCHEDULES)).set_value(1)


FORMS: Mapping[StepKind, Callable[[StepForm], None]] = {
    StepKind.MOVE_PROJECT: _move,
    StepKind.SET_PRIORITY: _priority,
    StepKind.START_CANDIDATE: _start,
    StepKind.STOP_PROJECT: _stop,
    StepKind.CHANGE_DURATION: _duration,
    StepKind.ADD_PERSON: _add_person,
    StepKind.LOSE_PERSON: _lose_person,
    StepKind.CHANGE_CAPACITY: _capacity,
    StepKind.HAND_OVER: _hand_over,
    StepKind.BALANCE: _balance,
}
