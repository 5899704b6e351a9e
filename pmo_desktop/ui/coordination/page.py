"""Requests: what project leaders ask of line managers, and what these answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QComboBox, QLineEdit, QMenu, QToolButton, QWidget
from typing_extensions import override

from pmo_desktop.domain.requests import PENDING, RequestState
from pmo_desktop.services.refused import Refused
from pmo_desktop.ui.context import Context
from pmo_desktop.ui.coordination.answering import AnswerCard
from pmo_desktop.ui.coordination.columns import columns, read_units, state_term
from pmo_desktop.ui.coordination.edits import RequestEdits
from pmo_desktop.ui.coordination.sheets import SheetButtons
from pmo_desktop.ui.names import Names
from pmo_desktop.ui.page import Page
from pmo_desktop.ui.portfolio_watch import PortfolioWatch
from pmo_desktop.ui.tables.column import Column
from pmo_desktop.ui.tables.table import RecordTable
from pmo_desktop.ui.widgets.buttons import AddRemove
from pmo_desktop.ui.widgets.card import Card, row
from pmo_desktop.ui.widgets.flow import FlowRow

if TYPE_CHECKING:
    from pmo_desktop.services.free_time import FreeTime
    from pmo_desktop.services.request_rows import RequestRow
    from pmo_desktop.services.request_sheets import Requested
    from pmo_desktop.services.unfilled import Unfilled

ANY, WAITING, OVERDUE = "", "waiting", "overdue"
STATES = (WAITING, OVERDUE, ANY, *(state.value for state in RequestState))
MOST_DEMAND = 25
PROJECT_WIDTH, DEPARTMENT_WIDTH, STATE_WIDTH = 170, 150, 110


class RequestsPage(Page):
    tables = frozenset(
        {"resource_request", "booking", "person", "project", "department", "skill", "task",
         "assignment", "absence", "person_capacity", "office"}
    )  # fmt: skip

    def __init__(self, context: Context, watch: PortfolioWatch, names: Names) -> None:
        super().__init__(context)
        self._watch = watch
        self._edits = RequestEdits(context)
        self._free: Mapping[int, FreeTime] = {}
        self._skills: tuple[str, ...] = ()
        self._wanted: int | None = None
        self.table = RecordTable(
            context,
            "request",
            columns({}, ()),
            empty=lambda: context.language.text(
                "Nobody is asked for. Choose a project and ask for somebody with +."
            ),
            edit=self._edit,
            names=names,
        )
        self.project, self.department, self.state = QComboBox(), QComboBox(), QComboBox()
        self.buttons = AddRemove(context)
        self.demand, self.demand_menu = QToolButton(), QMenu(self)
        self.card, self.answer = Card(), AnswerCard(context, names)
        self.sheets = SheetButtons(context, self)
        self._lay_out()
        self._connect()
        self.retranslate()

    # What the shell uses

    @override
    def refresh(self) -> None:
        from pmo_desktop.services.request_sheets import requested

        self.context.ask(requested, then=self._take, owner=self)

    @override
    def retranslate(self) -> None:
        text, term = self.context.language.text, self.context.language.term
        self.card.say(text("Requests"), "")
        self.answer.retranslate()
        self.sheets.retranslate()
        self.buttons.say(text("Ask for somebody"), text("Remove the chosen request"))
        self.demand.setText(text("For demand…"))
        self.demand.setToolTip(
            text("Ask for somebody for a booking that nobody fills, or a placeholder on a task")
        )
        words = {
            ANY: text("All states"), WAITING: text("Waiting"), OVERDUE: text("Overdue")
        }  # fmt: skip
        _fill(self.state, [(words.get(s) or term(state_term(s)), s) for s in STATES])
        self._fill_projects()
        self._fill_departments()
        self._on_selected(self.table.selected())

    @override
    def reveal(self, table: str, row_id: int) -> None:
        """Show a request, giving up whatever hides it."""
        self._wanted = row_id
        if any(found.id == row_id for found in self.table.model.rows):
            self._show_wanted()

    def filter_field(self) -> QLineEdit:
        return self.table.filter_edit

    @property
    def project_id(self) -> int:
        """The project chosen; 0 for all."""
        return int(self.project.currentData() or 0)

    @property
    def department_name(self) -> str:
        return str(self.department.currentData() or "")

    # Setting up

    def _lay_out(self) -> None:
        for box, width in (
            (self.project, PROJECT_WIDTH),
            (self.department, DEPARTMENT_WIDTH),
            (self.state, STATE_WIDTH),
        ):
            box.setFixedWidth(width)
        bar = QWidget()
        bar.setLayout(
            FlowRow(
                self.project,
                self.department,
                self.state,
                self.table.filter_edit,
                self.buttons,
                self.demand,
            )
        )
        self.demand.setProperty("look", "button")
        self.demand.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.demand.setMenu(self.demand_menu)
        self.card.head.addWidget(self.sheets)
        self.card.body.addWidget(bar)
        self.card.body.addWidget(self.table, 1)
        layout = row(self.card, self.answer, spacing=12)
        layout.setStretch(0, 1)
        self.setLayout(layout)
        self.setFocusProxy(self.table)

    def _connect(self) -> None:
        for box in (self.project, self.department, self.state):
            box.currentIndexChanged.connect(self._narrow)
        self.buttons.add_wanted.connect(self.add)
        self.buttons.remove_wanted.connect(self.remove)
        self.demand_menu.aboutToShow.connect(self.fill_demand)
        self.table.row_selected.connect(self._on_selected)
        self.answer.answered.connect(self.give_answer)
        self._watch.changed.connect(self._fill_projects)

    def _fill_projects(self) -> None:
        projects = self._watch.portfolio.projects if self._watch.portfolio else ()
        every = (self.context.language.text("All projects"), 0)
        _fill(self.project, [every, *((f"{p.code} {p.name}", p.id) for p in projects)])

    def _fill_departments(self) -> None:
        names = sorted({found.department for found in self.table.model.rows if found.department})
        every = (self.context.language.text("All departments"), "")
        _fill(self.department, [every, *((name, name) for name in names)])

    # Showing

    def _take(self, found: Requested) -> None:
        self._free = found.free
        if found.skills != self._skills:
            self._skills = found.skills
        self.table.set_columns(columns(found.free, found.skills))
        self.table.set_rows(found.rows)
        self._fill_departments()
        self._narrow()
        self._show_wanted()
        if self.table.selected() is None and self.table.model.shown:
            self.table.select(self.table.model.shown[0].id)
        self._on_selected(self.table.selected())
        waiting = sum(request.state in PENDING for request in found.rows)
        overdue = sum(request.overdue for request in found.rows)
        text = self.context.language.text
        parts = [text("{n} waiting", n=waiting)]
        if overdue:
            parts.append(text("{n} overdue", n=overdue))
        self.set_subtitle(" · ".join(parts))

    def _narrow(self) -> None:
        self.table.set_filter(self._passes)

    def _passes(self, request: RequestRow) -> bool:
        state = self.state.currentData()
        if state == WAITING and request.state not in PENDING:
            return False
        if state == OVERDUE and not request.overdue:
            return False
        if state not in (ANY, None, WAITING, OVERDUE) and request.state != state:
            return False
        if self.project_id and request.project_id != self.project_id:
            return False
        return not self.department_name or request.department == self.department_name

    def _show_wanted(self) -> None:
        if self._wanted is None:
            return
        wanted, self._wanted = self._wanted, None
        if not self.table.select(wanted):
            for box in (self.project, self.department):
                box.setCurrentIndex(0)
            self.state.setCurrentIndex(STATES.index(ANY))
            self._narrow()
            self.table.select(wanted)

    def _on_selected(self, request: RequestRow | None) -> None:
        self.buttons.enable_remove(request is not None)
        free = None if request is None else self._free.get(request.id)
        self.answer.show_request(request, free)

    # Editing

    def add(self) -> None:
        """Ask for somebody in the chosen project, and name whom."""
        selected = self.table.selected()
        project = self.project_id or (selected.project_id if selected is not None else 0)
        if not project:
            self.context.warn("Choose a project first: the new row belongs to one.")
            self.project.setFocus()
            return
        added = self._edits.add(project)
        if added is not None:
            self._wanted = added
            self.context.jobs.ask(
                lambda: None, lambda _: self.table.begin_edit(added, "person"), owner=self
            )

    def fill_demand(self) -> None:
        """The menu: what of the chosen project (or of all) nobody fills yet, soonest first."""
        from pmo_desktop.services.unfilled import unfilled

        language = self.context.language
        self.demand_menu.clear()
        found = self.context.query(unfilled, self.project_id or None)
        for one in found[:MOST_DEMAND]:
            words = language.text(
                "{project} {name}: {units} from {first} to {last}",
                project=one.project_code,
                name=one.name or language.text("Anybody"),
                units=language.percent(one.units),
                first=one.first,
                last=one.last,
            )
            action = self.demand_menu.addAction(words.replace("&", "&&"))
            action.triggered.connect(lambda _=False, of=one: self.ask_for(of))
        if self.demand_menu.isEmpty():
            nothing = self.demand_menu.addAction(language.text("All demand is filled or asked for"))
            nothing.setEnabled(False)

    def ask_for(self, demand: Unfilled) -> None:
        """Ask for somebody to fill it."""
        if demand.is_booking:
            self._wanted = self._edits.ask_for_booking(demand.id)
        else:
            self._wanted = self._edits.ask_for_placeholder(demand.id)

    def remove(self) -> None:
        request = self.table.selected()
        if request is not None:
            self._edits.remove(request)

    def give_answer(self, state: RequestState) -> None:
        """Answer the chosen request with what stands in the card."""
        request = self.table.selected()
        if request is not None:
            answer, person = self.answer.answer.toPlainText(), self.answer.person.text()
            try:
                given = self.answer.given(state)
            except Refused as error:
                self.context.show_error(error)
                return
            if given is None:
                self._edits.answer(request, state, answer, person)
            else:
                self._edits.answer_in_part(request, state, given, answer, person)

    def _edit(self, request: RequestRow, column: Column, value: Any) -> bool:
        try:
            given = read_units(value) if column.key == "units" else value
        except Refused as error:
            self.context.show_error(error)
            return False
        return self._edits.change(request, {column.key: given})


def _fill(box: QComboBox, items: Sequence[tuple[str, Any]]) -> None:
    """Offer other items; what was chosen stays where it is still there."""
    chosen = box.currentData()
    box.blockSignals(True)
    box.clear()
    for text, value in items:
        box.addItem(text, value)
    box.setCurrentIndex(max(box.findData(chosen), 0))
    box.blockSignals(False)
