from __future__ import annotations

import re

import pytest

from pmo_desktop.charts.palette import DARK, HEAT_STEPS, LIGHT, PALETTES, SERIES


def _luminance(colour: str) -> float:
    """Relative luminance of WCAG 2."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_both_palettes_have_the_same_roles() -> None:
    assert LIGHT.keys() == DARK.keys()


@pytest.mark.parametrize("name", list(PALETTES))
def test_every_colour_is_written_in_full(name: str) -> None:
    wrong = [role for role, c in PALETTES[name].items() if not re.fullmatch("#[0-9A-F]{6}", c)]
    assert not wrong


@pytest.mark.parametrize("name", list(PALETTES))
def test_text_can_be_read_on_its_ground(name: str) -> None:
    roles = PALETTES[name]
    pairs = [("ink", "panel"), ("ink2", "panel"), ("ink", "selection"), ("on_accent", "accent")]
    pairs += [(f"{tone}_ink", f"{tone}_soft") for tone in ("green", "amber", "red", "grey")]
    faint = [pair for pair in pairs if contrast(roles[pair[0]], roles[pair[1]]) < 4.5]
    assert not faint


@pytest.mark.parametrize("name", list(PALETTES))
def test_bars_stand_out_from_their_ground_and_from_what_is_done(name: str) -> None:
    roles, least = PALETTES[name], {"light": 1.3, "dark": 2.2}[name]
    faint = [
        tone
        for tone in ("bar", "critical", "near")
        if contrast(roles[tone], roles["panel"]) < least
        or contrast(roles[tone], roles[f"{tone}_done"]) < 1.8
    ]
    assert not faint


@pytest.mark.parametrize("name", list(PALETTES))
def test_numbers_can_be_read_on_every_step_of_the_heat_map(name: str) -> None:
    roles = PALETTES[name]
    steps = range(1, HEAT_STEPS)
    faint = [s for s in steps if contrast(roles[f"on_heat{s}"], roles[f"heat{s}"]) < 2.9]
    assert not faint


@pytest.mark.parametrize("name", list(PALETTES))
def test_neighbours_in_a_stack_differ(name: str) -> None:
    series = [PALETTES[name][f"series{number}"] for number in range(SERIES)]
    assert len(set(series)) == SERIES
