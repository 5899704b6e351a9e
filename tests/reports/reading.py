"""A finished pack as its reader sees it: text, outline, fonts, metadata."""

from __future__ import annotations

import re
import zlib
from pathlib import Path

import pypdfium2 as pdfium


def page_texts(path: Path) -> list[str]:
    """What can be selected on each page."""
    document = pdfium.PdfDocument(path)
    try:
        texts = []
        for page in document:
            text_page = page.get_textpage()
            texts.append(text_page.get_text_range().replace("\r\n", "\n"))
            text_page.close()
            page.close()
        return texts
    finally:
        document.close()


def outline(path: Path) -> list[tuple[int, str, int]]:
    """Level, text and page number (from 1) of every entry."""
    document = pdfium.PdfDocument(path)
    try:
        return [
            (mark.level, mark.get_title(), mark.get_dest().get_index() + 1)
            for mark in document.get_toc()
        ]
    finally:
        document.close()


def metadata(path: Path) -> dict[str, str]:
    document = pdfium.PdfDocument(path)
    try:
        found: dict[str, str] = document.get_metadata_dict()
        return found
    finally:
        document.close()


def page_sizes(path: Path) -> set[tuple[int, int]]:
    document = pdfium.PdfDocument(path)
    try:
        return {
            (round(width), round(height))
            for width, height in (document.get_page_size(i) for i in range(len(document)))
        }
    finally:
        document.close()


def base_fonts(path: Path) -> set[str]:
    """The fonts that the file names; an embedded subset has six letters and a plus before it."""
    data = path.read_bytes()
    parts = [data]
    for match in re.finditer(rb"stream\r?\n(.*?)endstream", data, re.DOTALL):
        try:
            parts.append(zlib.decompress(match.group(1)))
        except zlib.error:
            continue
    return {m.decode() for part in parts for m in re.findall(rb"/BaseFont\s*/([\w+-]+)", part)}
