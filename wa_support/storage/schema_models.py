"""What calls of the language model have cost, and whether it is called at all. Times are UTC
milliseconds; amounts are micro-dollars."""

from typing import Final

from sqlalchemy import BigInteger, Integer, Table, Text

from wa_support.storage.columns import key, may, metadata, must

model_spending: Final = Table(
    "model_spending",
    metadata,
    key("spender"),
    key("day"),
    *must(BigInteger, "spent"),
)
"""`spender` is a customer's id, or blank for everybody; a blank `day` is all days."""

model_breakers: Final = Table(
    "model_breakers",
    metadata,
    key("model"),
    *must(Integer, "failures"),
    *may(BigInteger, "open_until", "trial_until"),
    *may(Text, "trial"),
)
