"""What files are by their bytes, and terms by which customers are found."""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0010", "0009"


def upgrade() -> None:
    op.add_column("media", sa.Column("media_type", sa.Text()))
    kept = sa.text("path IS NOT NULL")
    op.create_index(
        "ix_media_kept", "media", ["size"], sqlite_where=kept, postgresql_where=kept
    )
    op.add_column("customers", sa.Column("terms_version", sa.Integer()))
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "search_terms",
        sa.Column("seq", number, autoincrement=True, nullable=False),
        sa.Column("term_hash", sa.LargeBinary(), nullable=False),
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("of", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq"),
    )
    op.create_index("ix_search_terms_hash", "search_terms", ["term_hash", "customer_id"])
    op.create_index("ix_search_terms_customer", "search_terms", ["customer_id"])
    op.create_index("ix_aliases_customer", "aliases", ["customer_id"])
