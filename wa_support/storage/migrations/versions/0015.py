"""Lists that are to reach who had the same already."""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0015", "0014"


def upgrade() -> None:
    op.add_column("send_lists", sa.Column("again", sa.Boolean(), nullable=True))
