from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pmo_desktop.charts.scene import Group, Rect, Scene, Text, diamond, text_width


def test_a_scene_gives_its_items_in_the_order_of_painting() -> None:
    below, above = Rect(0, 0, 1, 1), Text(0, 0, "above")
    scene = Scene(10, 10, (Group("back", (below,)), Group("front", (above,))))
    assert list(scene) == [below, above]
    assert scene.group("front") == (above,)
    assert scene.group("nothing") == ()
    assert scene.texts() == ("above",)


def test_a_diamond_has_its_corners_about_its_middle() -> None:
    assert diamond(10, 20, 5) == ((10, 15), (15, 20), (10, 25), (5, 20))


def test_a_chinese_letter_is_about_as_wide_as_it_is_high() -> None:
    assert text_width("关键路径", 12) == 48


def test_a_latin_letter_is_narrower_and_an_i_narrower_still() -> None:
    assert text_width("i", 10) < text_width("n", 10) < text_width("中", 10)


@given(st.text(), st.text(), st.floats(1, 40))
def test_the_width_of_two_texts_is_the_sum_of_both(one: str, other: str, size: float) -> None:
    together = text_width(one + other, size)
    assert abs(together - text_width(one, size) - text_width(other, size)) < 1e-6
