"""What Meta says became of our sends: delivery moves forward, unknown outcomes are settled."""

from wa_support.domain.delivery import AttemptOutcome, DeliveryStatus, SendState
from wa_support.domain.events import Event, StatusChange
from wa_support.domain.sends import Attempt
from wa_support.ports.database import Tx


def apply_status(tx: Tx, event: Event, *, now: int) -> None:
    """By our own attempt id first, then by wamid; a status that knows neither is kept."""
    change = event.status
    if change is None or event.id is None:
        return
    attempt = tx.sends.attempt(id=change.attempt_id) if change.attempt_id else None
    attempt = attempt or tx.sends.attempt(wamid=event.id)
    if attempt is None:
        tx.sends.keep_orphan(event.id, change, event.at or now)
        return
    settle(tx, attempt, change, wamid=event.id, at=event.at or now)


def settle(tx: Tx, attempt: Attempt, change: StatusChange, *, wamid: str, at: int) -> None:
    tx.sends.deliver(attempt.id, change.status, at)
    if attempt.outcome is not AttemptOutcome.UNKNOWN:
        return
    if change.status is DeliveryStatus.FAILED:
        tx.sends.resolve(attempt.id, AttemptOutcome.REJECTED, wamid=wamid)
        reason = f"failed: {change.error_code} {change.error_details or ''}".strip()
        tx.sends.move(attempt.send_id, SendState.HELD, reason=reason)
        return
    tx.sends.resolve(attempt.id, AttemptOutcome.ACCEPTED, wamid=wamid)
    tx.sends.move(attempt.send_id, SendState.DONE)
