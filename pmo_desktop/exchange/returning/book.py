"""The parts of a workbook and how they hang together: relations, kinds of content, sheets."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass

from pmo_desktop.exchange.returning import styles
from pmo_desktop.exchange.returning.package import CannotMark, Package
from pmo_desktop.exchange.returning.xmltext import HEAD, Xml, escaped

TYPES, ROOT_RELATIONS = "[Content_Types].xml", "_rels/.rels"
PACKAGE = b"http://schemas.openxmlformats.org/package/2006/"
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml."
KINDS = {
    "comments": SPREADSHEET + "comments+xml",
    "worksheet": SPREADSHEET + "worksheet+xml",
    "styles": SPREADSHEET + "styles+xml",
}
VML = ("vml", "application/vnd.openxmlformats-officedocument.vmlDrawing")
FORBIDDEN_IN_NAMES, MAX_NAME = re.compile(r"[\[\]:*?/\\]"), 31


@dataclass(frozen=True)
class Relation:
    """`kind` is the last word of its type, `part` the name of what it leads to."""

    id: str
    kind: str
    type: str
    part: str


@dataclass(frozen=True)
class SheetEntry:
    """A sheet as the workbook lists it; `part` is empty where it leads nowhere."""

    name: str
    number: int
    part: str
    is_hidden: bool


class Book:
    """A workbook's package. What is changed is written at once into the package."""

    def __init__(self, package: Package) -> None:
        self.package = package
        office = next((r for r in self.relations("") if r.kind == "officeDocument"), None)
        self.part = office.part if office else "xl/workbook.xml"
        xml = Xml(package.read(self.part))
        if xml.root.name != b"workbook":
            raise CannotMark("workbook")
        self.namespace = xml.namespace
        # Strict workbooks have other names for everything.
        is_strict = self.namespace.startswith(b"http://purl.oclc.org/")
        self.relation_types = (
            "http://purl.oclc.org/ooxml/officeDocument/relationships/"
            if is_strict
            else "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
        )
        protection = xml.first("workbookProtection")
        self.is_protected = protection is not None and protection.get("lockStructure") in (
            "1",
            "true",
        )

    @property
    def relation_namespace(self) -> bytes:
        return self.relation_types.rstrip("/").encode("ascii")

    # Relations

    def relations(self, part: str) -> list[Relation]:
        """What a part leads to inside the package; those of the package itself for an empty one."""
        name = _relations_of(part)
        if name not in self.package:
            return []
        return list(self._relations(Xml(self.package.read(name)), part))

    def _relations(self, xml: Xml, part: str) -> Iterator[Relation]:
        for found in xml.each("Relationship"):
            if found.get("TargetMode") == "External":
                continue
            kind, target = found.get("Type") or "", found.get("Target") or ""
            yield Relation(found.get("Id") or "", posixpath.basename(kind), kind,
                           _resolved(part, target))  # fmt: skip

    def relate(self, part: str, kind: str, target: str) -> str:
        """Let a part lead to another one; returns the relation's id."""
        name = _relations_of(part)
        if name in self.package:
            data = self.package.read(name)
        else:
            namespace = PACKAGE + b"relationships"
            data = HEAD + b'<Relationships xmlns="' + namespace + b'"></Relationships>'
        xml = Xml(data)
        used = {found.get("Id") for found in xml.each("Relationship")}
        number = 1
        while (identity := f"rId{number}") in used:
            number += 1
        path = posixpath.relpath(f"/{target}", f"/{posixpath.dirname(part)}")
        new = b'<%sRelationship Id="%s" Type="%s" Target="%s"/>' % (
            xml.prefix, escaped(identity), escaped(self.relation_types + kind), escaped(path),
        )  # fmt: skip
        _append(xml, new)
        self.package.write(name, xml.result())
        return identity

    def forget_relations(self, part: str) -> None:
        """Let a part lead nowhere."""
        name = _relations_of(part)
        if name in self.package:
            namespace = PACKAGE + b"relationships"
            self.package.write(name, HEAD + b'<Relationships xmlns="' + namespace + b'"/>')

    # Kinds of content

    def declare(self, part: str, kind: str) -> None:
        """Say what a new part is."""
        xml = Xml(self.package.read(TYPES))
        new = b'<%sOverride PartName="/%s" ContentType="%s"/>' % (
            xml.prefix, escaped(part), escaped(KINDS[kind]),
        )  # fmt: skip
        _append(xml, new)
        self.package.write(TYPES, xml.result())

    def declare_drawings(self) -> None:
        """Say what parts of the older kind of drawing are, where the file does not yet."""
        xml = Xml(self.package.read(TYPES))
        if any((found.get("Extension") or "").lower() == VML[0] for found in xml.each("Default")):
            return
        new = b'<%sDefault Extension="%s" ContentType="%s"/>' % (
            xml.prefix, *(word.encode("ascii") for word in VML),
        )  # fmt: skip
        xml.insert(xml.root.inside, new)
        self.package.write(TYPES, xml.result())

    # Sheets

    def sheets(self) -> list[SheetEntry]:
        xml = Xml(self.package.read(self.part))
        parts = {relation.id: relation.part for relation in self.relations(self.part)}
        listed = xml.first("sheets")
        if listed is None:
            raise CannotMark("sheets")
        return [
            SheetEntry(
                xml.text(_raw(found.attributes, b"name")),
                _whole(found.get("sheetId")),
                parts.get(found.get("id") or "", ""),
                found.get("state") in ("hidden", "veryHidden"),
            )
            for found in xml.each("sheet", listed.inside, listed.close)
        ]

    def add_sheet(self, name: str, content: bytes) -> str:
        """A new last sheet; returns its name, which no other sheet has."""
        known = self.sheets()
        unique = _unique(name, {sheet.name.casefold() for sheet in known})
        folder = posixpath.dirname(self.part)
        part = self.package.free_name(posixpath.join(folder, "worksheets/sheet{n}.xml"))
        self.package.write(part, content)
        self.declare(part, "worksheet")
        relation = self.relate(self.part, "worksheet", part)
        xml = Xml(self.package.read(self.part))
        prefix = xml.prefix_of(b"/relationships")
        bound = b"" if prefix else b' xmlns:r="' + self.relation_namespace + b'"'
        new = b'<%ssheet%s name="%s" sheetId="%d" %sid="%s"/>' % (
            xml.prefix, bound, escaped(unique), max((s.number for s in known), default=0) + 1,
            prefix or b"r:", escaped(relation),
        )  # fmt: skip
        listed = xml.first("sheets")
        assert listed is not None
        xml.append(listed, new)
        self.package.write(self.part, xml.result())
        return unique

    # Styles

    def styles_part(self) -> str:
        """The part of the styles, made where the workbook has none."""
        for relation in self.relations(self.part):
            if relation.kind == "styles":
                return relation.part
        part = posixpath.join(posixpath.dirname(self.part), "styles.xml")
        if part not in self.package:
            self.package.write(part, styles.minimal(self.namespace))
            self.declare(part, "styles")
        self.relate(self.part, "styles", part)
        return part

    # What else is to be known of it

    @property
    def is_signed(self) -> bool:
        return any(relation.type.endswith("digital-signature/origin") for relation in
                   self.relations(""))  # fmt: skip

    @property
    def was_saved_by_libreoffice(self) -> bool:
        name = "docProps/app.xml"
        return name in self.package and b"LibreOffice" in self.package.read(name)


def _append(xml: Xml, new: bytes) -> None:
    """Put an element at the end of the root."""
    if xml.root.closes_itself:
        xml.append(xml.root, new)
    else:
        xml.insert(xml.root_close, new)


def _raw(attributes: bytes, name: bytes) -> bytes:
    found = re.search(rb"(?:^|\s)" + name + rb"\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", attributes)
    return (found[1] if found[1] is not None else found[2]) if found else b""


def _whole(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0


def _relations_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _resolved(part: str, target: str) -> str:
    """The name of the part that a relation of `part` leads to."""
    path = target.replace("\\", "/").partition("#")[0]
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(part), path)).lstrip("/")


def _unique(name: str, known: set[str]) -> str:
    """A sheet's name that none of the known ones is, whatever the case of its letters."""
    plain = FORBIDDEN_IN_NAMES.sub(" ", name).strip("' ")[:MAX_NAME]
    found, count = plain, 1
    while found.casefold() in known:
        count += 1
        mark = f" ({count})"
        found = plain[: MAX_NAME - len(mark)] + mark
    return found
