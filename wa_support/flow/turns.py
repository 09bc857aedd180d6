"""One burst of messages, one answer: lease, gate, read, compose, commit."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Final

from wa_support.domain.content import Media
from wa_support.domain.conversations import Conversation
from wa_support.domain.decisions import GateDecision, Verdict
from wa_support.domain.errors import DatabaseUnavailable
from wa_support.domain.failpoints import failpoint
from wa_support.domain.gate.rules import decide
from wa_support.domain.reasons import DecidedBy, Reason
from wa_support.domain.turns import (
    LEASE_MS,
    LEASES_BEFORE_FAILURE,
    JournalKind,
    StoredMessage,
    Turn,
)
from wa_support.flow.answering_for import answering_for
from wa_support.flow.bot_loops import rounds_with, stopping
from wa_support.flow.hearing import Burst, hear
from wa_support.flow.journal import Journal, LeaseLost, began_with, effects_in, still_true
from wa_support.flow.learning import with_unclear
from wa_support.flow.leased import Leased
from wa_support.flow.outbox import Begun
from wa_support.flow.outcomes import Outcomes, failed_turn
from wa_support.flow.own_work import OwnWork
from wa_support.flow.plan import Plan
from wa_support.flow.policy_book import PolicyBook, Rulebook
from wa_support.ports.database import Database, Tx
from wa_support.ports.outside import Clock, Ids, Knowledge
from wa_support.ports.tools import Connector

if TYPE_CHECKING:
    from wa_support.flow.understanding.with_model import WithModel

_MEDIA_PATIENCE_MS: Final = 20_000
_MEDIA_LOOK_MS: Final = 400
_log = logging.getLogger("wa_support.turns")


@dataclass(frozen=True, slots=True, kw_only=True)
class Turns:
    """`shop_for` gives the connected shop of a policy, `mark_read` tells the customer that we have
    read (a number of ours, their message) and whether we type (best effort, elsewhere), `model` is
    None where no language model is configured."""

    database: Database
    clock: Clock
    ids: Ids
    book: PolicyBook
    shop_for: Callable[[Rulebook], Connector | None]
    knowledge: Knowledge
    mark_read: Callable[[str, str, bool], None]
    outcomes: Outcomes
    holder: str
    model: "WithModel | None" = None
    own_work: OwnWork = field(default_factory=OwnWork)

    def claim(self) -> Callable[[], bool] | None:
        """Leases the longest-due conversation; what it returns answers it, and tells whether it may
        have left something to send. None: nothing is due.

        Waits until a turn that is under way leaves room for another one.
        """
        self.own_work.begin()
        found: Leased | bool | None = None
        try:
            started = self.clock.monotonic()
            with self.database.write_unsynced() as tx:
                found = self._lease(tx, started)
        finally:
            if not isinstance(found, Leased):
                self.own_work.end()
        if found is None:
            return None
        failpoint("lease.committed")
        return partial(self._answer, found) if isinstance(found, Leased) else _ended

    def _lease(self, tx: Tx, started: float) -> Leased | bool | None:
        """A leased turn; True when the lease itself ended the matter; None when nothing is due."""
        now = self.clock.now()
        token = self.ids.new("lea")
        conversation = tx.conversations.lease_due(
            holder=self.holder, token=token, now=now, until=now + LEASE_MS
        )
        if conversation is None:
            return None
        try:
            with tx.savepoint():
                return self._begin(tx, conversation, token, started)
        except DatabaseUnavailable:
            raise
        except Exception as why:  # noqa: BLE001 - whatever it was, the next one may be fine
            self._stumbled(tx, conversation, why)
            return True

    def _begin(
        self, tx: Tx, conversation: Conversation, token: str, started: float
    ) -> Leased | bool:
        now = self.clock.now()
        left = tx.turns.open_for(conversation.id)
        messages = self._of_this_turn(tx, left, tx.messages.pending(conversation.id))
        if not messages:
            tx.conversations.save(replace(conversation, due_at=None, first_pending_at=None))
            tx.conversations.release(conversation.id, token)
            return True
        sent_media = [one.id for one in messages if isinstance(one.content, Media)]
        media = dict(tx.media.states(sent_media)) if sent_media else {}
        if self._media_is_coming(messages, media, now):
            tx.conversations.save(replace(conversation, due_at=now + _MEDIA_LOOK_MS))
            tx.conversations.release(conversation.id, token)
            return True
        return self._open(tx, conversation, left, messages, media, token, started)

    def _of_this_turn(
        self, tx: Tx, left: Turn | None, pending: Sequence[StoredMessage]
    ) -> Sequence[StoredMessage]:
        """Once an effect has begun, its turn ends with the messages that it began with; what came
        since is the next one's."""
        rows = tx.turns.journal(left.id) if left is not None and left.leases else ()
        began = began_with(rows)
        return [one for one in pending if one.id in began] if began else pending

    def _stumbled(self, tx: Tx, conversation: Conversation, why: Exception) -> None:
        """Its lease stays, so that it stops nobody else, and counts towards a person."""
        now = self.clock.now()
        _log.warning("a turn could not begin: %s", type(why).__name__)
        left = tx.turns.open_for(conversation.id)
        turn, rulebook = self._turn_of(tx, conversation, left, now)
        turn = self._counted(tx, turn, left, now)
        if turn.leases >= LEASES_BEFORE_FAILURE:
            failed_turn(tx, conversation, turn, ids=self.ids, rulebook=rulebook, now=now)

    def _media_is_coming(
        self, messages: Sequence[StoredMessage], media: Mapping[str, str], now: int
    ) -> bool:
        """ "Kept" is only said of what is kept, so a turn waits a little for the download."""
        waited = now - messages[0].received_at
        return waited < _MEDIA_PATIENCE_MS and "wanted" in media.values()

    def _open(
        self,
        tx: Tx,
        conversation: Conversation,
        left: Turn | None,
        messages: Sequence[StoredMessage],
        media: Mapping[str, str],
        token: str,
        started: float,
    ) -> Leased | bool:
        now = self.clock.now()
        turn, rulebook = self._turn_of(tx, conversation, left, now)
        if turn.leases >= LEASES_BEFORE_FAILURE:
            failed_turn(tx, conversation, turn, ids=self.ids, rulebook=rulebook, now=now)
            tx.conversations.release(conversation.id, token)
            return True
        turn = self._counted(tx, turn, left, now)
        return Leased(
            turn=turn,
            token=token,
            conversation=conversation,
            customer=tx.customers.get(conversation.customer_id),
            messages=messages,
            rulebook=rulebook,
            scorer=self.book.scorer(tx, rulebook),
            journal=self._journal(tx, turn, conversation, messages, token, left=left),
            media=media,
            started=started,
        )

    def _turn_of(
        self, tx: Tx, conversation: Conversation, left: Turn | None, now: int
    ) -> tuple[Turn, Rulebook]:
        """The turn that was left open, or a new one, not stored yet; a version published since then
        decides, for nothing has been done yet under the old one."""
        rulebook = self.book.current(tx)
        if left is not None:
            return replace(left, policy_version=rulebook.version), rulebook
        turn = Turn(
            id=self.ids.new("trn"),
            conversation_id=conversation.id,
            policy_version=rulebook.version,
            started_at=now,
        )
        return turn, rulebook

    def _counted(self, tx: Tx, turn: Turn, left: Turn | None, now: int) -> Turn:
        """Stored with one lease more."""
        turn = replace(turn, leases=turn.leases + 1)
        if left is None:
            tx.turns.start(turn)
        else:
            tx.turns.save(turn, now=now)
        return turn

    def _journal(
        self,
        tx: Tx,
        turn: Turn,
        conversation: Conversation,
        messages: Sequence[StoredMessage],
        token: str,
        *,
        left: Turn | None,
    ) -> Journal:
        """Pins the messages and the version, and keeps what was written for exactly these."""
        pinned = {
            "messages": [message.id for message in messages],
            "policy_version": turn.policy_version,
            "holder": self.holder,
            "epoch": conversation.epoch,
        }
        rows = tx.turns.journal(turn.id) if left is not None else ()
        tx.turns.write(turn.id, JournalKind.LEASE, pinned, now=self.clock.now())
        failpoint("lease.writing")
        return Journal(
            database=self.database,
            clock=self.clock,
            turn_id=turn.id,
            conversation_id=conversation.id,
            token=token,
            own_work=self.own_work,
            rows=still_true(rows, pinned),
            effects=effects_in(rows),
        )

    def _answer(self, leased: Leased) -> bool:
        """Where nobody else is asked, the answer is there before any sign of typing could be."""
        number, wamid = leased.conversation.phone_number_id, leased.messages[-1].wamid
        asks = self.model is not None or leased.rulebook.policy.asks_other_systems
        if wamid and asks:
            self.mark_read(number, wamid, True)
        begun: Begun | None = None
        try:
            begun = self._answer_under_lease(leased)
        except LeaseLost:
            _log.warning("a turn took longer than its lease; another worker has it")
        finally:
            self.own_work.end()
        if begun is not None:
            self.outcomes.outbox.call(begun)
        if wamid and not asks:
            self.mark_read(number, wamid, False)
        return begun is None or begun.send.turn_id != leased.turn.id

    def _answer_under_lease(self, leased: Leased) -> Begun | None:
        burst = hear(leased.messages)
        decision = leased.journal.decision(lambda: self._decide(leased, burst))
        now = self.clock.now()
        rounds = rounds_with(leased, burst.heard.text, now=now)
        plan = stopping(leased, rounds, now=now)
        if plan is None:
            plan = self._plan(leased, burst, decision)
            plan = replace(plan, memory=replace(plan.memory, rounds=rounds))
        words = burst.heard.text if burst.heard.tap is None else ""
        plan = replace(plan, memory=with_unclear(plan.memory, decision, words))
        own_ms = (self.clock.monotonic() - leased.started) * 1000 - leased.journal.outside_ms
        return self.outcomes.commit(leased, plan, decision, own_ms=own_ms)

    def _decide(self, leased: Leased, burst: Burst) -> GateDecision:
        if burst.wordless and (burst.photo_ids or burst.unread):
            return GateDecision(verdict=Verdict.ASK, reason=Reason.RULE, decided_by=DecidedBy.RULE)
        embedded = decide(
            burst.heard,
            policy=leased.rulebook.policy,
            memory=leased.conversation.memory,
            scorer=leased.scorer,
        )
        return self.model.decide(leased, burst, embedded) if self.model else embedded

    def _plan(self, leased: Leased, burst: Burst, decision: GateDecision) -> Plan:
        answering = answering_for(
            leased,
            burst,
            decision,
            shop=self.shop_for(leased.rulebook),
            knowledge=self.knowledge,
            ids=self.ids,
            now=self.clock.now(),
        )
        kept = any(leased.media.get(photo) == "kept" for photo in burst.photo_ids)
        if kept and decision.says_little:
            return answering.photo(told=not (burst.wordless or decision.is_courtesy))
        if decision.is_unsure and burst.resend:
            return answering.say("resend_please")
        if decision.is_unsure and (burst.photo_ids or burst.unread):
            return answering.cannot_read(burst.unread or "image")
        understood = self.model.plan(leased, burst, decision, answering) if self.model else None
        return understood or answering.plan(decision)


def _ended() -> bool:
    """The lease itself ended the matter, perhaps with a message."""
    return True
