"""One XML part, changed by the byte: what no edit touches stays as it was written.

Parts are not parsed into a tree, which would write namespaces, quotes and spaces anew. Tags are
looked for in a copy in which comments and raw data are blanked out, so that nothing in them is
taken for a tag. What is put in is plain ASCII with references, which is right in every encoding
that begins like ASCII; others (UTF-16) cannot be changed here.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from pmo_desktop.exchange.returning.package import CannotMark
from pmo_desktop.exchange.workbook.cells import LOOKS_ESCAPED, clean_text

UNREAD = re.compile(rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>", re.DOTALL)
REST_OF_TAG = rb"((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>"
ROOT = re.compile(rb"<(?:([A-Za-z_][\w.-]*):)?([A-Za-z_][\w.-]*)" + REST_OF_TAG)
ANY_TAG = re.compile(rb"<(/?)([A-Za-z_][\w.:-]*)" + REST_OF_TAG)
ENCODING = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([\w.-]+)")
BOUND = re.compile(rb"\sxmlns(?::([\w.-]+))?\s*=\s*(\"[^\"]*\"|'[^']*')")
HEAD = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


@dataclass(frozen=True)
class Element:
    """`start` to `end` is the whole of it, `inside` to `close` what is between its tags; the two
    are the same place where it closes itself, and `attributes` then end in `/`."""

    name: bytes
    attributes: bytes
    start: int
    inside: int
    close: int
    end: int

    @property
    def closes_itself(self) -> bool:
        return self.attributes.endswith(b"/")

    def get(self, name: str) -> str | None:
        """An attribute by its name without prefix; None where it is not given."""
        return attribute(self.attributes, name)


class Xml:
    """A part's bytes, and the edits that are to be made in them."""

    def __init__(self, data: bytes) -> None:
        if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in data[:4] or b"<!DOCTYPE" in data:
            raise CannotMark("encoding")
        self.data = data
        self.seen = data
        if b"<!--" in data or b"<![CDATA[" in data or data.find(b"<?", 1) > 0:
            self.seen = UNREAD.sub(lambda found: b" " * len(found[0]), data)
        root = ROOT.search(self.seen)
        if root is None:
            raise CannotMark("root")
        self.prefix = root[1] + b":" if root[1] else b""
        self.root = Element(root[2], root[3], root.start(), root.end(), root.end(), root.end())
        self._bound = {prefix: uri[1:-1] for prefix, uri in BOUND.findall(root[3])}
        found = ENCODING.match(data.removeprefix(b"\xef\xbb\xbf"))
        self._encoding = found[1].decode("ascii") if found else "utf-8"
        self._edits: list[tuple[int, int, bytes]] = []

    @property
    def namespace(self) -> bytes:
        """That of the root."""
        return self._bound.get(self.prefix[:-1], b"")

    def prefix_of(self, ending: bytes) -> bytes | None:
        """The prefix that the root binds to a namespace with this ending: `r:`."""
        for prefix, uri in self._bound.items():
            if prefix and uri.endswith(ending):
                return prefix + b":"
        return None

    # Looking

    def each(self, name: str, start: int = 0, end: int | None = None) -> Iterator[Element]:
        """The elements of this name in the root's namespace; none has another one inside it."""
        opening, closing = _tags(self.prefix + name.encode())
        last = len(self.seen) if end is None else end
        at = start
        while found := opening.search(self.seen, at, last):
            inside = found.end()
            if found[1].endswith(b"/"):
                yield Element(name.encode(), found[1], found.start(), inside, inside, inside)
                at = inside
                continue
            closed = closing.search(self.seen, inside)
            if closed is None:
                raise CannotMark(name)
            at = closed.end()
            yield Element(name.encode(), found[1], found.start(), inside, closed.start(), at)

    def first(self, name: str, start: int = 0, end: int | None = None) -> Element | None:
        return next(self.each(name, start, end), None)

    def children(self, start: int, end: int | None = None) -> Iterator[Element]:
        """The elements on one level from `start` on, of any name; `name` is without its prefix."""
        depth, opened = 0, None
        last = len(self.seen) if end is None else end
        for found in ANY_TAG.finditer(self.seen, start, last):
            if found[1]:
                depth -= 1
                if depth < 0:
                    return
            elif not depth:
                opened = found
            if not found[1] and not found[3].endswith(b"/"):
                depth += 1
            elif not depth and opened is not None:
                whole = opened is found
                yield Element(
                    opened[2].rpartition(b":")[2],
                    opened[3],
                    opened.start(),
                    opened.end(),
                    opened.end() if whole else found.start(),
                    found.end(),
                )

    @property
    def root_close(self) -> int:
        """Where the root's closing tag begins."""
        found = self.seen.rfind(b"</" + self.prefix)
        if found < 0:
            raise CannotMark("root")
        return found

    def text(self, data: bytes) -> str:
        """What a piece of text, or of an attribute, says."""
        try:
            return unescaped(data.decode(self._encoding, "replace"))
        except LookupError:
            raise CannotMark("encoding") from None

    # Changing

    def replace(self, start: int, end: int, new: bytes) -> None:
        self._edits.append((start, end, new))

    def insert(self, at: int, new: bytes) -> None:
        """Put in; several pieces at one place come in the order in which they were given."""
        self._edits.append((at, at, new))

    def append(self, element: Element, new: bytes) -> None:
        """Put `new` at the end of an element, also of one that closes itself."""
        if not element.closes_itself:
            self.insert(element.close, new)
            return
        tag = self.data[element.start : element.end]
        name = re.match(rb"<([^\s/>]+)", tag)
        assert name is not None
        opened = tag[: tag.rindex(b"/")].rstrip() + b">"
        self.replace(element.start, element.end, opened + new + b"</" + name[1] + b">")

    def result(self) -> bytes:
        """The part with its edits, which do not overlap."""
        if not self._edits:
            return self.data
        out, at = [], 0
        for start, end, new in sorted(self._edits, key=lambda edit: edit[:2]):
            out += [self.data[at:start], new]
            at = end
        return b"".join([*out, self.data[at:]])


@lru_cache(maxsize=256)
def _tags(name: bytes) -> tuple[re.Pattern[bytes], re.Pattern[bytes]]:
    quoted = re.escape(name)
    opening = re.compile(rb"<" + quoted + rb"(?=[\s/>])" + REST_OF_TAG)
    return opening, re.compile(rb"</" + quoted + rb"\s*>")


@lru_cache(maxsize=256)
def _attribute(name: bytes) -> re.Pattern[bytes]:
    return re.compile(rb"(?:^|\s)(?:[\w.-]+:)?" + name + rb"\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")


def attribute(attributes: bytes, name: str) -> str | None:
    found = _attribute(name.encode()).search(attributes)
    if found is None:
        return None
    value = found[1] if found[1] is not None else found[2]
    return unescaped(value.decode("utf-8", "replace"))


def with_attribute(attributes: bytes, name: str, value: str) -> bytes:
    """A tag's attributes with this one set, at its place or as the last."""
    written = name.encode() + b'="' + escaped(value) + b'"'
    found = re.search(rb"(?<=\s)" + name.encode() + rb"\s*=\s*(?:\"[^\"]*\"|'[^']*')", attributes)
    if found:
        return attributes[: found.start()] + written + attributes[found.end() :]
    slash = b"/" if attributes.endswith(b"/") else b""
    return attributes.removesuffix(b"/").rstrip() + b" " + written + slash


def escaped(text: str) -> bytes:
    """Text as it stands in an element or an attribute, in ASCII."""
    return _without_marks(clean_text(text)).encode("ascii", "xmlcharrefreplace")


def cell_text(text: str) -> bytes:
    """Text as a cell or a comment holds it: what looks like an escape there is none."""
    return escaped(LOOKS_ESCAPED.sub("_x005F_", clean_text(text)))


def _without_marks(text: str) -> str:
    for mark, written in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        text = text.replace(mark, written)
    return text.replace("\n", "&#10;")


def unescaped(text: str) -> str:
    return html.unescape(text) if "&" in text else text
