"""The two small buttons of a register: add a row, remove the chosen one."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from pmo_desktop.ui.context import Context


class AddRemove(QWidget):
    add_wanted = Signal()
    remove_wanted = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.add = QToolButton()
        self.remove = QToolButton()
        self.add.clicked.connect(self.add_wanted)
        self.remove.clicked.connect(self.remove_wanted)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.add)
        layout.addWidget(self.remove)
        self.enable_remove(False)
        # After the first picture: it does without the icons' library.
        QTimer.singleShot(0, self, self._restyle)
        context.theme_changed.connect(self._restyle)

    def say(self, add: str, remove: str) -> None:
        """What the buttons do, for those who wait over them."""
        self.add.setToolTip(add)
        self.remove.setToolTip(remove)

    def enable_remove(self, enabled: bool) -> None:
        self.remove.setEnabled(enabled)

    def _restyle(self) -> None:
        from pmo_desktop.ui.icons import icon

        roles = self._context.palette
        self.add.setIcon(icon("add", roles["ink2"]))
        self.remove.setIcon(icon("remove", roles["ink2"], disabled=roles["disabled"]))
