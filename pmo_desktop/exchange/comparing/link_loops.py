"""Links that would run in a circle once what is taken of a file is in.

The schedule can only name such a circle when the links are there, and leaves the dates in it as
they are. Here they are found the same way, summaries and all, and told with the cells in which the
file writes them. A circle that the database has already, and to which the file does not say a word,
is not told again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pmo_desktop.domain.activities import Tie
from pmo_desktop.domain.loops import circles, order
from pmo_desktop.domain.records import Cell, Record, RecordChange
from pmo_desktop.domain.summaries import expand
from pmo_desktop.domain.tasks import Link
from pmo_desktop.domain.wbs import clean, parents
from pmo_desktop.exchange.findings import WARNING, Finding
from pmo_desktop.exchange.telling import finding_at

ARROW = " → "


class Standing(NamedTuple):
    """A task as it will be. `cell` is where the file writes its links; `said`: the file has a hand
    in where it stands or what it follows."""

    wbs: str
    name: str
    links: tuple[Link, ...]
    cell: Cell | None = None
    said: bool = False


def loops_after(
    tasks: Sequence[Record],
    changes: Iterable[RecordChange],
    rows: Iterable[Record],
    own: bool,
) -> list[Finding]:
    """As `loop_findings`, of the tasks as they will be after the changes (see `standings`)."""
    bare = [Standing(_spelled(task, "wbs"), "", _links(task)) for task in tasks]
    if _run_forward(_ties(bare), parents([task.wbs for task in bare])):
        return []
    return loop_findings(standings(tasks, changes, rows, own))


def standings(
    tasks: Iterable[Record],
    changes: Iterable[RecordChange],
    rows: Iterable[Record],
    own: bool,
) -> list[Standing]:
    """The tasks as they will be after the changes. `rows` are what the file gives of them, changed
    or not: who repeats a link in a team's own file (not `own`) stands by it."""
    changed = {change.id or change.uid: change for change in changes if change.table == "task"}
    written = _written(rows)
    return [
        _standing(task, changed.get(task.id or task.uid), written.get(_code(task)), own)
        for task in tasks
    ]


def _standing(task: Record, change: RecordChange | None, cell: Cell | None, own: bool) -> Standing:
    said = cell is not None and not own
    if change is not None:
        said = said or task.id is None or bool(change.values.keys() & {"wbs", "predecessors"})
        cell = next((one.cell for one in change.fields if one.name == "predecessors"), cell)
    return Standing(_spelled(task, "wbs"), _spelled(task, "name"), _links(task), cell, said)


def _written(rows: Iterable[Record]) -> dict[str, Cell]:
    """The cells in which a file writes links, by the codes of their tasks."""
    return {
        _code(row): row.cells["predecessors"]
        for row in rows
        if row.values.get("predecessors") and "predecessors" in row.cells
    }


def _code(task: Record) -> str:
    return clean(_spelled(task, "wbs"))


def _spelled(task: Record, name: str) -> str:
    return str(task.values.get(name) or "")


def _links(task: Record) -> tuple[Link, ...]:
    return task.values.get("predecessors") or ()


def loop_findings(tasks: Sequence[Standing]) -> list[Finding]:
    """A finding for each circle in which the file has a hand."""
    above = parents([task.wbs for task in tasks])
    ties = _ties(tasks)
    if _run_forward(ties, above):
        return []
    expanded = expand(ties, dict(enumerate(above)))
    arrows: list[set[int]] = [set() for _ in tasks]
    for tie in expanded.ties:
        arrows[tie.predecessor].add(tie.successor)
    ordered = order(arrows)
    if len(ordered) == len(tasks):
        return []
    rest = sorted(set(range(len(tasks))).difference(ordered))
    rows = {
        (tie.predecessor, tie.successor): ties[origin].successor
        for tie, origin in zip(expanded.ties, expanded.origins, strict=True)
    }
    found = [_Circle(circle, tasks, rows) for circle in circles(arrows, rest)]
    return [circle.finding() for circle in found if circle.is_said]


def _run_forward(ties: Iterable[Tie], above: Sequence[int | None]) -> bool:
    """Whether every task stands below the one above it, and every link leads from a task, and all
    below that one, to a later row. There is no circle then, and no need to look for one."""
    last = list(range(len(above)))
    for at in reversed(last):
        parent = above[at]
        if parent is not None:
            if parent >= at:
                return False
            last[parent] = max(last[parent], last[at])
    return all(last[tie.predecessor] < tie.successor for tie in ties)


def _ties(tasks: Sequence[Standing]) -> list[Tie]:
    places: dict[str, int] = {}
    for at, task in enumerate(tasks):
        places.setdefault(clean(task.wbs), at)
    return [
        Tie(places[clean(link.wbs)], at, link.type, link.lag_minutes)
        for at, task in enumerate(tasks)
        for link in task.links
        if clean(link.wbs) in places
    ]


@dataclass(frozen=True)
class _Circle:
    """`leaves` each precede the next, the last one the first; indices of `tasks`. `rows` has the
    task in whose row the link between two leaves is written: the later one, or a summary above."""

    leaves: Sequence[int]
    tasks: Sequence[Standing]
    rows: Mapping[tuple[int, int], int]

    @property
    def is_said(self) -> bool:
        return any(task.said for task in (*self._writers(), *self._members()))

    def finding(self) -> Finding:
        """Each task with the cell of its link; the finding stands at the first of these."""
        cells = [task.cell for task in self._writers()]
        place = next((cell for cell in cells if cell), None)
        names = [f"{task.wbs} {task.name}".strip() for task in self._members()]
        told = [_with_cell(name, cell, place) for name, cell in zip(names, cells, strict=True)]
        return finding_at(place, "link_loop", WARNING, circle=ARROW.join([*told, names[0]]))

    def _members(self) -> Iterable[Standing]:
        return (self.tasks[leaf] for leaf in self.leaves)

    def _writers(self) -> list[Standing]:
        """For each leaf the task whose row has the link into it."""
        before = (self.leaves[-1], *self.leaves[:-1])
        return [self.tasks[self.rows[link]] for link in zip(before, self.leaves, strict=True)]


def _with_cell(name: str, cell: Cell | None, place: Cell | None) -> str:
    if cell is None:
        return name
    where = cell.address if place and cell.sheet == place.sheet else str(cell)
    return f"{name} ({where})"
