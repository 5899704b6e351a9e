"""A mapping as JSON: in the database, and as a file that offices share.

Whatever a file holds, reading it ends in a mapping or in a `BadMapping` whose sentence says what is
wrong and where; nothing of a file that is not wholly understood is taken.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from pmo_desktop.domain.fields import is_custom
from pmo_desktop.exchange.parsing.dates import ORDERS
from pmo_desktop.exchange.team.mapping import (
    FORM_FIELDS,
    TABLE_KINDS,
    FileMapping,
    MappedCell,
    MappedColumn,
    MappedSheet,
    MappedTable,
    MappedWord,
    fields_of,
    may_be,
    means_something,
)

FORMAT = "pmo-desktop mapping"
VERSION = 1
MAX_BYTES = 4 * 1024 * 1024
MAX_PLACE = 1_048_576
MOST_HEADER_ROWS = 3
ADDRESS = re.compile(r"[A-Z]{1,3}[1-9]\d{0,6}")
T = TypeVar("T")


class BadMapping(Exception):
    """`sentence` is an English source sentence with its `params`."""

    def __init__(self, sentence: str, **params: Any) -> None:
        self.sentence = sentence
        self.params = params
        super().__init__(sentence.format_map(params))


def to_json(mapping: FileMapping) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "version": VERSION,
        "name": mapping.name,
        "team": mapping.team,
        "sheets": [_sheet(sheet) for sheet in mapping.sheets],
        "cells": [_without_blanks(vars(cell), "label", "label_cell") for cell in mapping.cells],
    }


def _sheet(sheet: MappedSheet) -> dict[str, Any]:
    return {
        "name": sheet.name,
        "left_out": sheet.is_left_out,
        "whole": sheet.is_whole,
        "tables": [_table(table) for table in sheet.tables],
    }


def _table(table: MappedTable) -> dict[str, Any]:
    return {
        "kind": table.kind,
        "header_row": table.row + 1,
        "header_rows": table.rows,
        "turned": table.is_turned,
        "dates": table.dates,
        "columns": [
            {"header": c.header, "field": c.field, "position": c.position + 1}
            for c in table.columns
        ],
        "words": [dict(vars(word)) for word in table.words],
    }


def _without_blanks(values: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value or name not in names}


def to_text(mapping: FileMapping) -> str:
    return json.dumps(to_json(mapping), ensure_ascii=False, indent=1)


def write(mapping: FileMapping, path: Path) -> None:
    path.write_text(to_text(mapping) + "\n", encoding="utf-8")


def read(path: Path) -> FileMapping:
    """The mapping in a shared file; raises `BadMapping`."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise BadMapping("The file “{file}” is too large to be a mapping.", file=path.name)
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise BadMapping(
            "The file “{file}” is not there (any more): check its name and folder.", file=path.name
        ) from None
    except (OSError, ValueError) as error:
        raise BadMapping(
            "The file “{file}” could not be read ({reason}).", file=path.name, reason=str(error)
        ) from None
    return from_text(text, path.name)


def from_text(text: str, file: str = "") -> FileMapping:
    """The mapping that a text holds; raises `BadMapping`."""
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError):
        raise BadMapping("“{file}” is no mapping: it is not JSON.", file=file) from None
    if not isinstance(raw, dict) or raw.get("format") != FORMAT:
        raise BadMapping(
            "“{file}” is no mapping of this program: choose a file that was saved by “Save as a "
            "file” or by the command `mappings --export`.",
            file=file,
        )
    version = raw.get("version")
    if isinstance(version, int) and version > VERSION:
        raise BadMapping(
            "The mapping “{file}” was made by a newer version of this program: update the program "
            "and try again.",
            file=file,
        )
    return _Reader(file).mapping(raw)


class _Reader:
    """Reads the parts of one file; `where` they stand goes into the sentence."""

    def __init__(self, file: str) -> None:
        self._file = file

    def mapping(self, raw: dict[str, Any]) -> FileMapping:
        sheets = self._each(raw, "sheets", "", self._sheet)
        names = [sheet.name for sheet in sheets]
        if len(set(names)) < len(names):
            raise self._bad("sheets")
        return FileMapping(
            self._text(raw, "name", ""),
            self._text(raw, "team", ""),
            sheets,
            self._each(raw, "cells", "", self._cell),
        )

    def _sheet(self, raw: dict[str, Any], where: str) -> MappedSheet:
        return MappedSheet(
            self._text(raw, "name", where),
            self._each(raw, "tables", where, self._table),
            self._flag(raw, "left_out", where),
            self._flag(raw, "whole", where),
        )

    def _table(self, raw: dict[str, Any], where: str) -> MappedTable:
        kind = self._one_of(raw, "kind", where, TABLE_KINDS)
        fields = fields_of(kind)

        def column(raw: dict[str, Any], where: str) -> MappedColumn:
            field = raw.get("field")
            if field is not None:
                field = self._text(raw, "field", where)
                if field and not may_be(kind, field):
                    raise self._bad(f"{where}field")
            place = self._number(raw, "position", where, 1, MAX_PLACE) - 1
            return MappedColumn(self._text(raw, "header", where), field, place)

        def word(raw: dict[str, Any], where: str) -> MappedWord:
            found = MappedWord(
                self._one_of(raw, "field", where, fields),
                self._text(raw, "text", where),
                self._text(raw, "means", where),
            )
            if not means_something(kind, found):
                raise self._bad(f"{where}means")
            return found

        return MappedTable(
            kind,
            self._number(raw, "header_row", where, 0, MAX_PLACE) - 1,
            self._number(raw, "header_rows", where, 0, MOST_HEADER_ROWS),
            self._each(raw, "columns", where, column),
            self._each(raw, "words", where, word),
            self._one_of(raw, "dates", where, ("", *ORDERS)),
            self._flag(raw, "turned", where),
        )

    def _cell(self, raw: dict[str, Any], where: str) -> MappedCell:
        label_cell = self._text(raw, "label_cell", where)
        if label_cell and not ADDRESS.fullmatch(label_cell):
            raise self._bad(f"{where}label_cell")
        if not ADDRESS.fullmatch(cell := self._text(raw, "cell", where)):
            raise self._bad(f"{where}cell")
        return MappedCell(
            self._text(raw, "sheet", where),
            cell,
            self._form_field(raw, where),
            self._text(raw, "label", where),
            label_cell,
        )

    # --- values

    def _each(
        self, raw: dict[str, Any], name: str, where: str, read: Callable[[dict[str, Any], str], T]
    ) -> tuple[T, ...]:
        found = raw.get(name, [])
        if not isinstance(found, list) or not all(isinstance(part, dict) for part in found):
            raise self._bad(f"{where}{name}")
        return tuple(
            read(part, f"{where}{name}[{number}].") for number, part in enumerate(found, start=1)
        )

    def _text(self, raw: dict[str, Any], name: str, where: str) -> str:
        found = raw.get(name, "")
        if not isinstance(found, str):
            raise self._bad(f"{where}{name}")
        return found

    def _flag(self, raw: dict[str, Any], name: str, where: str) -> bool:
        found = raw.get(name, False)
        if not isinstance(found, bool):
            raise self._bad(f"{where}{name}")
        return found

    def _number(self, raw: dict[str, Any], name: str, where: str, low: int, high: int) -> int:
        found = raw.get(name)
        if not isinstance(found, int) or isinstance(found, bool) or not low <= found <= high:
            raise self._bad(f"{where}{name}")
        return found

    def _form_field(self, raw: dict[str, Any], where: str) -> str:
        found = self._text(raw, "field", where)
        table, _, name = found.partition(".")
        own = is_custom(name) and table in TABLE_KINDS and may_be(table, name)
        if found and found not in FORM_FIELDS and not own:
            raise self._bad(f"{where}field")
        return found

    def _one_of(self, raw: dict[str, Any], name: str, where: str, known: Iterable[str]) -> str:
        found = raw.get(name, "")
        if not isinstance(found, str) or found not in tuple(known):
            raise self._bad(f"{where}{name}")
        return found

    def _bad(self, where: str) -> BadMapping:
        return BadMapping(
            "The mapping “{file}” cannot be used: what stands under “{where}” is not understood. "
            "Save it anew in the program.",
            file=self._file,
            where=where,
        )
