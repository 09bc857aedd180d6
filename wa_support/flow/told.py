"""Words that were owed and never went out told nobody: a wait then forgets that it was told."""

from dataclasses import replace
from typing import Final

from wa_support.domain.sends import PENDING, Send, never_left
from wa_support.domain.waits import Wait
from wa_support.ports.database import Tx

LATE: Final = "late_other_ways"
NIGHT: Final = ("window", "other_ways_note")


def telling(what: str, wait: Wait, now: int) -> str:
    """The effect key of what is said about a wait; said anew later, it has another."""
    return f"{what}:{wait.id}:{now}"


def as_really_told(tx: Tx, wait: Wait) -> Wait:
    """A takeover, an outage or a closed window may have kept from the customer what was noted as
    told; the handoff's own note of it goes too."""
    if wait.told_at is not None and _lost(tx, _said(tx, wait, wait.told_at, LATE)):
        handoff = tx.handoffs.current(wait.conversation_id)
        if handoff is not None and handoff.told_at == wait.told_at:
            tx.handoffs.save(replace(handoff, told_at=None))
        wait = replace(wait, told_at=None)
    at = wait.window_told_at
    if at is not None and any(_lost(tx, _said(tx, wait, at, what)) for what in NIGHT):
        wait = replace(wait, window_told_at=None)
    return wait


def still_to_be_sent(tx: Tx, wait: Wait) -> bool:
    """Whether what is noted as told has not gone out yet, so that nobody knows."""
    noted = [(wait.told_at, LATE), *((wait.window_told_at, what) for what in NIGHT)]
    sends = [_said(tx, wait, at, what) for at, what in noted if at is not None]
    return any(send is not None and send.state in PENDING for send in sends)


def _said(tx: Tx, wait: Wait, at: int, what: str) -> Send | None:
    """None too where nothing had to be said: who came at night was told then."""
    return tx.sends.of_key(telling(what, wait, at))


def _lost(tx: Tx, send: Send | None) -> bool:
    return send is not None and never_left(send, tx.sends.attempts_of(send.id))
