"""Taking spreadsheets in: files are read and compared beside the window, looked at, committed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QFileDialog, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from pmo_desktop.collector import freeze, thaw
from pmo_desktop.exchange.comparing.choice import Choice
from pmo_desktop.ui.context import Context, Named
from pmo_desktop.ui.jobs import Job
from pmo_desktop.ui.sheets.mapping.panel import MappingPanel
from pmo_desktop.ui.sheets.review.bar import ReviewBar
from pmo_desktop.ui.sheets.review.checks import ReviewChecks
from pmo_desktop.ui.sheets.review.committing import Commit, commit_of, tell_committed
from pmo_desktop.ui.sheets.review.file_details import FileDetails
from pmo_desktop.ui.sheets.review.file_items import FileItems
from pmo_desktop.ui.sheets.review.file_list import FileList
from pmo_desktop.ui.sheets.review.reading import Found, Work, comparing, counted, reading
from pmo_desktop.ui.sheets.review.return_button import ReturnButton
from pmo_desktop.ui.slices import Slices
from pmo_desktop.ui.widgets.card import Card, label
from pmo_desktop.ui.widgets.choosing import ask_spreadsheets

if TYPE_CHECKING:
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
        self._elsewhere: set[Path] = set()
        self._job: Job | None = None
        self._is_committing = self._is_old = False
        self._mappings: dict[Path, FileMapping] = {}
        self._items = FileItems()
        self._looked_at: Path | None = None
        self.choices: list[Choice] = []
        self.bar = ReviewBar(context)
        self.give_back = ReturnButton(context)
        self.list = FileList(context)
        self.details, self.mapping = FileDetails(context), MappingPanel(context)
        self.checks = ReviewChecks(context, self)
        self._slices = Slices(self)
        self._empty, self._empty_text = Card(titled=False), label(look="empty", wrap=True)
        self._stack = QStackedWidget()
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._lay_out()
        self._connect()
        self.retranslate()
        self.restyle()

    def retranslate(self) -> None:
        self.bar.retranslate()
        self.details.retranslate()
        self.mapping.retranslate()
        self.give_back.retranslate()
        self._show()

    def restyle(self) -> None:
        self.bar.restyle()

    def _lay_out(self) -> None:
        files = Card(titled=False)
        files.setMinimumWidth(LEAST_LIST_WIDTH)
        files.body.setContentsMargins(4, 4, 4, 4)
        files.body.addWidget(self.list, 1)
        files.body.addWidget(self.give_back)
        split = self._split
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
        self._commit_action = QAction(self)
        self._commit_action.setShortcuts([QKeySequence("Ctrl+Return"), QKeySequence("Ctrl+Enter")])
        self._commit_action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.addAction(self._commit_action)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.bar.choose.clicked.connect(self.choose_files)
        self.bar.choose_folder.clicked.connect(self.ask_folder)
        self.bar.clear.clicked.connect(self.reset)
        self.bar.only.toggled.connect(self._show_only)
        self.bar.commit.clicked.connect(self.commit_all)
        self._commit_action.triggered.connect(self.bar.commit.click)
        self.list.chosen.connect(self._on_file_chosen)
        self.details.choice_changed.connect(self._on_decided)
        self.details.deciding.next_asked.connect(self.go_to_open)
        self.details.deciding.decided_everywhere.connect(self._on_decided_everywhere)
        self.details.reading_asked.connect(self.show_reading)
        self.details.keeping_asked.connect(self._on_keeping_asked)
        self.mapping.left.connect(self._on_mapping_left)
        self.checks.finished.connect(self._on_checked)
        self._context.workspace_changed.connect(self.reset)

    # Reading

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

    def review(self, paths: Sequence[Path]) -> None:
        """Read these files and folders, besides those that are under review already."""
        workspace = self._context.workspace
        if workspace is None:
            return
        self._paths = list(dict.fromkeys([*self._paths, *paths]))
        if paths:
            self._elsewhere.clear()
        if self._job is not None:
            # Its failure is not told: the new reading takes its place.
            self._job.cancel()
        wanted, mappings = tuple(self._paths), dict(self._mappings)
        self._run(reading(workspace, wanted, mappings, frozenset(self._elsewhere)))

    def review_again(self) -> None:
        """Compare with the database as it stands now; what was left out is taken again."""
        if not self._paths or self._job is not None or self._is_committing:
            return
        if self._stack.currentWidget() is self.mapping:
            # A field that was made there: the file goes on being looked at.
            self._is_old = True
        else:
            self.review(())

    def forget(self, paths: Iterable[Path]) -> None:
        """These files are reviewed elsewhere from now on."""
        self._elsewhere |= set(paths)
        self._paths = [path for path in self._paths if path not in self._elsewhere]
        self._show()

    def reset(self) -> None:
        """Forget the files."""
        if self._job is not None:
            self._job.cancel()
            self._job = None
        self._paths.clear()
        self._mappings.clear()
        self._let_go()
        self._show()

    def _run(self, work: Work) -> None:
        self._let_go()
        self._show()
        self._empty_text.setText(self._context.language.text("The spreadsheets are being read…"))
        job = self._context.jobs.run(
            Named("Read the spreadsheets"),
            work,
            lambda found: self._take(job, found),
            failed=lambda error: self._on_failed(job, error),
            lane="make",
            owner=self,
        )
        self._job = job

    def _let_go(self) -> None:
        """Let go of the files: of many a few at a time, as there are rows by the ten thousand."""
        before, self.choices = self.choices, []
        self._items.clear()
        thaw()
        self.checks.stop()
        self.give_back.set_files((), -1)
        self._slices.stop()
        self._slices.run(before)

    def _take(self, job: Job, found: Found) -> None:
        if job is not self._job:
            return
        self._job = None
        self.choices = found.choices
        # Rows by the ten thousand, in no circle: the collector need not walk them.
        freeze()
        self.checks.begin(self.choices)
        self._show()
        looked_at = [choice.file.path == self._looked_at for choice in self.choices]
        self.list.select(looked_at.index(True) if any(looked_at) else self._first_to_look_at())
        self._looked_at = None
        if found.returned:
            # They are reviewed elsewhere, and by themselves.
            self.forget(one.path for one in found.returned)
            self.returns_found.emit(list(found.returned))

    def _first_to_look_at(self) -> int:
        states = [choice.file.state for choice in self.choices]
        return next((at for at, state in enumerate(states) if state in TO_LOOK_AT), 0)

    def _on_failed(self, job: Job, error: BaseException) -> None:
        if job is not self._job:
            return
        self._job = None
        self._paths.clear()
        self._show()
        self._context.show_error(error)

    # How a file was read

    def show_reading(self, path: Path) -> None:
        """Show a file's sheets with what was understood of them, to be corrected."""
        choice = self._choice_of(path)
        code = choice.file.differences[0].code if choice and choice.file.differences else ""
        self.mapping.show_file(path, self._mappings.get(path), code)
        self._stack.setCurrentWidget(self.mapping)
        self.mapping.grid.setFocus()

    def _on_mapping_left(
        self, path: Path, mapping: FileMapping | None, understood: Understood | None
    ) -> None:
        """Compare again with what the file says by its mapping, where that is another now."""
        self._stack.setCurrentWidget(self._split)
        is_old, self._is_old = self._is_old, False
        is_known = self._choice_of(path) is not None and understood is not None
        is_same = not is_known or mapping == self._mappings.get(path)
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

        choice = self._choice_of(path)
        if choice is not None:
            self._looked_at = path
            self._compare_again(path, keeping_dates(choice.file.understood, keeps_dates))

    def _compare_again(self, path: Path, understood: Understood) -> None:
        """Compare with one file read anew; what was decided of the others stays."""
        workspace, before = self._context.workspace, self.choices
        if workspace is not None:
            given = [choice.file.understood for choice in before]
            given = [understood if file.path == path else file for file in given]
            self._run(comparing(workspace, given, before))

    def _choice_of(self, path: Path) -> Choice | None:
        return next((choice for choice in self.choices if choice.file.path == path), None)

    # Showing

    def _show(self) -> None:
        has_files = bool(self.choices)
        if not (has_files and self._stack.currentWidget() is self.mapping):
            self._stack.setCurrentWidget(self._split if has_files else self._empty)
        if not self._paths:
            self._empty_text.setText(
                self._context.language.text(
                    "Drop the teams' spreadsheets, plans of MS Project (XML) or GanttProject, or "
                    "a folder of them anywhere on the window. "
                    "What each would change is shown here before anything is written."
                )
            )
        language = self._context.language
        self.list.set_items([self._items.of(choice, language) for choice in self.choices])
        if not has_files:
            self.details.show_choice(None)
        self.bar.clear.setEnabled(bool(self._paths))
        self.bar.only.setEnabled(has_files)
        self._show_only(self.bar.only.isChecked())
        self._offer_return()
        self._say_summary()

    def _show_only(self, only: bool) -> None:
        wanted = {at for at, choice in enumerate(self.choices) if choice.file.state in TO_LOOK_AT}
        self.list.show_only(wanted if only else None)

    def _say_summary(self) -> None:
        may_commit = not (self.checks.is_due or self._slices.is_busy)
        self.bar.say(self.choices, may_commit=may_commit, is_checking=self.checks.is_running)
        count = len(self.choices)
        self.summary_changed.emit(
            self._context.language.text("{n} files", n=count) if count else ""
        )

    def _offer_return(self) -> None:
        files = [choice.file for choice in self.choices]
        self.give_back.set_files(files, self.list.currentIndex().row())

    def _on_file_chosen(self, number: int) -> None:
        if 0 <= number < len(self.choices):
            self.details.show_choice(self.choices[number])
        self._offer_return()

    def _on_checked(self, changed: bool) -> None:
        if changed:
            self.details.refill_findings()
            self._show()
        else:
            self._say_summary()

    # Deciding

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

    # Committing

    def commit_all(self) -> None:
        """Take in all that was not left out, as one edit."""
        workspace, commit = self._context.workspace, commit_of(self.choices)
        if workspace is None or not commit.ready:
            return
        self._is_committing = True
        self.bar.commit.setEnabled(False)
        self._context.jobs.run(
            Named("Import {n} files", {"n": commit.files}),
            lambda report: commit.write(workspace, report),
            lambda result: self._on_committed(result, commit),
            failed=self._on_commit_failed,
            owner=self,
        )

    def _on_committed(self, result: CommitResult, commit: Commit) -> None:
        self._is_committing = False
        self.reset()
        if commit.waiting:
            self.review(commit.waiting)
        tell_committed(self._context, result, commit.doubts)

    def _on_commit_failed(self, error: BaseException) -> None:
        self._is_committing = False
        self._show()
        self._context.show_error(error)
