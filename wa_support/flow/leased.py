"""What one worker holds while it answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wa_support.domain.conversations import Conversation
from wa_support.domain.customers import Customer
from wa_support.domain.turns import StoredMessage, Turn
from wa_support.flow.journal import Journal
from wa_support.flow.policy_book import Rulebook
from wa_support.ports.outside import PurposeScorer


@dataclass(frozen=True, slots=True, kw_only=True)
class Leased:
    """A turn that this worker holds: everything pinned at the lease."""

    turn: Turn
    token: str
    conversation: Conversation
    customer: Customer
    messages: Sequence[StoredMessage]
    rulebook: Rulebook
    scorer: PurposeScorer | None
    journal: Journal
    media: Mapping[str, str]
    started: float
