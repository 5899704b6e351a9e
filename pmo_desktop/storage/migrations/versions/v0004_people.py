"""What the pool, demand and load need: absences, bookings, requests, timesheets, scenarios."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# Plain ALTER TABLE, as in the format before.
COLUMNS = {
    "person": (
        "external BOOLEAN NOT NULL DEFAULT 0",
        "placeholder BOOLEAN NOT NULL DEFAULT 0",
        "joined DATE",
        "left_on DATE",
    ),
    "department": ("manager_id INTEGER REFERENCES person (id)",),
    "skill": (
        "category VARCHAR NOT NULL DEFAULT ''",
        "needed_holders INTEGER NOT NULL DEFAULT 2",
        "needed_level INTEGER NOT NULL DEFAULT 3",
    ),
    "assignment": ("firm BOOLEAN NOT NULL DEFAULT 1",),
    "task": ("held_until DATETIME", "given_start DATETIME", "given_finish DATETIME"),
    "office": (
        "shows_performance BOOLEAN NOT NULL DEFAULT 0",
        "idle_load FLOAT NOT NULL DEFAULT 0.5",
    ),
}
INDEXED = (("team", "name"), ("timesheet_entry", "day"))


def upgrade() -> None:
    for table, columns in COLUMNS.items():
        for column in columns:
            op.execute(f"ALTER TABLE {table} ADD COLUMN {column}")
    _table(
        "person_capacity",
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=True),
        sa.Column("capacity", sa.Float(), nullable=False),
    )
    _table(
        "absence",
        _uid(),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("share", sa.Float(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
    )
    _table(
        "team",
        _uid(),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("lead_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=True),
    )
    _table(
        "team_member",
        sa.Column("team_id", sa.Integer(), sa.ForeignKey("team.id"), nullable=False),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
    )
    _table(
        "booking",
        _uid(),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("project_id", sa.Integer(), sa.ForeignKey("project.id"), nullable=True),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=True),
        sa.Column("skill_id", sa.Integer(), sa.ForeignKey("skill.id"), nullable=True),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("department_id", sa.Integer(), sa.ForeignKey("department.id"), nullable=True),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("units", sa.Float(), nullable=False),
        sa.Column("work_minutes", sa.Integer(), nullable=True),
        sa.Column("firm", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
    )
    _table(
        "resource_request",
        _uid(),
        sa.Column("project_id", sa.Integer(), sa.ForeignKey("project.id"), nullable=False),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=True),
        sa.Column("skill_id", sa.Integer(), sa.ForeignKey("skill.id"), nullable=True),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("units", sa.Float(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=True),
        sa.Column("asked_of_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=True),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("booking_id", sa.Integer(), sa.ForeignKey("booking.id"), nullable=True),
    )
    _table(
        "timesheet_entry",
        _uid(),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("project_id", sa.Integer(), sa.ForeignKey("project.id"), nullable=True),
        sa.Column("task_id", sa.Integer(), sa.ForeignKey("task.id"), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("batch_id", sa.Integer(), sa.ForeignKey("import_batch.id"), nullable=True),
    )
    _table(
        "assignment_feedback",
        _uid(),
        sa.Column("task_id", sa.Integer(), sa.ForeignKey("task.id"), nullable=False),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("rating", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
    )
    _table(
        "scenario",
        _uid(),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
    )
    _table(
        "scenario_step",
        sa.Column("scenario_id", sa.Integer(), sa.ForeignKey("scenario.id"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
    )
    for table, column in INDEXED:
        op.create_index(f"ix_{table}_{column}", table, [column])


def _uid() -> sa.Column[Any]:
    return sa.Column("uid", sa.String(), unique=True, nullable=False)


def _table(name: str, *columns: sa.Column[Any]) -> None:
    """With an id, and an index on each column that points elsewhere."""
    key = sa.Column("id", sa.Integer(), primary_key=True, nullable=False)
    op.create_table(name, key, *columns)
    for column in columns:
        if column.foreign_keys:
            op.create_index(f"ix_{name}_{column.name}", name, [str(column.name)])
