from __future__ import annotations

from pmo_desktop.domain.gaps import gaps_text, parse_gaps


def test_splits_are_read_and_written_as_text() -> None:
    assert parse_gaps("480+960;960+480") == ((480, 960), (960, 480))
    assert gaps_text(((480, 960), (960, 480))) == "480+960;960+480"
    assert parse_gaps("") == ()


def test_what_is_no_split_is_passed_over() -> None:
    assert parse_gaps("480+x;;960+480") == ((960, 480),)
