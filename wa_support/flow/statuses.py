"""What Meta says became of our sends: delivery moves forward, unknown outcomes are settled."""

from dataclasses import dataclass

from wa_support.domain.delivery import AttemptOutcome, DeliveryStatus, SendState
from wa_support.domain.events import Event, StatusChange
from wa_support.domain.failpoints import failpoint
from wa_support.domain.sends import Attempt
from wa_support.flow import template_outcomes
from wa_support.flow.lost_words import LostWords
from wa_support.ports.database import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class Statuses:
    """Applies statuses inside one transaction."""

    tx: Tx
    lost: LostWords
    now: int

    def apply(self, event: Event) -> None:
        """By our own attempt id first, then by wamid; a status that knows neither is kept."""
        change = event.status
        if change is None or event.id is None:
            return
        attempt = self.tx.sends.attempt(id=change.attempt_id) if change.attempt_id else None
        attempt = attempt or self.tx.sends.attempt(wamid=event.id)
        at = event.at or self.now
        if attempt is None:
            self.tx.sends.keep_orphan(event.id, change, at)
        else:
            self.settle(attempt, change, wamid=event.id, at=at)
        failpoint("status.applied")

    def settle(self, attempt: Attempt, change: StatusChange, *, wamid: str, at: int) -> None:
        """Any status proves that Meta had accepted it; a failure that stands is held and told."""
        outcome = self.tx.sends.deliver(attempt.id, change.status, at)
        if change.error_code is not None:
            template_outcomes.refused(self.tx, attempt.send_id, change.error_code, self.now)
        if outcome is AttemptOutcome.ATTEMPTING:
            return  # the sender, or whoever settles it after the sender's death, looks at this
        if outcome is AttemptOutcome.UNKNOWN:
            self.tx.sends.resolve(attempt.id, AttemptOutcome.ACCEPTED, wamid=wamid)
        self.conclude(attempt.id, change)

    def _another_may_arrive(self, attempt: Attempt) -> bool:
        others = self.tx.sends.attempts_of(attempt.send_id)
        return any(other.may_arrive for other in others if other.id != attempt.id)

    def conclude(self, attempt_id: str, change: StatusChange | None = None) -> None:
        """The send's state, from how far the accepted attempt has got. What was sent twice has
        failed only when both have."""
        attempt = self.tx.sends.attempt(id=attempt_id)
        if attempt is None or attempt.outcome is not AttemptOutcome.ACCEPTED:
            return
        if attempt.delivery is DeliveryStatus.FAILED:
            if self._another_may_arrive(attempt):
                return
            told = change.error_code if change is not None else None
            code = f" {told}" if told else ""
            details = f" {change.error_details}" if change and change.error_details else ""
            reason = f"not delivered:{code}{details}".rstrip(":")
            self.tx.sends.move(attempt.send_id, SendState.HELD, reason=reason)
            closed = told == template_outcomes.WINDOW_CLOSED
            self.lost.hand_over(attempt.send_id, tell=False, closed=closed)
        elif self.tx.sends.get(attempt.send_id).state is not SendState.DONE:
            self.tx.sends.move(attempt.send_id, SendState.DONE)
