"""Terms by which customers are found. Times are UTC milliseconds."""

from collections.abc import Sequence
from typing import Protocol


class SearchTerms(Protocol):
    """Kept as keyed hashes. Names, phones and BSUIDs follow the customers by themselves, order ids
    the conversations' memory; this is for what else is learnt, and for older rows."""

    def order_seen(self, customer_id: str, order_id: str) -> None: ...
    def unindexed(self, limit: int) -> Sequence[str]:
        """Customers whose terms are missing, or were made by older rules."""

    def index(self, customer_id: str) -> None:
        """All that is known of the customer now."""
