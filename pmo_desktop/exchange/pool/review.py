"""What files about people would do to the database, in their order, and how that is said.

A later file is held against the earlier ones: what they say, too, is no difference, and where it
says otherwise the first counts until somebody decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from pmo_desktop.domain.fields import Kind
from pmo_desktop.domain.pool_changes import PoolChange, PoolChangeKind
from pmo_desktop.exchange.findings import NOTE, Finding
from pmo_desktop.exchange.pool.comparing import Around, PoolReview, compare_pool
from pmo_desktop.exchange.pool.keys import LABELLED
from pmo_desktop.exchange.pool.knowing import Answers
from pmo_desktop.exchange.pool.writing import field_of
from pmo_desktop.exchange.reporting import finding_as_json, value_text
from pmo_desktop.exchange.understood import Understood
from pmo_desktop.language import Language
from pmo_desktop.progress import Progress, Report, silent
from pmo_desktop.services.pool_records import pool_names, pool_rows
from pmo_desktop.storage.workspace import Workspace

NO_ANSWERS: Answers = {}


@dataclass(frozen=True)
class FileOfPeople:
    """One file: what was understood of it, what it would change."""

    understood: Understood
    review: PoolReview

    @property
    def changes(self) -> tuple[PoolChange, ...]:
        return self.review.changes

    @property
    def told(self) -> tuple[Finding, ...]:
        """The findings that are more than a note."""
        return tuple(one for one in self.review.findings if one.severity != NOTE)


def pools_among(found: Iterable[Understood]) -> tuple[list[Understood], list[Understood]]:
    """Files about people, and all others."""
    pools: list[Understood] = []
    others: list[Understood] = []
    for one in found:
        (others if one.pool is None else pools).append(one)
    return pools, others


def review_pools(
    workspace: Workspace,
    found: Sequence[Understood],
    report: Report = silent,
    answers: Answers = NO_ANSWERS,
) -> tuple[FileOfPeople, ...]:
    """Compare them with the database and with each other; writes nothing. `answers` say of new
    names whom they mean."""
    stored, names = workspace.query(pool_rows), workspace.query(pool_names)
    files: list[FileOfPeople] = []
    earlier: list[PoolChange] = []
    for done, one in enumerate(found):
        told = {"file": one.path.name}
        report(Progress(done, len(found), "Comparing {file}", told))
        if one.pool is not None:
            around = Around(names, tuple(earlier), answers, _stamp(one))
            files.append(FileOfPeople(one, compare_pool(one.pool, stored, around)))
            earlier += files[-1].changes
    return tuple(files)


def likely(files: Iterable[FileOfPeople]) -> dict[str, str]:
    """The answers that take every new name for the known one that it is like."""
    found: dict[str, str] = {}
    for file in files:
        found |= {one.decides: one.like for one in file.changes if one.decides and one.like}
        found |= {key: like for key, (_, like) in file.review.unknown.items() if like}
    return found


def all_new(files: Iterable[FileOfPeople]) -> dict[str, str]:
    """The answers that take every new name for a new one."""
    return {one.decides: "" for file in files for one in file.changes if one.decides}


def _stamp(file: Understood) -> dict[str, Any]:
    found: dict[str, Any] = {"file": file.path.name}
    if file.provenance.sender:
        found["sender"] = file.provenance.sender
    if file.provenance.saved_at is not None:
        found["saved_at"] = file.provenance.saved_at.isoformat()
    return found


def difference(change: PoolChange, language: Language) -> str:
    """What a change sets, as a reader sees it: `Share 50% → 80%`."""
    if change.kind is PoolChangeKind.REMOVE:
        return ""
    parts = []
    for name, value in change.values.items():
        spec = field_of(change.table, name)
        after = _text(spec, value, language)
        if change.kind is PoolChangeKind.ADD:
            if after and name not in LABELLED[change.table]:
                parts.append(f"{language.term(spec.code)} {after}")
            continue
        before = _text(spec, change.before.get(name), language)
        parts.append(f"{language.term(spec.code)} {before or '–'} → {after or '–'}")
    return language.enumeration(parts)


def _text(spec: Any, value: Any, language: Language) -> str:
    if spec.kind in (Kind.PERSON, Kind.CALENDAR, Kind.DEPARTMENT):
        return value or ""
    return value_text(spec, value, language)


def as_json(file: FileOfPeople, language: Language, taken: Iterable[PoolChange]) -> dict[str, Any]:
    """A file for programs; `taken` are the changes that are taken."""
    kept = {id(one) for one in taken}
    return {
        "file": str(file.understood.path),
        "changes": [
            {
                "kind": one.kind.value,
                "table": one.table,
                "label": one.label,
                "difference": difference(one, language),
                "sheet": one.sheet,
                "row": one.row,
                "conflict": one.is_conflict,
                "rival": one.rival,
                "doubtful": bool(one.decides or one.doubts),
                "like": one.like,
                "taken": id(one) in kept,
            }
            for one in file.changes
        ],
        "unchanged": file.review.unchanged,
        "findings": [finding_as_json(one, language) for one in file.review.findings],
    }
