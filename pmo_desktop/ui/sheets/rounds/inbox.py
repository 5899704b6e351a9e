"""The inbox of a round: where each project stands, the files that nobody knows, what to do next."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QAction, QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QComboBox, QPushButton, QVBoxLayout, QWidget

from pmo_desktop.domain.rounds import FileState, Standing
from pmo_desktop.language import Language
from pmo_desktop.ui.context import Context
from pmo_desktop.ui.icons import icon
from pmo_desktop.ui.sheets.rounds.columns import INBOX, UNKNOWN
from pmo_desktop.ui.tables.table import RecordTable
from pmo_desktop.ui.widgets.card import Card, label
from pmo_desktop.ui.widgets.flow import FlowRow

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pmo_desktop.services.round_rows import FileRow, Inbox, InboxRow

UNKNOWN_HEIGHT = 190
PROJECT_WIDTH = 210


class RoundInbox(QWidget):
    """`state_wanted` is sent with files and the state they are to have, `assign_wanted` with a file
    and a project, `project_wanted` with a project that is to be in the round; `review_wanted` with
    paths; `send_wanted` with projects to be sent out again."""

    review_wanted = Signal(list)
    add_wanted = Signal()
    watch_wanted = Signal(bool)
    send_wanted = Signal(list)
    state_wanted = Signal(list, str)
    assign_wanted = Signal(int, int)
    project_wanted = Signal(int)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.inbox: Inbox | None = None
        self.table = RecordTable(context, "inbox", INBOX, empty=self._empty)
        self.unknown = RecordTable(context, "inbox_unknown", UNKNOWN, empty=str)
        self.card, self.unknown_card = Card(), Card()
        self.counts = label(look="quiet")
        self.add, self.watch = QPushButton(), QPushButton()
        self.remind, self.remind_all, self.review = QPushButton(), QPushButton(), QPushButton()
        self.project, self.assign = QComboBox(), QPushButton()
        self.set_aside = QPushButton()
        self.actions_of_row: dict[str, QAction] = {}
        self._lay_out()
        self._add_actions()
        self._connect()
        self.retranslate()
        self.restyle()
        self.show_inbox(None)

    # What the panel uses

    def show_inbox(self, inbox: Inbox | None) -> None:
        self.inbox = inbox
        self.table.set_rows(inbox.projects if inbox else ())
        self.unknown.set_rows(inbox.unknown if inbox else ())
        self.unknown_card.setVisible(bool(inbox and inbox.unknown))
        self._fill_projects()
        self._say()

    def show_watch(self, folder: Path | None) -> None:
        """Which folder is watched, if any."""
        self.watch.setChecked(folder is not None)
        self.watch.setToolTip("" if folder is None else str(folder))

    def retranslate(self) -> None:
        text = self._context.language.text
        self.add.setText(text("Add files…"))
        self.watch.setText(text("Watch a folder"))
        self.remind.setText(text("Copy the reminder"))
        self.remind_all.setText(text("Copy all reminders"))
        self.unknown_card.title.setText(text("Whose files are these?"))
        self.set_aside.setText(text("Set aside"))
        words = {
            "open": text("Open the file"),
            "remind": text("Copy the reminder"),
            "send": text("Send out again"),
            "take": text("Mark as taken in"),
            "return": text("Mark as returned"),
            "aside": text("Set aside"),
            "count": text("Let it count again"),
        }
        for key, action in self.actions_of_row.items():
            action.setText(words[key])
        self._fill_projects()
        self._say()

    def restyle(self) -> None:
        roles = self._context.palette
        self.add.setIcon(icon("receive", roles["ink2"]))
        self.watch.setIcon(icon("folder", roles["ink2"]))

    # Layout

    def _lay_out(self) -> None:
        self.watch.setCheckable(True)
        self.review.setProperty("look", "primary")
        bar = FlowRow(
            self.add,
            self.watch,
            self.table.filter_edit,
            None,
            self.remind,
            self.remind_all,
            self.review,
        )
        self.card.body.addWidget(self.counts)
        self.card.body.addLayout(bar)
        self.card.body.addWidget(self.table, 1)
        self.project.setFixedWidth(PROJECT_WIDTH)
        self.unknown_card.head.addWidget(self.project)
        self.unknown_card.head.addWidget(self.assign)
        self.unknown_card.head.addWidget(self.set_aside)
        self.unknown_card.body.addWidget(self.unknown, 1)
        self.unknown_card.setFixedHeight(UNKNOWN_HEIGHT)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self.card, 1)
        layout.addWidget(self.unknown_card)
        self.setFocusProxy(self.table)

    def _add_actions(self) -> None:
        doings: dict[str, Callable[[], object]] = {
            "open": self._open_file,
            "remind": self.copy_reminder,
            "send": lambda: self.send_wanted.emit([row.project_id for row in self._rows()]),
            "take": lambda: self._set_state(FileState.TAKEN),
            "return": lambda: self._set_state(FileState.RETURNED),
            "aside": lambda: self._set_state(FileState.SET_ASIDE),
            "count": lambda: self._set_state(FileState.WAITING),
        }
        for key, do in doings.items():
            action = QAction(self.table.view)
            action.triggered.connect(lambda _=False, act=do: act())
            self.table.view.addAction(action)
            self.actions_of_row[key] = action

    def _connect(self) -> None:
        self.table.row_selected.connect(lambda _: self._say())
        self.table.row_activated.connect(lambda _: self._open_file())
        self.unknown.row_selected.connect(lambda _: self._say())
        self.add.clicked.connect(self.add_wanted)
        self.watch.clicked.connect(self.watch_wanted)
        self.remind.clicked.connect(self.copy_reminder)
        self.remind_all.clicked.connect(self.copy_all_reminders)
        self.review.clicked.connect(self._on_review)
        self.assign.clicked.connect(self._on_assign)
        self.project.currentIndexChanged.connect(lambda _: self._say())
        self.set_aside.clicked.connect(self._on_set_aside)

    # Showing

    def _empty(self) -> str:
        return self._context.language.text(
            "Begin a round at the left: choose the projects, a due date and a folder, and send the "
            "workbooks out. What comes back is dropped here."
        )

    def _fill_projects(self) -> None:
        chosen = self.project.currentData()
        self.project.blockSignals(True)
        self.project.clear()
        self.project.addItem(self._context.language.text("Choose its project"), 0)
        for member in self.inbox.projects if self.inbox else ():
            self.project.addItem(member.label, member.project_id)
        self.project.setCurrentIndex(max(self.project.findData(chosen), 0))
        self.project.blockSignals(False)

    def _say(self) -> None:
        found, text = self.inbox, self._context.language.text
        waiting = found.waiting if found else ()
        self.review.setText(text("Review {n} files", n=len(waiting)))
        self.review.setEnabled(bool(waiting))
        is_open = found is not None and found.round.is_open
        self.add.setEnabled(is_open)
        self.watch.setEnabled(is_open)
        owing = [member for member in self._members() if member.standing.owes]
        selected = self.table.selected()
        self.remind_all.setEnabled(bool(owing))
        self.remind.setEnabled(selected is not None and selected.standing.owes)
        self._offer_unknown(is_open)
        self._say_counts()
        self._enable_actions()

    def _offer_unknown(self, is_open: bool) -> None:
        """What can be done with the chosen file that is no project's of the round."""
        text, file = self._context.language.text, self.unknown.selected()
        is_known = file is not None and file.project_id is not None
        is_readable = file is not None and file.state is not FileState.REFUSED
        self.assign.setText(
            text("Take its project into the round") if is_known else text("It is of this project")
        )
        self.project.setEnabled(not is_known)
        chosen = is_known or bool(self.project.currentData())
        self.assign.setEnabled(is_open and is_readable and chosen)
        self.set_aside.setEnabled(file is not None and file.state is FileState.WAITING)

    def _say_counts(self) -> None:
        found, language = self.inbox, self._context.language
        text = language.text
        if found is None:
            self.card.say(text("Inbox"))
            self.counts.setText(text("There is no round yet."))
            return
        due = text("due {day}", day=found.round.due) if found.round.due else text("no due date")
        self.card.say(text("Inbox {period}", period=found.round.period), due)
        words = [
            f"{language.term(f'standing.{standing}')} {len(rows)}"
            for standing in Standing
            if (rows := found.of(standing))
        ]
        if found.twice:
            words.append(text("{n} received twice", n=len(found.twice)))
        if found.unknown:
            words.append(text("{n} unknown files", n=len(found.unknown)))
        self.counts.setText(" · ".join(words))

    def _enable_actions(self) -> None:
        member = self.table.selected()
        file = member.file if member else None
        state = file.state if file else None
        is_file = file is not None and state is not FileState.REFUSED
        can = {
            "open": file is not None,
            "remind": member is not None and member.standing.owes,
            "send": member is not None and self.inbox is not None and self.inbox.round.is_open,
            "take": is_file and state is FileState.WAITING,
            "return": is_file and state in (FileState.WAITING, FileState.TAKEN),
            "aside": is_file and state is FileState.WAITING,
            "count": is_file and state is not FileState.WAITING,
        }
        for key, action in self.actions_of_row.items():
            action.setEnabled(can[key])

    def _members(self) -> Sequence[InboxRow]:
        return self.inbox.projects if self.inbox else ()

    def _rows(self) -> list[InboxRow]:
        """The chosen rows, in their order."""
        chosen = sorted(index.row() for index in self.table.view.selectionModel().selectedRows())
        return [self.table.model.shown[at] for at in chosen]

    # What the user does

    def copy_reminder(self) -> str:
        """The reminders of the chosen projects that owe a file, to the clipboard."""
        from pmo_desktop.exchange.rounds.reminders import all_texts, reminder

        found = self.inbox
        if found is None:
            return ""
        language = Language(found.round.language)
        owing = [row for row in self._rows() if row.standing.owes]
        return self._copy(all_texts(reminder(row, found.round, language) for row in owing),
                          len(owing))  # fmt: skip

    def copy_all_reminders(self) -> str:
        """One text for everybody who owes a file, to the clipboard."""
        from pmo_desktop.exchange.rounds.reminders import all_texts, reminders

        if self.inbox is None:
            return ""
        found = reminders(self.inbox, Language(self.inbox.round.language))
        return self._copy(all_texts(found), len(found))

    def _copy(self, words: str, number: int) -> str:
        if number:
            QGuiApplication.clipboard().setText(words)
            self._context.inform("{n} reminders were copied; paste them into a message.", n=number)
        return words

    def _on_review(self) -> None:
        if self.inbox is not None:
            self.review_wanted.emit([Path(file.path) for file in self.inbox.waiting])

    def _on_assign(self) -> None:
        file, project = self.unknown.selected(), self.project.currentData()
        if file is not None and file.project_id is not None:
            self.project_wanted.emit(file.project_id)
        elif file is not None and project:
            self.assign_wanted.emit(file.id, project)

    def _on_set_aside(self) -> None:
        file = self.unknown.selected()
        if file is not None:
            self.state_wanted.emit([file.id], FileState.SET_ASIDE.value)

    def _set_state(self, state: FileState) -> None:
        files: list[FileRow] = [row.file for row in self._rows() if row.file is not None]
        ids = [file.id for file in files if file.state is not FileState.REFUSED]
        if ids:
            self.state_wanted.emit(ids, state.value)

    def _open_file(self) -> None:
        member = self.table.selected()
        if member is None or member.file is None:
            return
        path = Path(member.file.path)
        if path.is_file():
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
        else:
            self._context.warn(
                "{file} is not there any more. Add it again from where it is now.", file=path.name
            )
