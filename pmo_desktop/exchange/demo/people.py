"""The demo office's people: names, roles, skills, departments, capacities.

Seven in ten have Chinese names. Names are drawn from common surnames and given names; a few
combinations that well-known people bear are left out. All mail goes to `example.com`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from pmo_desktop.exchange.demo.words import dice, uid, words

CHINESE_SHARE = 0.7
SINGLE_NAME_SHARE = 0.35
LEFT_SHARE = 0.015
CAPACITIES = ((1.0, 80), (0.8, 14), (0.5, 6))
DOUBLED = "lnrst"
SKILL_LEVELS = (2, 3, 3, 4, 4, 5)


@dataclass(frozen=True)
class DemoPerson:
    """`role` is the code in the word list, `title` the words for it; skills have levels 1..5."""

    uid: str
    name: str
    role: str
    title: str
    department: str
    email: str
    capacity: float
    active: bool
    skills: tuple[tuple[str, int], ...]


def people(seed: int, count: int) -> tuple[DemoPerson, ...]:
    """`count` people with names unlike each other's; managers come first."""
    rng = dice(seed, "people")
    lists = words("people")
    chinese = _chinese_names(rng, lists)
    foreign = _foreign_names(rng, lists)
    found: list[DemoPerson] = []
    mailboxes: set[str] = set()
    for role in _roles(lists["roles"], count):
        is_chinese = rng.random() < CHINESE_SHARE
        name, mailbox = next(chinese if is_chinese else foreign)
        mailbox = _free(mailbox, mailboxes)
        spec = lists["roles"][role]
        found.append(
            DemoPerson(
                uid=uid(rng),
                name=name,
                role=role,
                title=spec["zh" if is_chinese else "en"],
                department=rng.choice(spec["departments"]),
                email=f"{mailbox}@{lists['email']}",
                capacity=_drawn(rng, CAPACITIES),
                active=role == "manager" or rng.random() > LEFT_SHARE,
                skills=_skills(rng, spec["skills"]),
            )
        )
    return tuple(found)


def look_alike(name: str, known: set[str]) -> str | None:
    """`name` mistyped: one character as another of the same sound, or a letter doubled; None where
    that is not to be had, or is another's name."""
    if name.isascii():
        return _doubled(name, known)
    homophones: Mapping[str, str] = words("people")["homophones"]
    for position in range(len(name) - 1, 0, -1):
        other = homophones.get(name[position])
        if other is not None:
            mistyped = name[:position] + other + name[position + 1 :]
            if mistyped not in known:
                return mistyped
    return None


def _doubled(name: str, known: set[str]) -> str | None:
    """`Felix Jansen` -> `Felix Janssen`."""
    for position in range(len(name) - 1, 0, -1):
        if name[position] in DOUBLED:
            mistyped = name[:position] + name[position] + name[position:]
            return None if mistyped in known else mistyped
    return None


def _roles(roles: Mapping[str, Any], count: int) -> list[str]:
    """One role for each person, in proportion to the weights (largest remainders)."""
    total = sum(spec["weight"] for spec in roles.values())
    exact = {role: count * spec["weight"] / total for role, spec in roles.items()}
    counts = {role: int(share) for role, share in exact.items()}
    by_remainder = sorted(exact, key=lambda role: counts[role] - exact[role])
    for role in by_remainder[: count - sum(counts.values())]:
        counts[role] += 1
    return [role for role, number in counts.items() for _ in range(number)]


def _chinese_names(rng: Random, lists: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Names with their mailboxes, each name once."""
    single = [given for given in lists["given"] if len(given[0]) == 1]
    double = [given for given in lists["given"] if len(given[0]) == 2]
    taken = set(lists["unfitting"])
    for _ in range(len(lists["surnames"]) * len(lists["given"]) * 10):
        surname, surname_sound = rng.choice(lists["surnames"])
        given, given_sound = rng.choice(single if rng.random() < SINGLE_NAME_SHARE else double)
        if surname + given not in taken:
            taken.add(surname + given)
            yield surname + given, _mailbox(given_sound, surname_sound)


def _foreign_names(rng: Random, lists: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    names = [
        (first, last)
        for region in lists["foreign"]
        for first in region["first"]
        for last in region["last"]
    ]
    rng.shuffle(names)
    for first, last in names:
        yield f"{first} {last}", _mailbox(first, last)


def _mailbox(given: str, surname: str) -> str:
    return f"{given}.{surname}".lower().replace("ü", "v")


def _free(mailbox: str, taken: set[str]) -> str:
    """The mailbox, numbered where another person of the same sound has it."""
    free, number = mailbox, 2
    while free in taken:
        free, number = f"{mailbox}{number}", number + 1
    taken.add(free)
    return free


def _skills(rng: Random, skills: list[str]) -> tuple[tuple[str, int], ...]:
    chosen = rng.sample(skills, k=rng.randint(1, len(skills)))
    return tuple((skill, rng.choice(SKILL_LEVELS)) for skill in chosen)


def _drawn(rng: Random, weighted: tuple[tuple[float, int], ...]) -> float:
    values, weights = zip(*weighted, strict=True)
    return float(rng.choices(values, weights)[0])
