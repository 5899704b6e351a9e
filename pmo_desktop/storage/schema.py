"""Making the tables of a new database, and bringing an older one up to date.

A new file gets the tables from the models at once; an older one walks through the migrations in
`storage/migrations`. A test holds that both ways end at the same schema.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection, Engine
from sqlmodel import Session, SQLModel

import pmo_desktop.models  # noqa: F401  # registers the tables in the metadata
from pmo_desktop.storage.engine import writing
from pmo_desktop.storage.format import APPLICATION_ID, VERSION

Founder = Callable[[Session], None]
MIGRATIONS = Path(__file__).parent / "migrations"


def create_tables(engine: Engine, found: Founder | None = None) -> None:
    """All tables in an empty file, and what `found` puts there; then the write-ahead log.

    What a database holds from the start is no edit: it cannot be undone.
    """
    with Session(writing(engine)) as session:
        SQLModel.metadata.create_all(session.connection())
        if found is not None:
            found(session)
        session.flush()
        _stamp(session.connection())
        _sign(session.connection())
        session.commit()
    with engine.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA journal_mode = WAL")


def upgrade(engine: Engine, to: str = "head") -> None:
    """Walk the migrations from where the file stands, in one transaction."""
    from alembic import command  # imported on use: few starts meet an older file
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with writing(engine).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, to)
        _sign(connection)


def _stamp(connection: Connection) -> None:
    """Say, as alembic would, that all migrations up to this format have been walked."""
    connection.exec_driver_sql(
        "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"
    )
    connection.exec_driver_sql(f"INSERT INTO alembic_version VALUES ('{VERSION:04d}')")


def _sign(connection: Connection) -> None:
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version = {VERSION}")
