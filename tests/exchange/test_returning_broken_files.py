"""Broken files: each is marked soundly, or refused so that a list goes in its place."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import load_workbook

from pmo_desktop.exchange.files.formats import Refusal
from pmo_desktop.exchange.findings import SENTENCES
from pmo_desktop.exchange.returning.asking import NOT_THERE, OFFICE_ONLY, TO_CHECK, UNREAD
from pmo_desktop.exchange.returning.marking import holds_list, marked
from pmo_desktop.exchange.returning.package import CannotMark
from pmo_desktop.exchange.returning.returned import Kind, mark
from pmo_desktop.language import Language
from tests.exchange.marked_files import error, note, rich_workbook, warning

PLAN = "Plan 'A' & B"
FINDINGS = (warning(PLAN, "D2"), error(PLAN, "B4"), note(PLAN, "AC9"), warning("Lists", "A1"))
SCRAPS = (
    b'"', b"<", b">", b"/", b"&", b' s="99999999999999999999"', b' r="A"', b' r="0"', b"<c>",
    b"</row>", b"<!--", b"-->", b"<![CDATA[", b"\x00", b"\xff", b"x:", b' count="x"',
)  # fmt: skip


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, bytes]:
    """A rich workbook, and the same as it was returned before."""
    path = rich_workbook(tmp_path_factory.mktemp("whole") / "plan.xlsx")
    data = path.read_bytes()
    return data, marked(data, FINDINGS, Language("zh"), title="x").content


def broken(data: bytes, dice: random.Random) -> bytes:
    """The file with bytes exchanged, or with pieces of some parts lost, doubled or put in."""
    if dice.random() < 0.3:
        flipped = bytearray(data)
        for _ in range(dice.choice((1, 3, 20))):
            flipped[dice.randrange(len(flipped))] = dice.randrange(256)
        return bytes(flipped[: dice.choice((len(flipped), dice.randrange(len(flipped))))])
    whole = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(whole, "w") as new:
        names = old.namelist()
        hit = set(dice.sample(names, dice.choice((1, 2, 4))))
        for name in names:
            content = bytearray(old.read(name))
            if name in hit and dice.random() < 0.1:
                continue
            for _ in range(dice.choice((1, 2, 6)) if name in hit else 0):
                at, way = dice.randrange(len(content) + 1), dice.random()
                if way < 0.4:
                    content[at:at] = dice.choice(SCRAPS)
                elif way < 0.7:
                    del content[at : at + dice.choice((1, 3, 30))]
                else:
                    other = dice.randrange(len(content) + 1)
                    content[at:at] = content[other : other + dice.choice((5, 40, 300))]
            new.writestr(name, bytes(content))
    return whole.getvalue()


@given(st.integers(0, 2**32), st.booleans())
def test_a_broken_file_is_marked_soundly_or_not_at_all(
    whole: tuple[bytes, bytes], seed: int, was_returned: bool
) -> None:
    data = broken(whole[was_returned], random.Random(seed))
    try:
        result = marked(data, FINDINGS, Language("zh"), title="x")
    except (CannotMark, Refusal):
        return
    load_workbook(io.BytesIO(result.content))
    assert holds_list(result.content)


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04", b"PK\x05\x06" + bytes(18), b"\xd0\xcf\x11\xe0", b"a,b\n1,2\n"]
)
def test_what_is_no_workbook_gets_a_list(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "plan.xlsx"
    path.write_bytes(content)
    (tmp_path / "out").mkdir()
    result = mark(path, FINDINGS, Language("en"), tmp_path / "out" / "plan.xlsx")
    assert (result.kind, result.marked_cells) == (Kind.LISTED, 0)
    assert result.path is not None
    assert holds_list(result.path.read_bytes())


def test_every_code_that_is_asked_about_is_one_that_is_told() -> None:
    assert SENTENCES.keys() >= TO_CHECK | UNREAD | NOT_THERE | OFFICE_ONLY
