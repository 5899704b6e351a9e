"""Links of a file to tasks whose WBS codes are not taken: they follow, or are dropped."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from pmo_desktop.domain.records import RecordChange
from pmo_desktop.domain.tasks import Link
from pmo_desktop.domain.wbs import clean


def codes_lost(
    found: list[tuple[RecordChange, RecordChange | None]],
) -> Mapping[str, str | None]:
    """The WBS codes that tasks were to have and do not get: to the ones that they keep, None where
    there is no such task."""
    if all(record is taken for record, taken in found):
        return {}
    lost: dict[str, str | None] = {}
    given = set()
    for record, taken in found:
        if record.table != "task":
            continue
        code = _code(record)
        got = _code(taken) if taken is not None else None
        if got is not None:
            given.add(clean(got))
        if code is not None and got != code:
            kept = next((one.before for one in record.fields if one.name == "wbs"), None)
            lost[clean(code)] = got or (kept if record.id is not None else None)
    return {code: other for code, other in lost.items() if code not in given}


def _code(record: RecordChange) -> str | None:
    found = record.values.get("wbs")
    return str(found) if found else None


def with_codes(
    records: list[RecordChange], lost: Mapping[str, str | None]
) -> Iterator[RecordChange]:
    """The records with links to the codes that there will be; a link to no task is dropped."""
    for record in records:
        if not lost or record.table != "task":
            yield record
            continue
        fields = tuple(
            replace(one, after=_relinked(one.after, lost)) if one.name == "predecessors" else one
            for one in record.fields
        )
        yield replace(record, fields=fields)


def _relinked(links: tuple[Link, ...], lost: Mapping[str, str | None]) -> tuple[Link, ...]:
    found = []
    for link in links:
        code = lost.get(clean(link.wbs), link.wbs)
        if code:
            found.append(replace(link, wbs=code))
    return tuple(dict.fromkeys(found))
