"""In which letters a text's bytes are: UTF-8, UTF-16 with or without its mark, or a code page."""

from __future__ import annotations

import re

SAMPLE = 64 * 1024
NUL_SHARE = 0.3
HIGH, HIGH_PAIRS = re.compile(rb"[\x80-\xff]+"), re.compile(rb"(?:[\x81-\xfe][\xa1-\xfe])+")
MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


def decoded(data: bytes) -> tuple[str, str]:
    """The text, and the encoding that it was found to be in."""
    for mark, letters in MARKS:
        if data.startswith(mark):
            return data.decode(letters, "replace"), letters
    if letters := wide_letters(data[:SAMPLE]):
        return data.decode(letters, "replace"), letters
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        if error.start >= len(data) - 3 and error.reason == "unexpected end of data":
            # Cut off in the midst of its last character.
            return data.decode("utf-8", "replace"), "utf-8"
    letters = "gb18030" if _is_chinese(data) else "cp1252"
    return data.decode(letters, "replace"), letters


def wide_letters(head: bytes) -> str:
    """UTF-16 without its mark: every other byte of the common signs is zero."""
    evens, odds = head[0::2], head[1::2]
    if not odds:
        return ""
    if odds.count(0) > NUL_SHARE * len(odds) and odds.count(0) > 2 * evens.count(0):
        return "utf-16-le"
    if evens.count(0) > NUL_SHARE * len(evens) and evens.count(0) > 2 * odds.count(0):
        return "utf-16-be"
    return ""


def _is_chinese(data: bytes) -> bool:
    """A Chinese character takes two high bytes, a western letter stands alone."""
    in_pairs = sum(map(len, HIGH_PAIRS.findall(data)))
    return 2 * in_pairs > sum(map(len, HIGH.findall(data)))
