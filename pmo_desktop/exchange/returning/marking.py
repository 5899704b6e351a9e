"""Marks a team's own file: the doubtful cells coloured and commented, a list of findings added.

A file that was marked before gets its marks anew: the old colours give way to what was there, our
words in the comments and our list are replaced.
"""

from __future__ import annotations

import io
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from xml.parsers import expat

from pmo_desktop.domain.health import Reason
from pmo_desktop.exchange.files.markup import column_number
from pmo_desktop.exchange.findings import ERROR, LIST_MARK, WARNING, Finding, say
from pmo_desktop.exchange.returning import blank, boxes, comments
from pmo_desktop.exchange.returning.book import Book, SheetEntry
from pmo_desktop.exchange.returning.boxes import Boxes
from pmo_desktop.exchange.returning.comments import Comments
from pmo_desktop.exchange.returning.listing import Listed, Record, sheet_xml
from pmo_desktop.exchange.returning.package import CannotMark, Package
from pmo_desktop.exchange.returning.places import Place, anchors, place_of
from pmo_desktop.exchange.returning.sheet import Restyle, SheetPart
from pmo_desktop.exchange.returning.styles import StyleSheet, has_fill
from pmo_desktop.exchange.understood import SheetFound
from pmo_desktop.exchange.workbook.styles import FONTS
from pmo_desktop.language import Language

MAX_COMMENTS = 2_000
VML, COMMENTS, WORKSHEET = "vmlDrawing", "comments", "worksheet"
LIST_MARK_BYTES = LIST_MARK.encode("ascii")


@dataclass(frozen=True)
class Marked:
    """A file's new bytes, how many of its cells are marked, and what there is to tell of it."""

    content: bytes
    cells: int
    notes: tuple[Reason, ...]


@dataclass
class _Sheet:
    """What is to be marked on one sheet; `entry` is where it is in the workbook."""

    entry: SheetEntry
    items: list[tuple[Place, Finding]] = field(default_factory=list)
    moved: Mapping[Place, Place] = field(default_factory=dict)
    failed: bool = False

    def place(self, place: Place) -> Place:
        return self.moved.get(place, place)

    def by_cell(self) -> dict[Place, list[Finding]]:
        found: dict[Place, list[Finding]] = {}
        for place, finding in self.items:
            found.setdefault(self.place(place), []).append(finding)
        return found


def marked(
    data: bytes,
    findings: Sequence[Finding],
    language: Language,
    *,
    sheets: Sequence[SheetFound] = (),
    title: str,
) -> Marked:
    """The file with its findings marked; `sheets` say where a column's header is.

    Raises `CannotMark` or `formats.Refusal` where it cannot be changed from inside.
    """
    book = Book(Package(data))
    marking = _Marking(book, language, _before(book, data))
    marking.mark(findings, {sheet.name: sheet for sheet in sheets}, title)
    content = book.package.packed()
    _check(book.package, content)
    return Marked(content, marking.cells, tuple(marking.notes))


def listed_only(findings: Sequence[Finding], language: Language, title: str) -> bytes:
    """A workbook of the list alone."""
    book = Book(Package(blank.workbook()))
    part = book.styles_part()
    styles = StyleSheet(book.package.read(part))
    rows = [Listed(finding, None, links=False) for finding in findings]
    book.add_sheet(
        language.text("Findings"), sheet_xml(title, rows, language, styles, book.namespace)
    )
    book.package.write(part, styles.result())
    return book.package.packed()


@dataclass
class _Before:
    """What an earlier return left in the file: the sheet of its list, and what that recorded."""

    list_part: str = ""
    list_name: str = ""
    fills: Mapping[tuple[str, Place], bytes] = field(default_factory=dict)
    trusts_marks: bool = True


@dataclass
class _Marking:
    book: Book
    language: Language
    before: _Before
    cells: int = 0
    commented: int = 0
    notes: list[Reason] = field(default_factory=list)
    records: dict[tuple[str, Place], str] = field(default_factory=dict)

    def mark(
        self, findings: Sequence[Finding], known: Mapping[str, SheetFound], title: str
    ) -> None:
        part = self.book.styles_part()
        styles = StyleSheet(self.book.package.read(part))
        sheets = [
            _Sheet(entry) for entry in self.book.sheets() if entry.part != self.before.list_part
        ]
        by_name = {sheet.entry.name: sheet for sheet in sheets}
        places = [_place(finding, known) for finding in findings]
        for finding, place in zip(findings, places, strict=True):
            if place and finding.sheet in by_name:
                by_name[finding.sheet].items.append((place, finding))
        for sheet in sheets:
            self._mark_sheet(sheet, styles)
        listed = self._listed(findings, places, by_name)
        self._write_list(sheet_xml(title, listed, self.language, styles, self.book.namespace))
        self.book.package.write(part, styles.result())
        self._note_rest(sheets)

    # One sheet

    def _mark_sheet(self, sheet: _Sheet, styles: StyleSheet) -> None:
        entry = sheet.entry
        was_returned = bool(self.before.list_part) or self._has_our_words(entry.part)
        if not sheet.items and not was_returned:
            return
        try:
            part = SheetPart(self.book.package.read(entry.part))
            sheet.moved = anchors([place for place, _ in sheet.items], part.merges())
            self._colour(sheet, part, styles, was_returned)
            # What the comments need of the sheet goes in with the colours.
            self._comment(sheet, part)
        except CannotMark:
            sheet.failed = True
            if sheet.items:
                self.notes.append(Reason(
                    "The sheet “{sheet}” could not be marked: its findings are in the list only.",
                    {"sheet": entry.name},
                ))  # fmt: skip
            return
        self.book.package.write(entry.part, part.xml.result())
        if sheet.items and part.is_protected:
            self.notes.append(Reason(
                "The sheet “{sheet}” is protected: its cells are marked all the same.",
                {"sheet": entry.name},
            ))  # fmt: skip
        self.cells += len(sheet.by_cell())

    def _has_our_words(self, part: str) -> bool:
        for relation in self.book.relations(part) if part else ():
            if relation.kind == COMMENTS and relation.part in self.book.package:
                return comments.AUTHOR.encode("ascii") in self.book.package.read(relation.part)
        return False

    def _colour(
        self, sheet: _Sheet, part: SheetPart, styles: StyleSheet, was_returned: bool
    ) -> None:
        name = sheet.entry.name
        restored = {
            place: styles.restored(
                style, self.before.fills.get((name, place)), self.before.trusts_marks
            )
            for place, style in (
                part.formatted(styles.marked_before()) if was_returned else {}
            ).items()
        }
        changes: dict[Place, Restyle] = {
            place: partial(_constant, style) for place, style in restored.items()
        }
        for place, found in sheet.by_cell().items():
            severity = _worst(found)

            def change(style: int, place: Place = place, severity: str = severity) -> int:
                base = restored.get(place, style)
                fill = styles.fill(base)
                if has_fill(fill):
                    self.records[name, place] = Record(name, place, fill).written()
                return styles.marked(base, severity)

            changes[place] = change
        part.restyle(changes)

    def _comment(self, sheet: _Sheet, part: SheetPart) -> None:
        package, entry = self.book.package, sheet.entry
        relations = self.book.relations(entry.part)
        known = next((r.part for r in relations if r.kind == COMMENTS), "")
        said = self._said(sheet)
        if not said and known not in package:
            return
        data = package.read(known) if known else comments.minimal(part.xml.namespace)
        found = Comments(data, FONTS[self.language.code])
        gone = found.forget()
        told = self._besides_threads(said, found.threads())
        if told:
            found.say(told)
        if not told and not gone:
            if found.result() != data:
                package.write(known, found.result())
            return
        identity = part.comments_drawing()
        drawing = next((r.part for r in relations if r.id == identity), "") if identity else ""
        if identity and drawing not in package:
            raise CannotMark("drawing")
        shown = Boxes(package.read(drawing) if drawing else boxes.minimal(), part)
        shown.remove(gone - told.keys())
        shown.show({place: found.text(place) for place in told})
        self._write_comments(sheet, part, (known, found.result()), (drawing, shown.data))
        self.commented += len(told)

    def _besides_threads(
        self, said: dict[Place, Sequence[str]], threads: Collection[Place]
    ) -> dict[Place, Sequence[str]]:
        """What can be said in comments: where people talk with one another nothing is put in."""
        left = said.keys() & threads
        if left:
            self.notes.append(Reason(
                "{n} cells have a thread of comments, which was left alone: what is to say is in "
                "the list.", {"n": len(left)},
            ))  # fmt: skip
        return {place: lines for place, lines in said.items() if place not in left}

    def _said(self, sheet: _Sheet) -> dict[Place, Sequence[str]]:
        """The lines for each cell, as long as there are not too many."""
        found: dict[Place, Sequence[str]] = {}
        for place, findings in sorted(sheet.by_cell().items()):
            if self.commented + len(found) >= MAX_COMMENTS:
                break
            lines = (" ".join(say(finding, self.language).split()) for finding in findings)
            found[place] = tuple(dict.fromkeys(lines))
        return found

    def _write_comments(
        self,
        sheet: _Sheet,
        part: SheetPart,
        words: tuple[str, bytes],
        drawing: tuple[str, bytes],
    ) -> None:
        book, entry = self.book, sheet.entry
        folder = book.part.rpartition("/")[0]
        name, content = words
        if not name:
            name = book.package.free_name((folder and folder + "/") + "comments{n}.xml")
            book.package.write(name, content)
            book.declare(name, COMMENTS)
            book.relate(entry.part, COMMENTS, name)
        book.package.write(name, content)
        name, content = drawing
        if not name:
            pattern = (folder and folder + "/") + "drawings/vmlDrawing{n}.vml"
            name = book.package.free_name(pattern)
            book.declare_drawings()
            part.add_comments_drawing(book.relate(entry.part, VML, name), book.relation_namespace)
        book.package.write(name, content)

    # The list

    def _listed(
        self,
        findings: Sequence[Finding],
        places: Sequence[Place | None],
        by_name: Mapping[str, _Sheet],
    ) -> list[Listed]:
        """In the order of the workbook's sheets and cells; what stands nowhere comes first."""
        order = {name: at for at, name in enumerate(by_name, start=1)}
        rows = []
        recorded = set()
        for finding, place in zip(findings, places, strict=True):
            sheet = by_name.get(finding.sheet)
            shown = sheet.place(place) if sheet and place else place
            key = (finding.sheet, shown) if shown else None
            record = ""
            if key and key not in recorded:
                recorded.add(key)
                record = self.records.get(key, "")
            listed = Listed(finding, shown, sheet is not None, record)
            rows.append(((order.get(finding.sheet, 0), shown or (0, 0)), listed))
        rows.sort(key=lambda row: row[0])
        return [listed for _, listed in rows]

    def _write_list(self, content: bytes) -> None:
        if self.before.list_part:
            self.book.package.write(self.before.list_part, content)
            self.book.forget_relations(self.before.list_part)
            self.notes.append(Reason("The marks of an earlier return were replaced."))
        else:
            self.book.add_sheet(self.language.text("Findings"), content)

    def _note_rest(self, sheets: Sequence[_Sheet]) -> None:
        if self.book.is_protected:
            self.notes.append(Reason(
                "The workbook's structure is protected: the list of findings was added all the "
                "same."
            ))  # fmt: skip
        if self.book.is_signed:
            self.notes.append(Reason(
                "The file was signed digitally: the signature does not hold for the marked copy."
            ))  # fmt: skip
        if sum(len(s.by_cell()) for s in sheets if not s.failed) > MAX_COMMENTS:
            self.notes.append(Reason(
                "Only the first {count} cells have comments; the others are coloured and listed.",
                {"count": MAX_COMMENTS},
            ))  # fmt: skip


def _constant(value: int, _: int) -> int:
    return value


def _worst(findings: Sequence[Finding]) -> str:
    severities = {finding.severity for finding in findings}
    return next((s for s in (ERROR, WARNING) if s in severities), findings[0].severity)


def _place(finding: Finding, known: Mapping[str, SheetFound]) -> Place | None:
    """The cell to be marked; of a column it is the header."""
    place = place_of(finding.cell)
    if place or not finding.cell:
        return place
    sheet = known.get(finding.sheet)
    for table in sheet.tables if sheet else ():
        if table.header_row and any(c.letter == finding.cell for c in table.columns):
            return table.header_row, column_number(finding.cell.encode("ascii")) + 1
    return None


# What was there before


def _before(book: Book, data: bytes) -> _Before:
    """The list of an earlier return, wherever a spreadsheet program has put its texts since."""
    trusts = not book.was_saved_by_libreoffice
    if not any(_may_hold_list(book.package, name) for name in book.package.names):
        return _Before(trusts_marks=trusts)
    import python_calamine as calamine  # few files need it here

    with suppress(calamine.CalamineError, OSError, ValueError):
        opened = calamine.load_workbook(io.BytesIO(data))
        for entry in book.sheets():
            rows = opened.get_sheet_by_name(entry.name).to_python(skip_empty_area=False)
            if rows and rows[0] and rows[0][0] == LIST_MARK:
                return _Before(entry.part, entry.name, dict(_records(rows)), trusts)
    return _Before(trusts_marks=trusts)


def holds_list(data: bytes) -> bool:
    """Whether a workbook has a list of findings in it, and so was returned before."""
    package = Package(data)
    return any(_may_hold_list(package, name) for name in package.names)


def _may_hold_list(package: Package, name: str) -> bool:
    low = name.lower()
    if not low.endswith(".xml") or not ("sharedstrings" in low or "/worksheets/" in low):
        return False
    return LIST_MARK_BYTES in package.read(name)


def _records(rows: Sequence[Sequence[Any]]) -> Iterator[tuple[tuple[str, Place], bytes]]:
    for row in rows[1:]:
        with suppress(ValueError, KeyError, TypeError):
            told = json.loads(str(row[0])) if row and row[0] else {}
            place = place_of(told["cell"])
            if place:
                yield (told["sheet"], place), told["fill"].encode("utf-8")


# What was made must be sound


def _check(package: Package, content: bytes) -> None:
    """Hand out nothing that does not open: the original is better than a broken copy."""
    import python_calamine as calamine

    for name in package.changed:
        if not name.endswith(".vml"):
            try:
                expat.ParserCreate(namespace_separator=" ").Parse(package.read(name), True)
            except (expat.ExpatError, LookupError, ValueError):
                raise CannotMark(name) from None
    try:
        calamine.load_workbook(io.BytesIO(content))
    except (calamine.CalamineError, OSError, ValueError):
        raise CannotMark("result") from None
