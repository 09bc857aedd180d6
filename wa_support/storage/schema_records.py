"""What another system is still to be told. Times are UTC milliseconds."""

from typing import Final

from sqlalchemy import BigInteger, Index, Integer, LargeBinary, Table, Text

from wa_support.storage.columns import key, may, metadata, must

# Deleted once told; `due_at` is empty when it was given up.
case_records: Final = Table(
    "case_records",
    metadata,
    key("key"),
    *must(Text, "occasion", "conversation_id"),
    *must(BigInteger, "at"),
    *must(LargeBinary, "fields"),
    *must(Integer, "tries"),
    *may(BigInteger, "due_at"),
    *may(Text, "reason"),
    Index("ix_case_records_due_at", "due_at"),
)
