"""Tells another system of tickets, handoffs and ends: kept with what happened, told until heard."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from wa_support.domain.conversations import Conversation
from wa_support.domain.policy import Policy
from wa_support.domain.records import CaseRecord, ticket_record
from wa_support.domain.tool_results import Succeeded, result_from_json
from wa_support.domain.turns import JournalKind, JournalRow
from wa_support.domain.understanding import Understanding
from wa_support.flow.policy_book import PolicyBook
from wa_support.ports.database import Database, Tx
from wa_support.ports.outside import Clock
from wa_support.ports.records import DueRecord
from wa_support.ports.tools import Recorder

_WITHIN_S: Final = 10.0
_FIRST_WAIT_MS: Final = 2_000
_LONGEST_WAIT_MS: Final = 3_600_000
_TOLD_FOR_MS: Final = 3 * 86_400_000


def keep_record(tx: Tx, policy: Policy, record: CaseRecord) -> None:
    """In the transaction of what it tells of; a policy without `record` keeps none."""
    if policy.keeps_records:
        tx.records.add(record)


def keep_tickets(
    tx: Tx,
    policy: Policy,
    conversation: Conversation,
    effects: Sequence[JournalRow],
    *,
    understanding: Understanding | None,
    now: int,
) -> None:
    """A record of each ticket that a turn's effects have opened, with what was understood."""
    asked = {
        row.payload["key"]: row.payload["arguments"]
        for row in effects
        if row.kind is JournalKind.EFFECT_ATTEMPT
    }
    for row in effects:
        if row.kind is JournalKind.EFFECT_RESULT and row.payload["tool"] == "create_ticket":
            key, result = row.payload["key"], result_from_json(row.payload["result"])
            if isinstance(result, Succeeded):
                ticket = {**asked[key], **result.fields}
                record = ticket_record(
                    conversation, ticket, effect_key=key, now=now, understanding=understanding
                )
                keep_record(tx, policy, record)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordTelling:
    """At least once: a worker that dies after it told and before that is stored has it told again,
    with the same key, by which the receiver knows it. After three days without an answer that
    accepts it, a record stays where it is and is told no more."""

    database: Database
    clock: Clock
    book: PolicyBook
    recorder_for: Callable[[Policy], Recorder | None]

    def tell_due(self) -> None:
        """One after another until nothing is due, or until one is not heard: whoever does not
        listen is asked no more than once a look."""
        while (due := self._next()) is not None:
            if not self._tell(*due):
                return

    def _next(self) -> tuple[DueRecord, Recorder | None] | None:
        now = self.clock.now()
        with self.database.read() as tx:
            if not tx.records.any_due(now):
                return None
        with self.database.write() as tx:
            due = tx.records.due(now)
            policy = self.book.current(tx).policy
        return (due, self.recorder_for(policy)) if due is not None else None

    def _tell(self, due: DueRecord, recorder: Recorder | None) -> bool:
        """Whether it was heard."""
        reason = "not_connected"
        if recorder is not None:
            result = recorder.record(due.record, within_s=_WITHIN_S)
            if isinstance(result, Succeeded):
                with self.database.write() as tx:
                    tx.records.told(due.record.key)
                return True
            reason = result.code
        self._later(due, reason)
        return False

    def _later(self, due: DueRecord, reason: str) -> None:
        now = self.clock.now()
        with self.database.write() as tx:
            if now - due.record.at > _TOLD_FOR_MS:
                tx.records.gave_up(due.record.key, reason=reason)
                return
            wait = min(_FIRST_WAIT_MS * 4 ** min(due.tries, 8), _LONGEST_WAIT_MS)
            tx.records.again(due.record.key, due_at=now + wait, reason=reason)
