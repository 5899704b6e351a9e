from __future__ import annotations

import pytest

from pmo_desktop.domain.fields import field
from pmo_desktop.domain.records import Record
from pmo_desktop.exchange.comparing.newcomers import Newcomers
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


@pytest.mark.parametrize(
    ("written", "near"),
    [
        ("陈晓红", "陈晓梅"),
        ("陈 小梅", "陈晓梅"),
        ("程晓梅", "陈晓梅"),
        ("张维", "张伟"),
        ("章伟", "张伟"),
        ("TomBecker", "Tom Becker"),
    ],
)
def test_a_short_chinese_name_with_one_other_character_is_asked_about(
    written: str, near: str
) -> None:
    roster = Roster(KNOWN)
    assert not roster.is_known(written)
    assert roster.spell(written) == written
    assert roster.near_person(written) == near


@pytest.mark.parametrize("written", ["陈小红", "李娜", "张伟民国", "Tim Baker"])
def test_a_name_with_two_other_characters_is_just_new(written: str) -> None:
    assert Roster(KNOWN).near_person(written) is None


@pytest.mark.parametrize("written", ["张敏", "李伟", "李晓梅"])
def test_a_common_part_alone_makes_no_two_people_one(written: str) -> None:
    assert Roster(KNOWN).near_person(written) is None


@pytest.mark.parametrize(("written", "known"), [("闫伟", "阎伟"), ("张昊", "张浩")])
def test_a_rare_character_may_sound_like_any_other(written: str, known: str) -> None:
    assert Roster((known,)).near_person(written) == known


def test_of_several_names_with_one_other_character_none_is_asked_about() -> None:
    assert Roster(("陈晓梅", "陈晓玲")).near_person("陈晓红") is None
    assert Roster(("陈晓红", "程晓红")).near_person("成晓红") is None


def test_the_family_name_goes_before_the_given_name() -> None:
    assert Roster(("张小明", "章晓明")).near_person("张晓明") == "张小明"


def test_departments_that_differ_in_one_character_are_not_asked_about() -> None:
    newcomers = Newcomers(Roster(()), Roster(("财务部",)))
    newcomers.department("税务部", Record("project", {}), "department")
    assert [finding.code for finding in newcomers.findings()] == ["new_department"]


def test_a_person_with_one_other_character_is_a_new_one_until_somebody_says_otherwise() -> None:
    newcomers = Newcomers(Roster(KNOWN), Roster(()))
    assert newcomers.person("张维", Record("task", {}), "people") == "张维"
    (finding,) = newcomers.findings()
    assert (finding.code, finding.params) == ("near_person", {"name": "张维", "known": "张伟"})
    (change,) = newcomers.people(())
    assert change.label == "张维"
    assert change.doubt is not None
    assert (change.doubt.reason, change.doubt.known) == ("near_name", "张伟")
    assert newcomers.doubts(field("task.people"), ("张维", "李雷")) == (change.doubt.key,)


def test_in_an_empty_office_nobody_is_near() -> None:
    assert Roster(()).near("张伟") is None
