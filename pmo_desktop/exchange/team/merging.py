"""What several tables of one file say, put together: records twice, several projects."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from pmo_desktop.domain import wbs
from pmo_desktop.domain.record_columns import RecordColumns
from pmo_desktop.domain.records import Cell, ProjectRecords, Record
from pmo_desktop.exchange.findings import NOTE, WARNING, Finding
from pmo_desktop.exchange.parsing.text import key, plain
from pmo_desktop.exchange.team.facts import CODE
from pmo_desktop.exchange.team.projects import Draft, is_of, merge

Found = Mapping[str, Mapping[str, Sequence[Record]]]


def new_among(
    records: Sequence[Record], known: Sequence[Record], kind: str, findings: list[Finding]
) -> Sequence[Record]:
    """Records of a further table that those before it do not have already.

    A sheet of milestones, or a plan drawn once more, repeats tasks of the main table: the same name
    is the same task there. What is new gets WBS codes behind those that are taken.
    """
    if not known:
        return records
    named = {key(str(record.values.get("name", ""))): record for record in reversed(known)}
    new = []
    for record in records:
        twin = named.get(key(str(record.values.get("name", ""))))
        if twin is None:
            new.append(record)
        else:
            findings += _contradictions(record, twin)
    if len(new) < len(records):
        place = next(iter(records[0].cells.values()), Cell("", ""))
        params = {"n": len(records) - len(new), "table": f"table.{kind}"}
        findings.append(Finding("records_repeated", NOTE, place.sheet, place.address, "", params))
    return _behind(new, known) if kind == "task" else new


def _contradictions(repeated: Record, taken: Record) -> Iterator[Finding]:
    """The cells of a repeated row that say something else than the row that was taken."""
    for name, value in repeated.values.items():
        cell, other = repeated.cells.get(name), taken.cells.get(name)
        if name in ("name", "wbs") or cell is None or other is None:
            continue
        if value not in (None, "", ()) and value != taken.values.get(name):
            params = {"field": f"{taken.table}.{name}", "other": str(other)}
            yield Finding(
                "repeated_otherwise", WARNING, cell.sheet, cell.address, cell.text, params
            )


def _behind(new: list[Record], known: Sequence[Record]) -> list[Record]:
    taken = {record.values["wbs"] for record in known}
    if not taken & {record.values["wbs"] for record in new}:
        return new
    tops = [wbs.parts(code)[0] for code in taken]
    shift = max((int(top) for top in tops if top.isdecimal()), default=0)
    roots: dict[str, str] = {}
    moved = {}
    for record in new:
        code = record.values["wbs"]
        root, *rest = wbs.parts(code)
        roots.setdefault(root, str(shift + len(roots) + 1))
        moved[code] = ".".join((roots[root], *rest))
    return [_renumbered(record, moved) for record in new]


def _renumbered(record: Record, moved: Mapping[str, str]) -> Record:
    values = dict(record.values, wbs=moved[record.values["wbs"]])
    if values.get("predecessors"):
        values["predecessors"] = tuple(
            replace(link, wbs=moved.get(link.wbs, link.wbs)) for link in values["predecessors"]
        )
    return replace(record, values=values)


def without_twins(drafts: Sequence[Draft], findings: list[Finding]) -> list[Draft]:
    """Each project once: what two tables say of it comes together, a second row is told.

    Rows that say the year that they are about stand for themselves: the newest has the name, the
    others have their year behind it.
    """
    _tell_editions_apart(drafts, findings)
    found: list[Draft] = []
    for draft in drafts:
        code, name = str(draft.values.get("code", "")), str(draft.values.get("name", ""))
        twin = next((other for other in found if is_of(other, code, name)), None)
        if twin is None:
            found.append(draft)
            continue
        if _agree(twin, draft):
            merge(twin, draft)
            continue
        cell = draft.cells.get("code") or draft.cells.get("name") or Cell("", "")
        findings.append(Finding("project_twice", WARNING, cell.sheet, cell.address, code or name))
    return found


def _tell_editions_apart(drafts: Sequence[Draft], findings: list[Finding]) -> None:
    named: dict[str, list[Draft]] = defaultdict(list)
    for draft in drafts:
        if draft.edition:
            named[key(str(draft.values.get("name") or draft.values.get("code") or ""))].append(
                draft
            )
    older = []
    for twins in named.values():
        newest = max(twin.edition for twin in twins)
        if len({twin.edition for twin in twins}) == len(twins):
            older += [twin for twin in twins if twin.edition != newest]
    for draft in older:
        for name in ("name", "code"):
            if name in draft.values:
                draft.values[name] = f"{draft.values[name]} ({draft.edition})"
    if older:
        cell = next(iter(older[0].cells.values()), Cell("", ""))
        params = {"n": len(older)}
        findings.append(Finding("project_editions", WARNING, cell.sheet, cell.address, "", params))


def _agree(one: Draft, other: Draft) -> bool:
    """Whether rows of two tables about one project say the same where both say something."""
    shared = one.values.keys() & other.values.keys()
    columns = [{name: _column(draft.cells.get(name)) for name in shared} for draft in (one, other)]
    are_rows_of_one = columns[0] == columns[1]
    return not are_rows_of_one and all(one.values[n] == other.values[n] for n in shared)


def _column(cell: Cell | None) -> tuple[str, str]:
    return (cell.sheet, cell.address.rstrip("0123456789")) if cell else ("", "")


def tell_other(draft: Draft, findings: list[Finding]) -> None:
    """A row of a table of projects that is not about the file's project."""
    cell = draft.cells.get("code") or draft.cells.get("name") or Cell("", "")
    label = str(draft.values.get("code") or draft.values.get("name") or "")
    findings.append(Finding("row_of_other_project", WARNING, cell.sheet, cell.address, label))


def by_name(named: set[str], listed: Sequence[Draft], main: Draft) -> dict[str, Draft]:
    """A draft for every project that columns of tables name, by that name."""
    drafts: dict[str, Draft] = {}
    for name in sorted(named):
        known = next((d for d in (*listed, main) if is_of(d, name, name)), None)
        if known is None:
            known = Draft("project")
            known.values["code" if CODE.fullmatch(plain(name)) else "name"] = name
        drafts[name] = known
    return drafts


def together(
    drafts: Mapping[str, Draft], found: Found, reports: Sequence[Record]
) -> Iterator[ProjectRecords]:
    """Each project with its records; records that name no project go to the only one."""
    for name, draft in drafts.items():
        parts: dict[str, Any] = {
            table: _of_project(records, name, drafts) for table, records in found.items()
        }
        if not draft.values and not any(parts.values()):
            continue
        is_only = len(drafts) == 1
        yield ProjectRecords(
            draft.record(),
            tasks=parts["task"],
            risks=parts["risk"],
            issues=parts["issue"],
            people=parts["person"],
            status=tuple(reports) if is_only else (),
        )


def _of_project(
    records: Mapping[str, Sequence[Record]], name: str, drafts: Mapping[str, Draft]
) -> Sequence[Record]:
    found = [rows for project, rows in records.items() if project == name or len(drafts) == 1]
    if len(found) == 1 and isinstance(found[0], RecordColumns):
        return found[0]
    return tuple(record for rows in found for record in rows)
