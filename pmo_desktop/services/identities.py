"""Identities that travel in spreadsheets: short, random, never used again."""

from __future__ import annotations

from uuid import uuid4


def new_uid() -> str:
    """Sixteen hexadecimal digits: a cell holds them without turning them into a number."""
    return "u" + uuid4().hex[:15]
