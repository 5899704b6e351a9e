"""A booking's row as the office would have it: the project, the people and the skills by the names
that are known. It brings nobody and nothing new: a misspelt name would ask for somebody else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any

from pmo_desktop.domain.demand import BookingKind
from pmo_desktop.domain.pool_changes import PoolNames
from pmo_desktop.exchange.pool.knowing import Known
from pmo_desktop.services.names import normal_name

WANTED = ("person", "skill", "role", "department")
Tell = Callable[[str, str], None]


class Projects:
    """The labels of projects by all that they are called by: code, name, both."""

    def __init__(self, names: PoolNames) -> None:
        self._labels: dict[str, set[str]] = defaultdict(set)
        for (code, name), label in zip(names.projects, names.labels, strict=True):
            for said in (code, name, label):
                if said:
                    self._labels[normal_name(said)].add(label)
        self._codes = {normal_name(code): label
                       for (code, _), label in zip(names.projects, names.labels, strict=True)
                       if code}  # fmt: skip

    def find(self, said: str) -> list[str]:
        """A code is one project's alone, a name may be several's."""
        key = normal_name(said)
        if key in self._codes:
            return [self._codes[key]]
        return sorted(self._labels.get(key, ()))


def booked(
    values: Mapping[str, Any], known: Mapping[str, Known], projects: Projects, tell: Tell
) -> dict[str, Any] | None:
    """The values with known names; None where the row cannot be, which is told."""
    found = dict(values)
    for name, code in (("skill", "pool_unknown_skill"), ("department", "pool_unknown_department")):
        if found.get(name):
            spelled = known[name].find(found[name])
            if spelled is None:
                tell(code, found[name])
                return None
            found[name] = spelled
    if found.get("project"):
        labels = projects.find(found["project"])
        if len(labels) != 1:
            tell("pool_several_projects" if labels else "pool_no_project", found["project"])
            return None
        found["project"] = labels[0]
    return found if _purpose(found, tell) else None


def _purpose(found: dict[str, Any], tell: Tell) -> bool:
    """Whether the kind goes with the project; one that is not said follows from it."""
    if "project" not in found and "kind" not in found:
        found["kind"] = BookingKind.OPERATIONS.value
    kind, project = found.get("kind"), found.get("project")
    if project:
        if kind not in (None, "", BookingKind.PROJECT):
            tell("pool_for_both", project)
            return False
        found["kind"] = BookingKind.PROJECT.value
    elif kind == BookingKind.PROJECT:
        tell("pool_not_for_project", "")
        return False
    else:
        found["kind"] = kind or BookingKind.OPERATIONS.value
    return True


def asks_for_nobody(values: Mapping[str, Any]) -> bool:
    return not any(values.get(name) for name in WANTED)
