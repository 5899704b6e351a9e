"""What is taken when a difference of a file about people is ticked or not."""

from __future__ import annotations

from pmo_desktop.domain.pool_changes import PoolChange, PoolChangeKind
from pmo_desktop.ui.people.ticks import ticked

ADD, CHANGE = PoolChangeKind.ADD, PoolChangeKind.CHANGE
NEW = PoolChange(ADD, "person", "Olga", {"name": "Olga"}, decides="person:olga", target=("p",))
SKILL = PoolChange(ADD, "skill", "Go", {"name": "Go"}, decides="skill:go", target=("s",))
LEVEL = PoolChange(ADD, "person_skill", "Olga · SQL", {"level": 3}, doubts=("person:olga",))
OTHER = PoolChange(ADD, "person_skill", "Olga · Go", {"level": 3},
                   doubts=("person:olga", "skill:go"), target=("o",))  # fmt: skip
FIRST = PoolChange(CHANGE, "person", "王岚", {"role": "Lead"}, id=1, target=("person", 1))
SECOND = PoolChange(CHANGE, "person", "王岚", {"role": "Chief"}, id=1, target=("person", 1))
CHANGES = [NEW, SKILL, LEVEL, OTHER, FIRST, SECOND]


def test_with_a_new_person_go_the_levels_that_hang_on_nothing_else() -> None:
    assert ticked(CHANGES, {4}, 0, True) == {0, 2, 4}
    assert ticked(CHANGES, {0, 2, 4}, 1, True) == {0, 1, 2, 3, 4}


def test_without_the_new_person_nothing_is_said_of_them() -> None:
    assert ticked(CHANGES, {0, 1, 2, 3}, 0, False) == {1}


def test_who_takes_a_level_takes_the_person_and_the_skill() -> None:
    assert ticked(CHANGES, set(), 3, True) == {0, 1, 3}
    assert ticked(CHANGES, {0, 1, 3}, 3, False) == {0, 1}


def test_of_two_files_that_disagree_one_is_taken() -> None:
    assert ticked(CHANGES, {4}, 5, True) == {5}
    assert ticked(CHANGES, {5}, 4, True) == {4}
