"""The rows of the outbox."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from wa_support.domain.delivery import AttemptOutcome, Author, DeliveryStatus, SendState
from wa_support.domain.outbound import Outbound


@dataclass(frozen=True, slots=True, kw_only=True)
class Send:
    """One message we owe. `effect_key` is unique and derived from what caused it, so a re-run
    collides instead of doubling. `epoch` fences the bot's words; `not_after` lets them expire."""

    id: str
    conversation_id: str
    effect_key: str
    author: Author
    outbound: Outbound
    created_at: int
    due_at: int
    epoch: int
    state: SendState = SendState.READY
    turn_id: str | None = None
    agent: str | None = None
    not_after: int | None = None
    reason: str | None = None
    tries: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One call to the Cloud API. Its id travels as `biz_opaque_callback_data`."""

    id: str
    send_id: str
    n: int
    started_at: int
    holder: str
    outcome: AttemptOutcome = AttemptOutcome.ATTEMPTING
    wamid: str | None = None
    http_status: int | None = None
    code: int | None = None
    details: str | None = None
    ended_at: int | None = None
    delivery: DeliveryStatus | None = None
    delivery_at: int | None = None

    @property
    def arrived(self) -> bool:
        """Meta has it, and has not said that the customer will not."""
        accepted = self.outcome is AttemptOutcome.ACCEPTED
        return accepted and self.delivery is not DeliveryStatus.FAILED

    @property
    def may_arrive(self) -> bool:
        """It has arrived, or the call is under way."""
        return self.arrived or self.outcome is AttemptOutcome.ATTEMPTING


PENDING: Final = frozenset({SendState.PLANNED, SendState.READY, SendState.WAITING})
"""Still goes out by itself."""
NOT_SENT: Final = frozenset({AttemptOutcome.NOT_STARTED, AttemptOutcome.REJECTED})


def never_left(send: Send, attempts: Sequence[Attempt]) -> bool:
    """It is over, and surely nobody got it. One that is held after a try waits for a person."""
    if send.state is SendState.HELD:
        return not attempts
    over = send.state in {SendState.CANCELLED, SendState.EXPIRED}
    return over and all(attempt.outcome in NOT_SENT for attempt in attempts)
