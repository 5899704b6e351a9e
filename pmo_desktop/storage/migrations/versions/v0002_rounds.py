"""Rounds and their inbox, remembered mappings, the office's template, fields of its own."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "custom_field",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("table", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("name_zh", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("options", sa.String(), nullable=False),
        sa.Column("asked", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("uid"),
    )
    with op.batch_alter_table("custom_field", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_custom_field_table"), ["table"], unique=False)

    op.create_table(
        "reporting_round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("sheets", sa.String(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("folder", sa.String(), nullable=False),
        sa.Column("folders_by", sa.String(), nullable=False),
        sa.Column("name_pattern", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("uid"),
    )
    with op.batch_alter_table("reporting_round", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reporting_round_period"), ["period"], unique=False)

    op.create_table(
        "sheet_mapping",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("headers", sa.String(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("uid"),
    )
    with op.batch_alter_table("sheet_mapping", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sheet_mapping_name"), ["name"], unique=False)

    op.create_table(
        "template_column",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("header_en", sa.String(), nullable=False),
        sa.Column("header_zh", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("field"),
    )
    op.create_table(
        "template_sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("table", sa.String(), nullable=False),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.Column("instruction_en", sa.String(), nullable=False),
        sa.Column("instruction_zh", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("table"),
    )
    op.create_table(
        "custom_value",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("custom_field_id", sa.Integer(), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["custom_field_id"],
            ["custom_field.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("custom_value", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_custom_value_custom_field_id"), ["custom_field_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_custom_value_row_id"), ["row_id"], unique=False)

    op.create_table(
        "received_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("sender", sa.String(), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=True),
        sa.Column("received_at", sa.DateTime(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("findings", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"],
            ["import_batch.id"],
        ),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["project.id"],
        ),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["reporting_round.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("received_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_received_file_batch_id"), ["batch_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_received_file_digest"), ["digest"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_received_file_project_id"), ["project_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_received_file_round_id"), ["round_id"], unique=False)

    op.create_table(
        "round_project",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("file", sa.String(), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=True),
        sa.Column("sent_change_set", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["project.id"],
        ),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["reporting_round.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("round_project", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_round_project_project_id"), ["project_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_round_project_round_id"), ["round_id"], unique=False)

    with op.batch_alter_table("import_file", schema=None) as batch_op:
        batch_op.add_column(sa.Column("sender", sa.String(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("saved_at", sa.DateTime(), nullable=True))
