"""Elements of a file whose names are looked at without their namespace."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element, tostring


def words(text: str) -> tuple[str, ...]:
    """The names in a text, parted by spaces."""
    return tuple(text.split())


def local(tag: object) -> str:
    """`{http://schemas.microsoft.com/project}Task` -> `Task`; comments have no name."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: Element | None, name: str) -> Iterator[Element]:
    if element is not None:
        tag = f"{element.tag[: -len(local(element.tag))]}{name}" if "}" in element.tag else name
        yield from element.iterfind(tag)


def find(element: Element | None, name: str) -> Element | None:
    return next(children(element, name), None)


def text_of(element: Element | None, name: str) -> str:
    """The text of the first child of this name, without space around; empty where there is none."""
    found = find(element, name)
    return (found.text or "").strip() if found is not None else ""


def leaves(element: Element) -> dict[str, str]:
    """The texts of the children that hold nothing but text, by their names."""
    found = {child.tag: child.text.strip() for child in element if child.text and not len(child)}
    if len(element) and element[0].tag[0] == "{":
        return {local(tag): text for tag, text in found.items()}
    return found


def as_text(element: Element) -> str:
    """An element with all in it as XML without a namespace, to be kept and put back."""
    return tostring(_plain(element), "unicode")


def _plain(element: Element) -> Element:
    found = Element(local(element.tag))
    text = element.text or ""
    found.text = text if text.strip() else None
    found.extend(_plain(child) for child in element if isinstance(child.tag, str))
    return found
