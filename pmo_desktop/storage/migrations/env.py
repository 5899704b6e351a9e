"""How alembic runs here: always on the connection that `storage.schema.upgrade` hands over."""

from __future__ import annotations

from alembic import context
from sqlmodel import SQLModel

import pmo_desktop.models  # noqa: F401  # registers the tables in the metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    # SQLite alters a table by making it anew.
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
