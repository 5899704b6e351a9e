"""The pages of a PDF file one below the other; only those in sight are rendered."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget
from typing_extensions import override

from pmo_desktop.ui.context import Context
from pmo_desktop.ui.pdf import PageSize, page_image

GAP = 26.0
MARGIN = 12.0
WIDEST = 1180.0
KEPT = 12


class PdfView(QAbstractScrollArea):
    """`page_seen` is sent with the number (from 1) of the topmost page in sight."""

    page_seen = Signal(int)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._path: Path | None = None
        self._sizes: tuple[PageSize, ...] = ()
        self._images: dict[int, QImage] = {}
        self._asked: set[int] = set()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    def show_file(self, path: Path | None, sizes: tuple[PageSize, ...]) -> None:
        """Show another file; the place in it stays where that is possible."""
        self._path, self._sizes = path, sizes
        self._images.clear()
        self._asked.clear()
        self._set_range()
        self.viewport().update()

    @property
    def sizes(self) -> tuple[PageSize, ...]:
        """Those of the pages that are shown."""
        return self._sizes

    @property
    def is_complete(self) -> bool:
        """Whether every page in sight is there."""
        return all(at in self._images for at in self._in_sight())

    def show_page(self, number: int) -> None:
        """Bring a page (from 0) to the top."""
        self.verticalScrollBar().setValue(int(self._box(number).top() - MARGIN))

    @override
    def sizeHint(self) -> QSize:
        return QSize(700, 500)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._images.clear()
        self._asked.clear()
        self._set_range()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        roles = self._context.palette
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.translate(0, -self.verticalScrollBar().value())
        for at in self._in_sight():
            box = self._box(at)
            painter.fillRect(box, QColor(roles["panel"]))
            if at in self._images:
                painter.drawImage(box, self._images[at])
            else:
                self._ask(at)
            painter.setPen(QColor(roles["line_strong"]))
            painter.drawRect(box)
            painter.setPen(QColor(roles["ink3"]))
            below = QRectF(box.left(), box.bottom() + 2, box.width(), GAP - 4)
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, f"{at + 1} / {len(self._sizes)}")

    def _page_width(self) -> float:
        return min(max(self.viewport().width() - 2 * MARGIN, 100.0), WIDEST)

    def _box(self, at: int) -> QRectF:
        """Where a page stands, from the top of the first."""
        width = self._page_width()
        top = MARGIN
        for size in self._sizes[:at]:
            top += width * size.height / size.width + GAP
        size = self._sizes[at]
        left = (self.viewport().width() - width) / 2
        return QRectF(left, top, width, width * size.height / size.width)

    def _in_sight(self) -> list[int]:
        top = self.verticalScrollBar().value()
        seen = QRectF(0, top, self.viewport().width(), self.viewport().height())
        return [at for at in range(len(self._sizes)) if self._box(at).intersects(seen)]

    def _set_range(self) -> None:
        height = self._box(len(self._sizes) - 1).bottom() + GAP if self._sizes else 0
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, int(height - self.viewport().height())))
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(40)

    def _ask(self, at: int) -> None:
        path = self._path
        if at in self._asked or path is None:
            return
        self._asked.add(at)
        scale = self._page_width() / self._sizes[at].width * self.devicePixelRatioF()
        self._context.jobs.run(
            None,
            lambda _: page_image(path, at, scale),
            lambda image: self._take(path, at, image),
            lane="make",
            owner=self,
        )

    def _take(self, path: Path, at: int, image: QImage) -> None:
        if path != self._path:
            return
        if len(self._images) >= KEPT:
            for old in set(self._images) - set(self._in_sight()):
                del self._images[old]
                self._asked.discard(old)
        self._images[at] = image
        self.viewport().update()

    def _on_scrolled(self) -> None:
        self.viewport().update()
        seen = self._in_sight()
        if seen:
            self.page_seen.emit(seen[0] + 1)
