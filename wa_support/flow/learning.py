"""Words that were not understood, and the purpose that the customer then chose: a free label."""

import re
from dataclasses import replace
from typing import Final

from wa_support.domain.conversations import Asked, Conversation, Memory
from wa_support.domain.decisions import GateDecision, Verdict
from wa_support.domain.policy import Suggestion
from wa_support.domain.reasons import DecidedBy
from wa_support.domain.text import MaskedText

_LONGEST: Final = 200
_PERSONAL: Final = re.compile(r"@|\d[\d\s-]{6,}\d")
"""Addresses and phone numbers are nobody's example."""


def with_unclear(memory: Memory, decision: GateDecision, words: str) -> Memory:
    """Keeps the words that are answered with the menu or a question which purpose is meant."""
    asked_back = decision.is_unsure or decision.between
    said = " ".join(words.split())
    useful = asked_back and 0 < len(said) <= _LONGEST and not _PERSONAL.search(said)
    return replace(memory, unclear=said if useful else None)


def suggestion_from(conversation: Conversation, decision: GateDecision) -> Suggestion | None:
    """`conversation` as it was before this turn. Words that are masked already stay so."""
    memory = conversation.memory
    chose = (
        decision.verdict is Verdict.ADMIT
        and decision.decided_by is DecidedBy.CONTEXT
        and decision.order_id is None
        and memory.asked in {Asked.MENU, Asked.CLARIFY}
    )
    if not chose or memory.unclear is None or decision.purpose is None:
        return None
    return Suggestion(
        text=MaskedText(memory.unclear),
        purpose=decision.purpose,
        language=conversation.language,
    )
