"""What is kept only for a time, and goes by itself."""

from dataclasses import dataclass
from typing import Final

from wa_support.domain.spending import day_of
from wa_support.flow.taking_in import HORIZON_MS
from wa_support.ports.database import Database
from wa_support.ports.outside import Clock

_LEARNT_MS: Final = 180 * 24 * 3600 * 1000
_TOLD_MS: Final = 30 * 24 * 3600 * 1000
_LATE_MS: Final = 7 * 24 * 3600 * 1000
"""A dedup key outlives the horizon by Meta's whole time of retrying."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    database: Database
    clock: Clock

    def forget(self) -> None:
        """Dead letters after 35 days, dedup keys once nothing that old is acted on any more, what
        customers said and then chose after 180 days, and so what each day's model calls cost;
        notices and other systems' requests after 30, and so bookings after their start. The files
        of headers that were not approved go 35 days after the last word on them; the versions stay,
        and whoever puts one up again keeps its file again."""
        now = self.clock.now()
        letters = now - HORIZON_MS
        with self.database.write() as tx:
            tx.events.forget(letters_before=letters, keys_before=letters - _LATE_MS)
            tx.suggestions.forget(now - _LEARNT_MS)
            tx.notices.forget(now - _TOLD_MS)
            tx.model_calls.forget(day_of(now - _LEARNT_MS))
            tx.notify_requests.forget(now - _TOLD_MS)
            tx.watched_bookings.forget(now - _TOLD_MS)
            tx.template_samples.forget(letters)
