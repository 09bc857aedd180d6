"""A customer's wait for a human word, and what is done about it when. Times are UTC milliseconds.

What a promise says is counted in office time. A wait ends when a person has written (`kept_at`) or
when it is over without that (`ended_at`): given back, resolved, answered elsewhere. That the
customer was told another way is `told_at`, and is neither.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from wa_support.domain.hours import add_office_ms, closing, next_open
from wa_support.domain.policy import Hours, Promise

_MINUTE: Final = 60_000
WARNED_BEFORE: Final = (120 * _MINUTE, 30 * _MINUTE)
"""How long before the customer service window closes people are told."""
_EVENING_MS: Final = 30 * _MINUTE
"""How long before the desk closes the night is planned."""
LATE_SOON_MS: Final = _MINUTE
"""Who is about to be told another way is not reminded this long before."""
_SELDOM_MS: Final = 60 * _MINUTE
"""Nothing is ever left unlooked at for longer."""


class WaitKind(StrEnum):
    """For the first human word of a handoff, or for the next after the customer wrote again."""

    FIRST = "first"
    NEXT = "next"


class Step(StrEnum):
    LATE = "late"
    WINDOW_CLOSING = "window_closing"
    OVERNIGHT = "overnight"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """`due_at` is what was promised, if anything was; `late_at` when lateness is next acted on,
    `late` how often it was. `window_told_at`: the customer knows what happens after the window.
    """

    id: str
    conversation_id: str
    handoff_id: str
    kind: WaitKind
    since: int
    look_at: int
    due_at: int | None = None
    late_at: int | None = None
    late: int = 0
    notified_at: int | None = None
    told_at: int | None = None
    window_told_at: int | None = None
    kept_at: int | None = None
    ended_at: int | None = None


def promised_ms(promise: Promise | None, kind: WaitKind) -> int | None:
    if promise is None:
        return None
    return promise.first_ms if kind is WaitKind.FIRST else promise.next_ms


def due_at(promise: Promise | None, kind: WaitKind, hours: Hours, since: int) -> int | None:
    ms = promised_ms(promise, kind)
    return None if ms is None else add_office_ms(hours, since, ms)


def again_at(promise: Promise | None, kind: WaitKind, hours: Hours, now: int) -> int | None:
    """A promise that was broken is broken anew each time its length has passed again."""
    ms = promised_ms(promise, kind)
    return None if ms is None else add_office_ms(hours, now, max(ms, _MINUTE))


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What a wait and its window hold, seen from `now`."""

    wait: Wait
    window_closes_at: int | None
    hours: Hours
    promise: Promise | None
    now: int

    def steps(self) -> frozenset[Step]:
        """Those whose moment has come; one that was taken already is here again."""
        return frozenset(step for at, step in self._moments() if at <= self.now)

    def look_at(self) -> int:
        """When something may next be due."""
        coming = [at for at, _ in self._moments() if at > self.now]
        return min([*coming, self.now + _SELDOM_MS])

    def window_mark(self) -> int:
        """Which of the warnings before the window closes it is: 0 none yet, 1, 2."""
        closes = self.window_closes_at
        if closes is None or self.now >= closes:
            return 0
        return sum(self.now >= closes - before for before in WARNED_BEFORE)

    def _moments(self) -> Iterator[tuple[int, Step]]:
        if self.wait.late_at is not None:
            yield self.wait.late_at, Step.LATE
        closes = self.window_closes_at
        if closes is None or closes <= self.now:
            return
        for before in WARNED_BEFORE:
            yield closes - before, Step.WINDOW_CLOSING
        evening = self._evening(closes)
        if evening is not None:
            yield evening, Step.OVERNIGHT

    def _evening(self, closes: int) -> int | None:
        """When the night must be planned, because the window closes before it can be kept to."""
        hours, now = self.hours, self.now
        end = closing(hours, now)
        opening = next_open(hours, end if end is not None else now)
        if opening is None:
            return None
        by = add_office_ms(hours, opening, promised_ms(self.promise, self.wait.kind) or 0)
        if closes >= by or (end is not None and closes <= end):
            return None
        return now if end is None else max(self.wait.since, end - _EVENING_MS)
