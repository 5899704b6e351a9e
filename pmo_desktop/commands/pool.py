"""Files about people on the command line: taken in with `import`, written with `export --pool`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from pmo_desktop.commands.console import Console
from pmo_desktop.commands.outcome import DONE, Outcome

if TYPE_CHECKING:
    from pmo_desktop.domain.pool_changes import PoolChange
    from pmo_desktop.exchange.pool.review import FileOfPeople
    from pmo_desktop.exchange.understood import Understood
    from pmo_desktop.storage.workspace import Workspace

SHOWN = 30


class PeopleTakenIn(NamedTuple):
    """What became of the files about people among those of an import; `waits`: they were not
    written; `told`: how many findings are more than a note."""

    line: str
    result: dict[str, Any]
    committed: bool
    waits: bool
    told: int


def take_in_pools(
    opened: Workspace, pools: Sequence[Understood], console: Console, *, yes: bool, dry_run: bool,
    conflicts: str | None = None,
) -> PeopleTakenIn:  # fmt: skip
    """Show what they would change, and take it in as one edit; `conflicts` is `file` where the
    file's value counts. What is missing in a file is never removed from here."""
    from pmo_desktop.exchange.pool.review import as_json, review_pools

    found = review_pools(opened, pools, console.report)
    taken = [
        one
        for file in found
        for one in file.changes
        if one.taken or (one.is_conflict and conflicts == "file")
    ]
    for file in found:
        _show(file, console)
    committed, line = _commit(opened, taken, console, yes=yes, dry_run=dry_run)
    result = {"pool": [as_json(file, console.language, taken) for file in found]} if found else {}
    waits = bool(taken) and not committed and not dry_run
    told = sum(len(file.told) for file in found)
    return PeopleTakenIn(line, result, committed, waits, told)


def _commit(
    opened: Workspace, taken: Sequence[PoolChange], console: Console, *, yes: bool, dry_run: bool
) -> tuple[bool, str]:
    from pmo_desktop.services.pool_records import take_pool
    from pmo_desktop.storage.changes import Title

    say = console.language.text
    if not taken:
        return False, say("The files about people say nothing that is not known.")
    if dry_run:
        return False, say("Nothing was written: this was a dry run.")
    if not (yes or console.asks(say("Commit these changes?"))):
        return False, say("Nothing was written. Add --yes to commit.")
    opened.backup("before-import")
    title = Title("Take in {n} rows of the pool", {"n": len(taken)})
    added, changed, removed = opened.edit(title, take_pool, taken, console.report).result
    return True, say(
        "The pool: {added} rows added, {changed} changed, {removed} removed.",
        added=added,
        changed=changed,
        removed=removed,
    )


def _show(file: FileOfPeople, console: Console) -> None:
    from pmo_desktop.exchange.findings import say as say_finding
    from pmo_desktop.exchange.pool.review import difference

    text, language = console.language.text, console.language
    name = file.understood.path.name
    console.say(text("{file}: about people, {n} differences", file=name, n=len(file.changes)))
    for one in file.changes[:SHOWN]:
        kind = language.term(f"pool_change_kind.{one.kind}")
        table = language.term(f"table.{one.table}")
        console.say(f"  {kind} {table}: {one.label}  {difference(one, language)}".rstrip())
    rest = len(file.changes) - SHOWN
    if rest > 0:
        console.say("  " + text("and {n} more: --json lists them all.", n=rest))
    for finding in file.told:
        console.say(f"  {finding.sheet}: {say_finding(finding, language)}")


def write_out(opened: Workspace, file: Path, console: Console) -> Outcome:
    """Write the whole pool as one workbook."""
    from pmo_desktop.exchange.pool.writing import write_pool
    from pmo_desktop.services.calendars import calendar_names
    from pmo_desktop.services.pool_records import pool_rows

    rows = opened.query(pool_rows)
    names = opened.query(calendar_names)
    people = write_pool(file, rows, names, console.language, console.report)
    line = console.language.text(
        "{n} people were written to {file}", n=people, file=console.file_line(file)
    )
    counts = {table: len(found) for table, found in rows.items()}
    return Outcome(DONE, {"file": str(file), "rows": counts}, (line,))
