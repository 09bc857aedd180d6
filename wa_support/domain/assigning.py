"""Whom the queue wants to take a conversation. Times are UTC milliseconds."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

PATIENCE_MS: Final = 2 * 60_000
"""How long an agent has to take what was offered, before it is offered to the next."""
AWAY_MS: Final = 60_000
"""An offer to somebody who is not at their seat goes on after this."""
CAPACITY: Final = 8
"""Conversations one agent is taken to handle at a time, where nothing else is said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seated:
    """An agent at their seat. Empty `languages` or `purposes`: any. `owned` are conversations they
    have, and those they were offered and have not taken."""

    agent: str
    languages: frozenset[str] = frozenset()
    purposes: frozenset[str] = frozenset()
    capacity: int = CAPACITY
    owned: int = 0
    seen_at: int

    @property
    def has_room(self) -> bool:
        return self.owned < self.capacity

    def suits(self, language: str | None, purpose: str | None) -> bool:
        speaks = not self.languages or language is None or language in self.languages
        return speaks and (not self.purposes or purpose is None or purpose in self.purposes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A conversation that waits for a person, and whom it was offered to."""

    conversation_id: str
    opened_at: int
    language: str | None = None
    purpose: str | None = None
    agent: str | None = None
    offered_at: int | None = None


@dataclass(slots=True, kw_only=True)
class Round:
    """Gives out conversations one after the other; each gift counts for the next.

    `given_at` is when each agent was last given one.
    """

    seated: Mapping[str, Seated]
    given_at: Mapping[str, int]
    now: int
    _more: dict[str, int] = field(default_factory=dict)
    _last: dict[str, int] = field(default_factory=dict)

    def choose(self, waiting: Offered) -> str | None:
        """Whom to offer it to; None when it stays as it is.

        Language and purpose must fit, and there must be room; of those the least loaded, then who
        was given one longest ago. Who lets it lie keeps it only when there is nobody else.
        """
        if not self._goes_on(waiting):
            return None
        chosen = min(self._fit(waiting), key=self._rank, default=None)
        if chosen is not None:
            self._more[chosen.agent] = self._more.get(chosen.agent, 0) + 1
            self._last[chosen.agent] = self.now + len(self._last)
            if waiting.agent is not None and waiting.agent in self.seated:
                self._more[waiting.agent] = self._more.get(waiting.agent, 0) - 1
        return None if chosen is None else chosen.agent

    def _goes_on(self, waiting: Offered) -> bool:
        if waiting.agent is None or waiting.offered_at is None:
            return True
        patience = PATIENCE_MS if waiting.agent in self.seated else AWAY_MS
        return self.now - waiting.offered_at >= patience

    def _fit(self, waiting: Offered) -> Iterable[Seated]:
        for seat in self.seated.values():
            suits = seat.suits(waiting.language, waiting.purpose)
            if suits and seat.agent != waiting.agent and self._load(seat) < seat.capacity:
                yield seat

    def _rank(self, seat: Seated) -> tuple[int, int, str]:
        last = self._last.get(seat.agent, self.given_at.get(seat.agent, 0))
        return self._load(seat), last, seat.agent

    def _load(self, seat: Seated) -> int:
        return seat.owned + self._more.get(seat.agent, 0)
