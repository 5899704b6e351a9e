"""The demo office's programmes and projects: what they are for, how large, how they fare.

A project's *story* says which of its lights are to come out amber or red by the status date;
whatever it does not name is green. The plans, the money and the registers follow it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from pmo_desktop.exchange.demo.people import DemoPerson
from pmo_desktop.exchange.demo.words import dice, uid, words

SIZE_JITTER = 0.06
SMALLEST, LARGEST = 60, 260
FIRST_NEW_NUMBER = 71


@dataclass(frozen=True)
class DemoProgramme:
    uid: str
    code: str
    name: str
    objective: str


@dataclass(frozen=True)
class DemoProject:
    """`size` counts the rows of its plan; `progress` is the share of the planned time gone by."""

    uid: str
    code: str
    name: str
    programme: DemoProgramme
    department: str
    sponsor: str
    manager: DemoPerson
    priority: int
    kind: str
    language: str
    size: int
    progress: float
    state: str
    story: Mapping[str, str]
    parts: tuple[str, ...]
    description: str


def programmes(seed: int) -> tuple[DemoProgramme, ...]:
    rng = dice(seed, "programmes")
    return tuple(DemoProgramme(uid(rng), **spec) for spec in words("portfolio")["programmes"])


def projects(
    seed: int, count: int, tasks: int, people: Sequence[DemoPerson]
) -> tuple[DemoProject, ...]:
    """`count` projects whose plans have `tasks` rows together."""
    rng = dice(seed, "projects")
    specs = [_spec(number) for number in range(count)]
    by_code = {programme.code: programme for programme in programmes(seed)}
    managers = _managers(rng, specs, people)
    priorities = _priorities(rng, specs)
    sizes = _sizes(rng, [spec["size"] for spec in specs], tasks)
    return tuple(
        DemoProject(
            uid=uid(rng),
            code=spec["code"],
            name=spec["name"],
            programme=by_code[spec["programme"]],
            department=spec["department"],
            sponsor=words("people")["sponsors"][spec["department"]],
            manager=manager,
            priority=priority,
            kind=spec["kind"],
            language=spec["language"],
            size=size,
            progress=spec["progress"],
            state=spec["state"],
            story=spec["story"],
            parts=tuple(spec["parts"]),
            description=_description(spec, by_code[spec["programme"]].name),
        )
        for spec, manager, priority, size in zip(specs, managers, priorities, sizes, strict=True)
    )


def _spec(number: int) -> dict[str, Any]:
    """The project of the word list; past its end they come again under new codes and names."""
    listed = words("portfolio")["projects"]
    spec = dict(listed[number % len(listed)])
    again = number // len(listed)
    if again:
        spec["code"] = f"P-26{FIRST_NEW_NUMBER + number - len(listed):02d}"
        spec["name"] = f"{spec['name']} {again + 1}"
    return spec


def _managers(
    rng: Random, specs: Sequence[Mapping[str, Any]], people: Sequence[DemoPerson]
) -> list[DemoPerson]:
    """A manager for each project, of its department where one is free."""
    free: list[DemoPerson] = []
    chosen = []
    for spec in specs:
        free = free or [person for person in people if person.role == "manager"]
        own = [person for person in free if person.department == spec["department"]]
        manager = rng.choice(own or free)
        free.remove(manager)
        chosen.append(manager)
    return chosen


def _priorities(rng: Random, specs: Sequence[Mapping[str, Any]]) -> list[int]:
    """1 is the most important; large projects tend to come first, whatever is on hold last."""
    weights = [
        (spec["state"] in ("on_hold", "proposed"), -spec["size"] * rng.uniform(0.5, 1.5), index)
        for index, spec in enumerate(specs)
    ]
    ranks = [0] * len(specs)
    for rank, (_, _, index) in enumerate(sorted(weights), 1):
        ranks[index] = rank
    return ranks


def _sizes(rng: Random, weights: Sequence[float], total: int) -> list[int]:
    """Whole sizes in proportion to the weights, a little shaken, that add up to `total`."""
    shaken = [weight * rng.uniform(1 - SIZE_JITTER, 1 + SIZE_JITTER) for weight in weights]
    scale = total / sum(shaken)
    sizes = [min(max(round(weight * scale), SMALLEST), LARGEST) for weight in shaken]
    step = 1 if sum(sizes) < total else -1
    for turn in range(abs(total - sum(sizes))):
        sizes[turn % len(sizes)] += step
    return sizes


def _description(spec: Mapping[str, Any], programme: str) -> str:
    language = spec["language"]
    parts = ("、" if language == "zh" else ", ").join(spec["parts"][:3])
    text: str = words("portfolio")["descriptions"][language]
    return text.format(parts=parts, n=len(spec["parts"]), programme=programme)
