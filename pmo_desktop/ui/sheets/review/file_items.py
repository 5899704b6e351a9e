"""The files of a review as their list says them."""

from __future__ import annotations

from operator import is_not
from pathlib import Path
from typing import Any

from pmo_desktop.exchange.comparing.choice import Choice
from pmo_desktop.language import Language
from pmo_desktop.ui.sheets.review.file_list import FileItem


class FileItems:
    """Each is put into words once, as long as nothing else is decided of it."""

    def __init__(self) -> None:
        self._said: dict[Path, tuple[tuple[Any, ...], FileItem]] = {}

    def of(self, choice: Choice, language: Language) -> FileItem:
        stamp = (choice.version, choice.whole, choice.file.findings, language)
        known = self._said.get(choice.file.path)
        if known is None or any(map(is_not, known[0], stamp)):
            known = self._said[choice.file.path] = (stamp, _item(choice, language))
        return known[1]

    def clear(self) -> None:
        self._said.clear()


def _item(choice: Choice, language: Language) -> FileItem:
    text, file = language.text, choice.file
    words = [text("{n} changes", n=choice.count)]
    if file.state == "refused":
        words = [text("cannot be taken in")]
    elif not file.differences:
        words = [text("nothing to change")]
    conflicts = len(choice.undecided())
    if conflicts:
        words.append(text("{n} conflicts", n=conflicts))
    if file.told and file.state != "refused":
        words.append(text("{n} to look at", n=file.told))
    return FileItem(file.path.name, " · ".join(words), file.state, choice.count > 0)
