"""Skills: who has what at what level, what is missing, and what the office needs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, QSignalBlocker
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
)
from typing_extensions import override

from pmo_desktop.ui.context import Context
from pmo_desktop.ui.page import Page
from pmo_desktop.ui.people.edits import PoolEdits, named
from pmo_desktop.ui.people.rows import Rows, RowVerbs
from pmo_desktop.ui.people.who import Ask, below
from pmo_desktop.ui.skills.columns import GAPS, SKILLS, is_short
from pmo_desktop.ui.skills.grid import SkillGrid
from pmo_desktop.ui.tables.column import Column
from pmo_desktop.ui.tables.table import RecordTable
from pmo_desktop.ui.widgets.card import Card, label, row
from pmo_desktop.ui.widgets.flow import FlowRow
from pmo_desktop.ui.widgets.segments import Segments
from pmo_desktop.ui.widgets.split import beside

if TYPE_CHECKING:
    from pmo_desktop.exchange.tabling.sheet import Sheet
    from pmo_desktop.services.skill_matrix import SkillMatrix

VIEWS = ("matrix", "skills")
GAPS_WIDTH, LEAST_GAPS = 372, 330
GROUP_WIDTH, CATEGORY_WIDTH = 150, 120
EVERY = ("", "")


class SkillsPage(Page):
    tables = frozenset({"skill", "person_skill", "person", "department", "team", "team_member",
                        "booking", "resource_request", "office", "absence"})  # fmt: skip

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.matrix: SkillMatrix | None = None
        self._wanted: int | None = None
        self._edits = PoolEdits(context, self, self._make_stale)
        self.views = Segments(VIEWS)
        self.group, self.category = QComboBox(), QComboBox()
        self.filter_edit = QLineEdit()
        self.short_only = QPushButton()
        self.export, self.merge = QPushButton(), QPushButton()
        self.grid = SkillGrid(context.language, context.palette)
        self.gaps = RecordTable(
            context,
            "skill_gaps",
            GAPS,
            empty=lambda: context.language.text("Every skill has the holders that it needs."),
            record="skill",
        )
        self.list = Rows(
            context, "skills", SKILLS,
            RowVerbs(self._add, self._change, self._remove, None, "name"),
            empty=lambda: context.language.text("No skill yet. Add one with +."),
            record="skill")  # fmt: skip
        self.empty = label(look="empty", wrap=True)
        self.stack, self.grid_stack = QStackedWidget(), QStackedWidget()
        self.gaps_card = Card()
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.grid)
        self.retranslate()

    @override
    def refresh(self) -> None:
        from pmo_desktop.services.skill_matrix import skill_matrix

        self.context.ask(skill_matrix, then=self._take, owner=self)

    @override
    def retranslate(self) -> None:
        text, term = self.context.language.text, self.context.language.term
        self.views.set_texts((text("Matrix"), term("person.skills")))
        self.filter_edit.setPlaceholderText(text("Filter"))
        self.short_only.setText(text("Only gaps"))
        self.export.setText(text("Export the table…"))
        self.merge.setText(text("Bring together…"))
        self.merge.setToolTip(text("Two skills are the same: make them one"))
        self.gaps_card.say(text("Gaps"), text("a click goes to the skill"))
        self.list.say(term("person.skills"), text("what the office needs, and who has it"),
                      text("Add a skill"), text("Remove the chosen skills"))  # fmt: skip
        self.empty.setText(
            text("No skill or nobody to have it. Add skills with + in the list of skills.")
        )
        self.grid.set_language(self.context.language)
        self._fill()

    @override
    def restyle(self) -> None:
        self.grid.set_palette(self.context.palette)

    @override
    def reveal(self, table: str, row_id: int) -> None:
        """A skill in the list, and in the matrix, giving up what hides it there; where they are
        still being read, then."""
        if table != "skill":
            return
        self._wanted = row_id
        if self.matrix is None or not self.list.table.select(row_id):
            return
        self._wanted = None
        if all(skill.id != row_id for skill in self.grid.skills):
            self.category.setCurrentIndex(0)
            self.short_only.setChecked(False)
            self.filter_edit.clear()
            self._show()
        self.grid.choose_skill(row_id)

    def filter_field(self) -> QLineEdit:
        return self.filter_edit if self.views.current == "matrix" else self.list.table.filter_edit

    # Layout

    def _lay_out(self) -> None:
        self.short_only.setCheckable(True)
        self.group.setFixedWidth(GROUP_WIDTH)
        self.category.setFixedWidth(CATEGORY_WIDTH)
        self.filter_edit.setMaximumWidth(GROUP_WIDTH)
        matrix = Card(titled=False)
        matrix.body.addLayout(FlowRow(self.group, self.category, self.filter_edit, self.short_only))
        self.grid_stack.addWidget(self.grid)
        self.grid_stack.addWidget(self.empty)
        matrix.body.addWidget(self.grid_stack, 1)
        self.gaps_card.body.addWidget(self.gaps, 1)
        self.gaps_card.setMinimumWidth(LEAST_GAPS)
        split = beside(matrix, self.gaps_card, shares=(1, 0), sizes=(900, GAPS_WIDTH))
        skills = Card(titled=False)
        skills.body.addLayout(row(self.list.table.filter_edit, None, self.merge))
        skills.body.addWidget(self.list, 1)
        for view in (split, skills):
            self.stack.addWidget(view)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addLayout(row(self.views, None, self.export))
        layout.addWidget(self.stack, 1)

    def _connect(self) -> None:
        self.views.chosen.connect(lambda key: self.stack.setCurrentIndex(VIEWS.index(key)))
        self.group.activated.connect(lambda _: self._show())
        self.category.activated.connect(lambda _: self._show())
        self.short_only.toggled.connect(lambda _: self._show())
        self.filter_edit.textChanged.connect(lambda _: self._show())
        self.grid.level_wanted.connect(self._set_levels)
        self.grid.whence_wanted.connect(self._ask_whence)
        self.gaps.row_selected.connect(self._on_gap_chosen)
        self.list.table.row_selected.connect(lambda one: self.merge.setEnabled(one is not None))
        self.merge.clicked.connect(self._ask_merge)
        self.export.clicked.connect(self._ask_export)
        self.merge.setEnabled(False)

    # Showing

    def _take(self, matrix: SkillMatrix) -> None:
        self.matrix = matrix
        self._fill()
        self.list.set_rows(matrix.skills)
        short = sorted(filter(is_short, matrix.skills), key=lambda one: (one.gravity, one.name))
        self.gaps.set_rows(short)
        if self._wanted is not None:
            self.reveal("skill", self._wanted)
        text = self.context.language.text
        skills = text("{n} skills", n=len(matrix.skills))
        gaps = text("{n} with a gap", n=len(short))
        self.set_subtitle(f"{skills} · {gaps}")

    def _fill(self) -> None:
        """The groups and categories that there are; the choice stays."""
        if self.matrix is None:
            return
        text, people = self.context.language.text, self.matrix.people
        departments = sorted({one.department for one in people} - {""})
        teams = sorted({team for one in people for team in one.teams})
        groups = [(text("All groups"), EVERY), *((one, ("department", one)) for one in departments),
                  *((one, ("team", one)) for one in teams)]  # fmt: skip
        _offer(self.group, groups)
        categories = sorted({skill.category for skill in self.matrix.skills} - {""})
        _offer(self.category, [(text("All categories"), ""), *((one, one) for one in categories)])
        self._show()

    def _show(self) -> None:
        if self.matrix is None:
            return
        kind, group = self.group.currentData() or EVERY
        category, words = self.category.currentData() or "", self.filter_edit.text().casefold()
        people = [one for one in self.matrix.people if _is_in(one, kind, group)]
        skills = [
            skill
            for skill in self.matrix.skills
            if (not category or skill.category == category)
            and (not self.short_only.isChecked() or is_short(skill))
        ]
        if words:
            # Of people or of skills, whichever the words are found in.
            named_people = [one for one in people if words in f"{one.name} {one.role}".casefold()]
            named_skills = [one for one in skills if words in one.name.casefold()]
            skills = named_skills or skills
            people = named_people if named_people or not named_skills else people
        self.grid.show_matrix(people, skills, self.matrix.levels)
        shown = self.grid if people and skills else self.empty
        self.grid_stack.setCurrentWidget(shown)

    # What the user does

    def _on_gap_chosen(self, gap: Any) -> None:
        if gap is not None:
            self.grid.choose_skill(gap.id)

    def _set_levels(self, cells: Sequence[tuple[int, int]], level: int) -> None:
        from pmo_desktop.services.skills import set_levels

        skills = {skill.id: skill.name for skill in self.grid.skills}
        names = sorted({skills[skill] for _, skill in cells})
        title = {"names": ", ".join(names), "level": level}
        self._edits.did("Set {names} to level {level}", title, set_levels, cells, level)

    def _ask_whence(self, point: QPoint) -> None:
        from pmo_desktop.ui.people.whence import open_level_origin

        open_level_origin(self.context, self.grid, *self.grid.current(), point)

    def _add(self) -> int | None:
        from pmo_desktop.services.skills import add_skill, free_skill_name

        name = self.context.query(free_skill_name, self.context.language.text("New skill"))
        values = {"name": name, "category": self.category.currentData() or ""}
        made = self._edits.do("Add skill “{name}”", {"name": name}, add_skill, values)
        return None if made is None else int(made)

    def _change(self, skill: Any, column: Column, value: Any) -> bool:
        from pmo_desktop.services.skills import change_skill

        values = {column.key: "" if value is None and column.key == "category" else value}
        return self._edits.did("Change skill “{name}”", {"name": skill.name}, change_skill,
                               skill.id, values)  # fmt: skip

    def _remove(self, rows: Sequence[Any]) -> None:
        from pmo_desktop.services.skills import remove_skills

        ids = [skill.id for skill in rows]
        self._edits.did("Remove skills: {names}", {"names": named(rows)}, remove_skills, ids)

    def _ask_merge(self) -> None:
        keep = self.list.table.selected()
        if keep is None or self.matrix is None:
            return
        text = self.context.language.text
        others = [(one.id, one.name) for one in self.matrix.skills if one.id != keep.id]
        question = text("Which skill is {name} as well? Who has both keeps the higher level.",
                        name=keep.name)  # fmt: skip
        ask = Ask(question, text("Bring together"), others,
                  lambda other: self._merge(keep, other), self)  # fmt: skip
        below(self.merge, ask)

    def _merge(self, keep: Any, other: int) -> None:
        from pmo_desktop.services.skills import merge_skills

        self._edits.did("Bring together what is known of {name}", {"name": keep.name},
                        merge_skills, keep.id, [other])  # fmt: skip

    def _ask_export(self) -> None:
        from pmo_desktop.ui.tables.exporting import ask_export

        if self.views.current == "matrix":
            ask_export(self.context, self, "skills_matrix", self.sheet)
        else:
            self.list.table.ask_export()

    def sheet(self) -> Sheet:
        """The matrix as it is shown, a column a skill."""
        from pmo_desktop.domain.fields import Kind
        from pmo_desktop.exchange.tabling.sheet import Sheet, SheetColumn

        term, levels = self.context.language.term, self.grid.levels
        heads = [SheetColumn(term(f"person.{name}")) for name in ("name", "department", "role")]
        columns = [*heads, *(SheetColumn(one.name, Kind.INTEGER) for one in self.grid.skills)]
        rows = [
            [one.name, one.department, one.role,
             *(levels.get((one.id, skill.id)) for skill in self.grid.skills)]
            for one in self.grid.people
        ]  # fmt: skip
        return Sheet(self.context.language.text("Skills matrix"), columns, rows)


def _is_in(person: Any, kind: str, group: str) -> bool:
    if kind == "department":
        return bool(person.department == group)
    return kind != "team" or group in person.teams


def _offer(box: QComboBox, offers: Sequence[tuple[str, Any]]) -> None:
    chosen = box.currentData()
    blocked = QSignalBlocker(box)
    box.clear()
    for words, value in offers:
        box.addItem(words, value)
    values = [value for _, value in offers]
    box.setCurrentIndex(values.index(chosen) if chosen in values else 0)
    del blocked
