"""Bookings that a turn has made, moved or cancelled are watched from then on, or no more."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from wa_support.domain.conversations import Conversation
from wa_support.domain.policy import Policy
from wa_support.domain.tool_results import Succeeded, result_from_json
from wa_support.domain.turns import JournalKind, JournalRow
from wa_support.domain.watched_bookings import (
    WatchedBooking,
    WatchState,
    moment_of,
    next_look,
)
from wa_support.ports.database import Tx

_MADE: Final = frozenset({"book", "reschedule"})


def visits_timezone(policy: Policy) -> str:
    return policy.slots.hours.timezone if policy.slots else policy.timezone


def keep_bookings(
    tx: Tx,
    policy: Policy,
    conversation: Conversation,
    effects: Sequence[JournalRow],
    *,
    now: int,
) -> None:
    """In the transaction that tells the customer what was done."""
    asked = {
        row.payload["key"]: row.payload["arguments"]
        for row in effects
        if row.kind is JournalKind.EFFECT_ATTEMPT
    }
    for row in effects:
        if row.kind is not JournalKind.EFFECT_RESULT:
            continue
        tool, result = row.payload["tool"], result_from_json(row.payload["result"])
        if not isinstance(result, Succeeded):
            continue
        if tool in _MADE:
            _watch(tx, policy, conversation.id, result.fields["booking"], now)
        elif tool == "cancel_booking":
            _let_go(tx, asked[row.payload["key"]]["booking_id"])


def _watch(
    tx: Tx, policy: Policy, conversation_id: str, booking: Mapping[str, Any], now: int
) -> None:
    timezone = visits_timezone(policy)
    remind_ms = policy.slots.remind_ms if policy.slots else None
    try:
        starts_at = moment_of(booking["start"], timezone)
        look_at = next_look(starts_at, remind_ms, timezone, after=now)
    except (ValueError, OverflowError):
        return  # at the ends of the calendar: nobody is reminded of that
    before = tx.watched_bookings.get(booking["id"])
    tx.watched_bookings.save(
        WatchedBooking(
            booking_id=booking["id"],
            conversation_id=conversation_id,
            start=booking["start"],
            starts_at=starts_at,
            seen_at=now,
            look_at=look_at,
            reminded_for=before.reminded_for if before else None,
        )
    )


def _let_go(tx: Tx, booking_id: str) -> None:
    """Cancelled by the customer: there is nothing left to tell."""
    watched = tx.watched_bookings.get(booking_id)
    if watched is not None:
        cancelled = replace(watched, state=WatchState.CANCELLED, look_at=None)
        tx.watched_bookings.save(cancelled)
