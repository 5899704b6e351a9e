"""A finding at the cell of which it tells."""

from __future__ import annotations

from typing import Any

from pmo_desktop.domain.records import Cell
from pmo_desktop.exchange.findings import Finding


def finding_at(cell: Cell | None, code: str, severity: str, /, **params: Any) -> Finding:
    """A finding with its place, where it has one; `code` is one of `findings.SENTENCES`."""
    if cell is None:
        return Finding(code, severity, params=params)
    return Finding(code, severity, cell.sheet, cell.address, cell.text, params)
