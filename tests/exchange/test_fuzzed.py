"""Spreadsheets that were damaged at random: each ends in a sentence or is read, and none writes.

Three kinds of damage: bytes of the file, parts of the package, and the XML of a part (tags, numbers
and texts changed, the package still whole). `PMO_FUZZ` says how many files are made; a long run has
ten thousand.
"""

from __future__ import annotations

import io
import os
import random
import re
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pmo_desktop.exchange.comparing.review import review
from pmo_desktop.exchange.demo.office import DemoResult
from pmo_desktop.exchange.findings import say
from pmo_desktop.exchange.understanding import understand
from pmo_desktop.language import Language
from pmo_desktop.storage.workspace import Workspace
from tests.exchange.books import TODAY
from tests.storage.test_workspace import dump

FILES = int(os.environ.get("PMO_FUZZ", "120"))
SLOWEST = 20.0  # seconds: what takes longer hangs
SMALL = 200_000
TAG = re.compile(rb"<[^<>]{1,200}>")
NUMBER = re.compile(rb"\d+")
ODD = (
    *(b"0", b"-1", b"1048577", b"99999999999999999999", b"1e308", b"NaN", b"", b"\x00", b"&#0;"),
    *(b"&lt;", b"<", b">", b'"', b"A1:XFD1048576", "合计".encode(), "\ufffe".encode("utf-8")),
    *(b"=1/0", b"#REF!", b"<!DOCTYPE x>", b"<c/>", b"</sheetData>", b"<row r='1'/>"),
)
Damage = Callable[[bytes, random.Random], bytes]


def bytes_changed(data: bytes, rng: random.Random) -> bytes:
    """Bytes flipped, cut out, doubled, or the end cut off."""
    content = bytearray(data)
    for _ in range(rng.randint(1, 12)):
        at = rng.randrange(len(content))
        match rng.randrange(5):
            case 0:
                content[at] = rng.randrange(256)
            case 1:
                del content[at : at + rng.randint(1, 400)]
            case 2:
                content[at:at] = content[at : at + rng.randint(1, 200)]
            case 3:
                content[at:at] = bytes(rng.randrange(256) for _ in range(rng.randint(1, 30)))
            case _ if rng.random() < 0.2:
                del content[at:]
        if not content:
            return b""
    return bytes(content)


def parts_changed(data: bytes, rng: random.Random) -> bytes:
    """A part left out, named otherwise, emptied, doubled, or another's content in it."""

    def change(parts: list[tuple[str, bytes]]) -> None:
        at = rng.randrange(len(parts))
        name, content = parts[at]
        match rng.randrange(5):
            case 0:
                del parts[at]
            case 1:
                parts[at] = (name + rng.choice(["x", "/", "1", ".xml"]), content)
            case 2:
                parts[at] = (name, b"")
            case 3:
                parts.append((name, content))
            case _:
                parts[at] = (name, rng.choice(parts)[1])

    return _repacked(data, change)


def xml_changed(data: bytes, rng: random.Random) -> bytes:
    """Tags, numbers and texts of a part changed; the package is as whole as before."""

    def change(parts: list[tuple[str, bytes]]) -> None:
        for _ in range(rng.randint(1, 6)):
            at = rng.randrange(len(parts))
            name, content = parts[at]
            parts[at] = (name, _xml(content, rng))

    return _repacked(data, change)


def _xml(content: bytes, rng: random.Random) -> bytes:
    pattern = rng.choice((TAG, NUMBER))
    found = list(pattern.finditer(content))
    if not found:
        return content
    hit = rng.choice(found)
    other = rng.choice(found)
    new = rng.choice((b"", hit[0] * 2, other[0], rng.choice(ODD)))
    return content[: hit.start()] + new + content[hit.end() :]


def _repacked(data: bytes, change: Callable[[list[tuple[str, bytes]]], None]) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = [(name, package.read(name)) for name in package.namelist()]
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError):
        return data[::-1]
    change(parts)
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts:
            package.writestr(name, content)
    return written.getvalue()


DAMAGES: tuple[Damage, ...] = (bytes_changed, parts_changed, xml_changed, xml_changed)


def models(demo: DemoResult) -> Iterator[Path]:
    """Files to be damaged: returned spreadsheets of the demo office, and samples where they are."""
    yield from demo.files
    samples = Path(os.environ.get("PMO_SAMPLES", Path(__file__).parents[3] / "shared" / "samples"))
    for folder in ("team_files", "quirky_xlsx"):
        if (samples / folder).is_dir():
            yield from sorted((samples / folder).glob("*.xls*"))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_damaged_spreadsheet_is_read_or_told_and_never_written(
    demo_office: DemoResult, demo_workspace: Workspace, tmp_path: Path
) -> None:
    rng = random.Random(20261122)
    language = Language("en")
    originals = [file for file in models(demo_office) if file.stat().st_size < SMALL]
    before = dump(demo_workspace.path)
    for number in range(FILES):
        model = rng.choice(originals)
        path = tmp_path / f"{number}{model.suffix}"
        path.write_bytes(rng.choice(DAMAGES)(model.read_bytes(), rng))
        begun = time.monotonic()
        understood = understand(path, today=TODAY)
        (found,) = review(demo_workspace, [understood]).files
        told = [say(finding, language) for finding in found.findings]
        assert all(told), model.name
        assert understood.projects or told, model.name
        assert time.monotonic() - begun < SLOWEST, (number, model.name)
        path.unlink()
    assert dump(demo_workspace.path) == before
