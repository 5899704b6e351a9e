"""A workbook's zip that is changed part by part; every other part keeps its very bytes.

What is not changed is copied as it lies in the file, from its header to the next one's, packed as
it is. A changed part keeps its place, its name and its date; a new one goes to the end. Parts are
known by their names with `/` between folders, whatever the case of their letters, as the format
wants it.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass

from pmo_desktop.exchange.files import formats

END = struct.Struct("<4s4H2LH")
END_MARK, END_64_MARK, LOCATOR_MARK = b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07"
ENTRY_MARK, PART_MARK = b"PK\x01\x02", b"PK\x03\x04"
LOCATOR_SIZE, END_64_SIZE, LONGEST_COMMENT = 20, 56, 65_535
# Of an entry: mark, made by, needed version, flags, method, time, date, checksum, packed, size, the
# lengths of name, extra field and comment, disk, two kinds of attributes, and its part's place.
ENTRY = struct.Struct("<4s6H3L5H2L")
PART = struct.Struct("<4s5H3L2H")
AT_PLACE = 42
ZIP_64, HERE_64 = 0x0001, 0xFFFFFFFF
MAX_PARTS = 65_000
DEFLATED, NEEDED, LEVEL = 8, 20, 6
# A part's own size stands in its header, and it is not encrypted.
CLEARED_FLAGS = 0x0001 | 0x0008 | 0x0040


class CannotMark(Exception):
    """The file cannot be changed from inside; a list of findings goes in its place."""


@dataclass
class _Entry:
    """One entry of the directory, and where what it speaks of begins and ends in the file."""

    raw: bytes
    name: str
    at: int
    end: int = 0


class Package:
    """A zip in memory. `read` gives a part as it stands now, `packed` the whole file."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._archive = formats.opened(data)
        self._entries, self._directory_at, self._comment = _directory(data)
        self._places = {_key(entry.name): entry for entry in self._entries}
        self._raw_names = {_key(name): name for name in self._archive.parts}
        self._changed: dict[str, bytes] = {}
        self._new: dict[str, bytes] = {}

    def __contains__(self, name: str) -> bool:
        return _key(name) in self._places or _key(name) in {_key(new) for new in self._new}

    @property
    def names(self) -> list[str]:
        """The names of all parts, those that are new at the end."""
        return [entry.name for entry in self._entries] + list(self._new)

    @property
    def changed(self) -> list[str]:
        """The names of the parts that are other than in the file, or new."""
        return [e.name for e in self._entries if _key(e.name) in self._changed] + list(self._new)

    def read(self, name: str) -> bytes:
        """A part's content; `CannotMark` where there is none, `Refusal` where it is damaged."""
        key = _key(name)
        for new, content in self._new.items():
            if _key(new) == key:
                return content
        if key in self._changed:
            return self._changed[key]
        if key not in self._raw_names:
            raise CannotMark(name)
        return formats.part(self._archive, self._raw_names[key])

    def write(self, name: str, content: bytes) -> None:
        """Give a part this content; one that is not there yet is made."""
        key = _key(name)
        if key not in self._places:
            known = next((new for new in self._new if _key(new) == key), name)
            self._new[known] = content
        elif content != self.read(name):
            self._changed[key] = content

    def free_name(self, pattern: str) -> str:
        """`xl/comments{n}.xml` with the first number that no part has."""
        number = 1
        while pattern.format(n=number) in self:
            number += 1
        return pattern.format(n=number)

    def packed(self) -> bytes:
        """The file with all changes."""
        if not self._changed and not self._new:
            return self._data
        first = min((entry.at for entry in self._entries), default=0)
        out, directory = bytearray(self._data[:first]), bytearray()
        placed: dict[int, bytes] = {}
        for entry in sorted(self._entries, key=lambda entry: entry.at):
            at, content = len(out), self._changed.get(_key(entry.name))
            if content is None or self._places[_key(entry.name)] is not entry:
                out += self._data[entry.at : entry.end]
                placed[id(entry)] = _moved(entry.raw, at)
            else:
                part, placed[id(entry)] = _rewritten(entry.raw, content, at)
                out += part
        for entry in self._entries:
            directory += placed[id(entry)]
        model = self._entries[0].raw if self._entries else bytes(ENTRY.size)
        for name, content in self._new.items():
            part, told = _rewritten(_named(model, name), content, len(out))
            out += part
            directory += told
        count = len(self._entries) + len(self._new)
        end = END.pack(END_MARK, 0, 0, count, count, len(directory), len(out), len(self._comment))
        return bytes(out + directory + end + self._comment)


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _directory(data: bytes) -> tuple[list[_Entry], int, bytes]:
    """The entries in the directory's order, where the directory begins, and the zip's comment."""
    end = data.rfind(END_MARK, max(0, len(data) - LONGEST_COMMENT - END.size))
    if end < 0 or end + END.size > len(data):
        raise CannotMark("end")
    _, _, _, _, count, length, place, comment = END.unpack_from(data, end)
    ends_at = end
    locator = end - LOCATOR_SIZE
    if locator >= 0 and data[locator : locator + 4] == LOCATOR_MARK:
        ends_at, count, length, place = _end_64(data, locator)
    begin = ends_at - length
    # Something may stand before the zip, from which its places are counted.
    shift = begin - place
    if begin < 0 or shift < 0 or count > MAX_PARTS:
        raise CannotMark("directory")
    entries, at = [], begin
    for _ in range(count):
        entry, at = _entry(data, at, ends_at, shift)
        entries.append(entry)
    if at != ends_at:
        raise CannotMark("directory")
    _find_ends(data, entries, begin)
    return entries, begin, data[end + END.size : end + END.size + comment]


def _end_64(data: bytes, locator: int) -> tuple[int, int, int, int]:
    """The end of a large zip's directory: where it stands, the count, the length and the place."""
    (place,) = struct.unpack_from("<Q", data, locator + 8)
    for at in (place, locator - END_64_SIZE):
        if 0 <= at <= locator - END_64_SIZE and data[at : at + 4] == END_64_MARK:
            count, length, begin = struct.unpack_from("<3Q", data, at + 32)
            return at, count, length, begin
    raise CannotMark("end")


def _entry(data: bytes, at: int, end: int, shift: int) -> tuple[_Entry, int]:
    if at + ENTRY.size > end or data[at : at + 4] != ENTRY_MARK:
        raise CannotMark("entry")
    flags, name_length, extra, comment = struct.unpack_from("<H18x3H", data, at + 8)
    size = ENTRY.size + name_length + extra + comment
    if at + size > end:
        raise CannotMark("entry")
    raw = data[at : at + size]
    name = raw[ENTRY.size : ENTRY.size + name_length]
    coding = "utf-8" if flags & 0x800 or name.isascii() else "cp437"
    found = _field_64(raw)
    (place,) = struct.unpack_from("<L", raw, AT_PLACE) if found is None else found[1:]
    return _Entry(raw, name.decode(coding, "replace").replace("\\", "/"), place + shift), at + size


def _field_64(raw: bytes) -> tuple[int, int] | None:
    """Where in an entry the part's place stands in eight bytes, and what it is; None if in four."""
    packed, size = struct.unpack_from("<2L", raw, 20)
    (place,) = struct.unpack_from("<L", raw, AT_PLACE)
    if place != HERE_64:
        return None
    for at, kind, length in _extras(raw):
        if kind == ZIP_64:
            inside = 8 * ((packed == HERE_64) + (size == HERE_64))
            if inside + 8 <= length:
                return at + inside, struct.unpack_from("<Q", raw, at + inside)[0]
    raise CannotMark("zip64")


def _extras(raw: bytes) -> list[tuple[int, int, int]]:
    """The extra fields of an entry: where each one's content begins, its kind, its length."""
    name_length, extra = struct.unpack_from("<2H", raw, 28)
    at = ENTRY.size + name_length
    end, found = at + extra, []
    while at + 4 <= end:
        kind, length = struct.unpack_from("<2H", raw, at)
        found.append((at + 4, kind, length))
        at += 4 + length
    return found


def _find_ends(data: bytes, entries: list[_Entry], begin: int) -> None:
    """A part reaches to the next one's header; none may reach into another."""
    ordered = sorted(entries, key=lambda entry: entry.at)
    for entry, following in zip(ordered, [*(e.at for e in ordered[1:]), begin], strict=True):
        entry.end = following
        if data[entry.at : entry.at + 4] != PART_MARK or following - entry.at < PART.size:
            raise CannotMark(entry.name)
        packed = struct.unpack_from("<L", entry.raw, 20)[0]
        lengths = sum(struct.unpack_from("<2H", data, entry.at + 26))
        if packed != HERE_64 and entry.at + PART.size + lengths + packed > following:
            raise CannotMark(entry.name)


def _moved(raw: bytes, at: int) -> bytes:
    """The entry of a part that now begins at `at`."""
    moved = bytearray(raw)
    wide = _field_64(raw)
    if wide is None:
        struct.pack_into("<L", moved, AT_PLACE, at)
    else:
        struct.pack_into("<Q", moved, wide[0], at)
    return bytes(moved)


def _named(model: bytes, name: str) -> bytes:
    """An entry for a new part, of the same date as another one."""
    raw = bytearray(model[: ENTRY.size])
    raw[:4] = ENTRY_MARK
    letters = name.encode("ascii")
    struct.pack_into("<3H", raw, 28, len(letters), 0, 0)
    struct.pack_into("<2HL", raw, 34, 0, 0, 0)
    return bytes(raw) + letters


def _rewritten(raw: bytes, content: bytes, at: int) -> tuple[bytes, bytes]:
    """A part with other content that begins at `at`: itself, and its entry."""
    squeeze = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = squeeze.compress(content) + squeeze.flush()
    (mark, made, needed, flags, _, time, date, *_, disk, inner, outer, _) = ENTRY.unpack_from(raw)
    name_length, extra_length, comment = struct.unpack_from("<3H", raw, 28)
    name = raw[ENTRY.size : ENTRY.size + name_length]
    extra = b"".join(
        raw[start - 4 : start + length] for start, kind, length in _extras(raw) if kind != ZIP_64
    )
    note = raw[ENTRY.size + name_length + extra_length :][:comment]
    flags &= ~CLEARED_FLAGS
    head = (max(needed, NEEDED), flags, DEFLATED, time, date)
    sizes = (zlib.crc32(content), len(packed), len(content), len(name))
    part = PART.pack(PART_MARK, *head, *sizes, 0) + name + packed
    entry = ENTRY.pack(mark, made, *head, *sizes, len(extra), len(note), disk, inner, outer, at)
    return part, entry + name + extra + note
