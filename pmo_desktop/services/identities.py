"""Identities that travel in spreadsheets: short, random, never used again."""

from __future__ import annotations

from os import urandom


def new_uid() -> str:
    """Sixteen hexadecimal digits: a cell holds them without turning them into a number."""
    return "u" + urandom(8).hex()[:15]
