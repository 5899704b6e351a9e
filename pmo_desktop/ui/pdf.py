"""PDF pages as pictures, by pypdfium2. One thread at a time may be in here: use one lane."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtGui import QImage

POINTS_PER_INCH = 72


@dataclass(frozen=True)
class PageSize:
    """In points."""

    width: float
    height: float


def page_sizes(path: Path) -> tuple[PageSize, ...]:
    """The size of every page of the file."""
    import pypdfium2

    with pypdfium2.PdfDocument(path) as document:
        return tuple(PageSize(*document.get_page_size(at)) for at in range(len(document)))


def page_image(path: Path, number: int, scale: float) -> QImage:
    """Page `number` (from 0) at `scale` pixels a point."""
    import pypdfium2

    with pypdfium2.PdfDocument(path) as document:
        bitmap = document[number].render(scale=scale, rev_byteorder=True, prefer_bgrx=True)
        image = QImage(
            bytes(bitmap.buffer),
            bitmap.width,
            bitmap.height,
            bitmap.stride,
            QImage.Format.Format_RGBX8888,
        )
        # The copy owns its pixels; the bitmap's go with the document.
        return image.copy()
