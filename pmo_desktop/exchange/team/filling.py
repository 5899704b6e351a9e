"""A table's columns as plain values, and what could not be read in them.

Every column is read as a whole, for what its cells mean may need the others: shares, dates without
a year or with an unclear order, levels on another scale. What stands in a cell and could not be
read is a finding with that cell, and the value is absent.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cache, partial
from typing import Any

from pmo_desktop.domain.fields import CUSTOM, TABLES, Field, Kind, custom_field, is_custom
from pmo_desktop.domain.records import Cell
from pmo_desktop.exchange.files.markup import Place
from pmo_desktop.exchange.files.reading import Grid
from pmo_desktop.exchange.findings import NOTE, WARNING, Finding
from pmo_desktop.exchange.parsing import dates, durations, levels, money, people, shares, values
from pmo_desktop.exchange.parsing.text import clean, has_cjk, key
from pmo_desktop.exchange.parsing.values import Unread
from pmo_desktop.exchange.team import headers
from pmo_desktop.exchange.team.columns import Column

UNFIT = 0.6
UNFIT_FROM = 4
WHO, WHEN = ("people", "owner", "manager", "department", "role"), ("start", "finish")
SHARED = frozenset((*WHO, *WHEN, "kind", "state", "group", "name1", "name2", "name3"))
RANGE_FIELDS = ("start", "finish")
DATE_KINDS = (Kind.DATE, Kind.START, Kind.FINISH)
PAIRS = (("start", "finish"), ("actual_start", "actual_finish"))
CAPACITY_TOP = 2.0
OUTLINING = ("task.wbs", "task.name")


@dataclass(frozen=True)
class Manner:
    """How a file is to be read: its dates' epoch, the day that it reports on, whether it is one of
    the program's own, in which a blank cell says that there is nothing.

    `words` has for a field what its texts mean, by their keys; `order` is one of `dates.ORDERS`.
    """

    near: date
    since_1904: bool = False
    is_own: bool = False
    words: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    order: str = ""


@dataclass
class Filled:
    """A table's kept rows; `values` has a list by field, as long as `rows`, of plain values.

    `raw` has the cells as they stand, `columns` where each field does. `absent` are cells that hold
    something that could not be read: what they mean is not known, not that there is nothing.
    """

    table: str
    grid: Grid
    rows: list[int]
    columns: dict[str, Column]
    values: dict[str, list[Any]] = field(default_factory=dict)
    raw: dict[str, Sequence[Any]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    absent: set[tuple[str, int]] = field(default_factory=set)
    currencies: dict[str, str] = field(default_factory=dict)

    def cell(self, name: str, position: int) -> Cell:
        """Where the value of a field in a row stands."""
        column, row = self.columns[name].index, self.rows[position]
        text = values.shown(self.grid.rows[row][column])
        return Cell(self.grid.name, self.grid.address(row, column), text)

    def tell(self, code: str, severity: str, name: str, position: int, **params: Any) -> None:
        """A finding at the cell of a field."""
        cell = self.cell(name, position)
        params = {"field": f"{self.table}.{name}", **params}
        text = params.pop("text", cell.text)
        self.findings.append(Finding(code, severity, cell.sheet, cell.address, text, params))

    def drop(self, name: str) -> None:
        self.columns.pop(name, None)
        self.values.pop(name, None)


def fill(
    table: str, grid: Grid, rows: list[int], columns: Sequence[Column], manner: Manner
) -> Filled:
    """The values of a table's columns."""
    taken = {column.field: column for column in columns if column.field}
    filled = Filled(table, grid, rows, taken)
    filled.raw = {name: _cells(grid, column.index, rows) for name, column in taken.items()}
    if grid.merges:
        _share_merged(filled)
    for name in manner.words.keys() & taken.keys():
        means = manner.words[name]
        filled.raw[name] = [means.get(_word(v), v) if v != "" else v for v in filled.raw[name]]
    readers = _readers(table, manner.is_own)
    for name in taken:
        reader = _own_reader(name) if is_custom(name) else readers.get(name)
        if reader is not None:
            filled.values[name] = reader(filled, name, filled.raw[name])
    _read_dates(filled, manner)
    for name in [n for n, column in filled.values.items() if Unread in map(type, column)]:
        _check(filled, name)
    _check_blanks(filled)
    return filled


def _cells(grid: Grid, column: int, rows: Sequence[int]) -> Sequence[Any]:
    """What stands in a column in these rows; mostly they follow each other."""
    if not rows:
        return ()
    found, first, end = grid.columns[column], rows[0], rows[-1] + 1
    return found[first:end] if end - first == len(rows) else [found[row] for row in rows]


def _word(value: Any) -> str:
    return key(values.shown(value))


def _share_merged(filled: Filled) -> None:
    """A cell that is merged over several rows is the value of each."""
    places = {row: position for position, row in enumerate(filled.rows)}
    of_column = {c.index: name for name, c in filled.columns.items() if name in SHARED}
    for top, left, bottom, _right in filled.grid.merges:
        name = of_column.get(left)
        if name is None or bottom == top or top not in places:
            continue
        column = list(filled.raw[name])
        for row in range(top + 1, bottom + 1):
            if row in places and column[places[row]] == "":
                column[places[row]] = column[places[top]]
        filled.raw[name] = column


Reader = Callable[["Filled", str, Sequence[Any]], list[Any]]


@cache
def _readers(table: str, is_own: bool) -> Mapping[str, Reader]:
    """How each field's column is read; not here are dates and links, which need other columns, and
    the codes and names of a team's tasks, which make their outline."""
    return {
        spec.name: _one_by_one(one[0]) if (one := _one(spec, is_own)) else WHOLE[spec.kind]
        for spec in TABLES[table]
        if spec.kind is not Kind.LINKS and spec.kind not in DATE_KINDS
        if is_own or spec.code not in OUTLINING
    }


@cache
def _own_reader(name: str) -> Reader | None:
    """How a column of one of the office's own fields is read, where it is no date."""
    spec = custom_field("", name)
    if spec.kind in DATE_KINDS:
        return None
    return _one_by_one(one[0]) if (one := _one(spec, True)) else WHOLE[spec.kind]


def _one_by_one(read: Callable[[Any], Any]) -> Reader:
    return lambda _filled, _name, raw: values.each(read, raw)


def _one(spec: Field, is_own: bool) -> tuple[Callable[[Any], Any]] | None:
    """How one cell of the field is read, where that needs no other."""
    match spec.kind:
        case Kind.TEXT if spec.name in ("code", "wbs", "period"):
            return (values.code,)
        case Kind.TEXT if is_own or spec.name != "name":
            return (values.text,)
        case Kind.TEXT:
            return (people.first if spec.table == "person" else values.line,)
        case Kind.CHOICE:
            return (partial(values.choice, spec.choice_term("").rstrip(".")),)
    return ONE_BY_ONE.get(spec.kind)


ONE_BY_ONE: Mapping[Kind, tuple[Callable[[Any], Any]]] = {
    Kind.PEOPLE: (people.names,),
    Kind.DEPARTMENT: (values.department,),
    Kind.INTEGER: (values.whole_number,),
    Kind.BOOL: (values.yes_or_no,),
}


def _shares(filled: Filled, name: str, raw: Sequence[Any]) -> list[Any]:
    column, grid, rows = filled.columns[name].index, filled.grid, filled.rows

    def is_percent(position: int) -> bool:
        return grid.markup.is_percent(grid.place(rows[position], column))

    return shares.read(raw, is_percent, CAPACITY_TOP if name == "capacity" else 1.0)


def _durations(filled: Filled, name: str, raw: Sequence[Any]) -> list[Any]:
    return durations.read(raw, filled.columns[name].header)


def _money(filled: Filled, name: str, raw: Sequence[Any]) -> list[Any]:
    found, currency = money.read(raw, filled.columns[name].header)
    if currency:
        filled.currencies[name] = currency
    return found


def _levels(filled: Filled, name: str, raw: Sequence[Any]) -> list[Any]:
    found = levels.read(raw, headers.unit(filled.columns[name].header))
    first = next((i for i, value in enumerate(raw) if levels.is_given_as_share(value)), None)
    if first is not None and isinstance(found[first], int):
        filled.tell("shares_as_levels", NOTE, name, first)
    return found


def _owners(filled: Filled, name: str, raw: Sequence[Any]) -> list[Any]:
    found = list(map(people.first, raw))
    if any(map(people.are_several, raw)):
        for position, value in enumerate(raw):
            if people.are_several(value):
                filled.tell("several_owners", WARNING, name, position)
    return found


WHOLE: Mapping[Kind, Reader] = {
    Kind.SHARE: _shares,
    Kind.DURATION: _durations,
    Kind.MONEY: _money,
    Kind.LEVEL: _levels,
    Kind.PERSON: _owners,
}


# --- dates


def _read_dates(filled: Filled, manner: Manner) -> None:
    ways = _ways_of_dates(filled.table)
    if own := [name for name in filled.columns if name.startswith(OWN_DATE)]:
        ways = {**ways, **dict.fromkeys(own, WAYS[Kind.DATE])}
    names = [name for name in filled.columns if name in ways]
    waits = "dates" in filled.columns
    for name in names:
        read = partial(ways[name], since_1904=True) if manner.since_1904 else ways[name]
        filled.values[name] = found = list(map(read, filled.raw[name]))
        waits = waits or not WAITING.isdisjoint(map(type, found))
    if not waits:
        return
    parsed = {
        name: [dates.parse_headed(value, manner.since_1904) for value in filled.raw[name]]
        for name in names
    }
    if "dates" in filled.columns:
        _split_ranges(filled, parsed, manner)
    _settle(filled, parsed, manner)
    for name, column in parsed.items():
        filled.values[name] = [ways[name](v) if isinstance(v, datetime) else v for v in column]


WAITING = frozenset((dates.Unordered, dates.Yearless))
WAYS: Mapping[Kind, Callable[..., Any]] = {
    Kind.DATE: dates.as_day,
    Kind.START: dates.as_start,
    Kind.FINISH: dates.as_finish,
}


OWN_DATE = f"{CUSTOM}{Kind.DATE.value}-"


@cache
def _ways_of_dates(table: str) -> Mapping[str, Callable[..., Any]]:
    return {spec.name: WAYS[spec.kind] for spec in TABLES[table] if spec.kind in WAYS}


def _split_ranges(filled: Filled, parsed: dict[str, list[Any]], manner: Manner) -> None:
    """A column of ranges gives starts and finishes where the table has no columns for them."""
    column = filled.columns["dates"]
    ends = [
        (None, None) if value == "" else dates.parse_range(value, manner.since_1904) or _both(value)
        for value in filled.raw["dates"]
    ]
    for side, name in enumerate(RANGE_FIELDS):
        if name not in parsed:
            parsed[name] = [end[side] for end in ends]
            filled.columns[name] = replace(column, field=name)
            filled.raw[name] = filled.raw["dates"]
    filled.drop("dates")


def _both(value: Any) -> tuple[Any, Any]:
    found = dates.parse(value)
    return found, found


def _settle(filled: Filled, parsed: dict[str, list[Any]], manner: Manner) -> None:
    """Dates that wait for the others: which number is the month, and which year it is."""
    names = list(parsed)
    at = {name: place for place, name in enumerate(names)}
    pairs = [(at[a], at[b]) for a, b in PAIRS if a in at and b in at]
    chinese = any(has_cjk(filled.columns[name].header) for name in names)
    before = {name: list(parsed[name]) for name in names}
    order = dates.orders([parsed[name] for name in names], pairs, manner.near, chinese)
    if manner.order:
        order = dict.fromkeys(order, dates.ORDERS.index(manner.order))
    for name in names:
        parsed[name] = [dates.ordered(value, order) for value in parsed[name]]
    _tell_order(filled, before, order)
    for name in names:
        earlier = parsed.get("start" if name == "finish" else "")
        bare = [i for i, value in enumerate(parsed[name]) if isinstance(value, dates.Yearless)]
        parsed[name] = dates.with_years(parsed[name], manner.near, earlier)
        if bare:
            _tell_years(filled, name, bare, parsed[name])


def _tell_order(
    filled: Filled, before: Mapping[str, Sequence[Any]], order: Mapping[str, Any]
) -> None:
    for name, column in before.items():
        for position, value in enumerate(column):
            if isinstance(value, dates.Unordered) and order.get(value.style) is not None:
                way = dates.ORDERS[order[value.style]]
                if value.style != "bare" and sum(map(bool, value.ways)) > 1 and way != "ymd":
                    code = "day_first" if way == "dmy" else "month_first"
                    filled.tell(code, NOTE, name, position)
                    return


def _tell_years(filled: Filled, name: str, bare: Sequence[int], found: Sequence[Any]) -> None:
    moments = [found[i] for i in bare if isinstance(found[i], datetime)]
    if moments:
        last = max(moments).date()
        filled.tell("years_added", NOTE, name, bare[0], n=len(moments), last=last)


# --- what could not be read


def _check(filled: Filled, name: str) -> None:
    """Tell what could not be read in a column, and leave it absent."""
    column, found = filled.columns[name], filled.values[name]
    unread = [i for i, value in enumerate(found) if isinstance(value, Unread)]
    given = sum(value != "" for value in filled.raw[name])
    if column.is_doubtful and len(unread) >= UNFIT_FROM and len(unread) > UNFIT * given:
        grid = filled.grid
        params = {"field": f"{filled.table}.{name}"}
        letters = grid.letters(column.index)
        filled.findings.append(
            Finding("column_unfit", WARNING, grid.name, letters, column.header, params)
        )
        filled.drop(name)
        return
    for position in unread:
        problem = found[position]
        filled.tell(problem.code, WARNING, name, position, **problem.params)
        found[position] = None
        filled.absent.add((name, position))


def _check_blanks(filled: Filled) -> None:
    """Cells that only seem to be blank: errors, and formulas without results."""
    errors, blanks = filled.grid.markup.errors(), filled.grid.markup.unfilled()
    if not errors and not blanks:
        return
    for name, position, place in _among(filled, errors):
        filled.tell("error_value", WARNING, name, position, text=errors[place])
        filled.absent.add((name, position))
    unfilled: dict[str, list[int]] = {}
    for name, position, _ in _among(filled, blanks):
        unfilled.setdefault(name, []).append(position)
        filled.absent.add((name, position))
    for name, positions in unfilled.items():
        # How long a task takes follows from its dates.
        dated = name == "duration" and {"start", "finish"} <= filled.columns.keys()
        severity = NOTE if dated else WARNING
        filled.tell("formula_unfilled", severity, name, min(positions), n=len(positions))


def _among(filled: Filled, places: Collection[Place]) -> Iterator[tuple[str, int, Place]]:
    """The fields and the rows' positions that these places of the sheet are."""
    grid = filled.grid
    if not places:
        return
    positions = {row + grid.top: position for position, row in enumerate(filled.rows)}
    names = {column.index + grid.left: name for name, column in filled.columns.items()}
    for place in sorted(places):
        if place[0] in positions and place[1] in names:
            yield names[place[1]], positions[place[0]], place


def of_projects(filled: Filled) -> dict[str, list[int]]:
    """The rows' positions by the project that a column names; `` where there is no such column."""
    everything = list(range(len(filled.rows)))
    if "project" not in filled.columns:
        return {"": everything}
    found: dict[str, list[int]] = {}
    current = ""
    for position in everything:
        current = clean(values.shown(filled.raw["project"][position])) or current
        found.setdefault(current, []).append(position)
    return found
