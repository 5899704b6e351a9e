"""The words that pools of people are written in: headers, kinds of absence, levels, halves of days.

They are data, in `resources/templates/pool_headers.json` and `pool_words.json`. A header in both
languages, one below the other or with a stroke between them, is known by either.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache

from pmo_desktop.exchange.parsing.text import CJK, NOT_CJK, brackets, key
from pmo_desktop.paths import resource

LATIN = re.compile(r"[A-Za-z].*$")
PARTS = re.compile(r"[\n/|]")


@cache
def _headers() -> Mapping[str, str]:
    raw = json.loads(resource("templates", "pool_headers.json").read_text(encoding="utf-8"))
    return {key(word): field for field, words in raw.items() for word in words}


@cache
def _words() -> Mapping[tuple[str, str], str]:
    raw = json.loads(resource("templates", "pool_words.json").read_text(encoding="utf-8"))
    found = {}
    for name, words in raw.items():
        family, _, value = name.partition(".")
        found.update({(family, key(word) or word): value for word in words})
    return found


@cache
def header(text: str) -> str:
    """The field that a header names; empty where it names none."""
    known = _headers()
    bare, _ = brackets(text)
    candidates = [text, bare, *PARTS.split(text)]
    if CJK.search(bare) and LATIN.search(bare):
        # `姓名 Name`: in both languages, one behind the other.
        candidates += [LATIN.sub("", bare), NOT_CJK.sub(" ", bare)]
        candidates += [CJK.sub(" ", bare)]
    return next((known[key(one)] for one in candidates if key(one) in known), "")


@cache
def meaning(family: str, text: str) -> str:
    """What a word means: `meaning("level", "精通")` is `4`; empty where it is not known."""
    return _words().get((family, key(text) or text.strip()), "")
