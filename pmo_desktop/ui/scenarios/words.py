"""The steps of scenarios as sentences."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

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
from pmo_desktop.language import Language
from pmo_desktop.services.scenario_names import StepNames


def sentence_of(step: Step | None, names: StepNames, language: Language) -> str:
    """What a step does, in the user's words."""
    if step is None:
        return language.text("A step that this program does not know: it is left out")
    return SENTENCES[type(step)](step, Words(names, language))


def step_left_out(one: LeftOut, language: Language) -> str:
    """Which step could not be taken, and why."""
    told = language.text(one.rule, **one.params)
    return language.text("Step {number} is not taken. {told}", number=one.step, told=told)


class Words:
    """What is named in a step; what is gone meanwhile is a question mark."""

    def __init__(self, names: StepNames, language: Language) -> None:
        self.names, self.language = names, language
        self.text = language.text

    def project(self, uid: str) -> str:
        found = self.names.projects.get(uid)
        return "?" if found is None else f"{found.code} {found.name}"

    def task(self, uid: str) -> str:
        found = self.names.tasks.get(uid)
        if found is None:
            return "?"
        code = (
            self.names.projects[found.project].code if found.project in self.names.projects else ""
        )
        return f"{code} {found.wbs} {found.name}"

    def person(self, uid: str) -> str:
        return self.names.people.get(uid, "?")

    def days(self, minutes: int) -> str:
        return f"{minutes / self.names.minutes_per_day:g}"


def _move_project(step: MoveProject, words: Words) -> str:
    project, n = words.project(step.project), abs(step.days)
    if step.days < 0:
        return words.text("{project}: {n} working days earlier", project=project, n=n)
    return words.text("{project}: {n} working days later", project=project, n=n)


def _set_priority(step: SetPriority, words: Words) -> str:
    project = words.project(step.project)
    return words.text("{project}: priority {number}", project=project, number=step.priority)


def _start(step: StartCandidate, words: Words) -> str:
    project = words.project(step.project)
    if step.start is None:
        return words.text("{project} starts as planned", project=project)
    day = words.language.date(step.start)
    return words.text("{project} starts on {day}", project=project, day=day)


def _stop(step: StopProject, words: Words) -> str:
    return words.text("{project} is put on hold", project=words.project(step.project))


def _duration(step: ChangeDuration, words: Words) -> str:
    days = words.days(step.minutes)
    return words.text("{task} takes {days} d", task=words.task(step.task), days=days)


def _add(step: AddPerson, words: Words) -> str:
    parts = [words.text("{person} comes", person=step.name)]
    if step.joined is not None:
        parts.append(words.text("on {day}", day=words.language.date(step.joined)))
    if step.helps:
        share = words.language.percent(step.share)
        helped = words.person(step.helps)
        parts.append(words.text("takes over {share} from {person}", share=share, person=helped))
    return words.text(", ").join(parts)


def _lose(step: LosePerson, words: Words) -> str:
    person, day = words.person(step.person), words.language.date(step.last)
    return words.text("{person} leaves, last day {day}", person=person, day=day)


def _capacity(step: ChangeCapacity, words: Words) -> str:
    person, share = words.person(step.person), words.language.percent(step.capacity)
    first = words.language.date(step.first)
    if step.last is None:
        return words.text("{person} gives {share} from {day} on",
                          person=person, share=share, day=first)  # fmt: skip
    return words.text("{person} gives {share} from {day} to {last}", person=person, share=share,
                      day=first, last=words.language.date(step.last))  # fmt: skip


def _hand_over(step: HandOver, words: Words) -> str:
    person, other = words.person(step.person), words.person(step.to)
    if not step.project:
        return words.text("{person} hands all open work over to {other}",
                          person=person, other=other)  # fmt: skip
    return words.text("{person} hands the open work of {project} over to {other}", person=person,
                      other=other, project=words.project(step.project))  # fmt: skip


def _balance(step: Balance, words: Words) -> str:
    if step.objective == "makespan":
        return words.text("The load is balanced, for the earliest finish of all")
    return words.text("The load is balanced, for the least lateness")


SENTENCES: dict[type[Any], Callable[[Any, Words], str]] = {
    MoveProject: _move_project,
    SetPriority: _set_priority,
    StartCandidate: _start,
    StopProject: _stop,
    ChangeDuration: _duration,
    AddPerson: _add,
    LosePerson: _lose,
    ChangeCapacity: _capacity,
    HandOver: _hand_over,
    Balance: _balance,
}
