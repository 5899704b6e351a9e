"""Reading a Microsoft Project XML file (MSPDI), as a stream, into a `PlanFile`.

The file's elements are handed over one by one and let go as soon as they are understood, so that
its size does not matter. What is wrong in it is told, and the rest is kept: also of a file that
breaks off.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError, XMLParser, fromstring, iterparse

from pmo_desktop.collector import collector_at_rest
from pmo_desktop.domain.plan_file import PlanFile, PlanFinding
from pmo_desktop.exchange.plans.assembling.plan import assembled
from pmo_desktop.exchange.plans.drawn import Drawn
from pmo_desktop.exchange.plans.elements import find, local
from pmo_desktop.exchange.plans.letters import (
    Letters,
    as_utf8,
    has_document_type,
    without_forbidden,
)
from pmo_desktop.exchange.plans.mspdi_project import read_head

NOT_WELL_FORMED, BAD_REFERENCE = 4, 14


class NotAPlan(Exception):
    """`code` is one of the sentences of `exchange.findings`."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


def read_mspdi(data: bytes, name: str) -> PlanFile:
    """The plan in a file's bytes; `name` is the file's, less its suffix. `NotAPlan` where there is
    none in it."""
    letters = as_utf8(data)
    if has_document_type(letters.data):
        raise NotAPlan("plan_with_entities")
    drawn = Drawn()
    if letters.is_mislabelled:
        told = {"declared": letters.declared, "found": letters.found}
        drawn.findings.append(PlanFinding("plan_mislabelled", "note", told))
    with collector_at_rest():
        drawn = _draw(letters, drawn)
        is_broken = any(found.code == "plan_broken_off" for found in drawn.findings)
        if not drawn.tasks and (is_broken or not drawn.is_project):
            raise NotAPlan("not_a_plan")
        return assembled(drawn, name)


def _draw(letters: Letters, drawn: Drawn) -> Drawn:
    whole = Drawn(drawn.findings)
    if read_in_pieces(letters.data, whole):
        return whole
    try:
        _read(letters.data, drawn)
    except ParseError as error:
        if error.code in (NOT_WELL_FORMED, BAD_REFERENCE):
            cleaned = without_forbidden(letters.data)
            if cleaned != letters.data:
                again = Drawn([*drawn.findings, PlanFinding("plan_characters", "note")])
                return _draw(Letters(cleaned, letters.declared, letters.found), again)
        _recover(letters.data, drawn)
        line = error.position[0]
        last = drawn.tasks[-1][1].name if drawn.tasks else ""
        told = {"line": line, "n": len(drawn.tasks), "task": last}
        drawn.findings.append(PlanFinding("plan_broken_off", "warning", told))
    return drawn


def read_in_pieces(data: bytes, drawn: Drawn) -> bool:
    """Read a file in the usual form (no prefixes, comments or marked sections) in pieces of many
    records each, at half the cost of asking at every element. False where it is of another form,
    or damaged: `drawn` is then of no use."""
    pieces = _pieces(data)
    if pieces is None:
        return False
    edges = [0, *(edge for _, begin, end in pieces for edge in (begin, end)), len(data)]
    frame = b"".join(data[start:stop] for start, stop in zip(edges[::2], edges[1::2], strict=True))
    try:
        root = fromstring(frame, XMLParser(encoding="utf-8"))
        if local(root.tag) != "Project":
            return False
        drawn.is_project = True
        drawn.head = read_head(root, drawn.values)
        drawn.fields.define(find(root, "ExtendedAttributes"))
        for name, begin, end in pieces:
            for element in _records(data, name, begin, end):
                if element.tag != name:
                    return False
                drawn.take(element, name)
    except ParseError:
        return False
    return True


def _pieces(data: bytes) -> list[tuple[str, int, int]] | None:
    """Where the records of the file's tables begin and end, with what they are called; None of a
    file in another form."""
    if b"<!" in data:
        return None
    found: list[tuple[str, int, int]] = []
    at = 0
    for table, name in TABLES:
        begin = data.find(b"<%s>" % table.encode(), at)
        if begin < 0:
            if data.find(b"%s>" % table.encode()) >= 0:
                return None
            continue
        begin += len(table) + 2
        at = data.find(b"</%s>" % table.encode(), begin)
        if at < 0:
            return None
        found.append((name, begin, at))
    return found


def _records(data: bytes, name: str, begin: int, end: int) -> Iterator[Element]:
    closing = b"</%s>" % name.encode()
    while begin < end:
        cut = data.find(closing, begin + PIECE, end)
        cut = end if cut < 0 else cut + len(closing)
        yield from fromstring(b"<x>%s</x>" % data[begin:cut])
        begin = cut


# The tables of a file in the order in which they stand, and what their records are called.
TABLES = (
    ("Calendars", "Calendar"),
    ("Tasks", "Task"),
    ("Resources", "Resource"),
    ("Assignments", "Assignment"),
)
PIECE = 128 * 1024


def _read(data: bytes, drawn: Drawn) -> None:
    """Every element that is whole: `Task` and its like are understood and emptied at once."""
    wanted: dict[str, str] = {}
    seen: dict[str, str] = {}
    source = iterparse(io.BytesIO(data), ("end",), XMLParser(encoding="utf-8"))
    for _, element in source:
        tag = element.tag
        name = seen.get(tag)
        if name is None:
            name = seen[tag] = local(tag)
            if name in WANTED:
                wanted[tag] = name
        if tag in wanted:
            drawn.take(element, name)
            element.clear()
        elif name == "ExtendedAttribute" and len(element) and _is_definition(element):
            drawn.fields.define_one(element)
    root: Element = source.root  # type: ignore[attr-defined]  # it is there once all is read
    drawn.is_project = local(root.tag) == "Project"
    if drawn.is_project:
        drawn.head = read_head(root, drawn.values)


WANTED = frozenset({"Task", "Calendar", "Resource", "Assignment"})


def _is_definition(element: Element) -> bool:
    return any(local(child.tag) == "FieldName" for child in element)


def _recover(data: bytes, drawn: Drawn) -> None:
    """What the file says of the project itself, of a file that breaks off behind it."""
    root: Element | None = None
    depth = 0
    try:
        source: Iterator[tuple[str, Element]] = iterparse(
            io.BytesIO(data), events=("start", "end"), parser=XMLParser(encoding="utf-8")
        )
        for event, element in source:
            depth += 1 if event == "start" else -1
            if root is None:
                root = element
            if event == "end" and depth == 1 and local(element.tag) in ("Calendars", "Tasks"):
                break
    except ParseError:
        pass
    if root is not None and local(root.tag) == "Project":
        drawn.is_project = True
        drawn.head = read_head(root, drawn.values)
