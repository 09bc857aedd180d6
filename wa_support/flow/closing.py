"""What came of an attempt: the send's next state, and the statuses that overtook our own answer."""

from dataclasses import dataclass, replace
from typing import Final

from wa_support.domain.delivery import (
    Accepted,
    AttemptOutcome,
    NextStep,
    NotStarted,
    Rejected,
    Remedy,
    SendResult,
    SendState,
    Unknown,
    next_step,
)
from wa_support.domain.outbound import Outbound, OutTemplate
from wa_support.domain.sends import Attempt, Send
from wa_support.flow import template_outcomes
from wa_support.flow.fences import PAUSED, WINDOW
from wa_support.flow.lost_words import LostWords
from wa_support.flow.statuses import Statuses
from wa_support.ports.database import Tx

_LOST: Final = frozenset({SendState.EXPIRED, SendState.HELD})


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """Ends attempts inside one transaction."""

    tx: Tx
    lost: LostWords
    now: int

    def refuse(self, send: Send, step: NextStep) -> None:
        """A fence stood before the attempt. Words that will not be sent go to a person."""
        self._move(send.id, step)
        template = isinstance(send.outbound, OutTemplate) and step.state is SendState.CANCELLED
        if step.state in _LOST or step.reason == PAUSED or template:
            self.lost.hand_over(send.id, tell=True, closed=step.reason == WINDOW)

    def close(
        self, attempt: Attempt, result: SendResult, *, outbound: Outbound | None = None
    ) -> None:
        """`outbound` is what was sent, where that is known."""
        ended = self.tx.sends.end(_ended(attempt, result, self.now))
        if ended is None:
            self._too_late(attempt, result)
            return
        step = next_step(result, attempt.n)
        if self._arrived_before(attempt):
            step = NextStep(state=SendState.DONE)
        self._move(attempt.send_id, step)
        self._hear_what_came_before(ended, result)
        self._learn(attempt, result, outbound)
        if step.state is SendState.HELD and not isinstance(result, Unknown):
            closed = isinstance(result, Rejected) and result.remedy is Remedy.TEMPLATE
            self.lost.hand_over(attempt.send_id, tell=False, closed=closed)

    def _learn(self, attempt: Attempt, result: SendResult, outbound: Outbound | None) -> None:
        match result:
            case Accepted() if outbound is None or isinstance(outbound, OutTemplate):
                template_outcomes.accepted(self.tx, attempt.send_id, self.now)
            case Rejected(code=code):
                template_outcomes.refused(self.tx, attempt.send_id, code, self.now)

    def _too_late(self, attempt: Attempt, result: SendResult) -> None:
        """Somebody took this sender for dead and wrote "unknown"; what we know is better."""
        known = self.tx.sends.attempt(id=attempt.id)
        if known is None or known.outcome is not AttemptOutcome.UNKNOWN:
            return
        match result:
            case Accepted(wamid=wamid):
                self.tx.sends.resolve(attempt.id, AttemptOutcome.ACCEPTED, wamid=wamid)
                self._move(attempt.send_id, NextStep(state=SendState.DONE))
                self._hear_what_came_before(known, result)
            case Rejected() | NotStarted():
                self.tx.sends.resolve(attempt.id, AttemptOutcome.REJECTED, wamid=None)
                if self.tx.sends.get(attempt.send_id).tries == attempt.n:
                    self._move(attempt.send_id, next_step(result, attempt.n))
            case Unknown():
                return

    def _arrived_before(self, attempt: Attempt) -> bool:
        """A status has told meanwhile that an earlier attempt, given up as unknown, had arrived."""
        earlier = self.tx.sends.attempts_of(attempt.send_id) if attempt.n > 1 else []
        return any(other.arrived for other in earlier if other.id != attempt.id)

    def _hear_what_came_before(self, attempt: Attempt, result: SendResult) -> None:
        orphans = self.tx.sends.take_orphans(result.wamid) if isinstance(result, Accepted) else ()
        for change, at in orphans:
            self.tx.sends.deliver(attempt.id, change.status, at)
            if change.error_code is not None:
                code = change.error_code
                template_outcomes.refused(self.tx, attempt.send_id, code, self.now)
        if not orphans and attempt.delivery is None:
            return
        known = self.tx.sends.attempt(id=attempt.id)
        if known is None or known.delivery is None:
            return
        if known.outcome is AttemptOutcome.UNKNOWN:
            self.tx.sends.resolve(attempt.id, AttemptOutcome.ACCEPTED, wamid=known.wamid)
        Statuses(tx=self.tx, lost=self.lost, now=self.now).conclude(attempt.id)

    def _move(self, send_id: str, step: NextStep) -> None:
        due_at = self.now + step.wait_ms
        self.tx.sends.move(send_id, step.state, reason=step.reason, due_at=due_at)


def _ended(attempt: Attempt, result: SendResult, now: int) -> Attempt:
    match result:
        case Accepted(wamid=wamid, http_status=status, note=note):
            return replace(
                attempt,
                outcome=AttemptOutcome.ACCEPTED,
                wamid=wamid,
                details=note,
                http_status=status,
                ended_at=now,
            )
        case Rejected(code=code, details=details, http_status=status):
            return replace(
                attempt,
                outcome=AttemptOutcome.REJECTED,
                code=code,
                details=details,
                http_status=status,
                ended_at=now,
            )
        case NotStarted(details=details):
            return replace(
                attempt, outcome=AttemptOutcome.NOT_STARTED, details=details, ended_at=now
            )
        case Unknown(details=details, http_status=http_status):
            return replace(
                attempt,
                outcome=AttemptOutcome.UNKNOWN,
                details=details,
                http_status=http_status,
                ended_at=now,
            )
