"""The elements of one record of a Microsoft Project XML file, put together in any order.

They are written in the schema's order, as its program refuses any other. What the plan kept of
another file under its own names is put back where it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from xml.etree.ElementTree import ParseError, fromstring, tostring

from pmo_desktop.exchange.plans.fields import value_element

Pairs = Iterable[tuple[str, str]]


class Parts:
    """`numbers` are those of the fields that the plan's makers named, by their names."""

    def __init__(self, numbers: Mapping[str, str] | None = None) -> None:
        self._numbers = numbers or {}
        self._found: dict[str, list[str]] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._found

    def put(self, name: str, text: str) -> None:
        """One more of this name."""
        self._found.setdefault(name, []).append(leaf(name, text))

    def set(self, pairs: Pairs) -> None:
        """Once each, and in the place of what was kept; nothing where the text is empty."""
        for name, text in pairs:
            if text:
                self._found[name] = [leaf(name, text)]

    def set_if_missing(self, pairs: Pairs) -> None:
        """Only where nothing was kept."""
        for name, text in pairs:
            self._found.setdefault(name, [leaf(name, text)])

    def set_elements(self, name: str, elements: Iterable[str]) -> None:
        """These, written already, in the place of what was kept."""
        self._found[name] = list(elements)

    def put_before(self, name: str, elements: Iterable[str]) -> None:
        """These, written already, before what was kept."""
        self._found[name] = [*elements, *self._found.get(name, ())]

    def put_back(self, extras: Pairs) -> None:
        """What was kept under the file's own names."""
        for name, value in extras:
            field = value_element(name, value, self._numbers)
            if field is not None:
                kept = self._found.setdefault("ExtendedAttribute", [])
                kept.append(tostring(field, "unicode"))
            elif value.startswith(f"<{name}") and _is_whole(value):
                self._found.setdefault(name, []).append(value)
            else:
                self.put(name, value)

    def in_order(self, names: Sequence[str]) -> Iterator[str]:
        """The elements in this order, and then those of other names."""
        for name in names:
            yield from self._found.get(name, ())
        for name in sorted(self._found.keys() - set(names)):
            yield from self._found[name]

    def element(self, name: str, names: Sequence[str]) -> str:
        """The whole record."""
        return f"<{name}>{''.join(self.in_order(names))}</{name}>"


def leaf(name: str, text: str) -> str:
    return f"<{name}>{escape(text, quote=False)}</{name}>"


def _is_whole(value: str) -> bool:
    try:
        fromstring(value)
    except ParseError:
        return False
    return True
