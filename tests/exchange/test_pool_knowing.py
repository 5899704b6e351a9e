"""Which known names are held against a new one: those that are like it, found without looking at
all of them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pmo_desktop.exchange.comparing.roster import Roster
from pmo_desktop.exchange.pool.knowing import Known, pieces

CHINESE = st.text("王李张刘伟芳娜敏静丽强", min_size=2, max_size=4)
LATIN = st.lists(
    st.text("abcdelmnorst", min_size=2, max_size=7), min_size=1, max_size=3
).map(" ".join)  # fmt: skip
NAMES = CHINESE | LATIN


def known(names: list[str]) -> Known:
    from pmo_desktop.domain.pool_changes import StoredRow

    rows = tuple(StoredRow(at, str(at), {"name": name}) for at, name in enumerate(names))
    return Known("person", {"person": rows}, (), {})


@given(st.lists(NAMES, max_size=12, unique=True), NAMES, st.integers(0, 12), st.integers(0, 6))
def test_what_all_names_would_find_the_index_finds_too(
    names: list[str], new: str, which: int, at: int
) -> None:
    if which < len(names):
        # One letter of a known name is another, or gone.
        source = names[which]
        new = source[:at] + new[:1] + source[at + 1 :]
    if names and new.strip() and known(names).find(new) is None:
        assert known(names).like(new) == (Roster(names).near_person(new) or "")


def test_remarks_in_brackets_are_no_part_of_a_name() -> None:
    assert pieces("张伟（外包）") == {"张", "伟"}
    assert known(["张伟"]).like("张伟（外包）") == "张伟"
    assert known(["Marco Rossi"]).like("Rossi Marco") == "Marco Rossi"
