"""Reporting rounds: workbooks go out, what comes back is received, who is missing is reminded."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QPushButton, QWidget
from typing_extensions import override

from pmo_desktop.ui.context import Context, Named
from pmo_desktop.ui.portfolio_watch import PortfolioWatch
from pmo_desktop.ui.sheets.rounds import edits
from pmo_desktop.ui.sheets.rounds.form import RoundForm
from pmo_desktop.ui.sheets.rounds.inbox import RoundInbox
from pmo_desktop.ui.sheets.rounds.reading import NEW, NEWEST, Rounds, read_rounds
from pmo_desktop.ui.sheets.rounds.receiving import Receiving
from pmo_desktop.ui.sheets.rounds.sending import Work, sending, sending_again
from pmo_desktop.ui.sheets.rounds.telling import tell_received, tell_sent
from pmo_desktop.ui.sheets.rounds.watched import WatchedFolder
from pmo_desktop.ui.widgets.card import row
from pmo_desktop.ui.widgets.choosing import ask_spreadsheets
from pmo_desktop.ui.widgets.flow import FlowRow

if TYPE_CHECKING:
    from pmo_desktop.exchange.rounds.collecting import Looked
    from pmo_desktop.exchange.workbook.sending import SentOut
    from pmo_desktop.services.round_rows import RoundRow
    from pmo_desktop.services.rounds import RoundPlan

TABLES = frozenset(
    {"reporting_round", "round_project", "received_file", "project", "person", "department"}
)
ROUND_WIDTH = 200


class RoundsPanel(QWidget):
    """`review_wanted` is sent with the paths of received files, `returns_found` with what came
    along and is no project's report; `bar` is placed by the page."""

    review_wanted = Signal(list)
    returns_found = Signal(list)
    summary_changed = Signal(str)

    def __init__(self, context: Context, watch: PortfolioWatch) -> None:
        super().__init__()
        self._context = context
        self._round_id = NEWEST
        self._is_stale = True
        self._rounds: tuple[RoundRow, ...] = ()
        self._plan: RoundPlan | None = None
        self.rounds = QComboBox()
        self.new, self.settings, self.close_round = QPushButton(), QPushButton(), QPushButton()
        self.form = RoundForm(context, watch)
        self.inbox = RoundInbox(context)
        self.watch = WatchedFolder(context, self)
        self._receiving = Receiving(context, self)
        self._lay_out()
        self._connect()
        self.retranslate()

    @property
    def round(self) -> RoundRow | None:
        """The round that is shown."""
        return next((row for row in self._rounds if row.id == self._round_id), None)

    # What the page uses

    def receive(self, paths: Sequence[Path]) -> None:
        """Read files and folders, and put them into the inbox of the round that is shown."""
        self._receiving.receive(paths, self.round)

    def refresh(self) -> None:
        """Read the rounds and the inbox of the one that is shown."""
        workspace = self._context.workspace
        if workspace is None:
            self._take(Rounds())
            return
        wanted = self._round_id
        self._is_stale = False
        self._context.jobs.ask(lambda: read_rounds(workspace, wanted), self._take, owner=self)

    def resume(self) -> None:
        """Watch the folder on from the start of the program, where the user wants it."""
        if self.watch.is_wanted and self._is_stale:
            self.refresh()

    def retranslate(self) -> None:
        text = self._context.language.text
        self.new.setText(text("New round…"))
        self.settings.setText(text("Settings of the round"))
        self.form.retranslate()
        self.inbox.retranslate()
        self._fill_rounds()
        self._show()

    def restyle(self) -> None:
        self.form.restyle()
        self.inbox.restyle()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self.refresh()

    # Layout

    def _lay_out(self) -> None:
        self.settings.setCheckable(True)
        self.rounds.setFixedWidth(ROUND_WIDTH)
        self.bar = QWidget()
        self.bar.setLayout(FlowRow(self.rounds, self.new, self.settings, None, self.close_round))
        layout = row(self.form, self.inbox, spacing=12)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self.setFocusProxy(self.inbox)

    def _connect(self) -> None:
        self.rounds.activated.connect(self._on_round_chosen)
        self.new.clicked.connect(self._on_new)
        self.settings.clicked.connect(self._show)
        self.close_round.clicked.connect(self._on_close)
        self.form.send_wanted.connect(lambda: self._on_send())
        self.form.save_wanted.connect(self._on_save)
        self.inbox.review_wanted.connect(self.review_wanted)
        self.inbox.add_wanted.connect(self._on_add)
        self.inbox.watch_wanted.connect(self._on_watch)
        self.inbox.send_wanted.connect(self._send_again)
        self.inbox.state_wanted.connect(self._on_state_wanted)
        self.inbox.assign_wanted.connect(self._on_assign_wanted)
        self.inbox.project_wanted.connect(self._on_project_wanted)
        self.watch.arrived.connect(self._on_arrived)
        self._receiving.received.connect(self._on_received)
        self._context.data_changed.connect(self._on_data_changed)
        self._context.workspace_changed.connect(self._on_workspace_changed)

    # Showing

    def _take(self, found: Rounds) -> None:
        self._rounds, inbox, plan = found
        was_new, self._round_id = self._round_id == NEW, inbox.round.id if inbox else NEW
        self.inbox.show_inbox(inbox)
        # What the user is changing stays, unless the round itself has changed.
        if plan is not None and (plan != self._plan or was_new or self.form.is_new):
            self.form.show_plan(plan)
        elif plan is None and not was_new:
            self.form.begin()
        self._plan = plan
        self._fill_rounds()
        self._show()
        if self.watch.is_wanted and not self.watch.is_on:
            self.watch.resume()
            self.inbox.show_watch(self.watch.folder)

    def _fill_rounds(self) -> None:
        term = self._context.language.term
        self.rounds.clear()
        for known in self._rounds:
            state = term(f"round_state.{known.state}")
            words = f"{known.period} · {state} · {known.received}/{known.projects}"
            self.rounds.addItem(words, known.id)
        if self._round_id == NEW:
            self.rounds.insertItem(0, self._context.language.text("A new round"), NEW)
        self.rounds.setCurrentIndex(max(self.rounds.findData(self._round_id), 0))

    def _show(self) -> None:
        text, shown = self._context.language.text, self.round
        is_new = shown is None
        self.form.setVisible(is_new or self.settings.isChecked())
        self.form.setEnabled(shown is None or shown.is_open)
        self.settings.setEnabled(not is_new)
        self.new.setEnabled(not is_new)
        self.close_round.setVisible(shown is not None)
        if shown is not None:
            self.close_round.setText(
                text("Close the round") if shown.is_open else text("Open it again")
            )
            self.summary_changed.emit(
                text("{received} of {n} received", n=shown.projects, received=shown.received)
            )
        else:
            self.summary_changed.emit("")

    # Rounds

    def _on_round_chosen(self, _index: int) -> None:
        self._round_id = int(self.rounds.currentData() or NEW)
        self.refresh()

    def _on_new(self) -> None:
        self._round_id = NEW
        self.inbox.show_inbox(None)
        self.form.begin()
        self._fill_rounds()
        self._show()

    def _on_close(self) -> None:
        if (shown := self.round) is not None:
            edits.close_or_open(self._context, shown)

    def _on_save(self) -> None:
        edits.change(self._context, self._round_id, self.form.plan())

    # Sending

    def _on_send(self) -> None:
        plan, workspace = self.form.plan(), self._context.workspace
        if workspace is None:
            return
        if not plan.folder:
            self._context.warn("Choose a folder for the workbooks first.")
            self.form.folder.setFocus()
            return
        self._context.settings.export_folder = plan.folder
        begun: list[int] = []
        work = sending(workspace, self._round_id, plan, begun)
        self._run_sending(len(plan.projects), work, begun)

    def _send_again(self, projects: list[int]) -> None:
        workspace, round_id = self._context.workspace, self._round_id
        if workspace is not None and round_id != NEW:
            work = sending_again(workspace, round_id, projects)
            self._run_sending(len(projects), work, [round_id])

    def _run_sending(self, number: int, work: Work, begun: Sequence[int]) -> None:
        """`begun` has the round's id once there is one, also where the sending was stopped."""
        self.form.send.setEnabled(False)

        def ended() -> None:
            self._round_id = next(iter(begun), self._round_id)
            self.form.send.setEnabled(True)
            self.refresh()

        def sent(result: SentOut) -> None:
            ended()
            tell_sent(self._context, result, self.form.folder.text())

        def failed(error: BaseException) -> None:
            ended()
            self._context.show_error(error)

        title = Named("Send out {n} workbooks", {"n": number})
        self._context.jobs.run(title, work, sent, failed=failed, owner=self)

    # Receiving

    def _on_add(self) -> None:
        if paths := ask_spreadsheets(self, self._context):
            self.receive(paths)

    def _on_arrived(self, paths: list[Path]) -> None:
        shown = self.round
        if shown is not None and shown.is_open:
            self.receive(paths)

    def _on_received(self, looked: Looked) -> None:
        if looked.returns:
            self.returns_found.emit(list(looked.returns))
        found = self.inbox.inbox
        labels = {member.project_id: member.label for member in found.projects} if found else {}
        tell_received(self._context, looked, labels)

    def _on_watch(self, wanted: bool) -> None:
        if wanted:
            self.watch.ask(self)
        else:
            self.watch.give_up()
        self.inbox.show_watch(self.watch.folder)

    def _on_state_wanted(self, ids: list[int], state: str) -> None:
        edits.set_state(self._context, ids, state)

    def _on_assign_wanted(self, file_id: int, project_id: int) -> None:
        edits.assign(self._context, file_id, project_id)

    def _on_project_wanted(self, project_id: int) -> None:
        if (shown := self.round) is not None:
            edits.add_project(self._context, shown, project_id)

    # What changes

    def _on_data_changed(self, tables: frozenset[str]) -> None:
        if TABLES & tables:
            self._is_stale = True
            self._refresh_if_wanted()

    def _refresh_if_wanted(self) -> None:
        if self.isVisible() or self.watch.is_wanted:
            self.refresh()

    def _on_workspace_changed(self) -> None:
        self._round_id = NEWEST
        self._rounds = ()
        self._is_stale = True
        self.watch.stop()
        self.inbox.show_watch(None)
        self.form.begin()
        self._refresh_if_wanted()
