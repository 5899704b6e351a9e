from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pmo_desktop.exchange.parsing.text import are_clean, clean

TEXTS = st.lists(st.text("ab \u00a0\u200b\t\n任务", max_size=5), min_size=1, max_size=4)


@given(TEXTS)
def test_texts_are_clean_together_where_each_is(texts: list[str]) -> None:
    assert are_clean(texts) == all(text and clean(text) == text for text in texts)


def test_names_as_teams_mostly_write_them_are_clean() -> None:
    assert are_clean(["Build the portal", "需求 评审", "Go-live"])
    assert not are_clean(["Build  the portal", "Go-live"])
