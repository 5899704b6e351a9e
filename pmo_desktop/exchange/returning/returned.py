"""Gives files back to their teams: a marked copy of each, or a list beside what cannot be marked.

A copy has the file's own name, in a folder of the office's choice. The team's file is never written
over, nor is any other that this program has not returned itself: then the copy's name says that it
is one, or gets a number.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from pmo_desktop.domain.health import Reason
from pmo_desktop.exchange.comparing.review import FileReview
from pmo_desktop.exchange.files import formats
from pmo_desktop.exchange.files.filenames import room_in, safe_name
from pmo_desktop.exchange.files.formats import Refusal
from pmo_desktop.exchange.files.in_place import put_in_place
from pmo_desktop.exchange.findings import Finding, reason
from pmo_desktop.exchange.parsing.text import has_cjk
from pmo_desktop.exchange.returning.asking import NOT_THERE, UNREAD, goes_back
from pmo_desktop.exchange.returning.marking import holds_list, listed_only, marked
from pmo_desktop.exchange.returning.package import CannotMark
from pmo_desktop.exchange.understood import OWN, SheetFound, Understood
from pmo_desktop.language import Language
from pmo_desktop.progress import Progress, Report, silent
from pmo_desktop.services.refused import Refused

LIST_SUFFIX = ".xlsx"


class Kind(StrEnum):
    """MARKED: a copy of the file with marks. LISTED: a workbook of findings in its place.
    NOT_DONE: neither; the notes say why."""

    MARKED = "marked"
    LISTED = "listed"
    NOT_DONE = "not_done"


@dataclass(frozen=True)
class Returned:
    """`source` is the team's file, `path` what was written for it; `notes` are source sentences."""

    source: Path
    path: Path | None
    kind: Kind
    findings: int = 0
    marked_cells: int = 0
    notes: tuple[Reason, ...] = ()


def to_return(file: FileReview, *, notes: bool = False) -> tuple[Finding, ...]:
    """The findings that go back to a file's team."""
    return tuple(finding for finding in file.findings if goes_back(finding, notes=notes))


def return_files(
    files: Sequence[FileReview],
    folder: Path,
    language: Language | None,
    *,
    office: Language,
    notes: bool = False,
    report: Report = silent,
) -> tuple[Returned, ...]:
    """Write what goes back for each file with findings into `folder`, made where missing.

    Without a `language` each file is spoken to in its own, or in that of the `office` where it has
    none. Raises `Refused` where the folder cannot be made, and `Cancelled` from `report`; what was
    written until then stays.
    """
    chosen = [(file, found) for file in files if (found := to_return(file, notes=notes))]
    if not chosen:
        return ()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise Refused(
            "Nothing can be written to {folder}. Choose another folder.", folder=str(folder)
        ) from None
    done: list[Returned] = []
    taken: set[Path] = set()
    for count, (file, findings) in enumerate(chosen):
        report(Progress(count, len(chosen), "Marking {file}", {"file": file.path.name}))
        spoken = language or language_of(file.understood, office)
        understood = file.understood
        result = mark(
            file.path, findings, spoken, folder / file.path.name,
            sheets=understood.sheets, digest=understood.digest, taken=taken,
        )  # fmt: skip
        if result.path is not None:
            taken.add(result.path)
        done.append(result)
    report(Progress(len(chosen), len(chosen)))
    return tuple(done)


def language_of(understood: Understood, office: Language) -> Language:
    """The language in which a file's team is spoken to."""
    if understood.kind == OWN or any(sheet.tables for sheet in understood.sheets):
        return Language(understood.language, office.words)
    names = [understood.path.stem, *(sheet.name for sheet in understood.sheets)]
    return Language("zh", office.words) if any(map(has_cjk, names)) else office


def mark(
    path: Path,
    findings: Sequence[Finding],
    language: Language,
    out_path: Path,
    *,
    sheets: Sequence[SheetFound] = (),
    digest: str = "",
    taken: set[Path] | None = None,
) -> Returned:
    """Write the file at `path` with its findings marked to `out_path`, or near it.

    `digest` is that of the file as it was understood: one that has changed since is not marked, as
    its findings may stand elsewhere now. `taken` are names that are not to be used again.
    """
    place = _Place(path, out_path, language, frozenset(taken or ()))
    try:
        gone = next((f for f in findings if f.code in NOT_THERE), None)
        if gone is not None:
            return Returned(path, None, Kind.NOT_DONE, len(findings), notes=(reason(gone),))
        title = language.text("Findings in {file}", file=path.name)
        if any(finding.code in UNREAD for finding in findings):
            return _listed(place, findings, title)
        try:
            data = formats.file_bytes(path)
            if digest and hashlib.sha256(data).hexdigest() != digest:
                changed = Reason(
                    "“{file}” has changed since it was read: read it again, then return it.",
                    {"file": path.name},
                )
                return Returned(path, None, Kind.NOT_DONE, len(findings), notes=(changed,))
            if formats.recognise(data, path.suffix.lower()) != "zip":
                return _listed(place, findings, title)
            found = marked(data, findings, language, sheets=sheets, title=title)
        except Refusal as refusal:
            if refusal.code in NOT_THERE:
                told = reason(Finding(refusal.code, "", params={"file": path.name,
                                                                 **refusal.params}))  # fmt: skip
                return Returned(path, None, Kind.NOT_DONE, len(findings), notes=(told,))
            return _listed(place, findings, title)
        except CannotMark:
            return _listed(place, findings, title)
        written = place.marked()
        put_in_place(written, found.content)
        return Returned(path, written, Kind.MARKED, len(findings), found.cells, found.notes)
    except OSError as error:
        return Returned(path, None, Kind.NOT_DONE, len(findings), notes=(_unwritten(error, path),))


def _listed(place: _Place, findings: Sequence[Finding], title: str) -> Returned:
    content = listed_only(findings, place.language, title)
    written = place.listed()
    put_in_place(written, content)
    told = Reason(
        "“{file}” is of a kind that cannot be marked inside: its findings are in a workbook of "
        "their own.",
        {"file": place.source.name},
    )
    return Returned(place.source, written, Kind.LISTED, len(findings), notes=(told,))


def _unwritten(error: OSError, path: Path) -> Reason:
    return Reason(
        "The copy of “{file}” could not be written ({detail}): close it where it is open, or "
        "choose another folder.",
        {"file": path.name, "detail": error.strerror or str(error)},
    )


@dataclass(frozen=True)
class _Place:
    """Where a copy goes: the wanted path, unless that is the team's own file or somebody's."""

    source: Path
    wanted: Path
    language: Language
    taken: frozenset[Path] = field(default_factory=frozenset)

    def marked(self) -> Path:
        if not self._is_source(self.wanted):
            return self._free(self.wanted.stem, self.wanted.suffix)
        stem = self.language.text("{name} (marked)", name=self.wanted.stem)
        return self._free(stem, self.wanted.suffix)

    def listed(self) -> Path:
        return self._free(
            self.language.text("{name} - findings", name=self.wanted.stem), LIST_SUFFIX
        )

    def _free(self, stem: str, suffix: str) -> Path:
        folder = self.wanted.parent
        room = room_in(folder, suffix)
        number = 1
        while True:
            tail = f" ({number})" if number > 1 else ""
            path = folder / f"{safe_name(stem, room - len(tail))}{tail}{suffix}"
            if path not in self.taken and (not path.exists() or self._may_replace(path)):
                return path
            number += 1

    def _may_replace(self, path: Path) -> bool:
        """Only what was returned before is written over."""
        if self._is_source(path) or not path.is_file():
            return False
        try:
            return holds_list(formats.file_bytes(path))
        except (Refusal, CannotMark):
            return False

    def _is_source(self, path: Path) -> bool:
        try:
            return path.samefile(self.source)
        except OSError:
            return False
