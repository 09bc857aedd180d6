"""When a model that fails is left alone, and when it is tried again."""

from dataclasses import dataclass, replace
from typing import Final

FAILURES_BEFORE_OPEN: Final = 5
OPEN_MS: Final = 30_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Breaker:
    """Closed while `open_until` is None; then one call, named `trial`, may try again, and no other
    one before `trial_until`: whoever makes it may have died. Times are UTC milliseconds."""

    failures: int = 0
    open_until: int | None = None
    trial: str | None = None
    trial_until: int | None = None

    def admitting(self, call: str, *, now: int, until: int) -> "Breaker | None":
        """As it is once `call` has begun, which ends by `until`; None: it may not begin."""
        if self.open_until is None:
            return self
        if now < self.open_until or (self.trial_until is not None and now < self.trial_until):
            return None
        return replace(self, trial=call, trial_until=until)

    def after_success(self, call: str) -> "Breaker":
        """While it is open only the trial's word counts; others began before it opened."""
        return Breaker() if self.open_until is None or self.trial == call else self

    def after_failure(self, call: str, *, now: int, retry_after_ms: int = 0) -> "Breaker":
        if self.open_until is not None and self.trial != call:
            return self
        failures = self.failures + 1
        if failures < FAILURES_BEFORE_OPEN:
            return replace(self, failures=failures)
        return Breaker(failures=failures, open_until=now + max(OPEN_MS, retry_after_ms))

    def without_trial(self, call: str) -> "Breaker":
        """The trial ended and told nothing of the model: the next call is the trial."""
        return replace(self, trial=None, trial_until=None) if self.trial == call else self
