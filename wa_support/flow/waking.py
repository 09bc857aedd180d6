"""A conversation that was put off stands at its place again."""

from wa_support.domain.people import AuditRecord
from wa_support.ports.database import Tx


def wake(tx: Tx, conversation_id: str, *, actor: str, now: int) -> None:
    """Nothing is noted where its time had come by itself."""
    asleep = tx.cases.snoozed(conversation_id, now) is not None
    if tx.cases.wake(conversation_id) and asleep:
        tx.audit.add(AuditRecord(at=now, actor=actor, action="woke", subject=conversation_id))
