"""The message area: how the last thing went, in a sentence. Information goes by itself."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from pmo_desktop.ui.context import Context, Message
from pmo_desktop.ui.icons import icon
from pmo_desktop.ui.theme import set_look

INFORMATION_STAYS_MS, OFFER_STAYS_MS = 6_000, 20_000
INKS = {"info": "accent_ink", "warning": "amber_ink", "error": "red_ink"}


class MessageBar(QFrame):
    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._kind = "info"
        self._message: Message | None = None
        self._label = QLabel()
        self._label.setWordWrap(True)
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._folder: Path | None = None
        self.open_folder = QPushButton()
        self.open_folder.clicked.connect(self._on_open_folder)
        self._close = QToolButton()
        self._close.clicked.connect(self.hide)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 6, 6, 6)
        layout.addWidget(self._label, 1)
        layout.addWidget(self.open_folder, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.hide)
        context.message_posted.connect(self.show_message)
        context.theme_changed.connect(self._restyle)
        context.language_changed.connect(self._retranslate)
        self.hide()

    @property
    def text(self) -> str:
        """What is being said; empty when nothing is."""
        return "" if self.isHidden() else self._label.text()

    def show_message(self, message: Message) -> None:
        self._message = message
        self._kind = message.kind
        self._folder = message.folder
        self._retranslate()
        self.open_folder.setVisible(message.folder is not None)
        self._restyle()
        self.show()
        self._timer.stop()
        if message.kind == "info":
            self._timer.start(OFFER_STAYS_MS if message.folder else INFORMATION_STAYS_MS)

    def _retranslate(self) -> None:
        """Say it again in the language of now; how long it stays is not prolonged."""
        language = self._context.language
        if self._message is not None:
            self._label.setText(self._message.say(language))
        self.open_folder.setText(language.text("Open the folder"))
        self._close.setToolTip(language.text("Close"))

    def _on_open_folder(self) -> None:
        if self._folder is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))

    def _restyle(self) -> None:
        set_look(self, f"message_{self._kind}")
        # What the sheet says of words inside a bar is not asked again by itself.
        self._label.style().unpolish(self._label)
        self._label.style().polish(self._label)
        self._close.setIcon(icon("close", self._context.palette[INKS[self._kind]], 14))
