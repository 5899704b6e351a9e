"""A template as a file, to be shared between offices: JSON that people can read and edit.

`{"format": "pmo-desktop template", "version": 1, "sheets": [{"table": "task", "shown": true,
"instruction": {"en": "...", "zh": "..."}, "columns": [{"field": "task.finish", "shown": true,
"required": false, "header": {"en": "...", "zh": "..."}, "choices": []}, ...]}, ...]}`

What is missing is as usual. An own field's `field` says its kind (`risk.custom.choice-3f9a1c2b`),
its `header` is its name.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pmo_desktop.domain.fields import field, is_custom
from pmo_desktop.domain.template import SHEETS, Template, TemplateColumn, TemplateSheet
from pmo_desktop.exchange.files.in_place import put_in_place
from pmo_desktop.language import CODES

FORMAT, VERSION = "pmo-desktop template", 1
MOST_BYTES = 2_000_000
JsonObject = dict[str, Any]


class BadTemplate(Exception):
    """A file that holds no template: `sentence` is English, with its `params`."""

    def __init__(self, sentence: str, **params: Any) -> None:
        self.sentence, self.params = sentence, params
        super().__init__(sentence)


def as_json(wished: Template) -> JsonObject:
    return {"format": FORMAT, "version": VERSION, "sheets": [_sheet(s) for s in wished.sheets]}


def write(wished: Template, path: Path) -> None:
    """Write the file whole or not at all; raises `OSError`."""
    text = json.dumps(as_json(wished), ensure_ascii=False, indent=1)
    put_in_place(path, (text + "\n").encode())


def read(path: Path) -> Template:
    """The template in a file; raises `BadTemplate`, and `OSError` where it cannot be read."""
    if path.stat().st_size > MOST_BYTES:
        raise BadTemplate("The file {file} is too large for a template.", file=path.name)
    try:
        found = json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise BadTemplate(
            "The file {file} is no template: choose one that `template --export` or the page "
            "“Template” wrote.",
            file=path.name,
        )
    if found.get("version") != VERSION:
        raise BadTemplate(
            "The template {file} was written by a newer version: update the program.",
            file=path.name,
        )
    try:
        return Template(tuple(_sheet_from(sheet) for sheet in found["sheets"]))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadTemplate(
            "The template {file} cannot be read: “{detail}” is not as it must be.",
            file=path.name,
            detail=str(error).strip("'\""),
        ) from None


def _sheet(sheet: TemplateSheet) -> JsonObject:
    return {
        "table": sheet.table,
        "shown": sheet.shown,
        "instruction": {code: sheet.instructions.get(code, "") for code in CODES},
        "columns": [_column(column) for column in sheet.columns],
    }


def _column(column: TemplateColumn) -> JsonObject:
    found: JsonObject = {
        "field": column.field.code,
        "shown": column.shown,
        "required": column.is_required,
        "header": {code: column.headers.get(code, "") for code in CODES},
    }
    return {**found, "choices": list(column.options)} if column.is_custom else found


def _sheet_from(given: Mapping[str, Any]) -> TemplateSheet:
    table = given["table"]
    if table not in SHEETS:
        raise KeyError(table)
    columns = tuple(_column_from(table, column) for column in given["columns"])
    codes = [column.field.code for column in columns]
    if twice := next((code for code in codes if codes.count(code) > 1), None):
        raise ValueError(twice)
    said = _words(given.get("instruction", {}))
    return TemplateSheet(table, columns, _flag(given, "shown", True), said)


def _column_from(table: str, given: Mapping[str, Any]) -> TemplateColumn:
    spec = field(given["field"])
    if spec.table != table:
        raise ValueError(given["field"])
    asked = _flag(given, "required", False) and not spec.required
    options = tuple(str(word) for word in given.get("choices", ()) if is_custom(spec.name))
    shown = _flag(given, "shown", True)
    return TemplateColumn(spec, shown, asked, _words(given.get("header", {})), options)


def _flag(given: Mapping[str, Any], name: str, usual: bool) -> bool:
    found = given.get(name, usual)
    if not isinstance(found, bool):
        raise ValueError(f"{name}: {found}")
    return found


def _words(given: Mapping[str, Any]) -> dict[str, str]:
    said = {code: given.get(code, "") for code in CODES}
    for words in said.values():
        if not isinstance(words, str):
            raise ValueError(str(words))
    return {code: words for code, words in said.items() if words}
