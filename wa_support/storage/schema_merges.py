"""Where the ids of customers and conversations that were merged away lead."""

from typing import Final

from sqlalchemy import BigInteger, Table, Text

from wa_support.storage.columns import key, metadata, must

merged: Final = Table("merged", metadata, key("id"), *must(Text, "into"), *must(BigInteger, "at"))
