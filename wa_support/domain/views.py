"""What pages and commands show: read-only pictures, never written back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from wa_support.domain.conversations import Conversation
from wa_support.domain.customers import Customer
from wa_support.domain.delivery import AttemptOutcome, DeliveryStatus, SendState
from wa_support.domain.outbound import Outbound
from wa_support.domain.people import Handoff
from wa_support.domain.text import MaskedText

_NO_WORDS: Final = MaskedText("")


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationSummary:
    conversation: Conversation
    customer: Customer
    last_text: MaskedText
    handoff: Handoff | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """What a bubble replies to. `id` is that of its own bubble; None, and no words: not here."""

    id: str | None = None
    author: str = ""
    agent: str | None = None
    text: MaskedText = _NO_WORDS
    type: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TranscriptLine:
    """One bubble. `author` is customer, bot, notice, agent or phone_app; for ours, how far it got.

    `state`, `outcome` and `delivery` are None for what the customer sent. `quote` is what the
    customer replied to by quoting it, or the message that they changed.
    """

    id: str
    author: str
    text: MaskedText
    type: str
    at: int
    agent: str | None = None
    outbound: Outbound | None = None
    state: SendState | None = None
    outcome: AttemptOutcome | None = None
    delivery: DeliveryStatus | None = None
    reason: str | None = None
    turn_id: str | None = None
    quote: Quote | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnStory:
    """Why a turn went as it did: the journal's payloads by kind, in order, for the why pane.

    `heard` are the customer's masked words; `started_at`, `ended_at` UTC milliseconds.
    """

    turn_id: str
    heard: tuple[MaskedText, ...]
    policy_version: int
    state: str
    started_at: int
    ended_at: int | None
    steps: tuple[tuple[str, Mapping[str, Any]], ...] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldSend:
    """A send that waits for a person: why, and since when."""

    send_id: str
    conversation_id: str
    author: str
    state: SendState
    reason: str | None
    created_at: int
    last_outcome: AttemptOutcome | None = None
    attempt_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLetter:
    """A body we could not read; kept whole and encrypted, redrivable."""

    id: str
    at: int
    reason: str
    size: int
    redriven_at: int | None = None
