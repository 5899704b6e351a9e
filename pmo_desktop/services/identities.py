"""Identities that travel in spreadsheets: short, random, never used again."""

from __future__ import annotations

from os import urandom

DIGITS = 15


def new_uid() -> str:
    """Sixteen characters, fifteen of them hexadecimal digits: a cell holds them without turning
    them into a number."""
    return "u" + urandom(8).hex()[:DIGITS]


def new_uids(n: int) -> list[str]:
    """So many at once: to ask for randomness is most of the time that one takes."""
    digits = urandom(8 * n).hex()
    return [f"u{digits[at : at + DIGITS]}" for at in range(0, 16 * n, 16)]
