from __future__ import annotations

import pytest

from pmo_desktop.exchange.comparing.roster import Roster

KNOWN = ("张伟", "Tom Becker", "张伟明", "Smith, John", "陈晓梅")


@pytest.mark.parametrize(
    ("written", "spelled"),
    [("张 伟", "张伟"), ("TOM  BECKER", "Tom Becker"), ("Ｔｏｍ Becker", "Tom Becker")],
)
def test_blanks_width_and_case_make_no_new_person(written: str, spelled: str) -> None:
    roster = Roster(KNOWN)
    assert roster.spell(written) == spelled
    assert roster.is_known(written)


def test_a_known_name_with_a_comma_is_one_person_again() -> None:
    roster = Roster(KNOWN)
    assert roster.spell_all(("李娜", "Smith", "John", "张伟")) == ("李娜", "Smith, John", "张伟")
    assert roster.spell_all(("Smith", "Wesson")) == ("Smith", "Wesson")


@pytest.mark.parametrize(
    ("written", "near"),
    [
        ("TomBecker", "Tom Becker"),
        ("Becker Tom", "Tom Becker"),
        ("Tom Beckers", "Tom Becker"),
        ("张伟(供应链)", "张伟"),
    ],
)
def test_a_new_name_much_like_a_known_one_is_asked_about(written: str, near: str) -> None:
    roster = Roster(KNOWN)
    assert not roster.is_known(written)
    assert roster.near(written) == near


@pytest.mark.parametrize("written", ["李娜", "陈晓红", "Tim Baker", "王伟"])
def test_a_new_name_unlike_all_others_is_just_new(written: str) -> None:
    assert Roster(KNOWN).near(written) is None


def test_in_an_empty_office_nobody_is_near() -> None:
    assert Roster(()).near("张伟") is None
