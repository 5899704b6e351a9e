"""Which record of the database a row of a file is.

By its uid where it has one. Otherwise by what a reader would go by, the surest first: WBS and the
names from the top of the outline down; those names; WBS and own name; the name where only one has
it; then the WBS alone, or a similar name. So a row that was inserted, and shifts the codes below
it, renames nothing. Risks and issues go by code and name, name, code; people by name; status
reports by period.

Where a name alone speaks for it, or a code alone, the pair has a score (`likeness`): from `SURE` on
it is the same record, below that somebody has to say so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass

from pmo_desktop.domain.records import Record
from pmo_desktop.exchange.comparing import likeness
from pmo_desktop.exchange.comparing.outline import Outline
from pmo_desktop.services.names import normal_name

Key = Callable[[Record], Hashable | None]
SURE = 0.8
BY_CODE = ("risk", "issue")


@dataclass(frozen=True)
class Pair:
    """A row of the file and the record that it is; `known` None: it is new.

    `reason` says what speaks for it where it is no more than likely, `score` how much (0..1)."""

    given: Record
    known: Record | None = None
    reason: str = ""
    score: float = 1.0

    @property
    def is_doubtful(self) -> bool:
        return self.score < SURE


@dataclass(frozen=True)
class Matching:
    """`pairs` in the file's order; `missing` are the records that no row stands for.

    `copied` are rows with the uid of a row above them, `strangers` those with a uid that the
    database does not have (any more).
    """

    pairs: tuple[Pair, ...]
    missing: tuple[Record, ...]
    copied: tuple[Record, ...]
    strangers: tuple[Record, ...]


def match(table: str, given: Sequence[Record], known: Sequence[Record]) -> Matching:
    """Each row of `given` with its record of `known`."""
    if not known:
        return Matching(tuple(map(Pair, given)), (), *_by_uid(given, (), {}))
    found: dict[int, Record] = {}
    copied, strangers = _by_uid(given, known, found)
    taken = {id(record) for record in found.values()}
    rest = [record for record in known if id(record) not in taken]
    likely: dict[int, tuple[str, float]] = {}
    if rest and len(found) < len(given):
        rest = _by_looks(table, given, known, rest, found, likely)
    pairs = tuple(
        Pair(record, found.get(at), *likely.get(at, ("", 1.0))) for at, record in enumerate(given)
    )
    return Matching(pairs, tuple(rest), copied, strangers)


def _by_looks(
    table: str,
    given: Sequence[Record],
    known: Sequence[Record],
    rest: list[Record],
    found: dict[int, Record],
    likely: dict[int, tuple[str, float]],
) -> list[Record]:
    """What no identity speaks for; returns the records left over."""
    for key_given, key_known in _keys(table, given, known):
        left = [(at, record) for at, record in enumerate(given) if at not in found]
        rest = _pair_off(left, rest, key_given, key_known, found)
    if table == "task":
        rest = _by_name_elsewhere(given, known, rest, found, likely)
    if table == "task" or table in BY_CODE:
        rest = _by_likeness(table, given, rest, found, likely)
    return rest


def _by_name_elsewhere(
    given: Sequence[Record],
    known: Sequence[Record],
    rest: list[Record],
    found: dict[int, Record],
    likely: dict[int, tuple[str, float]],
) -> list[Record]:
    """Names that only one has. Where a file has an outline, and it stands below another name there,
    it may have been moved, or be another of that name."""
    before = set(found)
    left = [(at, record) for at, record in enumerate(given) if at not in found]
    rest = _pair_off(left, rest, *_alike(_name), found)
    added = found.keys() - before
    if added:
        above_given, above_known = Outline(given).above, Outline(known).above
        for at in added:
            above = above_given(given[at])
            if above is not None and above != above_known(found[at]):
                likely[at] = ("moved", likeness.of_moved(given[at], found[at]))
    return rest


def _by_likeness(
    table: str,
    given: Sequence[Record],
    rest: list[Record],
    found: dict[int, Record],
    likely: dict[int, tuple[str, float]],
) -> list[Record]:
    """What is left: by the code alone, or a similar name; the likeliest pairs first."""
    left = [(at, record) for at, record in enumerate(given) if at not in found]
    code = "code" if table in BY_CODE else "wbs"
    taken: set[int] = set()
    for score, reason, row, place in likeness.likeliest(left, rest, code):
        if row in found or place in taken:
            continue
        found[row] = rest[place]
        likely[row] = (reason, score)
        taken.add(place)
    return [record for place, record in enumerate(rest) if place not in taken]


def _by_uid(
    given: Sequence[Record], known: Sequence[Record], found: dict[int, Record]
) -> tuple[tuple[Record, ...], tuple[Record, ...]]:
    by_uid = {record.uid: record for record in known if record.uid}
    rows: dict[str, list[int]] = defaultdict(list)
    for at, record in enumerate(given):
        if record.uid:
            rows[record.uid].append(at)
    copied: list[Record] = []
    strangers: list[Record] = []
    for uid, places in rows.items():
        if uid not in by_uid:
            strangers += [given[at] for at in places]
            continue
        # Of a row and its copies, the one that still looks like the record is the record.
        record, itself = by_uid[uid], places[0]
        if len(places) > 1:
            itself = next((at for at in places if _looks(given[at]) == _looks(record)), itself)
        found[itself] = record
        copied += [given[at] for at in places if at != itself]
    return tuple(copied), tuple(strangers)


def _pair_off(
    given: Sequence[tuple[int, Record]],
    known: Sequence[Record],
    key_given: Key,
    key_known: Key,
    found: dict[int, Record],
) -> list[Record]:
    """Pair what one row and one record alone have as their key; returns the records left over."""
    rows = _grouped([(key_given(record), at) for at, record in given])
    records = _grouped([(key_known(record), at) for at, record in enumerate(known)])
    taken = set()
    for key, places in rows.items():
        if len(places) == 1 and len(records.get(key, ())) == 1:
            at = records[key][0]
            found[places[0]] = known[at]
            taken.add(at)
    return [record for at, record in enumerate(known) if at not in taken]


def _grouped(keyed: Sequence[tuple[Hashable | None, int]]) -> Mapping[Hashable, list[int]]:
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for key, at in keyed:
        if key is not None:
            groups[key].append(at)
    return groups


def _keys(table: str, given: Sequence[Record], known: Sequence[Record]) -> list[tuple[Key, Key]]:
    if table == "task":
        paths = (Outline(given).path, Outline(known).path)
        return [_with_wbs(paths), paths, _alike(_wbs_and_name)]
    if table in BY_CODE:
        return [_alike(_code_and_name), _alike(_name)]
    if table == "status":
        return [_alike(_period)]
    return [_alike(_name)]


def _with_wbs(keys: tuple[Key, Key]) -> tuple[Key, Key]:
    given, known = keys
    return (
        lambda record: _both(_wbs(record), given(record)),
        lambda record: _both(_wbs(record), known(record)),
    )


def _alike(key: Key) -> tuple[Key, Key]:
    return key, key


def _text(record: Record, name: str) -> str | None:
    value = record.values.get(name)
    return normal_name(value) if value else None


def _name(record: Record) -> Hashable | None:
    return _text(record, "name")


def _wbs(record: Record) -> Hashable | None:
    return _text(record, "wbs")


def _period(record: Record) -> Hashable | None:
    return _text(record, "period")


def _wbs_and_name(record: Record) -> Hashable | None:
    return _both(_wbs(record), _name(record))


def _code_and_name(record: Record) -> Hashable | None:
    return _both(_text(record, "code"), _name(record))


def _both(first: Hashable | None, second: Hashable | None) -> Hashable | None:
    return None if first is None or second is None else (first, second)


def _looks(record: Record) -> tuple[str | None, ...]:
    return tuple(_text(record, name) for name in ("wbs", "code", "name", "period"))
