"""The change journal's two tables; written by `storage.journal` alone, never undone themselves."""

from pydantic import NaiveDatetime
from sqlmodel import Field, SQLModel


class ChangeSetRow(SQLModel, table=True):
    """One edit. `title` is an English source sentence, `params` its parameters as JSON.

    `kind` is `edit`, `undo` or `redo`; the latter two name the edit in `target_id` and have no
    rows of their own. `state` of an edit is `done`, `undone`, or `dropped` (undone, and then
    something else was done, so that it cannot be redone).
    """

    __tablename__ = "change_set"

    id: int | None = Field(default=None, primary_key=True)
    kind: str = "edit"
    target_id: int | None = Field(default=None, foreign_key="change_set.id")
    state: str = "done"
    title: str
    params: str = "{}"
    author: str = ""
    at: NaiveDatetime


class ChangeRow(SQLModel, table=True):
    """One row's change. `before` and `after` are JSON objects of the changed columns.

    An insert has no `before` and the whole row in `after`; a delete the other way round.
    `source` is JSON, `{"file": ..., "sheet": ..., "cells": {"finish": "F12"}}`, for a change that
    came from a spreadsheet.
    """

    __tablename__ = "change_row"

    id: int | None = Field(default=None, primary_key=True)
    change_set_id: int = Field(foreign_key="change_set.id", index=True)
    table: str = Field(index=True)
    row_id: int = Field(index=True)
    before: str | None = None
    after: str | None = None
    source: str | None = None
