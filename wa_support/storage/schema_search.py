"""By what customers are found: keyed hashes of words, so that the table tells no name."""

from typing import Final

from sqlalchemy import Index, LargeBinary, Table, Text

from wa_support.storage.columns import metadata, must, sequence

search_terms: Final = Table(
    "search_terms",
    metadata,
    sequence(),
    *must(LargeBinary, "term_hash"),
    *must(Text, "customer_id", "of"),
    Index("ix_search_terms_hash", "term_hash", "customer_id"),
    Index("ix_search_terms_customer", "customer_id"),
)
