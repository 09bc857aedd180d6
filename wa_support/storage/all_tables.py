"""What `metadata` knows: every file of tables is imported here, and nowhere else for that sake."""

from wa_support.storage import schema, schema_gate
from wa_support.storage.columns import metadata

FILES = (schema, schema_gate)

__all__ = ["FILES", "metadata"]
