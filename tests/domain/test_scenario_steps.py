"""Steps of scenarios are kept as text and come back as they were."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_desktop.domain.scenario_steps import (
    STEPS,
    ChangeCapacity,
    MoveProject,
    NoStep,
    Step,
    StepKind,
    content_of,
    kind_of,
    step_of,
)

ANY_STEP: st.SearchStrategy[Step] = st.one_of([st.builds(made) for made in STEPS.values()])


@given(ANY_STEP.filter(lambda step: "NaN" not in content_of(step)))
def test_a_step_comes_back_from_its_text_as_it_was(step: Step) -> None:
    assert step_of(kind_of(step), content_of(step)) == step


def test_what_is_as_usual_is_not_written_down() -> None:
    step = ChangeCapacity("p1", 0.5, date(2026, 12, 1))
    assert content_of(step) == '{"capacity": 0.5, "first": "2026-12-01", "person": "p1"}'


def test_each_kind_has_its_class() -> None:
    assert set(STEPS) == set(StepKind)


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("dance", "{}"),
        ("move_project", "{}"),
        ("move_project", "nonsense"),
        ("move_project", "[1]"),
        ("move_project", '{"project": "a", "days": 1, "more": 2}'),
        ("lose_person", '{"person": "a", "last": "soon"}'),
        ("lose_person", '{"person": "a", "last": 7}'),
    ],
)
def test_what_is_no_step_is_told(kind: str, content: str) -> None:
    with pytest.raises(NoStep):
        step_of(kind, content)


def test_a_step_says_its_kind() -> None:
    assert kind_of(MoveProject("p", 3)) is StepKind.MOVE_PROJECT
