"""How far the audit is sealed: one row, `head`."""

from typing import Final

from sqlalchemy import BigInteger, LargeBinary, Table

from wa_support.storage.columns import key, metadata, must

audit_head: Final = Table(
    "audit_head",
    metadata,
    key("name"),
    *must(BigInteger, "position"),
    *must(LargeBinary, "hash"),
)
