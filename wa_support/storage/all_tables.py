"""What `metadata` knows: every file of tables is imported here, and nowhere else for that sake."""

from wa_support.storage import schema
from wa_support.storage.columns import metadata

FILES = (schema,)

__all__ = ["FILES", "metadata"]
