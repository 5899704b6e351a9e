"""The outline of a demo project: phases, work packages and tasks, before dates and links.

The templates of the word list have packages that come once, and packages that come once for each
part of the project (`each`); an outline takes as many parts as its size asks for and leaves out
tasks here and there until the size is met exactly.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from pmo_desktop.exchange.demo.durations import usual
from pmo_desktop.exchange.demo.words import words

FEWEST_PARTS = 2
FEWEST_TASKS = 2


@dataclass(frozen=True)
class Work:
    """A task to be; `days` are whole working days."""

    name: str
    role: str
    days: int


@dataclass(frozen=True)
class Package:
    """`part` is the index of the part that it is for, None where it comes once."""

    name: str
    part: int | None
    works: list[Work]


@dataclass(frozen=True)
class Phase:
    name: str
    milestone: str
    packages: list[Package]


def outline(
    rng: Random, kind: str, language: str, parts: Sequence[str], size: int
) -> tuple[Phase, ...]:
    """Phases with `size` rows in all, counting phases, packages, tasks and milestones.

    Raises `ValueError` where `size` is too small for the phases with one task each.
    """
    template = words("tasks")[kind]
    count = FEWEST_PARTS
    while _rows(phases := _phases(rng, template, language, parts, count)) < size:
        count += 1
    _prune(rng, phases, size)
    return tuple(phases)


def _phases(
    rng: Random, template: Any, language: str, parts: Sequence[str], count: int
) -> list[Phase]:
    named = [_part(parts, number) for number in range(count)]
    return [
        Phase(
            spec[language],
            spec["milestone"][language],
            [
                package
                for each in spec["packages"]
                for package in _packages(rng, each, language, named)
            ],
        )
        for spec in template
    ]


def _part(parts: Sequence[str], number: int) -> str:
    """The part's name; past the end of the list they come again, numbered."""
    again = number // len(parts)
    name = parts[number % len(parts)]
    return f"{name} {again + 1}" if again else name


def _packages(
    rng: Random, spec: Mapping[str, Any], language: str, parts: Sequence[str]
) -> Iterator[Package]:
    chosen: Sequence[str | None] = parts if spec["each"] else (None,)
    for number, part in enumerate(chosen):
        works = [
            Work(task[language].format(part=part), task["role"], usual(rng.randint(*task["days"])))
            for task in spec["tasks"]
        ]
        yield Package(spec[language].format(part=part), number if spec["each"] else None, works)


def _rows(phases: Sequence[Phase]) -> int:
    packages = [package for phase in phases for package in phase.packages]
    return 2 * len(phases) + len(packages) + sum(len(package.works) for package in packages)


def _prune(rng: Random, phases: Sequence[Phase], size: int) -> None:
    """Leave out tasks, from the fuller packages first, until `size` rows are left."""
    for fewest in range(FEWEST_TASKS, 0, -1):
        packages = [package for phase in phases for package in phase.packages]
        full = [package for package in packages if len(package.works) > fewest]
        while full and _rows(phases) > size:
            package = rng.choice(full)
            package.works.pop(rng.randrange(1, len(package.works)))
            full = [package for package in full if len(package.works) > fewest]
    if _rows(phases) != size:
        raise ValueError(f"a plan of this kind has at least {_rows(phases)} rows, not {size}")
