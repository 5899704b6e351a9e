"""The tasks of a plan with levels, kinds and dates that fit together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import count

from pmo_desktop.domain.plan_file import PlanTask, outline_numbers, parents_of
from pmo_desktop.domain.tasks import TaskKind
from pmo_desktop.exchange.plans.codes import NOBODY_UID
from pmo_desktop.exchange.plans.drawn import Drawn
from pmo_desktop.exchange.plans.mspdi_tasks import parts_text
from pmo_desktop.exchange.plans.values import is_yes

SUMMARY = "Summary."
# What is kept of the project's own task: the rest follows from the others.
KEPT_OF_SUMMARY = frozenset({"Notes", "Hyperlink", "HyperlinkAddress", "HyperlinkSubAddress"})
SUFFIXES = (".xml", ".mpp", ".mpt")


def outlined_tasks(drawn: Drawn) -> list[PlanTask]:
    """The tasks with ids, names and levels, without the project's own."""
    tasks: list[PlanTask] = []
    texts: list[dict[str, str]] = []
    seen: set[str] = set()
    twice, unnamed, deep = [], 0, []
    free = _free_numbers(drawn.tasks)
    for own, task in drawn.tasks:
        if task.level == 0:
            _take_summary(drawn, task)
            continue
        uid, name = task.uid, task.name
        if not uid or uid in seen:
            if uid:
                twice.append(name or uid)
            uid = next(free)
        seen.add(uid)
        if not name:
            unnamed += 1
            name = f"#{uid}"
        deepest = tasks[-1].level + 1 if tasks else 1
        level = 1 if task.level < 0 else min(task.level, deepest)
        if task.level > deepest:
            deep.append(name)
        if (uid, name, level) != (task.uid, task.name, task.level):
            task = replace(task, uid=uid, name=name, level=level)
        tasks.append(task)
        texts.append(own)
    drawn.tell("plan_task_twice", "warning", twice)
    drawn.tell("plan_task_unnamed", "note", [""] * unnamed)
    drawn.tell("plan_levels", "note", deep)
    drawn.tell("plan_empty_rows", "note", [""] * drawn.empty_rows)
    return _with_codes([_with_hold(_with_hand(task)) for task in _with_kinds(tasks, texts)])


def stem(name: str) -> str:
    """A project's name that is the name of its file, less the suffix."""
    plain = " ".join(name.split())
    for suffix in SUFFIXES:
        if plain.lower().endswith(suffix):
            return plain[: -len(suffix)]
    return plain


def _take_summary(drawn: Drawn, task: PlanTask) -> None:
    """Of the project's own task what does not follow from the others."""
    kept = [
        (name, value)
        for name, value in task.extras
        if name in KEPT_OF_SUMMARY or name in drawn.fields.names.values()
    ]
    if task.notes:
        kept.append(("Notes", task.notes))
    of_summary = ((SUMMARY + name, value) for name, value in kept)
    head = replace(drawn.head, extras=(*drawn.head.extras, *of_summary))
    drawn.head = head if head.title or not task.name else replace(head, title=stem(task.name))


def _free_numbers(tasks: Sequence[tuple[dict[str, str], PlanTask]]) -> Iterator[str]:
    """Ids that no task has."""
    taken = max((int(t.uid) for _, t in tasks if t.uid.isdecimal() and len(t.uid) < 10), default=0)
    return map(str, count(taken + 1))


def _with_kinds(tasks: list[PlanTask], texts: Sequence[Mapping[str, str]]) -> list[PlanTask]:
    """Who has others below is a summary, whatever the file calls it."""
    above = set(parents_of(tuple(task.level for task in tasks)))
    found = list(tasks)
    for place, task in enumerate(tasks):
        if place in above:
            extras = tuple(pair for pair in task.extras if pair[0] not in ("Milestone", "Summary"))
            found[place] = replace(task, kind=TaskKind.SUMMARY, extras=extras)
        elif is_yes(texts[place].get("Summary")):
            found[place] = _keeping(task, "Summary", "1")
    return found


def _with_hand(task: PlanTask) -> PlanTask:
    """By hand are dates that somebody gave. A summary spans what is below it, and a task without a
    start is placed: that these were to be scheduled by hand is only kept."""
    if not task.manual or (task.start is not None and task.kind is not TaskKind.SUMMARY):
        return task
    return _keeping(replace(task, manual=False), "Manual", "1")


def _with_hold(task: PlanTask) -> PlanTask:
    """What levelling had delayed begins no earlier than it was recorded: the delay itself counts
    from where the task would lie without it."""
    if task.start is None or not any(name == "LevelingDelay" for name, _ in task.extras):
        return task
    return replace(task, held_until=task.start)


def _with_codes(tasks: list[PlanTask]) -> list[PlanTask]:
    """A code is kept beside the task only where it is not its number in the outline."""
    numbers = outline_numbers(tuple(task.level for task in tasks))
    return [
        replace(task, extras=tuple(pair for pair in task.extras if pair != ("WBS", number)))
        if ("WBS", number) in task.extras
        else task
        for task, number in zip(tasks, numbers, strict=True)
    ]


def with_unassigned(drawn: Drawn, tasks: list[PlanTask]) -> list[PlanTask]:
    """What the work that nobody is assigned to says of itself is kept with its task."""
    own_fields = set(drawn.fields.names.values())
    said = {
        read.assignment.task: parts_text(dict(read.assignment.extras))
        for read in drawn.assignments
        if read.assignment.resource == NOBODY_UID
        and any(name in own_fields for name, _ in read.assignment.extras)
    }
    return [
        _keeping(task, "Unassigned", said[task.uid]) if task.uid in said else task for task in tasks
    ]


def _keeping(task: PlanTask, name: str, value: str) -> PlanTask:
    return replace(task, extras=tuple(sorted((*task.extras, (name, value)))))
