"""What every page works with: the workspace, the language, the colours, the settings, the jobs.

One `Context` is made by `app`; a page gets it in its constructor and listens to its signals. All
signals arrive on the main thread, also when an edit ran in a job's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from PySide6.QtCore import QObject, Signal

from pmo_desktop.language import Language
from pmo_desktop.progress import Report
from pmo_desktop.ui.errors import told
from pmo_desktop.ui.jobs import Job, Jobs, Sentence
from pmo_desktop.ui.settings import Settings
from pmo_desktop.ui.theme import is_dark, palette_of

if TYPE_CHECKING:
    from pmo_desktop.storage.workspace import ChangeSet, Edited, Title, Workspace
    from pmo_desktop.ui.preview import Preview

MessageKind = Literal["info", "warning", "error"]


@dataclass(frozen=True)
class Message:
    """What the message area says, in the language of now; `folder` can be opened from there."""

    say: Callable[[Language], str]
    kind: MessageKind = "info"
    folder: Path | None = None


@dataclass(frozen=True)
class Named:
    """What a job without an edit of its own is called: an English sentence and its parameters."""

    text: str
    params: Mapping[str, Any] = field(default_factory=dict)


class Context(QObject):
    """`language` and `palette` (role -> `#rrggbb`) are replaced, never changed in place."""

    language_changed = Signal()
    theme_changed = Signal()
    data_changed = Signal(object)
    edited = Signal(object)
    """An edit, with its rows; `data_changed` follows with its tables alone."""
    workspace_changed = Signal()
    preview_changed = Signal()
    message_posted = Signal(object)
    _edited = Signal(object)

    def __init__(self, settings: Settings, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.settings = settings
        self.jobs = jobs
        self.workspace: Workspace | None = None
        self.language = Language(settings.language)
        self.palette = palette_of(settings.theme)
        self.preview: Preview | None = None
        self._unsubscribe: Callable[[], None] | None = None
        self._edited.connect(self._on_edited)
        jobs.failed.connect(self._on_job_failed)

    @property
    def is_dark(self) -> bool:
        return is_dark(self.settings.theme)

    def set_language(self, code: str) -> None:
        if code != self.language.code:
            self.settings.language = code
            self.language = Language(code, self.language.words)
            self.language_changed.emit()

    def set_theme(self, theme: str) -> None:
        """`light`, `dark` or `system`."""
        self.settings.theme = theme
        self.refresh_theme()

    def refresh_theme(self) -> None:
        """Take the colours that hold now: the system may have changed between day and night."""
        palette = palette_of(self.settings.theme)
        if palette is not self.palette:
            self.palette = palette
            self.theme_changed.emit()

    def set_workspace(self, workspace: Workspace | None) -> None:
        """Work on another database; the one before is closed."""
        if self._unsubscribe is not None:
            self._unsubscribe()
            self._unsubscribe = None
        before, self.workspace = self.workspace, workspace
        if before is not None and before is not workspace:
            before.close()
        if workspace is not None:
            # The listener is called on the editing thread; the signal brings it to this one.
            self._unsubscribe = workspace.on_changed(self._edited.emit)
            self._learn_words(workspace)
        self.show_preview(None)
        self.workspace_changed.emit()

    def show_preview(self, preview: Preview | None) -> None:
        """Let every page that can show the plan as it would be; None: as it is. An edit ends it."""
        if preview is not self.preview:
            self.preview = preview
            self.preview_changed.emit()

    def query(self, reader: Callable[..., Any], *args: Any, **options: Any) -> Any:
        """A reader's rows, at once: for what is known to be quick. No workspace: RuntimeError."""
        return self._open_workspace().query(reader, *args, **options)

    def ask(
        self,
        reader: Callable[..., Any],
        *args: Any,
        then: Callable[[Any], None],
        owner: QObject | None = None,
    ) -> Job:
        """A reader's rows beside the window; `then(rows)` is called on the main thread."""
        workspace = self._open_workspace()
        return self.jobs.ask(lambda: workspace.query(reader, *args), then, owner=owner)

    def edit(self, title: Title, verb: Callable[..., Any], *args: Any, **options: Any) -> Any:
        """Do one small edit at once. `Edited`, or None when it was refused and said so."""
        writer = self.jobs.writing
        if writer is not None:
            self.warn("Wait until “{title}” is done, then try again.", title=self.title(writer))
            return None
        try:
            edited: Edited[Any] = self._open_workspace().edit(title, verb, *args, **options)
        except Exception as error:
            self.show_error(error)
            return None
        return edited

    def edit_in_job(
        self,
        title: Title,
        verb: Callable[..., Any],
        *args: Any,
        then: Callable[[Any], None] | None = None,
        failed: Callable[[BaseException], None] | None = None,
        owner: QObject | None = None,
    ) -> Job:
        """A long edit beside the window; `verb(session, *args, report)` gets the report last."""
        workspace = self._open_workspace()

        def work(report: Report) -> Any:
            return workspace.edit(title, verb, *args, report)

        return self.jobs.run(title, work, then, failed=failed, owner=owner)

    def undo(self) -> None:
        self._step_back("Undo", lambda workspace: workspace.undo())

    def redo(self) -> None:
        self._step_back("Redo", lambda workspace: workspace.redo())

    def title(self, job: Job) -> str:
        """What a job is called."""
        return "" if job.title is None else self.say(job.title)

    def say(self, sentence: Sentence) -> str:
        return self.language.text(sentence.text, **sentence.params)

    def inform(self, source: str, **params: Any) -> None:
        """Tell in the message area how something went; it goes by itself."""
        self.message_posted.emit(Message(_saying(source, params), "info"))

    def inform_of_folder(self, folder: Path, source: str, /, **params: Any) -> None:
        """Tell what was written into a folder, and offer to open it."""
        self.message_posted.emit(Message(_saying(source, params), "info", folder))

    def warn(self, source: str, **params: Any) -> None:
        self.message_posted.emit(Message(_saying(source, params), "warning"))

    def show_error(self, error: BaseException) -> None:
        """An error as a sentence in the message area: what happened and what to do."""
        kind, source, params = told(error)
        self.message_posted.emit(Message(_saying(source, params), kind))

    def _open_workspace(self) -> Workspace:
        if self.workspace is None:
            raise RuntimeError("no database is open")
        return self.workspace

    def _step_back(self, name: str, step: Callable[[Workspace], ChangeSet | None]) -> None:
        workspace = self._open_workspace()
        self.jobs.run(Named(name), lambda _: step(workspace))

    def _learn_words(self, workspace: Workspace) -> None:
        """Speak of the office's own fields by their names."""
        from pmo_desktop.services.custom_fields import own_words

        words = workspace.query(own_words)
        if words != self.language.words:
            self.language = Language(self.language.code, words)
            self.language_changed.emit()

    def _on_edited(self, changes: ChangeSet) -> None:
        if "custom_field" in changes.tables and self.workspace is not None:
            self._learn_words(self.workspace)
        self.show_preview(None)
        self.edited.emit(changes)
        self.data_changed.emit(changes.tables)

    def _on_job_failed(self, _job: Job, error: BaseException) -> None:
        self.show_error(error)


def _saying(source: str, params: Mapping[str, Any]) -> Callable[[Language], str]:
    """A sentence in whatever language is spoken when it is asked for."""
    return lambda language: language.text(source, **params)
