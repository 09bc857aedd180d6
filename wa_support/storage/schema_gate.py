"""The gate's fitted weights, and what customers taught it. Times are UTC milliseconds."""

from typing import Final

from sqlalchemy import BigInteger, Index, LargeBinary, Table, Text

from wa_support.storage.columns import key, may, metadata, must, sequence

fitted_weights: Final = Table(
    "fitted_weights",
    metadata,
    key("key"),
    *must(LargeBinary, "weights"),
    *must(BigInteger, "fitted_at"),
)

suggestions: Final = Table(
    "suggestions",
    metadata,
    sequence(),
    *must(BigInteger, "at"),
    *must(Text, "conversation_id", "text", "purpose"),
    *may(Text, "language"),
    Index("ix_suggestions_at", "at"),
)
