"""Rows by many keys at once: SQLite takes only so many to a statement, so they go in portions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import ColumnElement, Select
from sqlalchemy.orm import Session

PORTION = 500


def portions(ids: Iterable[int]) -> Iterator[list[int]]:
    """The ids, as many at a time as a statement takes."""
    wanted = list(ids)
    return (wanted[start : start + PORTION] for start in range(0, len(wanted), PORTION))


def rows_among(
    session: Session, statement: Select[Any], column: ColumnElement[int], ids: Iterable[int]
) -> Iterator[Any]:
    """The statement's rows with one of these ids in the column, in its order within a portion."""
    for some in portions(ids):
        yield from session.connection().execute(statement.where(column.in_(some))).all()
