"""What calls of the language model cost, and whether it may be called."""

from typing import Protocol

from wa_support.domain.breaker import Breaker


class ModelCalls(Protocol):
    """The circuit breaker of each model, and what calls have cost in micro-dollars."""

    def breaker(self, model: str) -> Breaker:
        """Locked when the Tx writes."""

    def save_breaker(self, model: str, breaker: Breaker) -> None: ...
    def spend(self, spender: str, day: str, amount: int, *, most: int | None) -> bool:
        """Adds it; False, and nothing is added, when the sum would pass `most`. A negative amount
        gives back."""

    def forget(self, before: str) -> None:
        """Deletes the sums of days before this one; what is spent in all stays."""
