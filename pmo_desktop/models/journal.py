"""The change journal's two tables; written by `storage.journal` alone, never undone themselves."""

from pydantic import NaiveDatetime
from sqlmodel import Field, SQLModel


class ChangeSetRow(SQLModel, table=True):
    """One edit. `title` is an English source sentence, `params` its parameters as JSON.

    `kind` is `edit`, `founding`, `undo`, `redo` or `revert`. A founding is what an office starts
    from: it has rows like an edit and is never undone. An undo and a redo name the edit in
    `target_id` and have no rows of their own; a revert, the undo of an edit that others came after,
    has.
    `state` of an edit or revert is `done`, `undone`, `dropped` (undone, and then something else was
    done, so that it cannot be redone) or `reverted`.
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
    `source` is JSON, `{"file": ..., "cells": {"finish": "Plan!F12"}}`, for a change that came from
    a spreadsheet; `texts` beside `cells` has what is written there, where that is told.
    """

    __tablename__ = "change_row"

    id: int | None = Field(default=None, primary_key=True)
    change_set_id: int = Field(foreign_key="change_set.id", index=True)
    table: str = Field(index=True)
    row_id: int = Field(index=True)
    before: str | None = None
    after: str | None = None
    source: str | None = None
