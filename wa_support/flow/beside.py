"""What agents keep beside a conversation, as far as it decides who speaks."""

from typing import Any

from wa_support.ports.database import Tx


def tags_of(tx: Tx, conversation_id: str) -> frozenset[str]:
    """Casefolded, as the policy writes them; none where nobody can give any."""
    cases: Any = getattr(tx, "cases", None)
    return (
        frozenset(tag.casefold() for tag in cases.tags(conversation_id)) if cases else frozenset()
    )


def is_put_off(tx: Tx, conversation_id: str, now: int) -> bool:
    """An agent wants it back at a moment of their own."""
    cases: Any = getattr(tx, "cases", None)
    return cases is not None and cases.snoozed(conversation_id, now) is not None
