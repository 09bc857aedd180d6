"""Tells a customer what was found out about their booking, inside one transaction: once, never over
a person, and not when it is too late."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from wa_support.domain.conversations import Conversation, Owner
from wa_support.domain.delivery import Author
from wa_support.domain.people import AuditRecord
from wa_support.domain.watched_bookings import (
    Due,
    WatchedBooking,
    WatchState,
    change_key,
    due,
    moment_of,
    next_look,
    not_at_night,
    remind_key,
    too_late_at,
)
from wa_support.flow.booking_words import BookingWords, Told
from wa_support.flow.made_bookings import visits_timezone
from wa_support.flow.policy_book import Rulebook
from wa_support.flow.speaking import Voice, wording_for
from wa_support.flow.template_sending import Made, NotSendable, TemplateSending, Wish
from wa_support.ports.database import Tx
from wa_support.ports.outside import Ids

_AGAIN_MS: Final = 10 * 60_000
_PEOPLE_MUST_ACT_MS: Final = 3_600_000
"""A template that may not be sent is not mended in minutes."""
_TALKING_MS: Final = 10 * 60_000
_WITH_PEOPLE: Final = frozenset({Owner.QUEUED, Owner.AGENT, Owner.ELSEWHERE})

Booking = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingTelling:
    """`booking` is what the connected system has now, None when it is gone from there."""

    tx: Tx
    ids: Ids
    rulebook: Rulebook
    watched: WatchedBooking
    booking: Booking | None
    now: int

    def decide(self) -> None:
        start = str(self.booking["start"]) if self.booking else None
        match due(self.watched, start, self._remind_ms, self._timezone, now=self.now):
            case Due.REMINDER:
                self._tell(replace(self.watched, reminded_for=self.watched.start))
            case Due.CHANGE:
                self._tell(self._changed(start))
            case Due.NOTHING:
                self._next_step(self.watched)

    def later(
        self, why: str, *, told: WatchedBooking | None = None, after_ms: int = _AGAIN_MS
    ) -> None:
        """Tried again, in the morning where that falls into the night, until it is too late; then
        the next step, if there is one, is the next. `told` as in `_tell`, where its start is known:
        what the shop has put off is too late later."""
        known = self._untold(told) if told is not None else self.watched
        at = not_at_night(self.now + after_ms, self._timezone)
        if at < self._too_late_at(known):
            self.tx.watched_bookings.save(replace(self.watched, look_at=at))
            return
        self._note("booking_not_told", why=why)
        self._next_step(known)

    def _changed(self, start: str | None) -> WatchedBooking:
        if start is None:
            gone = WatchState.CANCELLED
            return replace(self.watched, state=gone, told_of=gone)
        return replace(
            self.watched,
            start=start,
            starts_at=moment_of(start, self._timezone),
            seen_at=self.now,
            told_of=start,
        )

    def _tell(self, told: WatchedBooking) -> None:
        """`told` is the booking as it is kept once the customer has heard of it."""
        conversation = self.tx.conversations.get(self.watched.conversation_id)
        over = self._over(conversation, told)
        if over is not None:
            self._note("booking_not_told", why=over)
            self._next_step(self._untold(told))
            return
        silent = self._silent(conversation)
        if silent is not None:
            self.later(silent, told=told)
        elif conversation.window_open(self.now):
            self._say(conversation, told)
        else:
            self._template(conversation, told)

    def _untold(self, told: WatchedBooking) -> WatchedBooking:
        """As the shop has it, and nothing said of that."""
        return replace(told, reminded_for=self.watched.reminded_for, told_of=self.watched.told_of)

    def _say(self, conversation: Conversation, told: WatchedBooking) -> None:
        words = self._words(conversation, told)
        voice = Voice(tx=self.tx, ids=self.ids, rulebook=self.rulebook, now=self.now)
        said = voice.say(
            conversation,
            words.draft,
            author=Author.NOTICE,
            cause=self._cause(told),
            lives_ms=self._too_late_at(told) - self.now,
        )
        self.tx.conversations.save(said)
        self._note("booking_told", what=words.key)
        self._next_step(told)

    def _template(self, conversation: Conversation, told: WatchedBooking) -> None:
        words = self._words(conversation, told)
        language = conversation.language or self.rulebook.policy.languages[0]
        wish = Wish(
            name=words.key,
            trigger=words.trigger,
            values=words.values,
            cause=self._cause(told),
            not_after=self._too_late_at(told),
        )
        sending = TemplateSending(
            tx=self.tx, ids=self.ids, read=self.rulebook.read_template, now=self.now
        )
        addressed = replace(conversation, language=language)
        made = sending.make(addressed, wish)
        if isinstance(made, Made) and made.waits is not None:
            self.later(
                made.waits.code, told=told
            )  # planned now, it would tell later what was true now
            return
        planned = sending.plan(addressed, wish)
        if isinstance(planned, NotSendable):
            self.later(planned.code, told=told, after_ms=_PEOPLE_MUST_ACT_MS)
            return
        self._note("booking_told", what=words.key)
        self._next_step(told)

    def _cause(self, told: WatchedBooking) -> str:
        if told.reminded_for != self.watched.reminded_for:
            return remind_key(told.booking_id, told.start)
        return change_key(told.booking_id, self.watched.seen_at, told.told_of)

    def _words(self, conversation: Conversation, told: WatchedBooking) -> Told:
        words = BookingWords(
            wording=wording_for(self.rulebook, conversation, now=self.now),
            timezone=self._timezone,
            now=self.now,
        )
        if self.booking is None:
            return words.cancelled(self.watched)
        if told.start == self.watched.start:
            return words.reminder(self.watched, self.booking)
        return words.moved(self.watched, self.booking, told.starts_at)

    def _over(self, conversation: Conversation, told: WatchedBooking) -> str | None:
        """Why it is not tried again."""
        if self.now >= self._too_late_at(told):
            return "too_late"
        customer = self.tx.customers.get(conversation.customer_id)
        return "stopped" if customer.opted_out_of_all_at is not None else None

    def _silent(self, conversation: Conversation) -> str | None:
        """Why nothing is said now: never over a person, nor into talk."""
        if conversation.owner in _WITH_PEOPLE:
            return "with_people"
        if self.tx.pauses.of(conversation.customer_id, self.now) is not None:
            return "paused"
        quiet_since = (conversation.last_message_at or 0) + _TALKING_MS
        talking = conversation.due_at is not None or self.now < quiet_since
        return "talking" if talking else None

    def _next_step(self, watched: WatchedBooking) -> None:
        look_at = next_look(watched.starts_at, self._remind_ms, self._timezone, after=self.now)
        gone = watched.state is WatchState.CANCELLED
        self.tx.watched_bookings.save(replace(watched, look_at=None if gone else look_at))

    def _too_late_at(self, watched: WatchedBooking) -> int:
        return too_late_at(watched.starts_at, self._remind_ms)

    @property
    def _remind_ms(self) -> int | None:
        slots = self.rulebook.policy.slots
        return slots.remind_ms if slots else None

    @property
    def _timezone(self) -> str:
        return visits_timezone(self.rulebook.policy)

    def _note(self, action: str, **detail: object) -> None:
        self.tx.audit.add(
            AuditRecord(
                at=self.now,
                actor="clock",
                action=action,
                subject=self.watched.conversation_id,
                detail={"booking": self.watched.booking_id, **detail},
            )
        )
