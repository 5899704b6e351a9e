"""The register of people: narrowed by department, team and standing, edited in place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QComboBox
from typing_extensions import override

from pmo_desktop.domain.pool import PoolStanding
from pmo_desktop.ui.context import Context
from pmo_desktop.ui.names import Names
from pmo_desktop.ui.people.columns import PEOPLE as COLUMNS
from pmo_desktop.ui.people.edits import PoolEdits, named
from pmo_desktop.ui.people.rows import chosen_rows
from pmo_desktop.ui.tables.column import Column
from pmo_desktop.ui.tables.register import Register, RegisterSpec
from pmo_desktop.ui.widgets.flow import FlowRow

if TYPE_CHECKING:
    from pmo_desktop.services.people_pool import PoolPerson

GROUP_WIDTH, WHO_WIDTH = 150, 120
WHO = (PoolStanding.PRESENT, PoolStanding.AWAY, PoolStanding.COMING, PoolStanding.LEFT,
       PoolStanding.PLACEHOLDER)  # fmt: skip
EXTERNAL = "external"
PEOPLE = RegisterSpec(
    "person",
    COLUMNS,
    new_name="New person",
    add="Add a person",
    remove="Remove the chosen people",
    empty="Nobody yet. People come with the teams' spreadsheets, or with + here.",
    is_open=lambda person: person.is_there,
    open_only="Active people",
    in_project=False,
    has_projects=False,
)


class PeopleRegister(Register):
    """Adds what only people have: groups, who they are, several removed at once."""

    def __init__(self, context: Context, names: Names) -> None:
        super().__init__(context, PEOPLE, names, None)
        self._edits = PoolEdits(context, self, lambda: None)
        self.group, self.who = QComboBox(), QComboBox()
        self.group.setFixedWidth(GROUP_WIDTH)
        self.who.setFixedWidth(WHO_WIDTH)
        self._groups: tuple[tuple[str, str], ...] = ()
        self.bar = FlowRow(
            self.group, self.who, self.open_only, self.table.filter_edit, self.buttons
        )
        self.group.activated.connect(lambda _: self._narrow())
        self.who.activated.connect(lambda _: self._on_who_chosen())
        for key, slot in ((Qt.Key.Key_Insert, self.add), (Qt.Key.Key_Delete, self.remove)):
            action = QAction(self)
            action.setShortcut(QKeySequence(key))
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.triggered.connect(lambda _=False, act=slot: act())
            self.table.view.addAction(action)
        self._fill_who()

    def offer(self, people: Sequence[PoolPerson]) -> None:
        """The departments and teams that these people are in; the choice stays."""
        departments = sorted({person.department for person in people} - {""})
        teams = sorted({team for person in people for team in person.teams})
        self._groups = (*(("department", one) for one in departments),
                        *(("team", one) for one in teams))  # fmt: skip
        self._fill_groups()

    @override
    def retranslate(self) -> None:
        super().retranslate()
        if hasattr(self, "who"):  # the register speaks before it is a register of people
            self._fill_who()
            self._fill_groups()

    @override
    def reveal(self, row_id: int) -> None:
        if self.table.model.row_of(row_id) < 0:
            self.group.setCurrentIndex(0)
            self.who.setCurrentIndex(0)
            self._narrow()
        super().reveal(row_id)

    @override
    def add(self) -> None:
        from pmo_desktop.services.editing import add
        from pmo_desktop.services.people import unused_name

        name = self._context.query(unused_name, self._context.language.text("New person"))
        values = {"name": name}
        kind, chosen = self.group.currentData() or ("", "")
        if kind == "department":
            values["department"] = chosen
        made = self._edits.do("Add person “{name}”", values, add, "person", values)
        if made is not None:
            self.who.setCurrentIndex(0)
            self.set_filter(None)
            # Behind the page's own reading of the new rows, in the same lane.
            self._context.jobs.ask(
                lambda: None, lambda _: self.table.begin_edit(made, "name"), owner=self
            )

    @override
    def remove(self) -> None:
        from pmo_desktop.services.people import remove_people

        rows = chosen_rows(self.table)
        if rows:
            ids = [found.id for found in rows]
            self._edits.beside("Remove people: {names}", {"names": named(rows)}, remove_people, ids)

    @override
    def _in_scope(self, row: Any) -> bool:
        if not hasattr(self, "who"):
            return True
        kind, name = self.group.currentData() or ("", "")
        if kind == "department" and row.department != name:
            return False
        if kind == "team" and name not in row.teams:
            return False
        who = self.who.currentData() or ""
        if who == EXTERNAL:
            return bool(row.external) and super()._in_scope(row)
        if who:
            return bool(row.standing.value == who)
        return super()._in_scope(row)

    @override
    def _edit(self, row: Any, column: Column, value: Any) -> bool:
        from pmo_desktop.services.people import set_person

        edit = self._edits.beside if column.key == "calendar" else self._edits.did
        values = {column.key: value}
        return edit("Change person “{name}”", {"name": row.name}, set_person, row.id, values)

    def _on_who_chosen(self) -> None:
        self._narrow()

    def _fill_who(self) -> None:
        language, chosen = self._context.language, self.who.currentData() or ""
        blocked = QSignalBlocker(self.who)
        self.who.clear()
        self.who.addItem(language.text("Everybody"), "")
        for standing in WHO:
            self.who.addItem(language.term(f"pool_standing.{standing}"), standing.value)
        self.who.addItem(language.term("person.external"), EXTERNAL)
        self.who.setCurrentIndex(max(self.who.findData(chosen), 0))
        del blocked

    def _fill_groups(self) -> None:
        text, chosen = self._context.language.text, self.group.currentData()
        blocked = QSignalBlocker(self.group)
        self.group.clear()
        self.group.addItem(text("All groups"), ("", ""))
        places = {("", ""): 0}
        for group in self._groups:
            places[group] = self.group.count()
            self.group.addItem(group[1], group)
        kinds = [kind for kind, _ in self._groups]
        if "department" in kinds and "team" in kinds:
            self.group.insertSeparator(1 + kinds.index("team"))
            places = {key: at + (key[0] == "team") for key, at in places.items()}
        self.group.setCurrentIndex(places.get(tuple(chosen or ("", "")), 0))
        del blocked
