"""What can be made to go wrong, each by its name. A new fault is a new field here."""

import threading
from dataclasses import asdict, dataclass, replace
from typing import Any, Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Faults:
    """Counts say how many of the next ones it happens to; 0 is none.

    `duplicate_webhooks`: each is posted that often. `reordered_statuses`: read comes first, sent
    last. `error_500`, `error_130429` (the number's rate) and `error_131056` (too many to this
    customer): that many sends are answered so and not accepted. `lost_answers`: sends that are
    accepted, and then the connection is closed without an answer. `slow_answers`: sends that are
    accepted and answered after `slow_ms`. `lost_statuses`: statuses that are never posted.
    `failed_uploads`: uploads that are answered with HTTP 500; of a resumable one the first half
    has arrived.

    Of templates: `error_80007` (the account's rate): that many calls are refused. Creates and edits
    that are done and then answered late (`slow_template_answers`) or never
    (`lost_template_answers`). `stale_cursors`: pages that are refused with 131059. Template sends
    whose answer says `held_for_quality_assessment` (`held_sends`: nothing more happens until a
    review command releases or drops them) or `paused` (`paused_sends`: nothing more happens).
    `late_131050`: customers who stopped marketing are told of by a failed status, after the send
    was accepted.
    """

    duplicate_webhooks: int = 1
    reordered_statuses: bool = False
    error_500: int = 0
    error_130429: int = 0
    error_131056: int = 0
    lost_answers: int = 0
    slow_answers: int = 0
    slow_ms: int = 3000
    lost_statuses: int = 0
    failed_uploads: int = 0
    error_80007: int = 0
    slow_template_answers: int = 0
    lost_template_answers: int = 0
    stale_cursors: int = 0
    held_sends: int = 0
    paused_sends: int = 0
    late_131050: bool = False


NO_FAULTS: Final = Faults()


class FaultPanel:
    """The faults in force now."""

    def __init__(self, faults: Faults = NO_FAULTS) -> None:
        self._lock = threading.Lock()
        self._now = faults

    @property
    def now(self) -> Faults:
        return self._now

    def set(self, wanted: dict[str, Any]) -> Faults:
        """Changes the named ones, keeps the rest; ValueError for a name or value that is wrong."""
        for name, value in wanted.items():
            kind = Faults.__annotations__.get(name)
            if kind is None:
                raise ValueError(f"no fault is called {name!r}: {', '.join(asdict(self._now))}")
            if type(value) is not kind or value < 0:
                raise ValueError(f"{name} wants a {kind.__name__} of at least 0")
        with self._lock:
            self._now = replace(self._now, **wanted)
            return self._now

    def take(self, name: str) -> bool:
        """True for each of the next ones that it must happen to; `name` is a counted fault."""
        with self._lock:
            left: int = getattr(self._now, name)
            if left == 0:
                return False
            one_less: dict[str, Any] = {name: left - 1}
            self._now = replace(self._now, **one_less)
            return True
