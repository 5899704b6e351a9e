"""The names that editors complete from: persons, departments and calendars."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject

from pmo_desktop.domain.fields import Kind
from pmo_desktop.ui.context import Context

TABLES = frozenset({"person", "department", "working_calendar"})


class Names(QObject):
    """Read when first asked for, and again after one of them changed."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._context = context
        self._known: dict[Kind, Sequence[str]] = {}
        context.data_changed.connect(self._on_data_changed)
        context.workspace_changed.connect(self._forget)

    def __call__(self, kind: Kind) -> Sequence[str]:
        if not self._known and self._context.workspace is not None:
            from pmo_desktop.services.calendars import calendar_names
            from pmo_desktop.services.records import known_names

            names = self._context.query(known_names)
            self._known = {
                Kind.PERSON: names.people,
                Kind.DEPARTMENT: names.departments,
                Kind.CALENDAR: self._context.query(calendar_names),
            }
        return self._known.get(kind, ())

    def _forget(self) -> None:
        self._known = {}

    def _on_data_changed(self, tables: frozenset[str]) -> None:
        if tables & TABLES:
            self._forget()
