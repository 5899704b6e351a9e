"""Why a pack could not be made, each as a sentence: what, where, what to do."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Any

FULL = frozenset({errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)})


class ReportError(Exception):
    """`sentence` is an English source sentence; `params` are its `file`, `folder` and `reason`.

    A pack was not made: nothing was left behind, and an older file is as it was.
    """

    sentence = "{file} could not be written: {reason}. Save it elsewhere."

    def __init__(self, path: Path, reason: str = "") -> None:
        self.params: dict[str, Any] = {
            "file": path.name,
            "folder": str(path.parent),
            "reason": reason,
        }
        super().__init__(self.sentence.format(**self.params))


class FolderMissing(ReportError):
    sentence = "The folder {folder} does not exist: make it, or save {file} elsewhere."


class FolderReadOnly(ReportError):
    sentence = "Nothing may be written into {folder}: save {file} elsewhere."


class FileInUse(ReportError):
    sentence = "{file} cannot be replaced: close it in the PDF viewer, or save under another name."


class IsFolder(ReportError):
    sentence = "{file} is a folder: give the pack a file name that ends in .pdf."


class DiskFull(ReportError):
    sentence = "The disk of {folder} is full: free some space, or save {file} elsewhere."


class FontMissing(ReportError):
    sentence = "The font {file} is missing in {folder}: install the program again."


class PictureTooLarge(ReportError):
    sentence = (
        "The picture would be {width} by {height} pixels, which few programs open: "
        "show fewer rows, or save the plan as PDF."
    )

    def __init__(self, width: int, height: int) -> None:
        self.params = {"width": width, "height": height}
        Exception.__init__(self, self.sentence.format(**self.params))


def report_error(error: OSError, path: Path) -> ReportError:
    """The sentence for what the operating system said while `path` was written."""
    if error.errno in FULL:
        return DiskFull(path)
    if path.is_dir():
        return IsFolder(path)
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return FolderMissing(path)
    if isinstance(error, PermissionError) and path.exists():
        return FileInUse(path)
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        return FolderReadOnly(path)
    return ReportError(path, error.strerror or str(error))
