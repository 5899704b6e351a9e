"""Which risks act on which tasks of a project, with the factors by which they lengthen them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QComboBox, QPushButton

from pmo_desktop.domain.fields import Field, Kind
from pmo_desktop.ui.context import Context
from pmo_desktop.ui.tables.column import Column
from pmo_desktop.ui.tables.table import RecordTable
from pmo_desktop.ui.widgets.buttons import AddRemove
from pmo_desktop.ui.widgets.card import Card, row
from pmo_desktop.ui.widgets.popover import Popover

if TYPE_CHECKING:
    from pmo_desktop.services.registers import RiskRow
    from pmo_desktop.services.task_risks import TaskRiskRow
    from pmo_desktop.services.tied_tasks import TiedTask

FACTORS = ("low", "likely", "high")
FIRST_FACTORS = (1.0, 1.25, 1.5)
LIST_WIDTH = 320


def _factor(name: str) -> Column:
    """A factor is shown and typed in percent of the task's duration."""
    own = Field("task_risk", name, Kind.INTEGER)
    return Column(
        name,
        f"task_risk.{name}",
        lambda tie: getattr(tie, name),
        Kind.INTEGER,
        80,
        show=lambda tie, language: language.percent(getattr(tie, name)),
        cell_field=lambda _: own,
        cell_value=lambda tie: round(getattr(tie, name) * 100),
    )


def _shown_risk(tie: Any, _language: Any) -> str:
    return f"{tie.risk_code} {tie.risk_name}".strip()


def _shown_task(tie: Any, _language: Any) -> str:
    return f"{tie.wbs} {tie.task_name}".strip()


def _quiet(tie: Any) -> str | None:
    """What is not drawn: the risk is not open, or has no probability."""
    return None if tie.probability is not None and tie.risk_state == "open" else "ink3"


TIES: tuple[Column, ...] = (
    Column("risk", "task_risk.risk", lambda tie: tie.risk_code, width=130, stretch=True,
           show=_shown_risk, tone=_quiet),
    Column("probability", "risk.probability", lambda tie: tie.probability, Kind.SHARE, 84,
           tone=_quiet),
    Column("task", "task_risk.task", lambda tie: tie.wbs, width=150, show=_shown_task),
    *map(_factor, FACTORS),
)  # fmt: skip


class TiesCard(Card):
    """The ties of one project; each change is one edit."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._project: int | None = None
        self.buttons = AddRemove(context)
        self.table = RecordTable(
            context, "task_risks", TIES, empty=self._empty, edit=self._change
        )  # fmt: skip
        self.head.addWidget(self.buttons)
        self.body.addWidget(self.table, 1)
        self.buttons.add_wanted.connect(self._on_add_wanted)
        self.buttons.remove_wanted.connect(self._on_remove_wanted)
        self.table.row_selected.connect(
            lambda _: self.buttons.enable_remove(self.table.selected() is not None)
        )

    def show_project(self, project_id: int | None) -> None:
        from pmo_desktop.services.task_risks import task_risks

        self._project = project_id
        self.buttons.add.setEnabled(project_id is not None)
        if project_id is None:
            self.table.set_rows(())
            return
        self._context.ask(task_risks, project_id, then=self._take, owner=self)

    def retranslate(self) -> None:
        text = self._context.language.text
        self.say(text("Risks that act on tasks"))
        self.buttons.say(text("Let a risk act on a task"), text("Remove the chosen line"))

    def _take(self, rows: Sequence[TaskRiskRow]) -> None:
        self.table.set_rows(row for row in rows if row.project_id == self._project)

    def _empty(self) -> str:
        return self._context.language.text(
            "No risk acts on a task yet. With + a risk of the register is tied to a task: tasks"
            " with a common risk are late together."
        )

    def _change(self, tie: TaskRiskRow, column: Column, value: Any) -> bool:
        factors = {name: getattr(tie, name) for name in FACTORS}
        factors[column.key] = (value or 0) / 100
        return self._tie(tie.risk_id, tie.task_id, tuple(factors.values()))

    def _tie(self, risk_id: int, task_id: int, factors: tuple[float, ...]) -> bool:
        from pmo_desktop.services.task_risks import tie_risk
        from pmo_desktop.storage.changes import Title

        title = Title("Let a risk act on a task")
        return self._context.edit(title, tie_risk, risk_id, task_id, *factors) is not None

    def _on_remove_wanted(self) -> None:
        from pmo_desktop.services.task_risks import untie_risk
        from pmo_desktop.storage.changes import Title

        chosen = self.table.selected()
        if chosen is not None:
            self._context.edit(Title("Let a risk no longer act on a task"), untie_risk, chosen.id)

    def _on_add_wanted(self) -> None:
        from pmo_desktop.services.registers import risks
        from pmo_desktop.services.tied_tasks import open_tasks

        assert self._project is not None  # the button waits for a project
        known = self._context.query(risks, self._project)
        open_risks = [risk for risk in known if risk.state == "open"]
        tasks = self._context.query(open_tasks, self._project)
        if not open_risks or not tasks:
            self._context.warn(
                "There is no open risk or no open task in this project: add a risk on the page"
                " “Risks & issues” first."
            )
            return
        popover = TiePopover(self._context, open_risks, tasks, self)
        popover.chosen = lambda risk, task: self._tie(risk, task, FIRST_FACTORS)
        popover.show_at(self.buttons.add.mapToGlobal(self.buttons.add.rect().bottomLeft()))


class TiePopover(Popover):
    """Which risk, which task; `chosen(risk id, task id)` is called once."""

    def __init__(
        self,
        context: Context,
        risks: Sequence[RiskRow],
        tasks: Sequence[TiedTask],
        parent: TiesCard,
    ) -> None:
        super().__init__(parent)
        text = context.language.text
        self.chosen: Any = None
        self.risk, self.task = QComboBox(), QComboBox()
        for risk in risks:
            self.risk.addItem(f"{risk.code} {risk.name}".strip(), risk.id)
        for task in tasks:
            self.task.addItem(f"{task.wbs} {task.name}".strip(), task.id)
        self.add_text(text("This risk"), "quiet")
        self.body.addWidget(self.risk)
        self.add_text(text("makes this task longer"), "quiet")
        self.body.addWidget(self.task)
        for chooser in (self.risk, self.task):
            chooser.setMaximumWidth(LIST_WIDTH)
        self.done = QPushButton(text("Tie"))
        self.done.setProperty("look", "primary")
        self.done.clicked.connect(self._on_done)
        self.body.addLayout(row(None, self.done))

    def _on_done(self) -> None:
        chosen = self.chosen
        risk, task = self.risk.currentData(), self.task.currentData()
        self.close()
        if chosen is not None:
            chosen(risk, task)
