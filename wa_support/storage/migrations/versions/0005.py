"""What the language model's calls have cost, and whether it is called at all."""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0005", "0004"


def upgrade() -> None:
    op.create_table(
        "model_spending",
        sa.Column("spender", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("spent", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("spender", "day"),
    )
    op.create_table(
        "model_breakers",
        sa.Column("model", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("open_until", sa.BigInteger(), nullable=True),
        sa.Column("trial_until", sa.BigInteger(), nullable=True),
        sa.Column("trial", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("model"),
    )
