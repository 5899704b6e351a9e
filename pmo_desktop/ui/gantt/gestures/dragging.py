"""The mouse in a viewport in which something can be dragged.

It is listened to before the widget has it, and left to the widget where it is no drag. Near the
edge what is dragged scrolls on; Escape or the other button takes it back.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractScrollArea
from typing_extensions import override

# Pixels and milliseconds: how near the edge scrolls, how often.
EDGE, EDGE_MS = 14, 60


class Dragging(QObject):
    """`let_go`: nothing is dragged any more. What the mouse means is said by the one that drags:
    its slots return whether an event was meant for them."""

    let_go = Signal()

    def __init__(self, area: QAbstractScrollArea) -> None:
        super().__init__(area)
        self._area = area
        self._edge = QTimer(self, interval=EDGE_MS)
        self._edge.timeout.connect(self._scroll_on)
        area.viewport().installEventFilter(self)

    @property
    def is_dragging(self) -> bool:
        raise NotImplementedError

    def cancel(self) -> None:
        """Take back what is being dragged."""
        raise NotImplementedError

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind is QEvent.Type.Resize:
            self._on_resized()
        elif kind is QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent):
            if self.is_dragging:
                self.cancel()
                return True
            return self._on_press(event)
        elif kind is QEvent.Type.MouseMove and isinstance(event, QMouseEvent):
            return self._on_move(event)
        elif kind is QEvent.Type.MouseButtonRelease and isinstance(event, QMouseEvent):
            return self._on_release(event)
        elif kind is QEvent.Type.Leave:
            self._on_left()
        elif kind is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if self.is_dragging and event.key() == Qt.Key.Key_Escape:
                self.cancel()
                return True
        elif kind is QEvent.Type.ToolTip:
            return self.is_dragging
        return False

    def _on_resized(self) -> None:
        raise NotImplementedError

    def _on_press(self, event: QMouseEvent) -> bool:
        raise NotImplementedError

    def _on_move(self, event: QMouseEvent) -> bool:
        raise NotImplementedError

    def _on_release(self, event: QMouseEvent) -> bool:
        raise NotImplementedError

    def _on_left(self) -> None:
        """The mouse is elsewhere."""

    def _scroll_on(self) -> None:
        """The mouse is still at the edge."""
        raise NotImplementedError

    def _mind_edge(self, is_beyond: bool) -> None:
        """Scroll on as long as the mouse is at the edge."""
        if not is_beyond:
            self._edge.stop()
        elif not self._edge.isActive():
            self._edge.start()

    def _hold(self) -> None:
        """A drag begins: Escape reaches it, wherever the focus is."""
        self._area.viewport().grabKeyboard()

    def _release(self) -> None:
        """A drag is over."""
        self._area.viewport().unsetCursor()
        self._area.viewport().releaseKeyboard()
