"""A plan file's bytes as UTF-8, whatever it says that they are; and what is dangerous in it.

XML says itself in which letters it is written, and is often wrong: saved by a script as UTF-8 under
a declaration of UTF-16, or in the code page of the machine under one of UTF-8. The bytes decide.

A document type is refused altogether: no plan has one, and entities in it are how small files
become gigabytes.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from pmo_desktop.exchange.files.letters import decoded, wide_letters

HEAD = 4096
DECLARED = re.compile(r"""<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._:-]+)["']""")
# GB 2312 and GBK are the older halves of it.
CHINESE = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "cp936": "gb18030"}
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f￾￿]")
REFERENCE = re.compile(r"&#(?:x([0-9a-fA-F]+)|(\d+));")


class Letters(NamedTuple):
    """`data` is UTF-8 without a mark; `declared` what the file says that it is, `found` what it
    turned out to be."""

    data: bytes
    declared: str
    found: str

    @property
    def is_mislabelled(self) -> bool:
        return bool(self.declared) and _family(self.declared) != _family(self.found)


def as_utf8(data: bytes) -> Letters:
    """The file's text in UTF-8. Never fails: what no letters fit is replaced."""
    mark, marked = next(((m, name) for m, name in MARKS if data.startswith(m)), (b"", ""))
    wide = marked if marked.startswith(("utf-16", "utf-32")) else wide_letters(data[:HEAD])
    declared = _declared(data[:HEAD], wide)
    if marked == "utf-8":
        data = data[len(mark) :]
    for letters in _candidates(wide, declared):
        try:
            if letters == "utf-8":
                data.decode("utf-8")
                # Plain letters are the same in all of them.
                same = data.isascii() and not declared.startswith(("utf-16", "utf-32"))
                return Letters(data, declared, declared if same else letters)
            text = data.decode(letters)
        except (UnicodeError, LookupError):
            continue
        return Letters(text.encode("utf-8", "replace"), declared, letters)
    text, letters = decoded(data)
    return Letters(text.encode("utf-8", "replace"), declared, letters)


def without_forbidden(data: bytes) -> bytes:
    """The text less the characters that XML does not know and some programs write."""
    text = FORBIDDEN.sub("", data.decode("utf-8", "replace"))
    return REFERENCE.sub(_allowed, text).encode("utf-8", "replace")


def has_document_type(data: bytes) -> bool:
    """Whether one stands before the first element, where alone it may; `data` is UTF-8."""
    at = 0
    while True:
        at = _behind_space(data, at)
        if data.startswith(b"<!--", at):
            at = _behind(data, b"-->", at)
        elif data.startswith(b"<?", at):
            at = _behind(data, b"?>", at)
        else:
            return data[at : at + 2] == b"<!"


def _declared(head: bytes, wide: str) -> str:
    text = head.decode(wide or "latin-1", "ignore")
    found = DECLARED.search(text)
    return found.group(1).lower() if found else ""


def _candidates(wide: str, declared: str) -> list[str]:
    if wide:
        return [wide]
    # Bytes that are UTF-8 throughout are UTF-8, even where they say otherwise; a declared western
    # code page would fit anything.
    named = CHINESE.get(declared, declared)
    return ["utf-8", *([named] if named and not named.startswith(("utf-16", "utf-32")) else [])]


def _family(name: str) -> str:
    plain = CHINESE.get(name, name).replace("_", "-")
    if plain.startswith(("utf-16", "ucs-2", "unicode")):
        return "utf-16"
    return "utf-8" if plain in ("utf-8", "utf8", "us-ascii", "ascii") else plain


def _allowed(found: re.Match[str]) -> str:
    number = int(found[1], 16) if found[1] else int(found[2])
    is_fine = number in (9, 10, 13) or 0x20 <= number <= 0xD7FF or 0xE000 <= number <= 0xFFFD
    return found[0] if is_fine or 0x10000 <= number <= 0x10FFFF else ""


def _behind_space(data: bytes, at: int) -> int:
    while data[at : at + 1] in (b" ", b"\t", b"\r", b"\n"):
        at += 1
    return at


def _behind(data: bytes, mark: bytes, at: int) -> int:
    found = data.find(mark, at)
    return len(data) if found < 0 else found + len(mark)
