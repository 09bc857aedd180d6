"""Headers with a file: the bytes that were reviewed, and what WhatsApp has of them."""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0014", "0013"


def upgrade() -> None:
    op.create_table(
        "template_samples",
        sa.Column("version_id", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("version_id"),
    )
    op.create_table(
        "template_uploads",
        sa.Column("version_id", sa.Text(), nullable=False),
        sa.Column("phone_number_id", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("media_id", sa.LargeBinary(), nullable=True),
        sa.Column("reason", sa.LargeBinary(), nullable=True),
        sa.Column("uploaded_at", sa.BigInteger(), nullable=True),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.Column("refused_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("version_id", "phone_number_id"),
    )
    due, planned = sa.text("due_at IS NOT NULL"), sa.text("state = 'planned'")
    op.create_index(
        "ix_template_uploads_due", "template_uploads", ["due_at"],
        sqlite_where=due, postgresql_where=due,
    )  # fmt: skip
    op.create_index(
        "ix_sends_planned", "sends", ["conversation_id"],
        sqlite_where=planned, postgresql_where=planned,
    )  # fmt: skip
