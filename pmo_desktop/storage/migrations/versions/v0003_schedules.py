"""What a schedule needs beyond dates and links: calendars, lags, baselines, rates, tasks' risks."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# Plain ALTER TABLE: in SQLite a column comes with its foreign key only so, and no table is copied.
COLUMNS = {
    "task": (
        "calendar_id INTEGER REFERENCES working_calendar (id)",
        "ignores_people BOOLEAN NOT NULL DEFAULT 0",
        "active BOOLEAN NOT NULL DEFAULT 1",
        "elapsed BOOLEAN NOT NULL DEFAULT 0",
        "estimated BOOLEAN NOT NULL DEFAULT 0",
        "gaps VARCHAR NOT NULL DEFAULT ''",
        "resume DATETIME",
        "priority INTEGER NOT NULL DEFAULT 500",
        "task_type VARCHAR NOT NULL DEFAULT 'fixed_units'",
        "effort_driven BOOLEAN NOT NULL DEFAULT 0",
        "work_minutes INTEGER",
        "fixed_cost_minor INTEGER",
        "cost_minor INTEGER",
        "actual_cost_minor INTEGER",
        "optimistic_minutes INTEGER",
        "likely_minutes INTEGER",
        "pessimistic_minutes INTEGER",
        "file_uid VARCHAR NOT NULL DEFAULT ''",
    ),
    "dependency": (
        "lag_kind VARCHAR NOT NULL DEFAULT 'working'",
        "lag_share FLOAT NOT NULL DEFAULT 0",
    ),
    "working_calendar": (
        "base_id INTEGER REFERENCES working_calendar (id)",
        "project_id INTEGER REFERENCES project (id)",
        "file_uid VARCHAR NOT NULL DEFAULT ''",
    ),
    "assignment": (
        "work_minutes INTEGER",
        "actual_work_minutes INTEGER",
        "start DATETIME",
        "finish DATETIME",
        "delay_minutes INTEGER NOT NULL DEFAULT 0",
        "contour VARCHAR NOT NULL DEFAULT 'flat'",
        "rate_table VARCHAR NOT NULL DEFAULT 'A'",
        "cost_minor INTEGER",
        "actual_cost_minor INTEGER",
    ),
    "project": (
        "schedule_from VARCHAR NOT NULL DEFAULT 'start'",
        "finish_by DATE",
        "honours_constraints BOOLEAN NOT NULL DEFAULT 1",
        "progress_rule VARCHAR NOT NULL DEFAULT ''",
        "status_date DATE",
        "minutes_per_day INTEGER",
        "baseline_number INTEGER NOT NULL DEFAULT 0",
    ),
    "person": (
        "calendar_id INTEGER REFERENCES working_calendar (id)",
        "kind VARCHAR NOT NULL DEFAULT 'work'",
        "material_unit VARCHAR NOT NULL DEFAULT ''",
        "file_uid VARCHAR NOT NULL DEFAULT ''",
    ),
    "office": (
        "progress_rule VARCHAR NOT NULL DEFAULT 'retained'",
        "near_critical_days FLOAT NOT NULL DEFAULT 2",
    ),
}


def upgrade() -> None:
    for table, columns in COLUMNS.items():
        for column in columns:
            op.execute(f"ALTER TABLE {table} ADD COLUMN {column}")
    op.create_index("ix_working_calendar_project_id", "working_calendar", ["project_id"])
    _table(
        "baseline",
        sa.Column("project_id", sa.Integer(), sa.ForeignKey("project.id"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=True),
    )
    _table(
        "baseline_task",
        sa.Column("baseline_id", sa.Integer(), sa.ForeignKey("baseline.id"), nullable=False),
        sa.Column("task_id", sa.Integer(), sa.ForeignKey("task.id"), nullable=False),
        sa.Column("start", sa.DateTime(), nullable=True),
        sa.Column("finish", sa.DateTime(), nullable=True),
        sa.Column("duration_minutes", sa.Integer(), nullable=True),
        sa.Column("work_minutes", sa.Integer(), nullable=True),
        sa.Column("cost_minor", sa.Integer(), nullable=True),
    )
    _table(
        "milestone_snapshot",
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("project_id", sa.Integer(), sa.ForeignKey("project.id"), nullable=False),
        sa.Column("task_id", sa.Integer(), sa.ForeignKey("task.id"), nullable=False),
        sa.Column("finish", sa.DateTime(), nullable=True),
    )
    _table(
        "person_rate",
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("rate_table", sa.String(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=True),
        sa.Column("standard_minor", sa.Integer(), nullable=False),
        sa.Column("overtime_minor", sa.Integer(), nullable=False),
        sa.Column("per_use_minor", sa.Integer(), nullable=False),
    )
    _table(
        "plan_extra",
        sa.Column("table", sa.String(), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
    )
    _table(
        "task_risk",
        sa.Column("task_id", sa.Integer(), sa.ForeignKey("task.id"), nullable=False),
        sa.Column("risk_id", sa.Integer(), sa.ForeignKey("risk.id"), nullable=False),
        sa.Column("low", sa.Float(), nullable=False),
        sa.Column("likely", sa.Float(), nullable=False),
        sa.Column("high", sa.Float(), nullable=False),
    )


def _table(name: str, *columns: sa.Column[object]) -> None:
    """With an id, and an index on each column that points elsewhere."""
    key = sa.Column("id", sa.Integer(), primary_key=True, nullable=False)
    op.create_table(name, key, *columns)
    for column in columns:
        if column.foreign_keys or column.name in ("row_id", "period"):
            op.create_index(f"ix_{name}_{column.name}", name, [str(column.name)])
