"""What Meta's answer to a template, or a later status, says of the template and of the customer."""

from dataclasses import replace
from typing import Final

from wa_support.domain.consents import ConsentCategory, ConsentSource
from wa_support.domain.templates.sendable import PAUSED
from wa_support.domain.templates.template import TemplateKey
from wa_support.flow.consent import record
from wa_support.ports.database import Tx

STOPPED_MARKETING: Final = 131050
WINDOW_CLOSED: Final = 131047
_STANDS: Final = {132001: "MISSING", 132015: PAUSED, 132016: "DISABLED"}
"""By error code, until Meta was looked at again: nothing more of it is tried meanwhile."""


def accepted(tx: Tx, send_id: str, now: int) -> None:
    use = tx.template_uses.of(send_id)
    if use is not None:
        tx.meta_templates.sent(use.key, now)


def refused(tx: Tx, send_id: str, code: int, now: int) -> None:
    """By Meta's error code (support/error-codes), at once or in a status."""
    if code == STOPPED_MARKETING:
        conversation = tx.conversations.get(tx.sends.get(send_id).conversation_id)
        record(
            tx,
            conversation.customer_id,
            ConsentCategory.MARKETING,
            given=False,
            source=ConsentSource.ERROR_131050,
            now=now,
        )
    use = tx.template_uses.of(send_id) if code in _STANDS else None
    if use is not None:
        _doubt(tx, use.key, code, now)


def _doubt(tx: Tx, key: TemplateKey, code: int, now: int) -> None:
    theirs = tx.meta_templates.for_change(key)
    if theirs is None or theirs.status == _STANDS[code]:
        return
    told = replace(
        theirs, status=_STANDS[code], status_at=now, reason=f"error {code}", reread_at=now
    )
    tx.meta_templates.save(told)
