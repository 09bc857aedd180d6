"""A conversation is one customer on one business number; somebody owns it at every moment."""

import json
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Final

from wa_support.domain.acting import (
    DoneEffect,
    Filling,
    PendingEffect,
    done_from_json,
    filling_from_json,
    pending_from_json,
)
from wa_support.domain.bot_loops import Round

WINDOW_MS: Final = 24 * 3600 * 1000
"""The customer service window: 24 h from the customer's last message (Meta, "send messages")."""


class Owner(StrEnum):
    AUTOMATED = "automated"
    QUEUED = "queued"
    AGENT = "agent"
    ELSEWHERE = "elsewhere"
    CLOSED = "closed"


class Move(StrEnum):
    """What can change the owner."""

    HANDED_OFF = "handed_off"
    TAKEN = "taken"
    RETURNED = "returned"
    PASSED_ON = "passed_on"
    RESOLVED = "resolved"
    CUSTOMER_WROTE = "customer_wrote"
    GONE_ELSEWHERE = "gone_elsewhere"
    CAME_BACK = "came_back"


_MOVES: Final[dict[Move, tuple[frozenset[Owner], Owner]]] = {
    Move.HANDED_OFF: (frozenset({Owner.AUTOMATED}), Owner.QUEUED),
    Move.TAKEN: (frozenset({Owner.AUTOMATED, Owner.QUEUED, Owner.ELSEWHERE}), Owner.AGENT),
    Move.RETURNED: (frozenset({Owner.QUEUED, Owner.AGENT}), Owner.AUTOMATED),
    Move.PASSED_ON: (frozenset({Owner.AGENT}), Owner.QUEUED),
    Move.RESOLVED: (frozenset({Owner.QUEUED, Owner.AGENT, Owner.AUTOMATED}), Owner.CLOSED),
    Move.CUSTOMER_WROTE: (frozenset({Owner.CLOSED}), Owner.AUTOMATED),
    Move.GONE_ELSEWHERE: (frozenset(Owner) - {Owner.ELSEWHERE}, Owner.ELSEWHERE),
    Move.CAME_BACK: (frozenset({Owner.ELSEWHERE}), Owner.AUTOMATED),
}


def moved(owner: Owner, move: Move) -> Owner | None:
    """The new owner, or None when this move does nothing here. Every change bumps the epoch."""
    allowed, target = _MOVES[move]
    return target if owner in allowed else None


class Asked(StrEnum):
    """The question that the last reply ended with, so that "2" and "네" mean something."""

    MENU = "menu"
    CLARIFY = "clarify"
    WHICH_ORDER = "which_order"
    ORDER_PROOF = "order_proof"
    READ_INSTEAD = "read_instead"
    TELL_US = "tell_us"
    ABOUT_PHOTO = "about_photo"
    KEEP_WAITING = "keep_waiting"
    ASK_A_PERSON = "ask_a_person"
    CONFIRM = "confirm"
    FIELD = "field"


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """What the conversation remembers between turns; stored encrypted.

    `choices` are (tap id, title) in the order shown. `proven` are order ids whose ownership this
    customer has shown here, `ticket_id` is the ticket last written for them. `wants` is the tool
    that a clarifying question keeps, `tell_about` the purpose whose words are waited for,
    `question` what no article answered, `unclear` the words that the last question answered.
    `pending` waits for a yes, `filling` for a field. `rounds` are the last ones without a tap.
    `back_since`: given back then, and what was said before is no wish any more. From
    `allowance_since` on, when people gave it back, the day's answers are counted anew.
    Times are UTC milliseconds.
    """

    asked: Asked | None = None
    choices: tuple[tuple[str, str], ...] = ()
    order_id: str | None = None
    ticket_id: str | None = None
    wants: str | None = None
    tell_about: str | None = None
    question: str | None = None
    unclear: str | None = None
    proven: tuple[str, ...] = ()
    proof_tries: int = 0
    not_understood: int = 0
    off_purpose: int = 0
    introduced_at: int | None = None
    say_back_to_assistant: bool = False
    pending: PendingEffect | None = None
    filling: Filling | None = None
    done: DoneEffect | None = None
    rounds: tuple[Round, ...] = ()
    back_since: int | None = None
    allowance_since: int | None = None

    def given_back(self, *, now: int, by_people: bool) -> "Memory":
        """Facts and promises are kept: orders, proofs, tickets, what was done. The wish is not."""
        return Memory(
            order_id=self.order_id,
            ticket_id=self.ticket_id,
            proven=self.proven,
            proof_tries=self.proof_tries,
            introduced_at=self.introduced_at,
            done=self.done,
            back_since=now,
            allowance_since=now if by_people else self.allowance_since,
        )

    def anew(self, *, proof_tries: int) -> "Memory":
        """Nothing is left but what keeps a limit, and what an old wish must not come back by."""
        return Memory(
            proof_tries=proof_tries,
            back_since=self.back_since,
            allowance_since=self.allowance_since,
        )

    def with_proven(self, order_id: str) -> tuple[str, ...]:
        """The last ten, this one among them."""
        return tuple(dict.fromkeys([*self.proven, order_id]))[-10:]

    def as_json(self) -> str:
        return json.dumps(self, default=_parts, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> "Memory":
        value: dict[str, Any] = json.loads(text)
        value["asked"] = Asked(value["asked"]) if value.get("asked") else None
        value["choices"] = tuple((first, second) for first, second in value.get("choices", ()))
        value["proven"] = tuple(value.get("proven", ()))
        value["pending"] = pending_from_json(value.get("pending"))
        value["filling"] = filling_from_json(value.get("filling"))
        value["done"] = done_from_json(value.get("done"))
        value["rounds"] = tuple(Round(**one) for one in value.get("rounds", ()))
        return cls(**value)


def _parts(one: Any) -> dict[str, Any]:
    """Of a dataclass; `asdict` would copy all that is in it first."""
    return {name: getattr(one, name) for name in one.__slots__}


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """Times are UTC milliseconds. `due_at` is when the pending messages want a turn."""

    id: str
    phone_number_id: str
    customer_id: str
    created_at: int
    owner: Owner = Owner.AUTOMATED
    epoch: int = 0
    agent: str | None = None
    language: str | None = None
    purpose: str | None = None
    window_closes_at: int | None = None
    last_message_at: int | None = None
    first_pending_at: int | None = None
    due_at: int | None = None
    elsewhere_at: int | None = None
    memory: Memory = field(default_factory=Memory)

    def heard_at(self, at: int) -> "Conversation":
        """As after a message of the customer: the window is open for a day from then."""
        return replace(
            self,
            last_message_at=max(self.last_message_at or 0, at),
            window_closes_at=max(self.window_closes_at or 0, at + WINDOW_MS),
        )

    def window_open(self, now: int) -> bool:
        return self.window_closes_at is not None and now < self.window_closes_at
