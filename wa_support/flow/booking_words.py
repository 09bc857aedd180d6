"""What a customer is told of a booking by the clock: in a bubble while their window is open, else
by a template."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wa_support.domain.dates import local_time, say_clock, say_moment, say_month_day, say_weekday
from wa_support.domain.templates.template import Trigger
from wa_support.domain.watched_bookings import WatchedBooking
from wa_support.flow.wording import Draft, Wording


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """`key` is a reply of the catalogue, and the name of a template."""

    key: str
    trigger: Trigger
    draft: Draft
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingWords:
    """In one language. `now` is in UTC milliseconds."""

    wording: Wording
    timezone: str
    now: int

    def reminder(self, watched: WatchedBooking, booking: Mapping[str, Any]) -> Told:
        return self._told(
            "booking_reminder",
            Trigger.BOOKING_REMINDER,
            {"when": self._when(watched.starts_at), **self._of(booking)},
            {**self._at(watched.starts_at), **self._of(booking)},
        )

    def moved(self, watched: WatchedBooking, booking: Mapping[str, Any], starts_at: int) -> Told:
        was = {f"was_{name}": said for name, said in self._at(watched.starts_at).items()}
        return self._told(
            "booking_changed",
            Trigger.BOOKING_CHANGED,
            {
                "was": self._when(watched.starts_at),
                "when": self._when(starts_at),
                **self._of(booking),
            },
            {**was, **self._at(starts_at), **self._of(booking)},
        )

    def cancelled(self, watched: WatchedBooking) -> Told:
        known = {"booking_id": watched.booking_id}
        return self._told(
            "booking_cancelled",
            Trigger.BOOKING_CHANGED,
            {"when": self._when(watched.starts_at), **known},
            {**self._at(watched.starts_at), **known},
        )

    def _told(
        self, key: str, trigger: Trigger, said: Mapping[str, str], values: Mapping[str, str]
    ) -> Told:
        draft = self.wording.plain(key, **said)
        values = {"business": self.wording.business, **values}
        return Told(key=key, trigger=trigger, draft=draft, values=values)

    def _of(self, booking: Mapping[str, Any]) -> dict[str, str]:
        place = self.wording.named(booking["place"]) or self.wording.business
        return {
            "booking_id": str(booking["id"]),
            "people": str(booking["people"]),
            "place": place,
        }

    def _when(self, moment: int) -> str:
        return say_moment(moment, self.timezone, self.wording.language, self.now)

    def _at(self, moment: int) -> dict[str, str]:
        local, language = local_time(moment, self.timezone), self.wording.language
        return {
            "date": say_month_day(local.date(), language),
            "weekday": say_weekday(local.date(), language),
            "time": say_clock(f"{local:%H:%M}", language),
        }
