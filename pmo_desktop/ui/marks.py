"""`override` for what the start imports: the library that has it costs as much as three modules."""

from __future__ import annotations

from typing import TypeVar

Method = TypeVar("Method")


def override(method: Method) -> Method:
    """Marks a method as one of Qt's."""
    return method
