"""Writing a plan as a Microsoft Project XML file that its program reads (SaveVersion 14)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import ParseError, fromstring

from pmo_desktop.domain.plan_file import Extras, PlanFile, outline_numbers
from pmo_desktop.domain.projects import ScheduleFrom
from pmo_desktop.domain.tasks import ProgressRule, TaskKind
from pmo_desktop.exchange.plans import codes, order
from pmo_desktop.exchange.plans.fields import FieldNames
from pmo_desktop.exchange.plans.mspdi_project import MOVES_ON, USUAL
from pmo_desktop.exchange.plans.writing.assignments import assignment_elements
from pmo_desktop.exchange.plans.writing.calendars import calendar_element
from pmo_desktop.exchange.plans.writing.parts import Parts
from pmo_desktop.exchange.plans.writing.resources import resource_element
from pmo_desktop.exchange.plans.writing.tasks import task_element
from pmo_desktop.exchange.plans.writing.texts import flag, moment

NAMESPACE = "http://schemas.microsoft.com/project"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SAVE_VERSION = "14"
# Before the names of what is kept of the project's own task.
SUMMARY = "Summary."


def mspdi_bytes(plan: PlanFile) -> bytes:
    """The whole file."""
    return "".join(_pieces(plan)).encode()


def _pieces(plan: PlanFile) -> Iterator[str]:
    fields = _field_numbers(plan.extras)
    yield f'{HEAD}<Project xmlns="{NAMESPACE}">'
    yield from _project(plan, fields).in_order(order.PROJECT)
    yield "<Calendars>"
    yield from map(calendar_element, plan.calendars)
    yield "</Calendars><Tasks>"
    yield _summary(plan, fields)
    numbers = outline_numbers(tuple(task.level for task in plan.tasks))
    for place, (task, number) in enumerate(zip(plan.tasks, numbers, strict=True), 1):
        yield task_element(task, place, number, fields)
    yield "</Tasks><Resources>"
    for place, resource in enumerate(plan.resources, 1):
        yield resource_element(resource, place, fields)
    yield "</Resources><Assignments>"
    yield from assignment_elements(plan, fields)
    yield "</Assignments></Project>\n"


def _field_numbers(extras: Extras) -> dict[str, str]:
    """The numbers of the fields that the plan's own list names, by these names."""
    fields = FieldNames()
    listed = dict(extras).get("ExtendedAttributes", "")
    if listed:
        try:
            fields.define(fromstring(listed))
        except ParseError:
            return {}
    return {name: number for number, name in fields.names.items()}


def _project(plan: PlanFile, fields: Mapping[str, str]) -> Parts:
    parts = Parts(fields)
    for name, text in USUAL.items():
        parts.put(name, text)
    parts.put_back(pair for pair in plan.extras if not pair[0].startswith(SUMMARY))
    parts.set_if_missing((("Name", f"{plan.title or plan.name}.xml"),))
    moves_on, day = plan.progress_rule is not ProgressRule.STANDS, plan.status_date
    parts.set(
        (
            ("SaveVersion", SAVE_VERSION),
            ("UID", plan.project_uid),
            ("Title", plan.title),
            ("Manager", plan.manager),
            ("ScheduleFromStart", flag(plan.schedule_from is ScheduleFrom.START)),
            ("StartDate", moment(plan.start)),
            ("FinishDate", moment(plan.finish)),
            ("HonorConstraints", flag(plan.honours_constraints)),
            (MOVES_ON, flag(True) if moves_on else ""),
            ("StatusDate", "" if day is None else f"{day.isoformat()}T00:00:00"),
            ("CurrencyCode", plan.currency),
            ("MinutesPerDay", str(plan.minutes_per_day)),
            ("CalendarUID", plan.calendar),
        )
    )
    return parts


def _summary(plan: PlanFile, fields: Mapping[str, str]) -> str:
    """The project's own task, as Microsoft Project writes it."""
    parts = Parts(fields)
    kept = ((name, value) for name, value in plan.extras if name.startswith(SUMMARY))
    parts.put_back((name.removeprefix(SUMMARY), value) for name, value in kept)
    parts.set(
        (
            ("UID", codes.SUMMARY_UID),
            ("ID", "0"),
            ("Name", plan.title or plan.name),
            ("IsNull", "0"),
            ("WBS", "0"),
            ("OutlineNumber", "0"),
            ("OutlineLevel", "0"),
            ("Start", moment(plan.start)),
            ("Finish", moment(plan.finish)),
            ("Milestone", "0"),
            ("Summary", "1"),
        )
    )
    return parts.element("Task", order.TASK)


def left_to_say(plan: PlanFile) -> Mapping[str, int]:
    """What the format cannot carry, by the codes of the sentences: how often."""
    leaves = [task for task in plan.tasks if task.kind is not TaskKind.SUMMARY]
    links = [link for task in plan.tasks for link in task.links]
    found = {
        "plan_progress_rounded": sum(
            abs(task.percent_complete * 100 % 1 - 0.5) < 0.5 - 1e-6 for task in leaves
        ),
        "plan_share_rounded": sum(link.lag_share * 100 % 1 > 1e-6 for link in links),
        "plan_levelled": sum(
            task.held_until is not None and "LevelingDelay" not in dict(task.extras)
            for task in plan.tasks
        ),
    }
    return {code: count for code, count in found.items() if count}
