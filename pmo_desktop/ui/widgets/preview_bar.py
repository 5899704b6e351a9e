"""The strip over a page that shows a plan as it would be: what it is, adopt it, leave it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton

from pmo_desktop.ui.context import Context
from pmo_desktop.ui.widgets.card import label


class PreviewBar(QFrame):
    """Shows itself while there is a preview."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.setProperty("look", "message_info")
        self.said = label(wrap=True)
        self.adopt, self.leave = QPushButton(), QPushButton()
        self.adopt.setProperty("look", "primary")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 6, 10, 6)
        layout.setSpacing(10)
        layout.addWidget(self.said, 1)
        for button in (self.adopt, self.leave):
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            layout.addWidget(button)
        self.adopt.clicked.connect(self._on_adopted)
        self.leave.clicked.connect(lambda: context.show_preview(None))
        context.preview_changed.connect(self.retranslate)
        context.language_changed.connect(self.retranslate)
        self.retranslate()

    def retranslate(self) -> None:
        text, preview = self._context.language.text, self._context.preview
        self.setVisible(preview is not None)
        self.adopt.setText(text("Adopt"))
        self.leave.setText(text("End the preview"))
        if preview is not None:
            said = text(preview.text, **preview.params)
            self.said.setText(text("Preview, nothing is changed yet: {what}", what=said))

    def _on_adopted(self) -> None:
        from pmo_desktop.ui.gantt.plan_edits import do

        preview = self._context.preview
        if preview is not None:
            self.adopt.setEnabled(False)
            do(self._context, preview.edit, self)
            self.adopt.setEnabled(True)
