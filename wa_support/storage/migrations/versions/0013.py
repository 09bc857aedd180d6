"""What a message replies to, by our own id of it."""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0013", "0012"


def upgrade() -> None:
    op.add_column("messages", sa.Column("reply_to", sa.Text(), nullable=True))
