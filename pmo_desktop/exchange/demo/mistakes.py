"""What is wrong with some of the returned spreadsheets, as an office meets it every month.

A date that is no date, a person misspelt, tasks that wait for each other, a finish before its
start, a file under a password, a text that was only named a workbook.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from random import Random
from typing import Any

from pmo_desktop.domain.records import ProjectRecords, Record
from pmo_desktop.domain.tasks import Link, TaskKind
from pmo_desktop.exchange.demo.draft import DraftProject
from pmo_desktop.exchange.demo.edits import changed
from pmo_desktop.exchange.demo.layouts import Layout
from pmo_desktop.exchange.demo.people import look_alike
from pmo_desktop.exchange.demo.teamsheets import Slips

PASSWORD = "demo"
NO_DATES = {"zh": "待客户通知后定", "en": "after customer sign-off"}
TEXT_FILE = {
    "zh": "本月没有变化，计划照旧。表格下周补交。\n",
    "en": "No changes this month, the plan stands. Spreadsheet to follow next week.\n",
}


@dataclass(frozen=True)
class Returned:
    """One team's file: what was sent, what it holds, how it is laid out (None: the own workbook),
    what is typed wrongly in it, and how its bytes are spoilt, if they are."""

    draft: DraftProject
    sent: ProjectRecords
    records: ProjectRecords
    layout: Layout | None
    slips: Slips = field(default_factory=dict)
    spoil: Callable[[bytes, str], bytes] | None = None

    @property
    def stem(self) -> str:
        values = self.records.project.values
        if self.layout is None:
            return self.records.project.label
        return self.layout.file_name.format(code=values["code"], name=values["name"])


Mistake = Callable[[Random, Returned, set[str]], Returned]


def make_mistakes(
    rng: Random, files: list[Returned], mistakes: Mapping[int, Mistake], people: set[str]
) -> None:
    """Spoil the files at these places, as far as there are so many."""
    for place, mistake in mistakes.items():
        if place < len(files):
            files[place] = mistake(rng, files[place], people)


def _ahead(one: Returned) -> list[Record]:
    """The tasks that are not begun."""
    return [
        task
        for task in one.records.tasks
        if task.values["kind"] == TaskKind.TASK and not task.values["percent_complete"]
    ]


def _with_task(one: Returned, task: Record, **values: Any) -> Returned:
    tasks = tuple(changed(t, **values) if t is task else t for t in one.records.tasks)
    return replace(one, records=replace(one.records, tasks=tasks))


def _unreadable_date(rng: Random, one: Returned, people: set[str]) -> Returned:
    del people
    task = rng.choice(_ahead(one) or list(one.records.tasks))
    typed = NO_DATES[one.draft.project.language]
    return replace(one, slips={**one.slips, ("task", task.values["wbs"], "finish"): typed})


def _impossible_date(rng: Random, one: Returned, people: set[str]) -> Returned:
    del people
    task = rng.choice(_ahead(one) or list(one.records.tasks))
    return replace(one, slips={**one.slips, ("task", task.values["wbs"], "finish"): "2026-13-45"})


def _circle(rng: Random, one: Returned, people: set[str]) -> Returned:
    """A task is made to wait for the one that waits for it."""
    del people
    tasks = {task.values["wbs"]: task for task in _ahead(one)}
    pairs = [
        (tasks[link.wbs], task)
        for task in tasks.values()
        for link in task.values["predecessors"]
        if link.wbs in tasks
    ]
    if not pairs:
        return one
    before, after = rng.choice(pairs)
    links = (*before.values["predecessors"], Link(after.values["wbs"]))
    return _with_task(one, before, predecessors=links)


def _misspelt(foreign: bool, rng: Random, one: Returned, people: set[str]) -> Returned:
    """One person's name, Chinese or `foreign`, is mistyped."""
    able = [
        (task, name, typed)
        for task in _ahead(one)
        for name in task.values["people"]
        if name.isascii() == foreign and (typed := look_alike(name, people))
    ]
    if not able:
        return one
    task, name, typed = rng.choice(able)
    names = tuple(typed if person == name else person for person in task.values["people"])
    return _with_task(one, task, people=names)


def _reversed(rng: Random, one: Returned, people: set[str]) -> Returned:
    """Start and finish are swapped."""
    del people
    long = [
        task for task in _ahead(one) if task.values["start"].date() < task.values["finish"].date()
    ]
    if not long:
        return one
    task = rng.choice(long)
    return _with_task(one, task, start=task.values["finish"], finish=task.values["start"])


def _protected(rng: Random, one: Returned, people: set[str]) -> Returned:
    del rng, people
    return replace(one, spoil=_encrypted)


def _only_text(rng: Random, one: Returned, people: set[str]) -> Returned:
    del rng, people
    return replace(one, spoil=lambda _, language: TEXT_FILE[language].encode())


def _encrypted(content: bytes, language: str) -> bytes:
    """The workbook under a password, as Excel protects it."""
    from msoffcrypto.format.ooxml import OOXMLFile

    del language
    stream = io.BytesIO()
    OOXMLFile(io.BytesIO(content)).encrypt(PASSWORD, stream)
    return stream.getvalue()


OWN_MISTAKES: Mapping[int, Mistake] = {
    1: partial(_misspelt, True),
    5: _unreadable_date,
    6: _circle,
    9: _only_text,
}
TEAM_MISTAKES: Mapping[int, Mistake] = {
    1: _impossible_date,
    3: partial(_misspelt, False),
    5: _circle,
    7: _reversed,
    9: _unreadable_date,
    13: _protected,
}
