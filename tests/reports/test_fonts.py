"""What the fonts lack is replaced and told; texts are measured and shortened."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_desktop.reports import fonts
from pmo_desktop.reports.errors import FontMissing
from pmo_desktop.reports.fonts import Typeface


@pytest.fixture(scope="module")
def face() -> Typeface:
    return Typeface()


def test_chinese_and_the_shapes_of_the_pack_are_in_both_fonts(face: Typeface) -> None:
    text = "核心系统云化迁移 ● ▲ ■ ★ ◇ → ◆ ¥€£ ≥ 、。《》 Ünïcode"
    assert face.clean(text) == text
    assert all(ord(c) in fonts._widths(fonts.BOLD) for c in text)


def test_an_emoji_becomes_a_box_and_is_remembered() -> None:
    face = Typeface()
    assert face.clean("完成 🚀") == "完成 □"
    assert face.missing == {"🚀"}


def test_a_sign_with_a_relative_is_written_as_that() -> None:
    face = Typeface()
    assert face.clean("✓ done ❌ late ①") == "√ done × late ①"
    assert not face.missing


def test_invisible_characters_are_left_out() -> None:
    face = Typeface()
    assert face.clean("a\u200bb\ufe0fc\x07d\te\r\nf") == "abcd e\nf"
    assert not face.missing


def test_a_composed_letter_is_one_character() -> None:
    assert Typeface().clean("Mu\u0308ller") == "Müller"


def test_digits_are_equally_wide(face: Typeface) -> None:
    for bold in (False, True):
        assert len({face.width(digit, 10, bold) for digit in "0123456789"}) == 1


@given(st.text(max_size=30), st.floats(min_value=12, max_value=200), st.booleans())
def test_a_clipped_text_fits_and_begins_as_the_whole(text: str, width: float, bold: bool) -> None:
    face = Typeface()
    shown = face.clip(text, width, 10, bold)
    whole = face.clean(text)
    assert face.width(shown, 10, bold) <= width + 1e-6
    assert shown == whole or whole.startswith(shown.removesuffix(fonts.ELLIPSIS))


def test_a_missing_font_file_says_which(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(fonts, "resource", lambda *parts: tmp_path.joinpath(*parts))
    with pytest.raises(FontMissing, match=r"NotoSansSC-Regular\.ttf"):
        fonts._file(fonts.REGULAR)
