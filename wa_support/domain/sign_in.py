"""How long a person stays in, how long a link opens, and how often one may try."""

from dataclasses import dataclass
from typing import Final

_MINUTE: Final = 60_000
SESSION_MS: Final = 12 * 60 * _MINUTE
IDLE_MS: Final = 2 * 60 * _MINUTE
"""An open page asks every second or so: it is closed pages that are idle."""
SEEN_EVERY_MS: Final = _MINUTE
LINK_MS: Final = 24 * 60 * _MINUTE

FREE_OF_ONE_LOGIN: Final = 5
"""From one address: whoever guesses elsewhere does not keep its owner waiting."""
FREE_OF_ONE_ADDRESS: Final = 20
"""Several people may share an address."""
FREE_FROM_EVERYWHERE: Final = 60
"""At one login: what twelve addresses have free."""
_FIRST_WAIT_MS: Final = 30_000
_LONGEST_WAIT_MS: Final = 15 * _MINUTE
FORGOTTEN_MS: Final = 24 * 60 * _MINUTE


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    account_id: str
    created_at: int
    seen_at: int

    def lives(self, now: int) -> bool:
        return now - self.created_at < SESSION_MS and now - self.seen_at < IDLE_MS


@dataclass(frozen=True, slots=True, kw_only=True)
class Tries:
    """Wrong tries in a row; `last_at` of the newest."""

    count: int = 0
    last_at: int = 0

    def wait(self, now: int, *, free: int) -> int:
        """Milliseconds until the next try counts: none for the first `free`, then 30 s, doubled by
        each, at most 15 minutes."""
        if self.count < free:
            return 0
        pause = min(_FIRST_WAIT_MS << min(self.count - free, 10), _LONGEST_WAIT_MS)
        return max(self.last_at + pause - now, 0)

    def another(self, now: int) -> "Tries":
        stale = now - self.last_at >= FORGOTTEN_MS
        return Tries(count=1 if stale else self.count + 1, last_at=now)

    def forgiven(self) -> "Tries":
        """Without the newest one, which was right."""
        return Tries(count=max(self.count - 1, 0), last_at=self.last_at)
