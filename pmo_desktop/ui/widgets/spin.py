"""Number fields whose text stands as far from the edge as that of the other fields."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractSpinBox, QLineEdit

# Pixels. The style sheet does not reach the line in a spin box.
INDENT = 8


def indent(field: QAbstractSpinBox) -> None:
    """Move the text of a spin box in from its edge."""
    line = field.findChild(QLineEdit)
    if line is not None:
        line.setTextMargins(INDENT, 0, 0, 0)
