"""The bot says nothing to a customer: until a moment, or until somebody ends it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """`by` is who asked for it, `until` None is for ever; `told_at` is when the customer was told
    that people answer. Times are UTC milliseconds."""

    id: str
    customer_id: str
    by: str
    at: int
    until: int | None = None
    told_at: int | None = None
