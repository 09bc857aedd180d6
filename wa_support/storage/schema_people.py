"""Who may use the console. Times are UTC milliseconds."""

from typing import Final

from sqlalchemy import BigInteger, Index, Integer, LargeBinary, Table, Text

from wa_support.storage.columns import key, may, metadata, must

# Rows of those who have left stay: what they did stands under their names.
accounts: Final = Table(
    "accounts",
    metadata,
    key("id"),
    *must(Text, "name", "folded_name", "role", "languages", "purposes"),
    *must(LargeBinary, "login", "login_hash"),
    *must(Integer, "capacity"),
    *must(BigInteger, "created_at"),
    *may(LargeBinary, "password"),
    *may(BigInteger, "removed_at"),
    Index("ix_accounts_folded_name", "folded_name", unique=True),
    Index("ix_accounts_login_hash", "login_hash", unique=True),
)

console_sessions: Final = Table(
    "console_sessions",
    metadata,
    key("token_hash", LargeBinary),
    *must(Text, "account_id"),
    *must(BigInteger, "created_at", "seen_at"),
    Index("ix_console_sessions_account_id", "account_id"),
)

account_links: Final = Table(
    "account_links",
    metadata,
    key("token_hash", LargeBinary),
    *must(Text, "account_id"),
    *must(BigInteger, "until"),
    Index("ix_account_links_account_id", "account_id"),
)

sign_in_tries: Final = Table(
    "sign_in_tries",
    metadata,
    key("whose", LargeBinary),
    *must(Integer, "tried"),
    *must(BigInteger, "last_at"),
)
