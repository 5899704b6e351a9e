"""A sheet's comments, with ours among those that are there already.

What we say in a comment are the line `PMO Desktop:` and, below it, lines that begin with `◆`: by
these it is known again and taken out when the file comes back, also after another program has
saved it, and from the middle of what others have written. The words of others stay as they are.
Threads of the newer kind of comments show here as a text that a spreadsheet program writes anew;
they are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pmo_desktop.exchange.returning.places import Place, address_of, place_of
from pmo_desktop.exchange.returning.xmltext import HEAD, Element, Xml, cell_text

AUTHOR, BULLET = "PMO Desktop", "◆ "
OURS = re.compile(
    rf"\n?(?:^|(?<=\n)){AUTHOR}:[ \t]*(?:\r?\n|$)"
    rf"(?:{BULLET}.*(?:\r?\n(?={BULLET})|$))*",
    re.MULTILINE,
)
MAX_TEXT = 8_000
THREAD = "tc="
BOLD = b'<@rPr><@b/><@sz val="9"/><@color indexed="81"/><@rFont val="%s"/></@rPr>'
PLAIN = BOLD.replace(b"<@b/>", b"")
SPACE = b' xml:space="preserve"'


def minimal(namespace: bytes) -> bytes:
    """The comments of a sheet that has none."""
    return (
        HEAD + b'<comments xmlns="' + namespace + b'"><authors></authors>'
        b"<commentList></commentList></comments>"
    )


class Comments:
    """One sheet's part of comments. First `forget` what was said before, then `say`."""

    def __init__(self, data: bytes, font: str) -> None:
        self._data = data
        self._font = font.encode("ascii")
        self._read()

    def _read(self) -> None:
        self._xml = xml = Xml(self._data)
        self._authors = xml.first("authors")
        self._list = xml.first("commentList")
        self._found = dict(self._each())

    def _each(self) -> Iterator[tuple[Place, Element]]:
        if self._list is None:
            return
        for comment in self._xml.each("comment", self._list.inside, self._list.close):
            place = place_of(comment.get("ref") or "")
            if place:
                yield place, comment

    @property
    def places(self) -> frozenset[Place]:
        return frozenset(self._found)

    def threads(self) -> frozenset[Place]:
        """The cells with a thread of comments."""
        names = self._author_names()
        return frozenset(
            place
            for place, comment in self._found.items()
            if self._author(comment, names).startswith(THREAD)
        )

    def text(self, place: Place) -> str:
        """What the comment of a cell says."""
        return "".join(text for _, text in self._texts(self._found[place]))

    def forget(self) -> frozenset[Place]:
        """Take our words out; returns the cells whose comment held nothing else and is gone."""
        gone = set()
        for place, comment in self._found.items():
            parts = list(self._texts(comment))
            whole = "".join(text for _, text in parts)
            spans = [found.span() for found in OURS.finditer(whole)]
            if not spans:
                continue
            if not OURS.sub("", whole).strip():
                self._xml.replace(comment.start, comment.end, b"")
                gone.add(place)
            else:
                self._cut(parts, spans)
        self._settle()
        return frozenset(gone)

    def _cut(self, parts: Sequence[tuple[Element, str]], spans: Sequence[tuple[int, int]]) -> None:
        """Take stretches of a comment's whole text out of its parts."""
        at = 0
        for element, text in parts:
            left = "".join(
                letter
                for place, letter in enumerate(text, start=at)
                if not any(begin <= place < end for begin, end in spans)
            )
            at += len(text)
            if left == text:
                continue
            run = self._run_of(element)
            if not left and run is not None:
                self._xml.replace(run.start, run.end, b"")
            else:
                name = self._xml.prefix + b"t"
                new = b"<" + name + SPACE + b">" + cell_text(left) + b"</" + name + b">"
                self._xml.replace(element.start, element.end, new)

    def _run_of(self, text: Element) -> Element | None:
        """The run that a text is alone in."""
        opened = self._xml.seen.rfind(b"<" + self._xml.prefix + b"r>", 0, text.start)
        if opened < 0:
            return None
        run = self._xml.first("r", opened)
        if run is None or not run.inside <= text.start < run.close:
            return None
        return run

    def say(self, said: dict[Place, Sequence[str]]) -> None:
        """Add lines to the comments of these cells, and make those that there are not yet."""
        author = self._number_of_author()
        new: list[tuple[Place, bytes]] = []
        for place, lines in sorted(said.items()):
            comment = self._found.get(place)
            if comment is not None:
                self._add(comment, lines)
            else:
                new.append((place, self._comment(place, author, lines)))
        self._insert(new)
        self._settle()

    def _settle(self) -> None:
        self._data = self._xml.result()
        self._read()

    def _insert(self, new: Sequence[tuple[Place, bytes]]) -> None:
        if self._list is None:
            name = self._xml.prefix + b"commentList"
            inside = b"".join(text for _, text in new)
            self._xml.insert(
                self._xml.root_close, b"<" + name + b">" + inside + b"</" + name + b">"
            )
            return
        if self._list.closes_itself:
            self._xml.append(self._list, b"".join(text for _, text in new))
            return
        for place, text in new:
            behind = (c.start for at, c in self._found.items() if at > place)
            self._xml.insert(min(behind, default=self._list.close), text)

    def _comment(self, place: Place, author: int, lines: Sequence[str]) -> bytes:
        head = b'<@comment ref="%s" authorId="%d"><@text>' % (
            address_of(place).encode("ascii"),
            author,
        )
        return self._named(head + self._runs(lines, first=True) + b"</@text></@comment>")

    def _add(self, comment: Element, lines: Sequence[str]) -> None:
        text = self._xml.first("text", comment.inside, comment.close)
        runs = self._named(self._runs(lines, first=False))
        if text is None:
            self._xml.append(comment, self._named(b"<@text>") + runs + self._named(b"</@text>"))
            return
        if text.closes_itself:
            self._xml.append(text, runs)
            return
        at = text.close
        for element in self._xml.children(text.inside, text.close):
            if element.name == b"t":
                # A text by itself does not go with runs: it becomes the first of them.
                self._xml.insert(element.start, self._named(b"<@r>"))
                self._xml.insert(element.end, self._named(b"</@r>"))
            elif element.name in (b"rPh", b"phoneticPr"):
                at = min(at, element.start)
        self._xml.insert(at, runs)

    def _runs(self, lines: Sequence[str], *, first: bool) -> bytes:
        body = "".join(f"\n{BULLET}{line}" for line in lines)[:MAX_TEXT]
        head = AUTHOR + ":" if first else f"\n{AUTHOR}:"
        return b"".join(
            b"<@r>" + look % self._font + b"<@t" + SPACE + b">" + cell_text(text) + b"</@t></@r>"
            for look, text in ((BOLD, head), (PLAIN, body))
        )

    def _named(self, text: bytes) -> bytes:
        return text.replace(b"<@", b"<" + self._xml.prefix).replace(
            b"</@", b"</" + self._xml.prefix
        )

    def _number_of_author(self) -> int:
        names = self._author_names()
        if AUTHOR in names:
            return names.index(AUTHOR)
        new = self._named(b"<@author>" + AUTHOR.encode("ascii") + b"</@author>")
        if self._authors is None:
            at = self._list.start if self._list else self._xml.root_close
            self._xml.insert(at, self._named(b"<@authors>") + new + self._named(b"</@authors>"))
        else:
            self._xml.append(self._authors, new)
        return len(names)

    def _author_names(self) -> list[str]:
        if self._authors is None:
            return []
        listed = self._xml.each("author", self._authors.inside, self._authors.close)
        return [self._xml.text(self._xml.data[a.inside : a.close]) for a in listed]

    @staticmethod
    def _author(comment: Element, names: Sequence[str]) -> str:
        number = comment.get("authorId") or ""
        return names[int(number)] if number.isdecimal() and int(number) < len(names) else ""

    def _texts(self, comment: Element) -> Iterator[tuple[Element, str]]:
        """The pieces of a comment's text, without readings (`rPh`)."""
        text = self._xml.first("text", comment.inside, comment.close)
        if text is None:
            return
        for child in self._xml.children(text.inside, text.close):
            if child.name == b"t":
                yield child, self._xml.text(self._xml.data[child.inside : child.close])
            elif child.name == b"r":
                for piece in self._xml.each("t", child.inside, child.close):
                    yield piece, self._xml.text(self._xml.data[piece.inside : piece.close])

    def result(self) -> bytes:
        return self._data
