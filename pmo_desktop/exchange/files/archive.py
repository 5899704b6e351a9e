"""The parts of a zip file, after a look at what they would grow to.

Only the directory is read, and of the parts those that are asked for: a third of what `zipfile`
takes, which would be as long as the reading of all values. Unusual directories are left to it.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

END = struct.Struct("<4s4H2LH")
# Of an entry the mark, flags, method, both sizes, the lengths of what follows it, and its place.
ENTRY = struct.Struct("<4s4xHH8xLL3H8xL")
END_MARK, ENTRY_MARK, PART_MARK = b"PK\x05\x06", b"PK\x01\x02", b"PK\x03\x04"
LONGEST_END = 65_535 + END.size
PART_HEADER = 30
STORED, DEFLATED = 0, 8
ENCRYPTED, UTF_8 = 0x1, 0x800
TOO_LARGE = 0xFFFFFFFF
# Deflate makes at most a thousand bytes of one: so small a part cannot fill the memory.
HARMLESS = 128 * 1024


class Damaged(Exception):
    """It is no zip file, or not all of it is there."""


class Part(NamedTuple):
    """`at` is where the part's header begins; sizes in bytes."""

    method: int
    packed: int
    size: int
    at: int
    is_encrypted: bool


class Archive:
    """A zip file in memory; `parts` by name, with `/` between folders."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.parts: Mapping[str, Part] = _directory(data) or _by_zipfile(data)
        self.packed = sum([part.packed for part in self.parts.values()])
        self.size = sum([part.size for part in self.parts.values()])

    def read(self, name: str) -> bytes:
        """One part's content; never more than the directory says, whatever it would unpack to."""
        part, data = self.parts[name], self._data
        if data[part.at : part.at + 4] != PART_MARK or part.is_encrypted:
            raise Damaged(name)
        name_length, extra = struct.unpack_from("<2H", data, part.at + 26)
        start = part.at + PART_HEADER + name_length + extra
        packed = data[start : start + part.packed]
        if part.method == STORED:
            return packed
        if part.method != DEFLATED:
            raise Damaged(name)
        try:
            content = _inflated(packed, part.size)
        except zlib.error:
            raise Damaged(name) from None
        if len(content) != part.size:
            raise Damaged(name)
        return content


def _inflated(packed: bytes, size: int) -> bytes:
    if len(packed) <= HARMLESS:
        return zlib.decompress(packed, -zlib.MAX_WBITS, size or 1)
    return zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, size + 1)


def _directory(data: bytes) -> dict[str, Part] | None:
    """The parts as the directory lists them; None where it is none of the plain kind."""
    end = data.rfind(END_MARK, max(0, len(data) - LONGEST_END))
    if end < 0 or end + END.size > len(data):
        return None
    _, _, _, _, count, length, at, _ = END.unpack_from(data, end)
    if at + length != end:
        return None
    parts = {}
    for _ in range(count):
        if at + ENTRY.size > end:
            return None
        entry = ENTRY.unpack_from(data, at)
        mark, flags, method, packed, size, name_length, extra, comment, start = entry
        if mark != ENTRY_MARK or TOO_LARGE in (packed, size, start):
            return None
        at += ENTRY.size
        raw = data[at : at + name_length]
        name = _name(raw, flags)
        if name in parts:
            return None  # which of the two is meant, every reader decides in its own way
        parts[name] = Part(method, packed, size, start, flags & ENCRYPTED != 0)
        at += name_length + extra + comment
    return parts


@lru_cache(maxsize=512)
def _name(raw: bytes, flags: int) -> str:
    """A part's name; all workbooks have much the same."""
    coding = "utf-8" if flags & UTF_8 or raw.isascii() else "cp437"
    return raw.decode(coding, "replace").replace("\\", "/")


def _by_zipfile(data: bytes) -> dict[str, Part]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if len(set(archive.namelist())) < len(archive.namelist()):
                raise Damaged  # which of the two is meant, every reader decides in its own way
            return {
                info.filename.replace("\\", "/"): Part(
                    info.compress_type,
                    info.compress_size,
                    info.file_size,
                    info.header_offset,
                    bool(info.flag_bits & ENCRYPTED),
                )
                for info in archive.infolist()
            }
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError):
        raise Damaged from None
