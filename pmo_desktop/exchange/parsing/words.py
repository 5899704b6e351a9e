"""The words that teams write for values: levels, states, yes and no, totals, notes.

They are data, in `resources/templates/words.json`, by the vocabulary's code (`level.4`); the
vocabulary's own terms in both languages belong to them too.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache, lru_cache

from pmo_desktop.exchange.parsing.text import clean, key
from pmo_desktop.language import CODES, Language
from pmo_desktop.paths import resource

STATES = ("risk_state", "issue_state", "decision_state", "project_state")
CHOICES = frozenset(("bool", "level", "task_kind", "response", "project_phase", *STATES))


@cache
def lists() -> Mapping[str, tuple[str, ...]]:
    """Every list by its name, as it is written."""
    raw = json.loads(resource("templates", "words.json").read_text(encoding="utf-8"))
    return {name: tuple(words) for name, words in raw.items()}


@cache
def _family(family: str) -> Mapping[str, str]:
    """`level` -> {`高`: `4`, ...}; a word that stands in two lists keeps the first."""
    found: dict[str, str] = {}
    for name, words in lists().items():
        head, _, value = name.partition(".")
        if head == family:
            if family in CHOICES:
                terms = (Language(code).term(name) for code in CODES)
                words = (*terms, *words)
            for word in words:
                found.setdefault(key(word), value)
    return found


@lru_cache(maxsize=8192)
def meaning(family: str, text: str) -> str | None:
    """What a word means in a family: `meaning("level", "高")` is `4`."""
    return _family(family).get(key(text))


@cache
def keys(name: str) -> frozenset[str]:
    """A list's words as keys."""
    return frozenset(key(word) for word in lists()[name])


@cache
def _nothing() -> frozenset[str]:
    return frozenset(lists()["nothing"])


@lru_cache(maxsize=8192)
def is_nothing(text: str) -> bool:
    """Whether a text only says that there is nothing: `-`, `无`, `TBD`."""
    return not (text := clean(text).lower()) or text in _nothing()
