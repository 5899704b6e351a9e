"""A workbook's zip, changed part by part: what is not changed keeps its bytes."""

from __future__ import annotations

import io
import struct
import zipfile
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_desktop.exchange.files.formats import Refusal
from pmo_desktop.exchange.returning.package import CannotMark, Package
from tests.exchange.marked_files import changed_parts, names, part

STEADY = {"xl/workbook.xml": b"<workbook/>", "xl/a.xml": b"<a/>" * 50, "docs/b.bin": bytes(99)}


class Forward(io.RawIOBase):
    """A file that cannot go back: what is written to it has its sizes behind each part."""

    def __init__(self) -> None:
        self.data = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        self.data += bytes(data)  # type: ignore[call-overload]
        return len(bytes(data))  # type: ignore[call-overload]


def zipped(parts: dict[str, bytes], comment: bytes = b"", *, streamed: bool = False) -> bytes:
    whole, streaming = io.BytesIO(), Forward()
    with zipfile.ZipFile(streaming if streamed else whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (name, content) in enumerate(parts.items()):
            info = zipfile.ZipInfo(name, datetime(2026, 11, 5, 10, number).timetuple()[:6])
            info.compress_type = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)[number % 2]
            with archive.open(info, "w", force_zip64=streamed) as entry:
                entry.write(content)
        archive.comment = comment
    return bytes(streaming.data) if streamed else whole.getvalue()


PARTS = st.dictionaries(
    st.text("abxyz计/é", min_size=1, max_size=9).map(lambda name: f"xl/{name.strip('/')}p"),
    st.binary(max_size=300),
    min_size=2,
    max_size=8,
)


@given(PARTS, st.data(), st.booleans(), st.binary(max_size=20))
def test_changing_and_adding_leaves_every_other_part_as_it_lies(
    parts: dict[str, bytes], data: st.DataObject, streamed: bool, comment: bytes
) -> None:
    if len({name.lower() for name in parts}) != len(parts) or b"PK" in comment:
        return
    before = zipped({**STEADY, **parts}, comment, streamed=streamed)
    changed = data.draw(st.dictionaries(st.sampled_from(sorted(parts)), st.binary(max_size=99)))
    package = Package(before)
    for name, content in changed.items():
        package.write(name, content)
    package.write("xl/new.xml", b"<new/>")
    after = package.packed()
    assert names(after) == [*names(before), "xl/new.xml"]
    assert part(after, "xl/new.xml") == b"<new/>"
    for name, content in {**STEADY, **parts, **changed}.items():
        assert part(after, name) == content
    different = {name for name in changed if changed[name] != parts[name]}
    assert changed_parts(before, after) == different
    with zipfile.ZipFile(io.BytesIO(after)) as old, zipfile.ZipFile(io.BytesIO(before)) as new:
        assert [i.date_time for i in old.infolist()[:-1]] == [i.date_time for i in new.infolist()]
        assert old.comment == new.comment == comment


def test_nothing_changed_means_the_very_same_file() -> None:
    data = zipped(STEADY)
    package = Package(data)
    package.write("xl/a.xml", STEADY["xl/a.xml"])
    assert package.packed() is data


def test_parts_are_known_whatever_the_case_and_the_slashes() -> None:
    data = zipped({"XL\\Workbook.XML": b"<w/>", "xl/b.xml": b"<b/>"})
    package = Package(data)
    assert "xl/workbook.xml" in package
    assert package.read("/xl/workbook.xml") == b"<w/>"
    package.write("xl/workbook.xml", b"<v/>")
    assert len(names(package.packed())) == 2


def test_what_stands_before_the_zip_stays_there() -> None:
    data = b"#!/bin/sh\n" + zipped(STEADY)
    package = Package(data)
    package.write("xl/a.xml", b"<b/>")
    after = package.packed()
    assert after.startswith(b"#!/bin/sh\n")
    assert part(after, "xl/a.xml") == b"<b/>"
    assert part(after, "docs/b.bin") == STEADY["docs/b.bin"]


def test_places_in_eight_bytes_are_moved_too() -> None:
    """A writer may put a part's place where large files have it, however small the file."""
    data = bytearray(zipped(STEADY))
    end = data.rfind(b"PK\x05\x06")
    begin = struct.unpack_from("<L", data, end + 16)[0]
    first = data.find(b"PK\x01\x02", data.find(b"PK\x01\x02", begin) + 4)
    place = struct.unpack_from("<L", data, first + 42)[0]
    name_length = struct.unpack_from("<H", data, first + 28)[0]
    extra = struct.pack("<2HQ", 1, 8, place)
    struct.pack_into("<L", data, first + 42, 0xFFFFFFFF)
    struct.pack_into("<H", data, first + 30, len(extra))
    at = first + 46 + name_length
    data[at:at] = extra
    struct.pack_into("<L", data, end + len(extra) + 12, end + len(extra) - begin)
    package = Package(bytes(data))
    package.write("xl/workbook.xml", b"<workbook>" + bytes(2000).hex().encode() + b"</workbook>")
    after = package.packed()
    assert part(after, "xl/a.xml") == STEADY["xl/a.xml"]


@pytest.mark.parametrize("cut", [1, 10, 30, 60, 200])
def test_a_file_that_is_cut_short_is_not_changed(cut: int) -> None:
    with pytest.raises((CannotMark, Refusal)):
        Package(zipped(STEADY)[:-cut])


def test_parts_that_lie_in_each_other_are_not_changed() -> None:
    data = bytearray(zipped(STEADY))
    end = data.rfind(b"PK\x05\x06")
    begin = struct.unpack_from("<L", data, end + 16)[0]
    second = data.find(b"PK\x01\x02", begin + 4)
    struct.pack_into("<L", data, second + 42, 0)
    with pytest.raises((CannotMark, Refusal)):
        Package(bytes(data))
