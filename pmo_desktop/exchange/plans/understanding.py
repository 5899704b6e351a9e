"""A plan file as the import understands any file; see `exchange.understanding`."""

from __future__ import annotations

import logging
from pathlib import Path

from pmo_desktop.exchange.files.formats import Refusal
from pmo_desktop.exchange.plans.reading import PlanReading, findings_of, read_plan
from pmo_desktop.exchange.understood import PLAN, Understood


def understand_plan(path: Path) -> Understood | None:
    """None for a file that is no plan; `Refusal` for one that cannot be read."""
    try:
        reading = read_plan(path)
    except Refusal:
        raise
    except Exception:
        # Even a fault of ours in one file stops no other.
        logging.getLogger(__name__).exception("a plan was not understood: %s", path)
        raise Refusal("our_fault") from None
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
