"""The buttons that change the plan, above it."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from pmo_desktop.ui.gantt.planning import GROUPS, Planning

GAP = 10


class EditBar(QWidget):
    """One button for each command that has an icon; the groups apart."""

    def __init__(self, planning: Planning) -> None:
        super().__init__()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for number, group in enumerate(GROUPS):
            if number and any(command.icon for command in group):
                layout.addSpacing(GAP)
            for command in group:
                if command.icon:
                    button = QToolButton()
                    button.setDefaultAction(planning.actions[command.key])
                    layout.addWidget(button)
        layout.addStretch(1)
        # After the first picture: it does without the icons' library.
        QTimer.singleShot(0, planning, planning.restyle)
