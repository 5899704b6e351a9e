"""What is in sight of the Gantt as a picture on white: to a file, or to the clipboard."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtWidgets import QFileDialog, QWidget

from pmo_desktop.charts.palette import LIGHT
from pmo_desktop.ui.context import Context
from pmo_desktop.ui.gantt.printing import what_is_shown
from pmo_desktop.ui.gantt.sizes import ROW
from pmo_desktop.ui.gantt.view import GanttView
from pmo_desktop.ui.painting import ScenePainter

if TYPE_CHECKING:
    from pmo_desktop.charts.scene import Scene

FORMATS = "PNG (*.png);;SVG (*.svg)"
FINENESS = 2
SVG_TYPE = "image/svg+xml"


def picture(view: GanttView, context: Context) -> Scene:
    """The rows and dates in sight, whole rows alone."""
    from pmo_desktop.reports.plan_picture import Window, plan_picture

    what = what_is_shown(view, context)
    top, high = view.tree.verticalScrollBar().value(), view.canvas.height()
    first = min(round(top / ROW), len(what.rows))
    last = min(first + max(high // ROW, 1), len(what.rows))
    left = float(view.x_offset)
    window = Window(first, last, view.scale, left, left + view.canvas.width())
    return plan_picture(what, context.language, window)


def copy_picture(view: GanttView, context: Context) -> None:
    """To the clipboard, as pixels and as vectors: a program takes what it can."""
    from pmo_desktop.reports.svg import svg_of

    scene = picture(view, context)
    data = QMimeData()
    data.setImageData(image_of(scene))
    data.setData(SVG_TYPE, svg_of(scene, LIGHT).encode())
    QGuiApplication.clipboard().setMimeData(data)
    context.inform("The picture is on the clipboard: paste it into a slide.")


def ask_save_picture(page: QWidget, view: GanttView, context: Context) -> None:
    """Ask where to, and as what."""
    settings, text = context.settings, context.language.text
    name = text("Gantt plan") + ".png"
    start = str(Path(settings.export_folder) / name) if settings.export_folder else name
    path, kind = QFileDialog.getSaveFileName(page, text("Save the picture"), start, FORMATS)
    if path:
        settings.export_folder = str(Path(path).parent)
        suffix = ".svg" if "svg" in kind else ".png"
        target = Path(path)
        known = target.suffix.lower() in (".png", ".svg")
        save_picture(view, context, target if known else target.with_name(target.name + suffix))


def save_picture(view: GanttView, context: Context, path: Path) -> None:
    """As SVG where the name says so, else as PNG."""
    from pmo_desktop.reports.errors import report_error
    from pmo_desktop.reports.svg import svg_of

    scene = picture(view, context)
    try:
        if path.suffix.lower() == ".svg":
            path.write_text(
                svg_of(scene, LIGHT, context.language.text("Gantt plan")), encoding="utf-8"
            )
        elif not path.parent.is_dir() or not image_of(scene).save(str(path)):
            raise FileNotFoundError(str(path))
    except OSError as error:
        context.show_error(report_error(error, path))
        return
    context.inform("The picture was written to {path}.", path=path)


def image_of(scene: Scene) -> QImage:
    """The scene's pixels, twice as fine as the screen's."""
    size = (round(scene.width) * FINENESS, round(scene.height) * FINENESS)
    image = QImage(*size, QImage.Format.Format_RGB32)
    image.fill(LIGHT["panel"])
    painter = QPainter(image)
    painter.scale(FINENESS, FINENESS)
    ScenePainter(LIGHT).paint(painter, scene)
    painter.end()
    return image
