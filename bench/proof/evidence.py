"""What is left after a run, as plain rows: the platform's two ledgers and our database.

Times are UTC milliseconds. Customers are named by their phone, digits only.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from wa_support.domain.delivery import AttemptOutcome, Author, DeliveryStatus, SendState
from wa_support.domain.turns import TurnState


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """One update in a webhook that we answered 200. `key` tells it from every other; `wamid` is
    set for a customer's message, `attempt_id` and `status` for a status."""

    key: bytes
    wamid: str | None = None
    attempt_id: str | None = None
    status: DeliveryStatus | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptedSend:
    """`attempt_id` came as `biz_opaque_callback_data`."""

    attempt_id: str | None
    to: str
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageRow:
    wamid: str
    conversation_id: str
    pending: bool
    turn_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnRow:
    """`outcomes` counts the outcome lines of its journal."""

    id: str
    state: TurnState
    outcomes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationRow:
    """`changed_hands` once it was anybody's but the bot's."""

    id: str
    phone: str
    leased: bool
    changed_hands: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SendRow:
    """`seq` is the order in which we came to owe them. `resent` when a person or the policy chose
    to send again what may have been sent."""

    id: str
    seq: int
    conversation_id: str
    author: Author
    state: SendState
    turn_id: str | None
    resent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptRow:
    """`was_unknown` also when a status has told the outcome since."""

    id: str
    send_id: str
    n: int
    outcome: AttemptOutcome
    was_unknown: bool
    delivery: DeliveryStatus | None
    started_at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Takeover:
    """A person had it from `at`, when that was committed, until the end of the run."""

    conversation_id: str
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """`acknowledged` and `accepted` are the platform's, in its order; the rest is ours. `seen` are
    the keys of the updates that we have taken in; `dead_letters` counts those we could not."""

    acknowledged: Sequence[Update] = ()
    accepted: Sequence[AcceptedSend] = ()
    seen: frozenset[bytes] = frozenset()
    dead_letters: int = 0
    messages: Sequence[MessageRow] = ()
    turns: Sequence[TurnRow] = ()
    conversations: Sequence[ConversationRow] = ()
    sends: Sequence[SendRow] = ()
    attempts: Sequence[AttemptRow] = ()
    takeovers: Sequence[Takeover] = ()
