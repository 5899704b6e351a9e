"""The fields that a plan's makers named themselves: `Text1`, `Flag3`, `Cost2`.

A file knows them by numbers; its own list says what each is called. Where there is no list the
number stands for the name. A value with more to it than its text (the unit of a duration, the
identity of a looked-up value) is kept as JSON.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from xml.etree.ElementTree import Element, SubElement

from pmo_desktop.exchange.plans.elements import children, leaves

# Per kind of record: the number of the first field, and the names that are usual, by what is added.
TASK, RESOURCE, ASSIGNMENT = 188743680, 205520896, 255852544
UNNAMED = "Field"


class FieldNames:
    """`names` has the name of every number that the file's own list has, `aliases` what its makers
    call them."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}
        self.aliases: dict[str, str] = {}

    def define(self, element: Element | None) -> None:
        """Take up the file's own list (`ExtendedAttributes`)."""
        for one in children(element, "ExtendedAttribute"):
            self.define_one(one)

    def define_one(self, element: Element) -> None:
        own = leaves(element)
        number, name = own.get("FieldID", ""), own.get("FieldName", "")
        if number and name:
            self.names[number] = name
        if number and own.get("Alias"):
            self.aliases[number] = own["Alias"]

    def value(self, element: Element) -> tuple[str, str]:
        """A record's value: the field's name, and its text."""
        own = leaves(element)
        number = own.pop("FieldID", "")
        own.pop("UID", None)
        name = self.names.get(number) or f"{UNNAMED}{number}"
        if own.keys() <= {"Value"} and not own.get("Value", "").startswith("{"):
            return name, own.get("Value", "")
        return name, json.dumps(own, ensure_ascii=False, sort_keys=True)


def value_element(name: str, text: str, numbers: Mapping[str, str]) -> Element | None:
    """A value as it was in its file; None where `numbers` (of names) does not know the field."""
    number = numbers.get(name) or (name.removeprefix(UNNAMED) if is_unnamed(name) else "")
    if not number:
        return None
    own = _parts(text)
    found = Element("ExtendedAttribute")
    SubElement(found, "FieldID").text = number
    for part in ORDER:
        if part in own:
            SubElement(found, part).text = own[part]
    return found


ORDER = ("Value", "ValueGUID", "ValueID", "DurationFormat")


def is_unnamed(name: str) -> bool:
    return name.startswith(UNNAMED) and name.removeprefix(UNNAMED).isdecimal()


def _parts(text: str) -> dict[str, str]:
    if text.startswith("{"):
        try:
            found = json.loads(text)
        except ValueError:
            return {"Value": text}
        if isinstance(found, dict) and found.keys() <= set(ORDER):
            return {key: str(value) for key, value in found.items()}
    return {"Value": text}
