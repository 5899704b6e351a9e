"""Scenarios: named what-ifs, each a list of steps over the plan of record. Every verb is one edit.

A scenario keeps what differs, and no copy: it always stands on the plan of record as this is now.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from pmo_desktop.domain.scenario_steps import LeftOut, NoStep, Step, content_of, kind_of, step_of
from pmo_desktop.models import Scenario, ScenarioStep
from pmo_desktop.services.identities import new_uid
from pmo_desktop.services.refused import Refused
from pmo_desktop.services.scenario_effects import apply_steps, check_step
from pmo_desktop.storage.bulk import bulk_delete, bulk_insert, bulk_update, table_of

SCENARIOS, STEPS = table_of(Scenario), table_of(ScenarioStep)


@dataclass(frozen=True)
class StepRow:
    """`step` is None where the program does not know what is stored there."""

    id: int
    step: Step | None


@dataclass(frozen=True)
class ScenarioRow:
    id: int
    uid: str
    name: str
    note: str
    made_at: datetime
    steps: tuple[StepRow, ...]


def scenarios(session: Session) -> tuple[ScenarioRow, ...]:
    """All of them, in their order, with their steps in theirs."""
    connection = session.connection()
    steps: dict[int, list[StepRow]] = {}
    for row in connection.execute(select(STEPS).order_by(STEPS.c.position, STEPS.c.id)):
        steps.setdefault(row.scenario_id, []).append(StepRow(row.id, _known(row)))
    rows = connection.execute(select(SCENARIOS).order_by(SCENARIOS.c.position, SCENARIOS.c.id))
    return tuple(
        ScenarioRow(row.id, row.uid, row.name, row.note, row.made_at, tuple(steps.get(row.id, ())))
        for row in rows
    )


def add_scenario(session: Session, name: str, note: str = "", steps: Iterable[Step] = ()) -> int:
    """Its id. Raises `Refused` for a name that is empty or there already."""
    row = {
        "uid": new_uid(),
        "name": _free_name(session, name),
        "note": note.strip(),
        "position": _next(session, SCENARIOS.c.position),
        "made_at": datetime.now().replace(second=0, microsecond=0),
    }
    (scenario,) = bulk_insert(session, Scenario, [row])
    for step in steps:
        add_step(session, scenario, step)
    return scenario


def copy_scenario(session: Session, scenario_id: int, name: str) -> int:
    """Another one with the same steps. Raises `Refused`."""
    known = _scenario(session, scenario_id)
    return add_scenario(session, name, known.note, steps_of(known))


def rename_scenario(session: Session, scenario_id: int, name: str, note: str | None = None) -> None:
    """Raises `Refused`."""
    row = _scenario(session, scenario_id)
    if name.strip() != row.name:
        name = _free_name(session, name)
    values: dict[str, Any] = {"id": scenario_id, "name": name.strip()}
    if note is not None:
        values["note"] = note.strip()
    bulk_update(session, Scenario, [values])


def remove_scenario(session: Session, scenario_id: int) -> None:
    """Raises `Refused` where it is gone already."""
    row = _scenario(session, scenario_id)
    bulk_delete(session, ScenarioStep, [one.id for one in row.steps])
    bulk_delete(session, Scenario, [scenario_id])


def add_step(session: Session, scenario_id: int, step: Step) -> int:
    """Behind the others; its id. Raises `Refused` for what cannot be."""
    _scenario(session, scenario_id)
    check_step(session, step)
    row = {"scenario_id": scenario_id, "kind": kind_of(step).value, "content": content_of(step)}
    position = _next(session, STEPS.c.position, STEPS.c.scenario_id == scenario_id)
    (added,) = bulk_insert(session, ScenarioStep, [{**row, "position": position}])
    return added


def change_step(session: Session, step_id: int, step: Step) -> None:
    """Raises `Refused`."""
    _step(session, step_id)
    check_step(session, step)
    row = {"id": step_id, "kind": kind_of(step).value, "content": content_of(step)}
    bulk_update(session, ScenarioStep, [row])


def remove_step(session: Session, step_id: int) -> None:
    """Raises `Refused` where it is gone already."""
    _step(session, step_id)
    bulk_delete(session, ScenarioStep, [step_id])


def move_step(session: Session, step_id: int, by: int) -> None:
    """So many places down, or up below 0; as far as there is room. Raises `Refused`."""
    row = _step(session, step_id)
    rest = [one.id for one in _scenario(session, row.scenario_id).steps]
    at = rest.index(step_id)
    rest.insert(min(max(at + by, 0), len(rest) - 1), rest.pop(at))
    bulk_update(session, ScenarioStep, [{"id": one, "position": n} for n, one in enumerate(rest)])


def promote(session: Session, scenario_id: int) -> tuple[LeftOut, ...]:
    """Make it the plan of record: its steps are taken, and it is gone; undo brings back both.

    Returns what could not be done. Raises `Refused` where nothing could.
    """
    row = _scenario(session, scenario_id)
    steps = steps_of(row)
    told = apply_steps(session, steps)
    if not steps or len(told) == len(steps):
        raise Refused("“{name}” has no step that can be taken, so that nothing is changed.",
                      name=row.name)  # fmt: skip
    remove_scenario(session, scenario_id)
    return told


def steps_of(scenario: ScenarioRow) -> list[Step]:
    """Those that the program knows."""
    return [row.step for row in scenario.steps if row.step is not None]


def _known(row: Row[Any]) -> Step | None:
    try:
        return step_of(row.kind, row.content)
    except NoStep:
        return None


def _scenario(session: Session, scenario_id: int) -> ScenarioRow:
    found = [row for row in scenarios(session) if row.id == scenario_id]
    if not found:
        raise Refused("This scenario is no longer there: it was removed in the meantime.")
    return found[0]


def _step(session: Session, step_id: int) -> Row[Any]:
    statement = select(STEPS).where(STEPS.c.id == step_id)
    row = session.connection().execute(statement).one_or_none()
    if row is None:
        raise Refused("This step is no longer there: it was removed in the meantime.")
    return row


def _free_name(session: Session, name: str) -> str:
    name = name.strip()
    if not name:
        raise Refused("Give the scenario a name.")
    names: Sequence[str] = session.connection().execute(select(SCENARIOS.c.name)).scalars().all()
    if name.casefold() in (known.casefold() for known in names):
        raise Refused("There is a scenario “{name}” already: choose another name.", name=name)
    return name


def _next(session: Session, column: Any, *conditions: Any) -> int:
    found = session.connection().execute(select(func.max(column)).where(*conditions)).scalar()
    return 0 if found is None else int(found) + 1
