"""Reporting rounds: workbooks go out, what comes back is received, who is missing is reminded."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QFileDialog, QPushButton, QWidget
from typing_extensions import override

from pmo_desktop.domain.rounds import FileState
from pmo_desktop.language import Language
from pmo_desktop.progress import Report
from pmo_desktop.ui.context import Context, Message, Named
from pmo_desktop.ui.portfolio_watch import PortfolioWatch
from pmo_desktop.ui.sheets.rounds.folder_watch import FolderWatch
from pmo_desktop.ui.sheets.rounds.form import RoundForm
from pmo_desktop.ui.sheets.rounds.inbox import RoundInbox
from pmo_desktop.ui.widgets.card import row
from pmo_desktop.ui.widgets.choosing import ask_spreadsheets
from pmo_desktop.ui.widgets.flow import FlowRow

if TYPE_CHECKING:
    from pmo_desktop.exchange.rounds.collecting import Looked
    from pmo_desktop.exchange.workbook.sending import SentOut
    from pmo_desktop.services.round_rows import Inbox, RoundRow
    from pmo_desktop.services.rounds import RoundPlan
    from pmo_desktop.storage.workspace import Workspace

TABLES = frozenset(
    {"reporting_round", "round_project", "received_file", "project", "person", "department"}
)
ROUND_WIDTH = 200
# Instead of a round's id: the one that is being made, and whichever is the newest.
NEW, NEWEST = 0, -1
TOLD_AT_ONCE = 3
State = tuple["tuple[RoundRow, ...]", "Inbox | None", "RoundPlan | None"]


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
        self.watch = FolderWatch(context.jobs, self)
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
        workspace, shown = self._context.workspace, self.round
        if workspace is None:
            return
        if shown is None or not shown.is_open:
            self._context.warn("Begin or open a round first, then drop the files again.")
            return
        wanted, round_id = tuple(paths), shown.id

        def work(report: Report) -> Looked:
            from pmo_desktop.exchange.rounds.collecting import look

            return look(workspace, wanted, round_id, report)

        self._context.jobs.run(
            Named("Receive files for {period}", {"period": shown.period}),
            work,
            lambda looked: self._keep(workspace, looked),
            lane="make",
            owner=self,
        )

    def refresh(self) -> None:
        """Read the rounds and the inbox of the one that is shown."""
        workspace = self._context.workspace
        if workspace is None:
            self._take(((), None, None))
            return
        wanted = self._round_id
        self._is_stale = False
        self._context.jobs.ask(lambda: _read(workspace, wanted), self._take, owner=self)

    def resume(self) -> None:
        """Watch the folder on from the start of the program, where the user wants it."""
        if self._watches_here() and self._is_stale:
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
        self._context.data_changed.connect(self._on_data_changed)
        self._context.workspace_changed.connect(self._on_workspace_changed)

    # Showing

    def _take(self, state: State) -> None:
        rounds, inbox, plan = state
        self._rounds = rounds
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
        self._resume_watch()

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

    # What the user does with rounds

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
        from pmo_desktop.services.rounds import close_round, reopen_round
        from pmo_desktop.storage.changes import Title

        shown = self.round
        if shown is None:
            return
        params = {"period": shown.period}
        if shown.is_open:
            self._context.edit(Title("Close the round {period}", params), close_round, shown.id)
        else:
            title = Title("Open the round {period} again", params)
            self._context.edit(title, reopen_round, shown.id)

    def _on_save(self) -> None:
        from pmo_desktop.services.rounds import change_round
        from pmo_desktop.storage.changes import Title

        plan = self.form.plan()
        title = Title("Change the round {period}", {"period": plan.period})
        self._context.edit(title, change_round, self._round_id, plan)

    def _on_send(self) -> None:
        plan, workspace = self.form.plan(), self._context.workspace
        if workspace is None:
            return
        if not plan.folder:
            self._context.warn("Choose a folder for the workbooks first.")
            self.form.folder.setFocus()
            return
        self._context.settings.export_folder = plan.folder
        round_id, begun = self._round_id, list[int]()

        def work(report: Report) -> SentOut:
            from pmo_desktop.exchange.rounds.sending import send_round

            begun.append(_kept(workspace, round_id, plan))
            return send_round(workspace, begun[0], report)

        self._run_sending(len(plan.projects), work, begun)

    def _send_again(self, projects: list[int]) -> None:
        workspace, round_id = self._context.workspace, self._round_id
        if workspace is None or round_id == NEW:
            return

        def work(report: Report) -> SentOut:
            from pmo_desktop.exchange.rounds.sending import send_round

            return send_round(workspace, round_id, report, projects)

        self._run_sending(len(projects), work, [round_id])

    def _run_sending(
        self, number: int, work: Callable[[Report], SentOut], begun: Sequence[int]
    ) -> None:
        """`begun` has the round's id once there is one, also where the sending was stopped."""
        self.form.send.setEnabled(False)

        def ended() -> None:
            self._round_id = next(iter(begun), self._round_id)
            self.form.send.setEnabled(True)
            self.refresh()

        def sent(result: SentOut) -> None:
            ended()
            self._tell_sent(result)

        def failed(error: BaseException) -> None:
            ended()
            self._context.show_error(error)

        title = Named("Send out {n} workbooks", {"n": number})
        self._context.jobs.run(title, work, sent, failed=failed, owner=self)

    def _tell_sent(self, sent: SentOut) -> None:
        if sent.findings:
            self._warn([partial(_said, found.sentence, found.params) for found in sent.findings])
        elif sent.files:
            self._context.inform(
                "{n} workbooks were written to {path}.",
                n=len(sent.files),
                path=self.form.folder.text(),
            )

    # Receiving

    def _keep(self, workspace: Workspace, looked: Looked) -> None:
        """Put what was found into the inbox: behind a writer that is still at work."""

        def work(_: Report) -> int:
            from pmo_desktop.exchange.rounds.collecting import keep

            return keep(workspace, looked)

        number = len({row.digest for row in looked.rows})
        title = Named("Receive {n} files", {"n": number})
        self._context.jobs.run(title, work, lambda _: self._tell(looked), owner=self)

    def _tell(self, looked: Looked) -> None:
        from pmo_desktop.exchange.rounds.collecting import Verdict
        from pmo_desktop.exchange.rounds.telling import sentence

        found = self.inbox.inbox
        labels = {member.project_id: member.label for member in found.projects} if found else {}
        if looked.returns:
            self.returns_found.emit(list(looked.returns))
        odd = looked.of(Verdict.KNOWN_BEFORE, Verdict.OTHER_ROUND, Verdict.REFUSED)
        if odd:
            self._warn([partial(sentence, file, labels) for file in odd])
            return
        received = looked.of(Verdict.RECEIVED)
        unknown = looked.of(Verdict.UNKNOWN, Verdict.NOT_IN_ROUND)
        if received or unknown:
            self._context.inform(
                "{n} files were received, {unknown} of them unknown.",
                n=len(received) + len(unknown),
                unknown=len(unknown),
            )
        elif not looked.returns:
            self._context.inform("There is nothing new in these files.")

    def _warn(self, sentences: Sequence[Callable[[Language], str]]) -> None:
        def say(language: Language) -> str:
            return " ".join(sentence(language) for sentence in sentences[:TOLD_AT_ONCE])

        self._context.message_posted.emit(Message(say, "warning"))

    def _on_add(self) -> None:
        if paths := ask_spreadsheets(self, self._context):
            self.receive(paths)

    def _on_state_wanted(self, ids: list[int], state: str) -> None:
        from pmo_desktop.services.rounds import set_file_state
        from pmo_desktop.storage.changes import Title

        title = Title("Change the state of {n} received files", {"n": len(ids)})
        self._context.edit(title, set_file_state, ids, FileState(state))

    def _on_assign_wanted(self, file_id: int, project_id: int) -> None:
        from pmo_desktop.services.rounds import assign_file
        from pmo_desktop.storage.changes import Title

        self._context.edit(Title("Say whose a file is"), assign_file, file_id, project_id)

    def _on_project_wanted(self, project_id: int) -> None:
        from pmo_desktop.services.rounds import add_project
        from pmo_desktop.storage.changes import Title

        shown = self.round
        if shown is not None:
            title = Title("Change the round {period}", {"period": shown.period})
            self._context.edit(title, add_project, shown.id, project_id)

    # Watching a folder

    def _on_watch(self, wanted: bool) -> None:
        settings = self._context.settings
        settings.watches = False
        self.watch.stop()
        if wanted:
            folder = QFileDialog.getExistingDirectory(
                self,
                self._context.language.text("Choose a folder to watch"),
                settings.watched_folder or settings.import_folder,
            )
            if folder and self._context.workspace is not None:
                settings.watched_folder = folder
                settings.watched_for = str(self._context.workspace.path)
                settings.watches = True
                self._resume_watch()
        self.inbox.show_watch(self.watch.folder)

    def _watches_here(self) -> bool:
        """Whether the user wants a folder watched for the office that is open."""
        settings, workspace = self._context.settings, self._context.workspace
        is_here = workspace is not None and settings.watched_for == str(workspace.path)
        return settings.watches and is_here

    def _resume_watch(self) -> None:
        """Go on watching, where the user wants it; a folder that is gone is said."""
        settings = self._context.settings
        if not self._watches_here() or self.watch.is_on:
            return
        folder = Path(settings.watched_folder)
        if not self.watch.start(folder):
            settings.watches = False
            self._context.warn("{folder} cannot be watched: choose another folder.", folder=folder)
        self.inbox.show_watch(self.watch.folder)

    def _on_arrived(self, paths: list[Path]) -> None:
        shown = self.round
        if shown is not None and shown.is_open:
            self.receive(paths)

    # What changes

    def _on_data_changed(self, tables: frozenset[str]) -> None:
        if TABLES & tables:
            self._is_stale = True
            self._refresh_if_wanted()

    def _refresh_if_wanted(self) -> None:
        if self.isVisible() or self._watches_here():
            self.refresh()

    def _on_workspace_changed(self) -> None:
        self._round_id = NEWEST
        self._rounds = ()
        self._is_stale = True
        self.watch.stop()
        self.inbox.show_watch(None)
        self.form.begin()
        self._refresh_if_wanted()


def _read(workspace: Workspace, wanted: int) -> State:
    """The rounds, and the inbox and the plan of the wanted one, or of the newest where that one is
    gone; of none while a new one is made."""
    from pmo_desktop.services.round_rows import inbox, plan_of, rounds

    known = workspace.query(rounds)
    ids = [row.id for row in known]
    shown = wanted if wanted in (NEW, *ids) else next(iter(ids), NEW)
    if shown == NEW:
        return known, None, None
    return known, workspace.query(inbox, shown, date.today()), workspace.query(plan_of, shown)


def _kept(workspace: Workspace, round_id: int, plan: RoundPlan) -> int:
    """The id of the round, begun or changed so that it is as planned."""
    from pmo_desktop.services.rounds import change_round, open_round
    from pmo_desktop.storage.changes import Title

    params = {"period": plan.period}
    if round_id == NEW:
        begun: int = workspace.edit(
            Title("Begin the round {period}", params), open_round, plan
        ).result
        return begun
    workspace.edit(Title("Change the round {period}", params), change_round, round_id, plan)
    return round_id


def _said(source: str, params: Mapping[str, Any], language: Language) -> str:
    return language.text(source, **params)
