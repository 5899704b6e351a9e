"""What kind of file it is, and whether it is safe to read; a refusal says what is wrong with it.

A file is known by how it begins, not by its name. Workbooks that are zip files are looked into
before anything is unpacked: what they would grow to, and how far their sheets reach.
"""

from __future__ import annotations

import io
import re
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pmo_desktop.exchange.files.archive import Archive, Damaged
from pmo_desktop.exchange.files.letters import decoded

MEGABYTE = 1024 * 1024
MAX_FILE = 100 * MEGABYTE
MAX_UNPACKED = 400 * MEGABYTE
MAX_RATIO = 200
SUSPICIOUS_FROM = 20 * MEGABYTE
CHECKED_FROM = MEGABYTE
HEAD = 4096
MIN_PARTS = 2

ZIP, EMPTY_ZIP = b"PK\x03\x04", b"PK\x05\x06"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TEXT_SUFFIXES = {".csv", ".tsv", ".txt"}
# What is often sent for a spreadsheet, by how it begins; the first that fits.
OTHERS = (
    (re.compile(rb"^ERMHDR"), "Primavera XER"),
    (re.compile(rb"^MPX[,;\t]"), "Microsoft Project MPX"),
    (re.compile(rb"schemas\.microsoft\.com/project", re.IGNORECASE), "Microsoft Project XML"),
    (re.compile(rb"<project[^>]*mrproject|<!DOCTYPE project", re.IGNORECASE), "Planner"),
    (re.compile(rb"<project[^>]*(?:mrproject|default-calendar|calendar=)"), "Planner"),
    (re.compile(rb"<project[^>]*gantt-divider|<project[^>]*webLink"), "GanttProject"),
    (re.compile(rb"^%PDF"), "PDF"),
    (re.compile(rb"^SQLite format 3"), "SQLite"),
    (re.compile(rb"^\s*\{\\rtf"), "RTF"),
    (re.compile(rb"^(?:\x89PNG|\xff\xd8\xff|GIF8|BM)"), "image"),
    (re.compile(rb"^(?:7z\xbc\xaf|Rar!)"), "archive"),
)
WEB_PAGE = re.compile(rb"^\s*(?:<!doctype\s+html|<html|<table|<head|MIME-Version)", re.IGNORECASE)
XML = re.compile(rb"^(?:\xef\xbb\xbf)?\s*<\?xml")


class Refusal(Exception):
    """A file that is not read; `code` is one of `findings.SENTENCES`."""

    def __init__(self, code: str, params: Mapping[str, Any] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.params: Mapping[str, Any] = params or {}


def file_bytes(path: Path, most: int = MAX_FILE) -> bytes:
    """The whole file, read at once so that nobody's change or lock gets between."""
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise Refusal("is_folder")
        if status.st_size > most:
            raise Refusal("too_big", {"size": status.st_size // MEGABYTE})
        data = path.read_bytes()
        after = path.stat()
        if (after.st_mtime_ns, after.st_size) != (status.st_mtime_ns, len(data)):
            raise Refusal("changing")
        return data
    except FileNotFoundError:
        raise Refusal("missing") from None
    except PermissionError:
        raise Refusal("in_use") from None
    except OSError as error:
        raise Refusal("unreachable", {"reason": error.strerror or str(error)}) from None


def recognise(data: bytes, suffix: str) -> str:
    """`zip` (xlsx, xlsm, xlsb, ods), `ole` (xls) or `text`; `Refusal` for all else."""
    if not data:
        raise Refusal("empty_file")
    if data.startswith((ZIP, EMPTY_ZIP)):
        return "zip"
    if data.startswith(OLE):
        _refuse_if_encrypted(data)
        return "ole"
    if data[:2] == b"PK":
        raise Refusal("damaged")
    head = data[:HEAD]
    for mark, kind in OTHERS:
        if mark.search(head):
            raise Refusal("other_format", {"kind": kind})
    if WEB_PAGE.search(head):
        raise Refusal("web_page")
    if XML.search(head):
        raise Refusal("xml_file")
    if b"\0" in head and not (suffix in TEXT_SUFFIXES and is_wide(head)):
        raise Refusal("not_a_workbook")
    if suffix in TEXT_SUFFIXES:
        return "text"
    # xls of Excel 2 to 4 begin with a record of their own.
    raise Refusal("old_workbook" if head[:1] == b"\x09" else "plain_text")


def is_wide(head: bytes) -> bool:
    """Whether a text's zeros are those of letters of two or four bytes."""
    return decoded(head)[1].startswith(("utf-16", "utf-32"))


def _refuse_if_encrypted(data: bytes) -> None:
    import msoffcrypto  # imported on first use: few files need it

    try:
        encrypted = msoffcrypto.OfficeFile(io.BytesIO(data)).is_encrypted()
    except Exception:  # what it cannot tell, the reader finds out
        return
    if encrypted:
        raise Refusal("encrypted")


def opened(data: bytes) -> Archive:
    """The parts of a workbook that is a zip, after a look at what it would grow to."""
    try:
        archive = Archive(data)
    except Damaged:
        raise Refusal("damaged") from None
    parts, size, packed = archive.parts, archive.size, archive.packed
    if "xl/workbook.xml" not in parts and len(parts) < MIN_PARTS:
        raise Refusal("damaged")
    if "word/document.xml" in parts or "ppt/presentation.xml" in parts:
        raise Refusal("other_office")
    # Parts that lie over each other, or that are almost nothing packed, are made to do harm.
    is_bomb = size > SUSPICIOUS_FROM and size > MAX_RATIO * max(packed, 1)
    if packed > len(data) or size > MAX_UNPACKED or is_bomb:
        raise Refusal("zip_bomb", {"size": size // MEGABYTE})
    if packed > CHECKED_FROM:
        # Each part is what it says that it is; small ones cannot grow to much.
        for name, entry in parts.items():
            if entry.packed > CHECKED_FROM:
                part(archive, name)
    return archive


def part(archive: Archive, name: str) -> bytes:
    """One part of a workbook's zip."""
    try:
        return archive.read(name)
    except Damaged:
        raise Refusal("damaged") from None
