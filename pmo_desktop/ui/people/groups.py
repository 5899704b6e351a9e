"""Teams and departments: all of them at the left, who belongs to the chosen one at the right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from pmo_desktop.ui.context import Context
from pmo_desktop.ui.names import Names
from pmo_desktop.ui.people.columns import DEPARTMENTS, MEMBERS, TEAMS
from pmo_desktop.ui.people.edits import PoolEdits, named
from pmo_desktop.ui.people.rows import Rows, RowVerbs
from pmo_desktop.ui.people.who import Ask, below
from pmo_desktop.ui.tables.column import Column
from pmo_desktop.ui.widgets.card import Card, label, row
from pmo_desktop.ui.widgets.split import beside

if TYPE_CHECKING:
    from pmo_desktop.services.groups import Groups

TEAM, DEPARTMENT = "team", "department"


class GroupsView(QWidget):
    """Of one kind, `team` or `department`. `person_wanted(id)` when a member is opened, `changed`
    when what is shown is to be read again."""

    person_wanted = Signal(int)
    changed = Signal()

    def __init__(self, context: Context, kind: str, names: Names) -> None:
        super().__init__()
        self._context, self.kind = context, kind
        self._groups: Groups | None = None
        self._wanted: int | None = None
        self._edits = PoolEdits(context, self, self.changed.emit)
        columns = TEAMS if kind == TEAM else DEPARTMENTS
        double = self._double if kind == TEAM else None
        self.list = Rows(
            context, f"{kind}s", columns,
            RowVerbs(self._add, self._change, self._remove, double, "name"),
            empty=self._say_no_groups, names=names, record=kind)  # fmt: skip
        self.members = Rows(
            context, f"{kind}_members", MEMBERS,
            RowVerbs(self._ask_member, None, self._take_out),
            empty=lambda: context.language.text("Nobody belongs to it yet. Add people with +."),
            record="person",
        )  # fmt: skip
        self.merge = QPushButton()
        if kind == TEAM:
            self.merge.hide()
        self.note = label(look="hint", wrap=True)
        self._lay_out()
        self.list.table.row_selected.connect(lambda _: self._show_members())
        self.members.table.row_activated.connect(lambda one: self.person_wanted.emit(one.id))
        self.merge.clicked.connect(self._ask_merge)
        self.retranslate()

    def show_groups(self, groups: Groups) -> None:
        self._groups = groups
        rows = groups.teams if self.kind == TEAM else groups.departments
        self.list.set_rows(rows)
        if self._wanted is not None:
            self.reveal(self._wanted)
        if self.list.table.selected() is None and rows:
            self.list.table.select(rows[0].id)
        self._show_members()

    def reveal(self, row_id: int) -> None:
        """Show one of them; where they are still being read, then."""
        self._wanted = None if self.list.table.select(row_id) else row_id

    def retranslate(self) -> None:
        text = self._context.language.text
        if self.kind == TEAM:
            self.list.say(text("Teams"), "", text("Add a team"), text("Remove the chosen teams"),
                          text("Another team of the same people"))  # fmt: skip
            self.note.setText(text("A team is planned and looked at together, across departments."))
        else:
            self.list.say(text("Departments"), "", text("Add a department"),
                          text("Remove the chosen departments"))  # fmt: skip
            self.note.setText(
                text("The line manager answers for the time of the department's people.")
            )
        self.merge.setText(text("Bring together…"))
        self._show_members()

    @property
    def filter_edit(self) -> QLineEdit:
        return self.list.table.filter_edit

    def _lay_out(self) -> None:
        left, right = Card(titled=False), Card(titled=False)
        left.body.addWidget(self.list, 1)
        line = row(self.note, self.merge)
        line.setStretch(0, 1)
        left.body.addLayout(line)
        right.body.addWidget(self.members, 1)
        split = beside(left, right, sizes=(520, 520))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(split)

    def _say_no_groups(self) -> str:
        text = self._context.language.text
        if self.kind == TEAM:
            return text("No team yet. Add one with +.")
        return text("No department yet. They come with people and projects, or with +.")

    def _show_members(self) -> None:
        text, chosen = self._context.language.text, self.list.table.selected()
        self.merge.setEnabled(chosen is not None)
        add, remove = text("Add somebody"), text("Take the chosen people out")
        name = "" if chosen is None else chosen.name
        self.members.say(name, "", add, remove)
        if self._groups is None or chosen is None:
            self.members.set_rows(())
            return
        wanted = set(chosen.people)
        self.members.set_rows([one for one in self._groups.people if one.id in wanted])

    # What the user does

    def _add(self) -> int | None:
        from pmo_desktop.services.teams import add_department, add_team, free_group_name

        text = self._context.language.text
        is_team = self.kind == TEAM
        base = text("New team") if is_team else text("New department")
        name = self._context.query(free_group_name, self.kind, base)
        title = "Add team “{name}”" if is_team else "Add department “{name}”"
        made = self._edits.do(title, {"name": name}, add_team if is_team else add_department, name)
        return None if made is None else int(made)

    def _change(self, found: Any, column: Column, value: Any) -> bool:
        from pmo_desktop.services import teams

        is_team = self.kind == TEAM
        title = "Change team “{name}”" if is_team else "Change department “{name}”"
        verb = {
            "name": teams.rename_team if is_team else teams.rename_department,
            "lead": teams.set_lead_by_name,
            "manager": teams.set_manager_by_name,
        }[column.key]
        return self._edits.did(title, {"name": found.name}, verb, found.id, value or "")

    def _remove(self, rows: Sequence[Any]) -> None:
        from pmo_desktop.services.teams import remove_departments, remove_teams

        is_team = self.kind == TEAM
        title = "Remove teams: {names}" if is_team else "Remove departments: {names}"
        verb = remove_teams if is_team else remove_departments
        self._edits.did(title, {"names": named(rows)}, verb, [found.id for found in rows])

    def _double(self, found: Any) -> int | None:
        from pmo_desktop.services.teams import duplicate_team, free_group_name

        name = self._context.query(free_group_name, self.kind, found.name)
        made = self._edits.do("Add team “{name}”", {"name": name}, duplicate_team, found.id, name)
        return None if made is None else int(made)

    def _ask_member(self) -> int | None:
        chosen = self.list.table.selected()
        if chosen is None or self._groups is None:
            return None
        text = self._context.language.text
        others = [(one.id, one.name) for one in self._groups.people if one.id not in chosen.people]
        ask = Ask(text("Who belongs to {name}?", name=chosen.name),
                  text("Add"), others, lambda one: self._put_in(chosen, one), self)  # fmt: skip
        below(self.members.buttons.add, ask)
        return None

    def _put_in(self, group: Any, person_id: int) -> None:
        from pmo_desktop.services.people import set_department
        from pmo_desktop.services.teams import add_members

        if self.kind == TEAM:
            self._edits.did("Change team “{name}”", {"name": group.name}, add_members, group.id,
                            [person_id])  # fmt: skip
        else:
            self._edits.did("Change department “{name}”", {"name": group.name}, set_department,
                            [person_id], group.id)  # fmt: skip

    def _take_out(self, rows: Sequence[Any]) -> None:
        from pmo_desktop.services.people import set_department
        from pmo_desktop.services.teams import remove_members

        group = self.list.table.selected()
        ids = [one.id for one in rows]
        if group is None:
            return
        if self.kind == TEAM:
            self._edits.did("Change team “{name}”", {"name": group.name}, remove_members, group.id,
                            ids)  # fmt: skip
        else:
            self._edits.did("Change department “{name}”", {"name": group.name}, set_department,
                            ids, None)  # fmt: skip

    def _ask_merge(self) -> None:
        keep = self.list.table.selected()
        if keep is None or self._groups is None:
            return
        text = self._context.language.text
        others = [(one.id, one.name) for one in self._groups.departments if one.id != keep.id]
        question = text("Which department is {name} as well? All of it goes to {name}.",
                        name=keep.name)  # fmt: skip
        ask = Ask(question, text("Bring together"), others,
                  lambda other: self._merge(keep, other), self)  # fmt: skip
        below(self.merge, ask)

    def _merge(self, keep: Any, other: int) -> None:
        from pmo_desktop.services.teams import merge_departments

        self._edits.did("Bring together what is known of {name}", {"name": keep.name},
                        merge_departments, keep.id, [other])  # fmt: skip
