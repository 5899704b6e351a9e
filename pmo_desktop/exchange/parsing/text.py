"""Text as teams type it, made comparable: widths, blanks, case, punctuation.

`clean` is for what is kept: it only tidies blanks. `key` is for comparing with a vocabulary:
full-width characters become plain ones, case and all but letters, digits, `%` and `#` is dropped.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

INVISIBLE_SIGNS = "\u200b\u200c\u200d\u2060\ufeff"
INVISIBLE = str.maketrans(dict.fromkeys(INVISIBLE_SIGNS))
PUNCTUATION = re.compile(r"[\s*:.。,、;_\-—–/\\|·•\"'“”‘’()\[\]【】<>《》「」?!~=+^&$￥¥]+")
CJK = re.compile(r"[\u3400-\u9fff]")
NOT_CJK = re.compile(r"[^\u3400-\u9fff]+")
IN_BRACKETS = re.compile(r"\s*[(\[【<]([^)\]】>]*)[)\]】>]")


@lru_cache(maxsize=16_384)
def clean(text: str) -> str:
    """One blank between words, none at the ends, no invisible characters."""
    if not text.isascii():
        text = text.translate(INVISIBLE)
    return " ".join(text.split())


def are_clean(texts: Sequence[str]) -> bool:
    """Whether `clean` leaves each of the texts as it is, and none is empty: one look at all."""
    written = "\n".join(texts)
    if not written.isascii() and any(sign in written for sign in INVISIBLE_SIGNS):
        return False
    is_tidy = " ".join(written.split()) == written.replace("\n", " ")
    return is_tidy and bool(written) and written.count("\n") == len(texts) - 1


@lru_cache(maxsize=16_384)
def plain(text: str) -> str:
    """`clean`, and full-width letters, digits and signs as their plain ones."""
    return clean(text) if text.isascii() else clean(unicodedata.normalize("NFKC", text))


@lru_cache(maxsize=16_384)
def key(text: str) -> str:
    """What two spellings of one word have in common."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text.translate(INVISIBLE))
    return PUNCTUATION.sub("", text).casefold()


@lru_cache(maxsize=16_384)
def has_cjk(text: str) -> bool:
    return CJK.search(text) is not None


def brackets(text: str) -> tuple[str, str]:
    """The text without what is in brackets, and that: `预算(万元)` -> `预算`, `万元`."""
    text = plain(text)
    inside = " ".join(part.strip() for part in IN_BRACKETS.findall(text))
    return IN_BRACKETS.sub("", text).strip(), inside
