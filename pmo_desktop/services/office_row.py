"""The office as readers give it; it knows no database, so that the start stays thin."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class OfficeRow:
    """See `models.office` for the units of the thresholds."""

    name: str
    currency: str
    status_date: date
    period: str
    committee: str
    committee_date: date | None
    amber_index: float
    red_index: float
    amber_slip_days: int
    red_slip_days: int
    amber_quality: float
    red_quality: float
    amber_exposure: float
    red_exposure: float
    amber_load: float
    red_load: float
    calendar_id: int | None = None
    progress_rule: str = "retained"
    near_critical_days: float = 2.0
    idle_load: float = 0.5
