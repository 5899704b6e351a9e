"""Balance: the portfolio levelled beside the window, looked at, adopted, put back.

The first plan shows as soon as it is there, and better ones as they are found; the best so far can
be looked at and adopted at any moment. A plan that was made from another state of the office than
the newest is shown, but not adopted.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QProgressBar, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from pmo_desktop.domain.balance import Levelled
from pmo_desktop.progress import Report
from pmo_desktop.ui.balance.columns import PROJECTS, ProjectRow
from pmo_desktop.ui.balance.lists import BalanceLists
from pmo_desktop.ui.balance.load_card import OverCard
from pmo_desktop.ui.balance.options import BalanceOptions
from pmo_desktop.ui.context import Context, Named
from pmo_desktop.ui.page import Page
from pmo_desktop.ui.tables.table import RecordTable
from pmo_desktop.ui.widgets.card import Card, label, row
from pmo_desktop.ui.widgets.split import beside

if TYPE_CHECKING:
    from pmo_desktop.services.balance_page import BalanceState
    from pmo_desktop.ui.gantt.plan_edits import PlanEdit
    from pmo_desktop.ui.jobs import Job

SHARES = (1, 1)
TABLES = ("project", "task", "dependency", "assignment", "person", "person_capacity", "absence",
          "booking", "office", "working_calendar", "calendar_day")  # fmt: skip


class BalancePage(Page):
    tables = frozenset(TABLES)
    _better = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._job: Job | None = None
        self._found: Levelled | None = None
        self._standing: Levelled | None = None
        self._newest = 0
        # What was adopted stays in sight, whatever the search still hands over when it ends.
        self._adopted = self._is_closed = False
        self.options = BalanceOptions(context)
        self.projects = Card()
        self.table = RecordTable(context, "balance_projects", PROJECTS, empty=self._empty)
        self.over, self.lists = OverCard(context), BalanceLists(context)
        self.said = label(look="quiet", wrap=True)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(4)
        self.gantt, self.load, self.adopt = QPushButton(), QPushButton(), QPushButton()
        self.adopt.setProperty("look", "primary")
        self._lay_out()
        self._connect()
        self.retranslate()

    # The page

    @override
    def refresh(self) -> None:
        from pmo_desktop.services.balance_page import as_it_stands, balance_state

        self.context.ask(balance_state, then=self._take_state, owner=self)
        if self._found is None:
            bounds = self.options.bounds
            self.context.ask(as_it_stands, bounds, then=self._take_standing, owner=self)

    @override
    def forget(self) -> None:
        self._is_closed, self._adopted, self._standing = True, False, None
        self.stop()
        self._take(None)

    @override
    def retranslate(self) -> None:
        text = self.context.language.text
        self.projects.say(text("Finish of the projects"))
        self.options.retranslate()
        self.over.retranslate()
        self.lists.retranslate()
        self.gantt.setText(text("Show on the Gantt"))
        self.load.setText(text("Show in the load"))
        self.gantt.setToolTip(text("Where the tasks would go, upon the plan as it is"))
        self.load.setToolTip(text("The load as it would be"))
        self.adopt.setText(text("Adopt"))
        self.adopt.setToolTip(text("Give the tasks these dates: one edit that can be undone"))
        self._say()

    def filter_field(self) -> QLineEdit:
        return self.table.filter_edit

    # Setting up

    def _lay_out(self) -> None:
        self.projects.head.addWidget(self.table.filter_edit)
        self.projects.body.addWidget(self.table, 1)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.projects, 3)
        column.addWidget(self.over, 2)
        sizes = [share * 600 for share in SHARES]
        self.splitter = beside(left, self.lists, shares=SHARES, sizes=sizes)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(10)
        whole.addWidget(self.options)
        what = row(self.said, self.gantt, self.load, self.adopt)
        what.setStretch(0, 1)
        whole.addLayout(what)
        whole.addWidget(self.progress)
        whole.addWidget(self.splitter, 1)
        self.setFocusProxy(self.options.start)

    def _connect(self) -> None:
        self.options.asked.connect(self.balance)
        self.options.stopped.connect(self.stop)
        self._better.connect(self._take_better)
        self.context.jobs.progressed.connect(self._on_progressed)
        self.context.jobs.finished.connect(self._on_finished)
        self.lists.task_wanted.connect(lambda task: self.page_wanted.emit("gantt", "task", task))
        self.table.row_activated.connect(
            lambda one: self.page_wanted.emit("gantt", "project", one.id)
        )
        self.lists.put_back_wanted.connect(self.put_back)
        self.adopt.clicked.connect(self.adopt_best)
        self.gantt.clicked.connect(lambda: self._preview_on("gantt"))
        self.load.clicked.connect(lambda: self._preview_on("load"))

    # What the user does

    def balance(self) -> None:
        """Look for a plan within the bounds of now."""
        from pmo_desktop.services.levelling import asked, balance

        workspace, bounds = self.context.workspace, self.options.bounds
        if workspace is None or self._job is not None:
            return
        better = self._better.emit
        self._adopted = self._is_closed = False
        self._take(None)

        def work(report: Report) -> Levelled:
            return balance(workspace.query(asked, bounds), report, better)

        self._job = self.context.jobs.run(
            Named("Balance the portfolio"), work, self._take_better, lane="make", owner=self
        )
        self.options.show_running(True)
        self._say()

    def stop(self) -> None:
        """Go on with the best so far."""
        if self._job is not None:
            self._job.cancel()

    def adopt_best(self) -> None:
        """Take over the best plan so far."""
        from pmo_desktop.ui.gantt.plan_edits import do

        self._is_closed = True
        self.stop()
        if self._found is not None:
            do(self.context, _adopting(self._found), self, self._on_adopted)

    def put_back(self, task_ids: Sequence[int] | None) -> None:
        """Let tasks lie where they would without levelling; None: all."""
        from pmo_desktop.services.balancing import put_back
        from pmo_desktop.ui.gantt.plan_edits import PlanEdit, do

        title = "Put back what levelling moved"
        args = (None if task_ids is None else list(task_ids),)
        do(self.context, PlanEdit(title, {}, put_back, args), self)

    def _preview_on(self, page: str) -> None:
        from pmo_desktop.ui.preview import Preview

        found = self._found
        if found is None:
            return
        moved = {move.task_id: (move.start, move.finish) for move in found.moves}
        text = "the balanced portfolio, {n} tasks lie elsewhere"
        preview = Preview(_adopting(found), moved, text, {"n": len(moved)})
        self.context.show_preview(preview)
        self.page_wanted.emit(page, "", 0)

    # What comes back

    def _take(self, found: Levelled | None) -> None:
        """Show a plan: the best so far."""
        self._found = found
        shown = found or self._standing
        self.table.set_rows(() if shown is None else map(ProjectRow, shown.projects))
        self.over.show_found(shown)
        self.lists.show_found(found)
        if found is not None:
            self._newest = max(self._newest, found.change)
        self._say()

    def _take_better(self, found: Levelled) -> None:
        """What the search hands over."""
        if not self._is_closed:
            self._take(found)

    def _take_standing(self, standing: Levelled) -> None:
        """What there is to better, until there is a plan."""
        self._standing = standing
        if self._found is None:
            self._take(None)

    def _take_state(self, state: BalanceState) -> None:
        self._newest = state.change
        self.lists.show_held(state.held)
        self.options.offer(state.people, state.projects)
        self._say()

    def _on_adopted(self, _moved: Any) -> None:
        self._adopted = True
        self._say()

    def _on_progressed(self, job: Job) -> None:
        if job is self._job and job.progress.total:
            self.progress.setRange(0, job.progress.total)
            self.progress.setValue(min(job.progress.done, job.progress.total))

    def _on_finished(self, job: Job) -> None:
        if job is self._job:
            self._job = None
            self.options.show_running(False)
            self._say()

    # What is said

    @property
    def _is_stale(self) -> bool:
        """Whether the plan was made from another state than the newest."""
        return self._found is not None and self._found.change < self._newest

    def _say(self) -> None:
        found, runs = self._found, self._job is not None
        self.progress.setVisible(runs)
        if runs and found is None:
            self.progress.setRange(0, 0)
        fresh = found is not None and not self._is_stale and bool(found.moves)
        self.adopt.setEnabled(fresh)
        for button in (self.gantt, self.load):
            button.setEnabled(fresh)
        self.said.setText(self._sentence())
        self._say_subtitle()

    def _sentence(self) -> str:
        text, found = self.context.language.text, self._found
        if found is None:
            if self._job is not None:
                return text("The first plan is being made.")
            return text("Choose the bounds and balance; nothing is changed until you adopt it.")
        if self._adopted:
            return text("Adopted. Undo takes all of it back; single tasks can be put back below.")
        if self._is_stale:
            return text("The plans have changed since they were balanced: balance them again.")
        late = [project for project in found.projects if project.days > 0]
        said = text(
            "{n} tasks move, {late} projects finish later, {unsolved} overloads stay.",
            n=len(found.moves),
            late=len(late),
            unsolved=len(found.unsolved),
        )
        if self._job is not None:
            said += " " + text("A better plan is being looked for; this one can be adopted.")
        return said

    def _say_subtitle(self) -> None:
        text, found = self.context.language.text, self._found
        if found is None or not found.schedules:
            self.set_subtitle("")
            return
        seconds = f"{found.seconds:.1f}"
        n = found.schedules
        self.set_subtitle(text("{n} schedules in {seconds} s", n=n, seconds=seconds))

    def _empty(self) -> str:
        text = self.context.language.text
        if self._job is not None:
            return text("The first plan is being made.")
        return text("Here stands when each project is done now, and when it would be.")


def _adopting(found: Levelled) -> PlanEdit:
    from pmo_desktop.services.balancing import adopt
    from pmo_desktop.ui.gantt.plan_edits import PlanEdit

    return PlanEdit("Balance the portfolio", {}, adopt, (found.tasks,))
