"""The demo office's people."""

from __future__ import annotations

from pmo_desktop.exchange.demo.people import look_alike, people


def test_everyone_has_a_name_and_a_mailbox_of_their_own() -> None:
    found = people(2026, 240)

    assert len({person.name for person in found}) == 240
    assert len({person.email for person in found}) == 240


def test_seven_in_ten_have_chinese_names() -> None:
    found = people(2026, 240)

    chinese = [person for person in found if not person.name.isascii()]
    assert 0.62 < len(chinese) / len(found) < 0.78


def test_every_name_can_be_printed_by_the_pack_s_font() -> None:
    for person in people(2026, 240):
        person.name.encode("gbk")


def test_mail_goes_to_a_domain_that_nobody_owns() -> None:
    for person in people(2026, 240):
        mailbox, _, domain = person.email.partition("@")
        assert domain == "example.com"
        assert mailbox.isascii()


def test_another_seed_makes_other_people() -> None:
    first = {person.name for person in people(1, 240)}
    second = {person.name for person in people(2, 240)}

    assert people(1, 240) == people(1, 240)
    assert len(first & second) < 60


def test_a_misspelt_name_is_one_slip_away_and_nobody_else_s() -> None:
    known = {person.name for person in people(2026, 240)}

    misspelt = {name: typed for name in known if (typed := look_alike(name, known))}

    assert len(misspelt) > 60
    for name, typed in misspelt.items():
        assert typed not in known
        if name.isascii():
            assert any(typed[:at] + typed[at + 1 :] == name for at in range(len(typed)))
        else:
            assert sum(a != b for a, b in zip(name, typed, strict=True)) == 1
