"""A conversation that was put off stands at its place again."""

from wa_support.domain.people import AuditRecord
from wa_support.ports.database import Tx


def wake(tx: Tx, conversation_id: str, *, actor: str, now: int) -> None:
    """One whose time has come by itself is awake already."""
    if tx.cases.snoozed(conversation_id, now) is not None:
        tx.cases.wake(conversation_id)
        tx.audit.add(AuditRecord(at=now, actor=actor, action="woke", subject=conversation_id))
