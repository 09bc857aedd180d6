"""What `metadata` knows: every file of tables is imported here, and nowhere else for that sake."""

from wa_support.storage import (
    schema,
    schema_audit,
    schema_cases,
    schema_gate,
    schema_merges,
    schema_models,
    schema_outbox,
    schema_pauses,
    schema_people,
    schema_records,
    schema_rounds,
    schema_search,
    schema_shop,
    schema_templates,
)
from wa_support.storage.columns import metadata

FILES = (
    schema, schema_audit, schema_cases, schema_gate, schema_merges, schema_models, schema_outbox,
    schema_pauses, schema_people, schema_records, schema_rounds, schema_search, schema_shop,
    schema_templates,
)  # fmt: skip

__all__ = ["FILES", "metadata"]
