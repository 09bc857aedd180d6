"""What becomes of an accepted message, and when its statuses are posted."""

from dataclasses import dataclass

from wa_support.simulator.configuration import Delays


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """`happens_ms` goes into the timestamp, `posted_ms` is when the webhook leaves."""

    status: str
    happens_ms: int
    posted_ms: int


def fates(delays: Delays, *, reordered: bool) -> list[Fate]:
    """sent, delivered, read; reordered ones are posted the other way round."""
    wanted = {"sent": delays.sent, "delivered": delays.delivered, "read": delays.read}
    happens = {status: ms for status, ms in wanted.items() if ms is not None}
    posted = list(happens.values())
    if reordered:
        posted.reverse()
    return [
        Fate(status=status, happens_ms=ms, posted_ms=wait)
        for (status, ms), wait in zip(happens.items(), posted, strict=True)
    ]
