"""Mappings in the database: saved by the analyst, used by every import."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from pmo_desktop.exchange.team.mapping import FileMapping, signature
from pmo_desktop.exchange.team.mapping_file import BadMapping, from_text, to_text
from pmo_desktop.exchange.team.own_fields import OwnField
from pmo_desktop.exchange.team.recognising import Choices
from pmo_desktop.services.custom_fields import custom_fields
from pmo_desktop.services.mappings import MappingRow, mappings, save_mapping
from pmo_desktop.storage.changes import Title
from pmo_desktop.storage.workspace import Workspace


def saved_mappings(workspace: Workspace) -> tuple[FileMapping, ...]:
    """The mappings that can be used; what a newer version of the program saved is passed over."""
    found = (read_mapping(row) for row in workspace.query(mappings))
    return tuple(mapping for mapping in found if mapping is not None)


def read_mapping(row: MappingRow) -> FileMapping | None:
    """A saved mapping, under the name and for the team that it has now."""
    try:
        found = from_text(row.content, row.name)
    except BadMapping:
        return None
    return replace(found, name=row.name, team=row.team)


def choices(
    workspace: Workspace,
    given: FileMapping | None = None,
    by_path: Mapping[Path, FileMapping] | None = None,
) -> Choices:
    """What an import may read its files by; see `Choices`."""
    return Choices(saved_mappings(workspace), given, by_path or {}, own_fields(workspace))


def own_fields(workspace: Workspace) -> tuple[OwnField, ...]:
    """The office's own fields, by which columns are known."""
    return tuple(
        OwnField(row.table, row.name, tuple(filter(None, row.names.values())), row.options)
        for row in workspace.query(custom_fields)
    )


def remember(workspace: Workspace, mapping: FileMapping) -> int:
    """Save a mapping as one edit; returns its id. Raises `Refused`."""
    title = Title("Remember the mapping “{name}”", {"name": mapping.name})
    edited = workspace.edit(
        title, save_mapping, mapping.name, mapping.team, signature(mapping), to_text(mapping)
    )
    return edited.result
