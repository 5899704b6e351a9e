"""The Gantt page: what to show, above the plan; the demand on the people, below it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QModelIndex, QPoint, QSize, Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QStackedWidget,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from pmo_desktop.charts.bars import BRACKETS
from pmo_desktop.charts.gantt import Marks
from pmo_desktop.charts.timescale import Zoom
from pmo_desktop.domain.fields import Field
from pmo_desktop.domain.health import Reason
from pmo_desktop.domain.plan import Plan, PlanRow
from pmo_desktop.ui.context import Context
from pmo_desktop.ui.edits import change_record
from pmo_desktop.ui.gantt.demand import DemandStrip
from pmo_desktop.ui.gantt.demand_shown import DemandShown
from pmo_desktop.ui.gantt.edit_bar import EditBar
from pmo_desktop.ui.gantt.following import PlanFollower
from pmo_desktop.ui.gantt.grouping import NO_PROJECT, Grouping, grouped, portfolio_of
from pmo_desktop.ui.gantt.inspector import Inspector
from pmo_desktop.ui.gantt.measured import MeasuredColumns
from pmo_desktop.ui.gantt.menus import columns_menu, row_menu
from pmo_desktop.ui.gantt.outline import Filter, Show
from pmo_desktop.ui.gantt.outputs import Outputs
from pmo_desktop.ui.gantt.own_columns import OwnTaskColumns
from pmo_desktop.ui.gantt.planning import Planning
from pmo_desktop.ui.gantt.questions import RowQuestions
from pmo_desktop.ui.gantt.sizes import ROW
from pmo_desktop.ui.gantt.toolbar import PLAN, PORTFOLIO, TREND, GanttBar
from pmo_desktop.ui.gantt.trend_panel import TrendPanel
from pmo_desktop.ui.gantt.view import GanttView
from pmo_desktop.ui.names import Names
from pmo_desktop.ui.page import Page
from pmo_desktop.ui.tables.column import Why
from pmo_desktop.ui.tables.delegate import RecordDelegate
from pmo_desktop.ui.widgets.card import Card
from pmo_desktop.ui.widgets.popover import open_why
from pmo_desktop.ui.widgets.preview_bar import PreviewBar

MOST_FINDINGS = 12
STATE = "gantt"
OF_PEOPLE = frozenset({Grouping.PERSON, Grouping.OWNER})
OF_PROJECTS = frozenset({Show.ALL, Show.UNFINISHED, Show.LATE})
TABLES = ("project", "task", "dependency", "assignment", "person", "office", "working_calendar",
          "calendar_day")  # fmt: skip


class TaskDelegate(RecordDelegate):
    """The tables' editors, in rows as high as the bars'."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Any) -> QSize:
        return QSize(0, ROW)


class GanttPage(Page):
    tables = frozenset(TABLES)

    def __init__(self, context: Context, names: Names | None = None) -> None:
        super().__init__(context)
        self._plan = Plan()
        self._read = False
        self._wanted: tuple[str, int] | None = None
        self._level: int | None = None
        self._changed: frozenset[int] | None = None
        self.follower = PlanFollower(context, self)
        self.bar = GanttBar(context.palette)
        self.view = GanttView(context.language, context.palette)
        self.view.model.editable = True
        known = names or Names(context)
        self.view.tree.setItemDelegate(TaskDelegate(context, known, self.view))
        self.planning = Planning(context, self.view, self)
        self.edit_bar = EditBar(self.planning)
        self.inspector = Inspector(context, self.view, known)
        self.demand = DemandStrip(self.view, context.language, context.palette)
        self.demand_shown = DemandShown(context, self.view, self.demand)
        self.questions = RowQuestions(context, self.view, self)
        self.outputs = Outputs(context, self.view, self)
        self.trend = TrendPanel(context)
        self.preview_bar = PreviewBar(context)
        self.note = QLabel()
        self.stack = QStackedWidget()
        self._lay_out()
        self._restore()
        chosen = self.context.settings.table(STATE).get("own", ())
        self.own_columns = OwnTaskColumns(context, self.view.tree, chosen)
        self.measured = MeasuredColumns(context, self.view.tree)
        self._connect()
        self.retranslate()

    # The page

    @override
    def refresh(self) -> None:
        self.follower.read(self)
        self.own_columns.read()
        self.measured.make_stale()

    @override
    def _on_data_changed(self, tables: frozenset[str]) -> None:
        # What was followed is shown already, and read again when it is quiet.
        if not (self.follower.has_followed and self.isVisible()):
            super()._on_data_changed(tables)

    @override
    def forget(self) -> None:
        self._read = False

    @override
    def retranslate(self) -> None:
        language = self.context.language
        self.bar.retranslate(language)
        self.view.set_language(language)
        self.demand.set_language(language)
        self.trend.retranslate()
        self.planning.retranslate()
        self.inspector.retranslate()
        self._regroup()
        self._say()

    @override
    def restyle(self) -> None:
        palette = self.context.palette
        self.bar.restyle(palette)
        self.view.set_palette(palette)
        self.demand.set_palette(palette)
        self.planning.restyle()

    @override
    def reveal(self, table: str, row_id: int) -> None:
        if self.bar.views.current != PLAN:
            self.bar.views.choose(PLAN)
        self.bar.group_by(Grouping.PROJECT)
        if not self.view.reveal(table, row_id):
            # Perhaps the rows are still being read.
            self._wanted = (table, row_id)
        self.bar.mark_filter(self.view.outline.filter)

    def filter_field(self) -> QLineEdit:
        return self.bar.filter_edit

    # Setting up

    def _lay_out(self) -> None:
        self.note.setProperty("look", "empty")
        self.note.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.note.setWordWrap(True)
        body = QWidget()
        inside = QVBoxLayout(body)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        inside.addWidget(self.view, 1)
        inside.addWidget(self.demand)
        self.stack.addWidget(body)
        self.stack.addWidget(self.note)
        self.stack.addWidget(self.trend)
        card = Card(titled=False)
        card.body.setContentsMargins(1, 1, 1, 1)
        card.body.addWidget(self.stack)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self.bar)
        layout.addWidget(self.preview_bar)
        layout.addWidget(self.edit_bar)
        beside = QHBoxLayout()
        beside.setSpacing(12)
        beside.addWidget(card, 1)
        beside.addWidget(self.inspector)
        layout.addLayout(beside, 1)
        self.setFocusProxy(self.view)

    def _restore(self) -> None:
        """What is drawn and which columns are shown are as they were left."""
        state = self.context.settings.table(STATE)
        self.bar.restore(state)
        self.view.set_zoom(Zoom(self.bar.zooms.current))
        level = state.get("level")
        self._level = level if isinstance(level, int) else None
        if "hidden" in state:
            self.view.tree.hide_columns(set(state["hidden"]))
        self.view.set_options(self.bar.options)
        self.view.set_filter(self._filter())
        self.demand_shown.set_wanted(self.bar.wants_demand)
        self._offer_editing()

    def save(self) -> None:
        """Keep for next time which rows are shown, what is drawn and in which columns."""
        hidden = sorted(self.view.tree.hidden_columns())
        state = {**self.bar.state(), "hidden": hidden, "own": sorted(self.own_columns.chosen),
                 "level": self.view.level if self._level is None else self._level}  # fmt: skip
        self.context.settings.set_table(STATE, state)

    def _connect(self) -> None:
        bar, view = self.bar, self.view
        self.follower.plan_read.connect(self._take_plan)
        self.follower.plan_followed.connect(self._follow_plan)
        self.follower.quiet.connect(self._make_stale)
        self.context.preview_changed.connect(self._on_preview_changed)
        bar.zoom_chosen.connect(self._on_zoom_chosen)
        bar.fit.clicked.connect(view.fit)
        bar.today.clicked.connect(view.show_today)
        bar.level_chosen.connect(view.fold_to)
        bar.view_chosen.connect(self._on_view_chosen)
        bar.options_changed.connect(self._on_options_changed)
        bar.grouping_changed.connect(self._on_grouping_changed)
        bar.filter_changed.connect(self._on_filter_changed)
        bar.filter_left.connect(view.setFocus)
        bar.findings.clicked.connect(self._on_findings_clicked)
        bar.printed["paper"].triggered.connect(self.outputs.ask_print)
        bar.printed["file"].triggered.connect(self.outputs.ask_save_picture)
        bar.printed["copy"].triggered.connect(self.outputs.copy_picture)
        bar.printed["table"].triggered.connect(self.outputs.ask_export)
        bar.printed["plan"].triggered.connect(self.outputs.ask_export_plan)
        view.zoom_changed.connect(self._on_zoom_changed)
        view.folded_to.connect(self.save)
        self.planning.details_wanted.connect(self.inspector.toggle)
        self.inspector.addAction(self.planning.actions["details"])
        self.inspector.link_wanted.connect(self.planning.open_stored_link)
        self.inspector.task_wanted.connect(self._on_task_wanted)
        self.questions.task_wanted.connect(self._on_task_wanted)
        view.edit_wanted.connect(self._on_edit_wanted)
        for widget, slot in (
            (view.tree.header(), self._on_header_menu),
            (view.tree, self._on_row_menu),
            (view.canvas, self._on_bar_menu),
        ):
            widget.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            widget.customContextMenuRequested.connect(slot)

    # Showing

    def _on_preview_changed(self) -> None:
        if self.context.workspace is not None:
            self._show_ghosts()
            self.demand_shown.read()

    def _show_ghosts(self) -> None:
        """Where tasks would go, as long as something is looked at that is not yet done; the first
        of them comes into sight."""
        preview = self.context.preview
        if preview is None:
            self.view.show_ghosts({}, {})
            return
        ghosts = {**preview.changed, **preview.moved}
        self.view.show_ghosts(ghosts, preview.rests)
        if ghosts and self.view.outline.plan.rows:
            self._reveal_first(preview.changed or ghosts)

    def _reveal_first(self, ghosts: Mapping[int, Any]) -> None:
        rows = [row for row in self._plan.rows if row.task_id in ghosts]
        first = next((row for row in rows if row.kind not in BRACKETS), rows[0] if rows else None)
        if first is not None and first.task_id is not None:
            self.reveal("task", first.task_id)

    def _take_plan(self, plan: Plan) -> None:
        self._plan, self._read = plan, True
        self.demand_shown.set_plan(plan)
        self.trend.show_plan(plan)
        if self.bar.filter.show is Show.CHANGED:
            self._ask_changed()
        self._regroup()
        self._fold_as_left()
        self._say()
        self.demand_shown.read()
        if self._wanted is not None:
            self.view.reveal(*self._wanted)
            self._wanted = None
        self.planning.take_plan()
        self.inspector.read()
        if self.context.preview is not None:
            self._show_ghosts()

    def _fold_as_left(self) -> None:
        """The level of the last time, once there is something to fold."""
        if self._level is not None and self._plan.rows:
            level, self._level = self._level, None
            self.view.fold_to(level)

    def _follow_plan(self, plan: Plan) -> None:
        """An edit moved some rows: nothing else is read."""
        if not self.isVisible():
            return
        self._plan = plan
        self.demand_shown.set_plan(plan)
        self._regroup()
        self._say()
        self.planning.take_plan()
        self.inspector.read()

    def _regroup(self) -> None:
        language, by = self.context.language, self.bar.grouping
        nobody = language.text("Nobody yet") if by in OF_PEOPLE else language.text("Not given")
        plan = grouped(self._plan, by, nobody, self._said if by is Grouping.PHASE else str)
        marks: Marks = {}
        is_portfolio = self.bar.views.current == PORTFOLIO
        if is_portfolio:
            plan, marks = portfolio_of(plan)
        self.planning.in_outline = by is Grouping.PROJECT and not is_portfolio
        self.view.set_marks(marks)
        self.view.set_plan(plan)
        self.bar.deepest = self.view.outline.deepest + 1
        self._show_note()

    def _said(self, phase: str) -> str:
        return self.context.language.term(f"project_phase.{phase}")

    def _filter(self) -> Filter:
        """What the bar says; a portfolio's rows are projects, which can be asked less."""
        kept_by = replace(self.bar.filter, changed=self._changed or frozenset())
        if self.bar.views.current == PORTFOLIO and kept_by.show not in OF_PROJECTS:
            return replace(kept_by, show=Show.ALL)
        return kept_by

    def _say(self) -> None:
        language, rows = self.context.language, self._plan.rows
        projects = sum(row.task_id is None for row in rows)
        tasks = language.text("{n} tasks", n=len(rows) - projects)
        self.set_subtitle(f"{language.text('{n} projects', n=projects)} · {tasks}")
        found = len(self._plan.findings)
        self.bar.findings.setText(language.text("{n} findings", n=found))
        self.bar.findings.setVisible(found > 0)

    def _show_note(self) -> None:
        """A sentence where there is nothing to show."""
        text = self.context.language.text
        if self.bar.filter.show is Show.CHANGED and self._changed is None:
            note = text("No period is closed yet: close one to see what changes after it.")
        elif self._plan.rows:
            note = text("Nothing matches. Clear the filter to see all rows.")
        elif not self._read:
            note = text("The plan is being read…")
        else:
            note = text("No plan yet. Drop the teams' spreadsheets on the window to read them.")
        self.note.setText(note)
        has_rows = bool(self.view.outline.rows)
        is_trend = self.bar.views.current == TREND and bool(self._plan.rows)
        self.stack.setCurrentIndex(2 if is_trend else 0 if has_rows else 1)
        self.bar.print_.setEnabled(has_rows and not is_trend)

    # What the user does

    def _on_zoom_chosen(self, key: str) -> None:
        self.view.set_zoom(Zoom(key))

    def _on_zoom_changed(self, key: str) -> None:
        self.bar.mark_zoom(key)
        self.save()

    def _on_options_changed(self) -> None:
        self.view.set_options(self.bar.options)
        self.demand_shown.set_wanted(self.bar.wants_demand)
        self.save()

    def _on_filter_changed(self) -> None:
        if self.bar.filter.show is Show.CHANGED:
            self._ask_changed()
        self.view.set_filter(self._filter())
        self._show_note()
        self.save()

    def _on_grouping_changed(self) -> None:
        self._regroup()
        self.save()

    def _on_view_chosen(self, view: str) -> None:
        chosen = self.view.selected()
        if view == TREND and chosen is not None and chosen.project_id:
            self.trend.choose(chosen.project_id)
        self._offer_editing()
        self.view.set_filter(self._filter())
        self._regroup()
        self.save()

    def _offer_editing(self) -> None:
        """The trend has no tasks to edit."""
        is_trend = self.bar.views.current == TREND
        self.edit_bar.setEnabled(not is_trend)
        self.inspector.set_aside(is_trend)

    def _ask_changed(self) -> None:
        """Which tasks are not as they were when the last period was closed."""
        from pmo_desktop.services.changed_tasks import changed_tasks

        workspace = self.context.workspace
        if workspace is not None:
            self.context.jobs.ask(lambda: changed_tasks(workspace), self._take_changed, owner=self)

    def _take_changed(self, changed: frozenset[int] | None) -> None:
        if changed != self._changed:
            self._changed = changed
            self.view.set_filter(self._filter())
        self._show_note()

    def _on_findings_clicked(self) -> None:
        found = self._plan.findings
        reasons = list(found[:MOST_FINDINGS])
        if len(found) > MOST_FINDINGS:
            reasons.append(Reason("and {n} more", {"n": len(found) - MOST_FINDINGS}))
        title = self.context.language.text("What is wrong with the plan")
        button = self.bar.findings
        place = button.mapToGlobal(button.rect().bottomLeft())
        open_why(self.context, self, Why(title, reasons), place)

    def _on_edit_wanted(self, row: PlanRow, field: Field, value: Any) -> None:
        row_id = row.project_id if field.table == "project" else row.task_id
        assert row_id is not None
        change_record(self.context, field.table, row_id, row.name, {field.name: value})

    def _on_task_wanted(self, task_id: int) -> None:
        self.reveal("task", task_id)

    def _on_header_menu(self, point: QPoint) -> None:
        menu = columns_menu(self, self.view, self.context.language, self.save)
        menu.popup(self.view.tree.header().mapToGlobal(point))

    def _on_row_menu(self, point: QPoint) -> None:
        tree = self.view.tree
        index = tree.indexAt(point)
        if index.isValid():
            self._open_row_menu(index, tree.viewport().mapToGlobal(point))

    def _on_bar_menu(self, point: QPoint) -> None:
        """The same, on a row's bar; the row is selected unless it is one of several."""
        canvas, tree = self.view.canvas, self.view.tree
        position = canvas.position_at(point.y())
        if position >= 0:
            if position not in tree.selected:
                tree.select(position)
            self._open_row_menu(self.view.model.index(position, 0), canvas.mapToGlobal(point))

    def _open_row_menu(self, index: QModelIndex, place: QPoint) -> None:
        menu = row_menu(self, self.view, self.context.language, index.row())
        menu.addSeparator()
        self.planning.fill(menu)
        menu.addSeparator()
        text = self.context.language.text
        project = self.view.model.row(index.row()).project_id
        if project != NO_PROJECT:
            from pmo_desktop.ui.gantt.baselines import add_baselines

            own = add_baselines(menu, self.context, self, project)
            own.addSeparator()
            own.addAction(
                text("Against each baseline…"), lambda: self.questions.ask_against(index, place)
            )
        menu.addAction(text("Why this date"), lambda: self.questions.ask_why(index, place))
        menu.addAction(text("Where it comes from"), lambda: self.questions.ask_whence(index))
        menu.addAction(text("Export the table…"), self.outputs.ask_export)
        menu.addAction(text("Export a plan to MS Project XML…"), self.outputs.ask_export_plan)
        menu.popup(place)
