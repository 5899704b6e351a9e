"""Files about people on the command line: taken in with `import`, written with `export --pool`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from pmo_desktop.commands.console import Console
from pmo_desktop.commands.outcome import DONE, Outcome

if TYPE_CHECKING:
    from pmo_desktop.domain.pool_changes import PoolChange
    from pmo_desktop.exchange.pool.review import FileOfPeople
    from pmo_desktop.exchange.understood import Understood
    from pmo_desktop.language import Language
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


class Deciding(NamedTuple):
    """What is decided where nobody looks: `conflicts` and `doubtful` as the options say; with
    `removes` what a workbook of ours no longer has is removed."""

    conflicts: str | None = None
    doubtful: str = "leave"
    removes: bool = False

    def takes(self, change: PoolChange) -> bool:
        """Where two files say different things, the first counts."""
        if change.kind == "remove" and not change.row:
            return self.removes and not change.rival
        ours = change.is_conflict and not change.rival
        return change.taken or (ours and self.conflicts == "file")


def take_in_pools(
    opened: Workspace, pools: Sequence[Understood], console: Console, deciding: Deciding, *,
    yes: bool, dry_run: bool,
) -> PeopleTakenIn:  # fmt: skip
    """Show what they would change, and take it in as one edit."""
    from pmo_desktop.exchange.pool.review import as_json

    found = _reviewed(opened, pools, console, deciding)
    taken = [one for file in found for one in file.changes if deciding.takes(one)]
    for file in found:
        _show(file, console, deciding)
    committed, line = _commit(opened, taken, console, yes=yes, dry_run=dry_run)
    if not taken and any(file.changes for file in found):
        line = console.language.text("Nothing is to be taken from these files.")
    result = {"pool": [as_json(file, console.language, taken) for file in found]} if found else {}
    waits = bool(taken) and not committed and not dry_run
    told = sum(len(file.told) for file in found)
    return PeopleTakenIn(line, result, committed, waits, told)


def _reviewed(
    opened: Workspace, pools: Sequence[Understood], console: Console, deciding: Deciding
) -> tuple[FileOfPeople, ...]:
    """The files, once more where new names are to be decided by the options."""
    from pmo_desktop.exchange.pool.review import all_new, likely, review_pools

    found = review_pools(opened, pools, console.report)
    answers = {"take": likely, "new": all_new}.get(deciding.doubtful)
    given = answers(found) if answers else {}
    return review_pools(opened, pools, console.report, given) if given else found


def _commit(
    opened: Workspace, taken: Sequence[PoolChange], console: Console, *, yes: bool, dry_run: bool
) -> tuple[bool, str]:
    from pmo_desktop.services.pool_taking import take_pool
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


def _show(file: FileOfPeople, console: Console, deciding: Deciding) -> None:
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
    for line in _held_back(file, deciding, language):
        console.say(f"  {line}")
    for finding in file.told:
        console.say(f"  {finding.sheet}: {say_finding(finding, language)}")


def _held_back(file: FileOfPeople, deciding: Deciding, language: Language) -> Iterator[str]:
    """What of the file waits for a decision."""
    left = [one for one in file.changes if not deciding.takes(one)]
    gone = sum(one.kind == "remove" and not one.is_conflict for one in left)
    rivals = sum(bool(one.rival) for one in left)
    conflicts = sum(one.is_conflict and not one.rival for one in left)
    doubts = sum(bool(one.decides) for one in left)
    if gone:
        yield language.text(
            "{n} rows are missing in the file and stay: remove them in the window, or add "
            "--missing remove.",
            n=gone,
        )
    if conflicts:
        yield language.text(
            "{n} conflicts are held back: decide them in the window, or add --conflicts file or "
            "--conflicts database.",
            n=conflicts,
        )
    if rivals:
        yield language.text(
            "{n} rows say otherwise than an earlier file: that one counts; decide in the window, "
            "or take the files in one by one.",
            n=rivals,
        )
    if doubts:
        yield language.text(
            "{n} doubtful rows and names are held back: decide them in the window, or add "
            "--doubtful take (they are the ones that they look like) or --doubtful new.",
            n=doubts,
        )


def write_out(opened: Workspace, file: Path, console: Console) -> Outcome:
    """Write the whole pool as one workbook."""
    from pmo_desktop.exchange.pool.writing import write_pool
    from pmo_desktop.services.pool_records import pool_names, pool_rows

    rows = opened.query(pool_rows)
    names = opened.query(pool_names)
    people = write_pool(file, rows, names, console.language, console.report)
    line = console.language.text(
        "{n} people were written to {file}", n=people, file=console.file_line(file)
    )
    counts = {table: len(found) for table, found in rows.items()}
    return Outcome(DONE, {"file": str(file), "rows": counts}, (line,))
