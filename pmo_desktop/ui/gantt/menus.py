"""The menus of the plan's table: columns on its header, folding and copying on its rows."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QMenu, QWidget

from pmo_desktop.language import Language
from pmo_desktop.ui.gantt.view import GanttView

EVERY_DEPTH = 1_000


def columns_menu(
    parent: QWidget, view: GanttView, language: Language, changed: Callable[[], None]
) -> QMenu:
    """Which columns are shown; the first one always is. It frees itself."""
    menu = _menu(parent)
    for column in view.model.columns[1:]:
        action = menu.addAction(language.term(column.term))
        action.setCheckable(True)
        action.setChecked(column.key not in view.tree.hidden_columns())
        action.toggled.connect(lambda on, key=column.key: _choose(view, key, on, changed))
    return menu


def row_menu(parent: QWidget, view: GanttView, language: Language, position: int) -> QMenu:
    """What can be done with the row at a position in sight. It frees itself."""
    text, outline = language.text, view.outline
    menu = _menu(parent)
    menu.addAction(text("Show its bar"), lambda: view.show_bar(position))
    menu.addAction(text("Copy as a table"), view.tree.copy)
    menu.addSeparator()
    if outline.is_parent(outline.rows[position]):
        menu.addAction(text("Unfold all below"), lambda: view.fold_below(position, False))
        menu.addAction(text("Fold all below"), lambda: view.fold_below(position, True))
    menu.addAction(text("Fold to projects"), lambda: view.fold_to(0))
    menu.addAction(text("Unfold everything"), lambda: view.fold_to(EVERY_DEPTH))
    return menu


def _menu(parent: QWidget) -> QMenu:
    menu = QMenu(parent)
    menu.aboutToHide.connect(menu.deleteLater)
    return menu


def _choose(view: GanttView, key: str, shown: bool, changed: Callable[[], None]) -> None:
    others = view.tree.hidden_columns() - {key}
    view.tree.hide_columns(others if shown else others | {key})
    changed()
