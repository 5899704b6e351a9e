"""Taking spreadsheets in: files are read and compared beside the window, looked at, committed."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from operator import is_not
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QFileDialog,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from pmo_desktop.exchange.comparing.choice import Choice
from pmo_desktop.progress import Progress, Report
from pmo_desktop.ui.context import Context, Named
from pmo_desktop.ui.icons import icon
from pmo_desktop.ui.jobs import Job
from pmo_desktop.ui.sheets.mapping.panel import MappingPanel
from pmo_desktop.ui.sheets.review.checks import ReviewChecks
from pmo_desktop.ui.sheets.review.file_details import FileDetails
from pmo_desktop.ui.sheets.review.file_list import FileItem, FileList
from pmo_desktop.ui.sheets.review.return_button import ReturnButton
from pmo_desktop.ui.slices import Slices
from pmo_desktop.ui.widgets.card import Card, label
from pmo_desktop.ui.widgets.choosing import ask_spreadsheets
from pmo_desktop.ui.widgets.flow import FlowRow

if TYPE_CHECKING:
    from pmo_desktop.exchange.comparing.review import FileReview, Review
    from pmo_desktop.exchange.team.mapping import FileMapping
    from pmo_desktop.exchange.understood import Understood
    from pmo_desktop.services.importing import CommitResult

LIST_WIDTH = 290
# Narrower, and file names that differ in their middle look alike.
LEAST_LIST_WIDTH = 180
TO_LOOK_AT = ("attention", "refused")


class ReviewPanel(QWidget):
    """Nothing is written before the user commits; what is committed is one edit, one undo.

    `bar` is placed by the page."""

    summary_changed = Signal(str)
    returns_found = Signal(object)
    """Files among them that are about no project: timesheets, answers to requests."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._paths: list[Path] = []
        self._returned: list[Understood] = []
        self._elsewhere: set[Path] = set()
        self._job: Job | None = None
        self._is_committing = self._is_old = False
        self._mappings: dict[Path, FileMapping] = {}
        self._items: dict[Path, tuple[tuple[Any, ...], FileItem]] = {}
        self._looked_at: Path | None = None
        self.choices: list[Choice] = []
        self.choose, self.choose_folder, self.clear = QPushButton(), QPushButton(), QPushButton()
        self.only, self.commit = QPushButton(), QPushButton()
        self.give_back = ReturnButton(context)
        self.summary = label(look="quiet")
        self.list = FileList(context)
        self.details, self.mapping = FileDetails(context), MappingPanel(context)
        self.checks = ReviewChecks(context, self)
        self._slices = Slices(self)
        self._empty, self._empty_text = Card(titled=False), label(look="empty", wrap=True)
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect()
        self.retranslate()
        self.restyle()

    # What the page uses

    def review(self, paths: Sequence[Path]) -> None:
        """Read these files and folders, besides those that are under review already."""
        workspace = self._context.workspace
        if workspace is None:
            return
        self._paths = list(dict.fromkeys([*self._paths, *paths]))
        if paths:
            self._elsewhere.clear()
        elsewhere = frozenset(self._elsewhere)
        wanted, by_path = tuple(self._paths), dict(self._mappings)
        if self._job is not None:
            # Its failure is not told: the new reading takes its place.
            self._job.cancel()
        self._show_waiting()

        def work(report: Report) -> Review:
            from pmo_desktop.exchange.comparing.review import review
            from pmo_desktop.exchange.files.collecting import spreadsheets
            from pmo_desktop.exchange.remembering import choices
            from pmo_desktop.exchange.returns import returns_among
            from pmo_desktop.exchange.rounds.assigning import with_their_projects
            from pmo_desktop.exchange.understanding import understand_all

            report(Progress(0, 0, "Looking for spreadsheets"))
            known = choices(workspace, by_path=by_path)
            understood = understand_all(spreadsheets(wanted), report=report, choices=known)
            returned, understood = returns_among(understood)
            self._returned = [one for one in returned if one.path not in elsewhere]
            return review(workspace, with_their_projects(workspace, understood), report)

        self._run(work)

    def _run(self, work: Callable[[Report], Review], before: Sequence[Choice] = ()) -> None:
        known = {choice.file.path: choice for choice in before}

        def choose(report: Report) -> list[Choice]:
            found = work(report).files
            return [counted(decided_before(file, known.get(file.path))) for file in found]

        job = self._context.jobs.run(
            Named("Read the spreadsheets"),
            choose,
            lambda found: self._take(job, found),
            failed=lambda error: self._on_failed(job, error),
            lane="make",
            owner=self,
        )
        self._job = job

    def review_again(self) -> None:
        """Compare with the database as it stands now; what was left out is taken again."""
        if not self._paths or self._job is not None or self._is_committing:
            return
        if self._stack.currentWidget() is self.mapping:
            # A field that was made there: the file goes on being looked at.
            self._is_old = True
        else:
            self.review(())

    def choose_files(self) -> None:
        if paths := ask_spreadsheets(self, self._context):
            self.review(paths)

    def ask_folder(self) -> None:
        text = self._context.language.text
        folder = QFileDialog.getExistingDirectory(
            self, text("Choose a folder of spreadsheets"), self._context.settings.import_folder
        )
        if folder:
            self._context.settings.import_folder = folder
            self.review([Path(folder)])

    def retranslate(self) -> None:
        text = self._context.language.text
        self.choose.setText(text("Choose files…"))
        self.choose_folder.setText(text("Choose a folder…"))
        self.clear.setText(text("Clear"))
        self.only.setText(text("Only what to look at"))
        self.details.retranslate()
        self.mapping.retranslate()
        self.give_back.retranslate()
        self._show()

    def restyle(self) -> None:
        self.choose.setIcon(icon("receive", self._context.palette["ink2"]))
        self.choose_folder.setIcon(icon("folder", self._context.palette["ink2"]))

    # Layout

    def _lay_out(self) -> None:
        self.only.setCheckable(True)
        self.commit.setProperty("look", "primary")
        self.bar = QWidget()
        self.bar.setLayout(
            FlowRow(
                self.choose,
                self.choose_folder,
                self.clear,
                self.summary,
                None,
                self.only,
                self.commit,
            )
        )
        files = Card(titled=False)
        files.setMinimumWidth(LEAST_LIST_WIDTH)
        files.body.setContentsMargins(4, 4, 4, 4)
        files.body.addWidget(self.list, 1)
        files.body.addWidget(self.give_back)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(files)
        split.addWidget(self.details)
        split.setChildrenCollapsible(False)
        split.setStretchFactor(1, 1)
        split.setSizes([LIST_WIDTH, 900])
        self._empty_text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.body.addWidget(self._empty_text, 1)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(split)
        self._stack.addWidget(self.mapping)
        self._split = split
        self._commit_action = QAction(self)
        self._commit_action.setShortcuts([QKeySequence("Ctrl+Return"), QKeySequence("Ctrl+Enter")])
        self._commit_action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.addAction(self._commit_action)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.choose.clicked.connect(self.choose_files)
        self.choose_folder.clicked.connect(self.ask_folder)
        self.clear.clicked.connect(self.reset)
        self.only.toggled.connect(self._show_only)
        self.commit.clicked.connect(self.commit_all)
        self.list.chosen.connect(self._on_file_chosen)
        self.details.choice_changed.connect(self._on_decided)
        self.checks.finished.connect(self._on_checked)
        self.details.deciding.next_asked.connect(self.go_to_open)
        self.details.deciding.decided_everywhere.connect(self._on_decided_everywhere)
        self._commit_action.triggered.connect(self.commit.click)
        self.details.reading_asked.connect(self.show_reading)
        self.details.keeping_asked.connect(self._on_keeping_asked)
        self.mapping.left.connect(self._on_mapping_left)
        self._context.workspace_changed.connect(self.reset)

    # Showing

    def reset(self) -> None:
        """Forget the files."""
        if self._job is not None:
            self._job.cancel()
            self._job = None
        self._paths.clear()
        self._mappings.clear()
        self._forget()
        self._show()

    def _forget(self) -> None:
        """Let go of the files: of many a few at a time, as there are rows by the ten thousand."""
        before, self.choices = self.choices, []
        self._items.clear()
        gc.unfreeze()
        self.checks.stop()
        self.give_back.set_files((), -1)
        self._slices.stop()
        self._slices.run(before)

    def _take(self, job: Job, found: list[Choice]) -> None:
        if job is not self._job:
            return
        self._job = None
        self.choices = found
        # Rows by the ten thousand, in no circle: the collector need not walk them.
        gc.freeze()
        self.checks.begin(self.choices)
        self._show()
        looked_at = [choice.file.path == self._looked_at for choice in self.choices]
        self.list.select(looked_at.index(True) if any(looked_at) else self._first_to_look_at())
        self._looked_at = None
        returned, self._returned = self._returned, []
        if returned:
            # They are reviewed elsewhere, and by themselves.
            self.forget(one.path for one in returned)
            self.returns_found.emit(returned)

    def forget(self, paths: Iterable[Path]) -> None:
        """These files are reviewed elsewhere from now on."""
        self._elsewhere |= set(paths)
        self._paths = [path for path in self._paths if path not in self._elsewhere]
        self._show()

    # How a file was read

    def show_reading(self, path: Path) -> None:
        """Show a file's sheets with what was understood of them, to be corrected."""
        choice = next((c for c in self.choices if c.file.path == path), None)
        code = choice.file.differences[0].code if choice and choice.file.differences else ""
        self.mapping.show_file(path, self._mappings.get(path), code)
        self._stack.setCurrentWidget(self.mapping)
        self.mapping.grid.setFocus()

    def _on_mapping_left(
        self, path: Path, mapping: FileMapping | None, understood: Understood | None
    ) -> None:
        """Compare again with what the file says by its mapping, where that is another now."""
        self._stack.setCurrentWidget(self._split)
        choice = next((c for c in self.choices if c.file.path == path), None)
        is_old, self._is_old = self._is_old, False
        is_same = choice is None or understood is None or mapping == self._mappings.get(path)
        if is_same and not is_old:
            return
        if not is_same:
            self._mappings.pop(path, None)
        if mapping is not None and not is_same:
            self._mappings[path] = mapping
        self._looked_at = path
        if is_old or understood is None:
            self.review(())
            return
        self._compare_again(path, understood)

    def _on_keeping_asked(self, path: Path, keeps_dates: bool) -> None:
        """Compare again with the other choice about the recorded dates of a plan."""
        from pmo_desktop.exchange.plans.understanding import keeping_dates

        choice = next((c for c in self.choices if c.file.path == path), None)
        if choice is not None:
            self._looked_at = path
            self._compare_again(path, keeping_dates(choice.file.understood, keeps_dates))

    def _compare_again(self, path: Path, understood: Understood) -> None:
        """Compare with one file read anew; what was decided of the others stays."""
        workspace, before = self._context.workspace, self.choices
        if workspace is None:
            return
        given = [choice.file.understood for choice in before]
        given = [understood if file.path == path else file for file in given]
        self._show_waiting()

        def work(report: Report) -> Review:
            from pmo_desktop.exchange.comparing.review import review
            from pmo_desktop.exchange.rounds.assigning import with_their_projects

            return review(workspace, with_their_projects(workspace, given), report)

        self._run(work, before)

    def _on_failed(self, job: Job, error: BaseException) -> None:
        if job is not self._job:
            return
        self._job = None
        self._paths.clear()
        self._show()
        self._context.show_error(error)

    def _first_to_look_at(self) -> int:
        states = [choice.file.state for choice in self.choices]
        return next((at for at, state in enumerate(states) if state in TO_LOOK_AT), 0)

    def _show(self) -> None:
        text = self._context.language.text
        has_files = bool(self.choices)
        if not (has_files and self._stack.currentWidget() is self.mapping):
            self._stack.setCurrentWidget(self._split if has_files else self._empty)
        if not self._paths:
            self._empty_text.setText(
                text(
                    "Drop the teams' spreadsheets, plans of MS Project (XML) or GanttProject, or "
                    "a folder of them anywhere on the window. "
                    "What each would change is shown here before anything is written."
                )
            )
        self.list.set_items(list(map(self._item, self.choices)))
        if not has_files:
            self.details.show_choice(None)
        self.clear.setEnabled(bool(self._paths))
        self.only.setEnabled(has_files)
        self._show_only(self.only.isChecked())
        self._offer_return()
        self._say_summary()

    def _show_waiting(self) -> None:
        self._forget()
        self._show()
        self._empty_text.setText(self._context.language.text("The spreadsheets are being read…"))

    def _item(self, choice: Choice) -> FileItem:
        """What is said of a file; once as long as nothing else is decided of it."""
        stamp = (choice.version, choice.whole, choice.file.findings, self._context.language)
        known = self._items.get(choice.file.path)
        if known is None or any(map(is_not, known[0], stamp)):
            known = self._items[choice.file.path] = (stamp, self._said(choice))
        return known[1]

    def _said(self, choice: Choice) -> FileItem:
        text, file = self._context.language.text, choice.file
        words = [text("{n} changes", n=choice.count)]
        if file.state == "refused":
            words = [text("cannot be taken in")]
        elif not file.differences:
            words = [text("nothing to change")]
        conflicts = len(choice.undecided())
        if conflicts:
            words.append(text("{n} conflicts", n=conflicts))
        if file.told and file.state != "refused":
            words.append(text("{n} to look at", n=file.told))
        return FileItem(file.path.name, " · ".join(words), file.state, choice.count > 0)

    def _show_only(self, only: bool) -> None:
        wanted = {at for at, choice in enumerate(self.choices) if choice.file.state in TO_LOOK_AT}
        self.list.show_only(wanted if only else None)

    def _say_summary(self) -> None:
        text = self._context.language.text
        states = Counter(str(choice.file.state) for choice in self.choices)
        taken, waiting = self._ready(), self._waiting()
        self.commit.setText(text("Commit {n} files", n=len(taken)))
        self.commit.setEnabled(bool(taken) and not (self.checks.is_due or self._slices.is_busy))
        self.commit.setToolTip(
            text(
                "{n} files wait: decide their conflicts first (N goes to the next).", n=len(waiting)
            )
            if waiting
            else ""
        )
        if not self.choices:
            self.summary.clear()
            self.summary_changed.emit("")
            return
        parts = [text("{n} ready", n=states["ready"])]
        if states["attention"]:
            parts.append(text("{n} to look at", n=states["attention"]))
        if states["refused"]:
            parts.append(text("{n} refused", n=states["refused"]))
        parts.append(text("{n} changes", n=sum(choice.count for choice in self.choices)))
        if waiting:
            parts.append(text("{n} files to decide", n=len(waiting)))
        if self.checks.is_running:
            parts.append(text("the plans are being checked…"))
        self.summary.setText(" · ".join(parts))
        self.summary_changed.emit(text("{n} files", n=len(self.choices)))

    def _on_file_chosen(self, number: int) -> None:
        if 0 <= number < len(self.choices):
            self.details.show_choice(self.choices[number])
        self._offer_return()

    def go_to_open(self) -> None:
        """Go to the next change that somebody has to decide, in this file or a later one."""
        if self.details.go_to_open():
            return
        here, count = self.list.currentIndex().row(), len(self.choices)
        for at in [(here + step) % count for step in range(1, count + 1)]:
            choice = self.choices[at]
            if choice.undecided() or choice.doubts():
                self.list.select(at)
                self.details.go_to_open(from_start=True)
                return
        self._context.inform("Everything is decided.")

    def _on_decided_everywhere(self, decide: Callable[[Choice], None]) -> None:
        def decide_one(choice: Choice) -> None:
            decide(choice)
            counted(choice)

        self._slices.run(tuple(self.choices), decide_one, self._on_decided_all)
        if self._slices.is_busy:
            self._say_summary()

    def _on_decided_all(self) -> None:
        self.details.refill()
        self._on_decided()

    def _on_decided(self) -> None:
        self.checks.again()
        self._show()

    def _on_checked(self, changed: bool) -> None:
        if changed:
            self.details.refill_findings()
            self._show()
        else:
            self._say_summary()

    def _offer_return(self) -> None:
        files = [choice.file for choice in self.choices]
        self.give_back.set_files(files, self.list.currentIndex().row())

    # Committing

    def commit_all(self) -> None:
        """Take in all that was not left out, as one edit; a backup is made first. Files with
        conflicts that nobody has decided stay under review."""
        workspace = self._context.workspace
        ready = [choice.copy() for choice in self._ready()]
        if workspace is None or not ready:
            return
        waiting = [choice.file.path for choice in self._waiting()]
        doubts = sum(len(choice.doubts()) for choice in ready)
        files = len({choice.file.path.name for choice in ready})
        # In the inbox of a round they are dealt with as well.
        unchanged = {
            choice.file.understood.digest
            for choice in self.choices
            if choice.whole and choice.file.state == "unchanged"
        }
        self._is_committing = True
        self.commit.setEnabled(False)

        def work(report: Report) -> CommitResult:
            from pmo_desktop.services.importing import commit
            from pmo_desktop.storage.changes import Title

            changes = tuple(change for choice in ready for change in choice.changes())
            workspace.backup("before-import")
            title = Title("Import {n} files", {"n": files})
            return workspace.edit(title, commit, changes, report, unchanged).result

        self._context.jobs.run(
            Named("Import {n} files", {"n": files}),
            work,
            lambda result: self._on_committed(result, waiting, doubts),
            failed=self._on_commit_failed,
            owner=self,
        )

    def _ready(self) -> list[Choice]:
        """The files of which something is taken, and all conflicts are decided."""
        return [choice for choice in self.choices if choice.count and not choice.undecided()]

    def _waiting(self) -> list[Choice]:
        return [choice for choice in self.choices if choice.whole and choice.undecided()]

    def _on_committed(self, result: Any, waiting: Sequence[Path], doubts: int) -> None:
        self._is_committing = False
        self.reset()
        if waiting:
            self.review(waiting)
        params = {"files": result.files, "added": result.added, "changed": result.changed}
        if doubts:
            self._context.warn(
                "{files} files were taken in: {added} records added, {changed} changed; {n} "
                "doubtful matches were left out. Choose the files again to answer them.",
                n=doubts,
                **params,
            )
            return
        self._context.inform(
            "{n} files were taken in: {added} records added, {changed} changed.",
            n=result.files,
            **params,
        )

    def _on_commit_failed(self, error: BaseException) -> None:
        self._is_committing = False
        self._show()
        self._context.show_error(error)


def counted(choice: Choice) -> Choice:
    """The choice with what a look at it asks for worked out already."""
    assert choice.count >= 0
    assert choice.file.state
    return choice


def decided_before(file: FileReview, known: Choice | None) -> Choice:
    """The choice of a file; where it would change the same as before, what was decided stays."""
    if known is not None and _changes(known.file) == _changes(file):
        return known
    return Choice(file)


def _changes(file: FileReview) -> list[Any]:
    """What a file would change, without the identities, which are new each time."""
    return [
        (change.project_id, change.code, [replace(record, uid=None) for record in change.changes])
        for change in file.differences
    ]
