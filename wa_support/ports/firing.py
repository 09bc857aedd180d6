"""What is kept of who asked for a template, and of the bookings that are watched. Times are UTC
milliseconds."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from wa_support.domain.watched_bookings import WatchedBooking


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRequest:
    """`same`: it asked for just what is asked for now. `answer` is what was answered."""

    same: bool
    answer: str


class NotifyRequests(Protocol):
    """By the caller's key, which is kept as a keyed hash, as is what was asked for."""

    def claim(self, key: str, asked: str, now: int) -> KeptRequest | None:
        """None: the key is new, and nobody else can claim it until this transaction ends."""

    def answered(self, key: str, answer: str, send_id: str) -> None: ...
    def send_of(self, key: str) -> str | None: ...
    def forget(self, before: int) -> None: ...


class WatchedBookings(Protocol):
    def get(self, booking_id: str) -> WatchedBooking | None:
        """Locks the row on PostgreSQL when the Tx writes."""

    def save(self, watched: WatchedBooking) -> None: ...
    def due(self, now: int, limit: int) -> Sequence[WatchedBooking]:
        """The one that has been due longest first."""

    def forget(self, before: int) -> None:
        """Those that were to start before that."""


class FiringTx(Protocol):
    """The part of a transaction that these are."""

    notify_requests: NotifyRequests
    watched_bookings: WatchedBookings
