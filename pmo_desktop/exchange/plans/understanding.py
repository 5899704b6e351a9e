"""A plan file as the import understands any file; see `exchange.understanding`."""

from __future__ import annotations

from pathlib import Path

from pmo_desktop.exchange.plans.reading import PlanReading, findings_of, read_plan
from pmo_desktop.exchange.understood import PLAN, Understood


def understand_plan(path: Path) -> Understood | None:
    """None for a file that is no plan; `Refusal` for one that cannot be read."""
    reading = read_plan(path)
    return None if reading is None else understood_of(path, reading)


def understood_of(path: Path, reading: PlanReading) -> Understood:
    return Understood(
        path,
        reading.digest,
        PLAN,
        projects=(reading.records,),
        status_date=reading.plan.status_date,
        findings=findings_of(reading),
        plan=reading,
    )


def keeping_dates(understood: Understood, keeps_dates: bool) -> Understood:
    """The same file with the other choice about its dates; any other file as it is."""
    if understood.plan is None or understood.plan.keeps_dates == keeps_dates:
        return understood
    return understood_of(understood.path, understood.plan.keeping(keeps_dates))
