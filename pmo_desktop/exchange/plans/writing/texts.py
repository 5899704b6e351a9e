"""Values as a Microsoft Project XML file says them; nothing is an empty text."""

from __future__ import annotations

from datetime import datetime

from pmo_desktop.exchange.plans.values import duration_text, moment_text


def flag(value: bool) -> str:
    return "1" if value else "0"


def moment(value: datetime | None) -> str:
    return moment_text(value) if value is not None else ""


def minutes(value: int | None) -> str:
    return duration_text(value) if value is not None else ""


def money(minor: int | None) -> str:
    """Hundredths of the currency."""
    return str(minor) if minor is not None else ""


def number(value: float) -> str:
    return f"{value:.6f}".rstrip("0").rstrip(".") or "0"
