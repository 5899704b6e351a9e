"""The project, or the projects, that a file is about: from its facts, its tables, its name.

What a label or a table says goes before a title, a title before the file's name. What is only
concluded has no cell, so that it can make a new project but renames none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from pmo_desktop.domain.fields import PROJECT, STATUS, Field, Kind
from pmo_desktop.domain.fields import field as spec_of
from pmo_desktop.domain.records import Cell, Record
from pmo_desktop.exchange.findings import NOTE, WARNING, Finding
from pmo_desktop.exchange.parsing import dates, money, people, shares, values
from pmo_desktop.exchange.parsing.text import clean, key, plain
from pmo_desktop.exchange.parsing.values import Unread
from pmo_desktop.exchange.team import facts
from pmo_desktop.exchange.team.facts import CODE, Fact
from pmo_desktop.exchange.team.filling import Filled, Manner
from pmo_desktop.exchange.team.headers import meanings

HOME_CURRENCY = "CNY"
COLON = re.compile(facts.COLON)
MIN_DIGITS = re.compile(r"\d")
MONTH = re.compile(r"(20\d{2})\s*[-/.年]\s*(1[0-2]|0?[1-9])(?!\d)")
WORDY = frozenset(("description", "objective"))
SPECS = {spec.code: spec for spec in (*PROJECT, *STATUS)}


@dataclass
class Draft:
    """A record that is being put together; the first value of a field stays.

    `edition` is the year that a row of a table of projects is about, where it says one.
    """

    table: str
    values: dict[str, Any] = field(default_factory=dict)
    cells: dict[str, Cell] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    edition: str = ""

    def give(self, name: str, value: Any, cell: Cell | None) -> None:
        if value in (None, "", ()):
            return
        if name not in self.values:
            self.values[name] = value
            if cell:
                self.cells[name] = cell
        elif cell and not _same(self.values[name], value):
            params = {"field": f"{self.table}.{name}"}
            self.findings.append(
                Finding("given_twice", WARNING, cell.sheet, cell.address, cell.text, params)
            )

    def record(self) -> Record:
        return Record(self.table, self.values, cells=self.cells)


def _same(one: Any, other: Any) -> bool:
    return one == other or (isinstance(one, str) and key(one) == key(str(other)))


# --- facts


def from_facts(found: Iterable[Fact], manner: Manner) -> tuple[Draft, Draft]:
    """The project and the status report that labels with values give."""
    drafts = {"project": Draft("project"), "status": Draft("status")}
    facts_found = sorted(found, key=lambda fact: not fact.is_sure)
    about_project = any(fact.is_sure and fact.code.startswith("project.") for fact in facts_found)
    for fact in facts_found:
        table, _, name = fact.code.partition(".")
        is_meant = about_project or COLON.search(fact.label)
        if not fact.is_sure and not (is_meant and _is_plausible(name, fact.value)):
            continue
        draft = drafts[table]
        value = _value(SPECS.get(fact.code) or spec_of(fact.code), fact, manner)
        if isinstance(value, Unread):
            if not COLON.search(fact.label):
                # What stands beside a word is not always meant as its value.
                continue
            params = {"field": fact.code, **value.params}
            draft.findings.append(
                Finding(
                    value.code, WARNING, fact.cell.sheet, fact.cell.address, fact.cell.text, params
                )
            )
        elif fact.is_sure or name not in draft.values:
            draft.give(name, value, fact.cell)
            if name == "budget" and not isinstance(value, Unread):
                _give_currency(draft, fact)
    _sort_out_code(drafts["project"])
    return drafts["project"], drafts["status"]


def _is_plausible(name: str, value: Any) -> bool:
    """Whether a label that may mean something else has a value that fits it."""
    if name in WORDY:
        return False
    if name == "code":
        return isinstance(value, str) and bool(MIN_DIGITS.search(value)) and len(value) < 30
    return name != "status_date" or dates.is_date(value)


def _value(spec: Field, fact: Fact, manner: Manner) -> Any:
    value = fact.value
    match spec.kind:
        case Kind.DATE:
            return day_of(value, manner)
        case Kind.MONEY:
            return money.read([value], fact.label)[0][0]
        case Kind.PERSON:
            return next(iter(people.read(values.shown(value))), None)
        case Kind.CHOICE:
            return values.choice(spec.choice_term("").rstrip("."), value)
        case Kind.INTEGER:
            return values.whole_number(value)
        case Kind.SHARE:
            return shares.read([value], lambda _: False)[0]
        case Kind.BOOL:
            return values.yes_or_no(value)
        case _ if spec.name == "period":
            return period_of(value)
        case _ if spec.name == "code":
            return values.code(value)
        case _:
            return (
                values.text(value)
                if spec.name in ("achievements", "plans", "support")
                else values.line(value)
            )


def _give_currency(draft: Draft, fact: Fact) -> None:
    currency = money.read([fact.value], fact.label)[1]
    if currency and currency != HOME_CURRENCY:
        draft.give("currency", currency, fact.cell)


def day_of(value: Any, manner: Manner) -> date | Unread | None:
    """One date by itself; without a year it is the nearest to the day that is reported on."""
    read = dates.parse(value, manner.since_1904)
    if isinstance(read, datetime):
        return read.date()
    read = dates.ordered(read, dates.orders([[read]], (), manner.near, False))
    found = dates.with_years([read], manner.near)[0]
    if isinstance(found, datetime):
        return found.date()
    return found if isinstance(found, Unread) else None


def period_of(value: Any) -> str | None:
    """The month of a period: `2026年11月` is `2026-11`; what names no month is none."""
    if isinstance(value, date):
        return f"{value:%Y-%m}"
    found = MONTH.search(plain(values.shown(value)))
    if found:
        return f"{found[1]}-{int(found[2]):02}"
    read = dates.parse(f"1 {values.shown(value)}")
    return f"{read:%Y-%m}" if isinstance(read, datetime) else None


# --- tables of projects


def from_table(filled: Filled) -> list[Draft]:
    """One draft a row of a table of projects; rows of costs are one project's, summed up."""
    drafts = []
    editions = filled.raw.get("edition")
    for position in range(len(filled.rows)):
        draft = Draft("project")
        if editions is not None:
            draft.edition = values.shown(editions[position])
        for name, column in filled.values.items():
            if column[position] is not None and name != "item":
                draft.give(name, column[position], filled.cell(name, position))
        _sort_out_code(draft)
        currency = filled.currencies.get("budget", "")
        if currency and currency != HOME_CURRENCY and "budget" in draft.values:
            draft.give("currency", currency, draft.cells.get("budget"))
        if draft.values and not _repeats_headers(draft):
            drafts.append(draft)
    return drafts


def _repeats_headers(draft: Draft) -> bool:
    """Whether a row has the names of its columns again, as a list of columns does."""
    texts = {name: value for name, value in draft.values.items() if isinstance(value, str)}
    said = [any(m.code == f"project.{n}" for m in meanings(t)) for n, t in texts.items()]
    return len(said) > 1 and all(said)


def _sort_out_code(draft: Draft) -> None:
    """`项目 | P-2617`: what is called a name may be a code, or hold it: `P-2617 数据治理`."""
    name = draft.values.get("name")
    if not isinstance(name, str) or not (held := CODE.search(plain(name))):
        return
    code = draft.values.get("code", held[0])
    rest = clean(plain(name).replace(held[0], " ")).strip(facts.EDGES)
    if rest and key(str(code)) == key(held[0]):
        draft.values["name"] = clean(rest)
        draft.give("code", held[0], draft.cells.get("name"))
    elif "code" not in draft.values and not rest:
        draft.values["code"] = plain(draft.values.pop("name"))
        draft.cells["code"] = draft.cells.pop("name")


def summed(filled: Filled, totals: Sequence[tuple[str, Any, Cell]]) -> Draft:
    """A table of kinds of cost as one project's budget and spending, by its totals if there are."""
    draft = Draft("project")
    for name, value, cell in totals:
        draft.give(name, value, cell)
    for name in ("budget", "spent"):
        amounts = [v for v in filled.values.get(name, ()) if isinstance(v, Decimal)]
        if name not in draft.values and amounts:
            draft.values[name] = sum(amounts, Decimal(0))
            draft.cells[name] = filled.cell(name, 0)
            params = {"field": f"project.{name}", "n": len(amounts)}
            cell = draft.cells[name]
            draft.findings.append(
                Finding("budget_summed", NOTE, cell.sheet, cell.address, "", params)
            )
    return draft


def merge(main: Draft, other: Draft) -> None:
    """Take what another draft of the same project knows."""
    for name, value in other.values.items():
        main.give(name, value, other.cells.get(name))
    main.findings += other.findings


def is_of(draft: Draft, code: str, name: str) -> bool:
    """Whether a row of a table of projects is about the project with this code or name."""
    own_code, own_name = draft.values.get("code", ""), draft.values.get("name", "")
    if own_code and code:
        return key(own_code) == key(code)
    return bool(own_name and name) and key(own_name) == key(name)


# --- names


def identify(draft: Draft, titles: Sequence[Cell], path: Path) -> None:
    """A code and a name from the titles and the file's name, where nothing else gives them."""
    in_file = facts.code_in(path.stem)
    if "code" not in draft.values:
        for title in titles:
            if code := facts.code_in(title.text):
                draft.give("code", code, title)
                break
    if "code" not in draft.values and in_file:
        draft.values["code"] = in_file
        draft.findings.append(Finding("code_from_file", NOTE, text=in_file))
    given = str(draft.values.get("code", ""))
    if in_file and key(in_file) != key(given) and CODE.fullmatch(given):
        cell = draft.cells.get("code", Cell("", ""))
        params = {"expected": in_file}
        draft.findings.append(
            Finding("code_differs", WARNING, cell.sheet, cell.address, given, params)
        )
    if "name" not in draft.values:
        _name(draft, titles, path)


def _name(draft: Draft, titles: Sequence[Cell], path: Path) -> None:
    for title in titles:
        if name := facts.name_in_title(title.text):
            draft.values["name"] = name
            draft.findings.append(
                Finding("name_from_title", NOTE, title.sheet, title.address, name)
            )
            return
    name = facts.name_in_file(path.stem)
    if name:
        draft.values["name"] = clean(name)
        draft.findings.append(Finding("name_from_file", NOTE, text=name))
