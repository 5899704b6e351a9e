"""Making the demo office was an edit like any other; it is what the office starts from."""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "UPDATE change_set SET kind = 'founding' "
        "WHERE kind = 'edit' AND title = 'Make the demo office'"
    )
