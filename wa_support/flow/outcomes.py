"""The one transaction that makes a turn's answer real: reply, outbox row, audit, messages done."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from wa_support.domain.conversations import Conversation, Owner
from wa_support.domain.decisions import GateDecision
from wa_support.domain.delivery import Author
from wa_support.domain.failpoints import failpoint
from wa_support.domain.people import AuditRecord
from wa_support.domain.reasons import Reason
from wa_support.domain.turns import JournalKind, StoredMessage, Turn, TurnState
from wa_support.flow.handoffs import Handing
from wa_support.flow.journal import effects_in
from wa_support.flow.learning import suggestion_from
from wa_support.flow.leased import Leased
from wa_support.flow.made_bookings import keep_bookings
from wa_support.flow.outbox import Begun, Outbox
from wa_support.flow.plan import Plan
from wa_support.flow.policy_book import Rulebook
from wa_support.flow.records import keep_tickets
from wa_support.flow.satisfaction import answers_something, plan_after_answer
from wa_support.flow.speaking import Voice, wording_for
from wa_support.flow.wording import Draft
from wa_support.ports.database import Database, Tx
from wa_support.ports.outside import Clock, Ids

_DAY_MS = 24 * 3600 * 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcomes:
    """`counted` is called once an outcome is committed: verdict, purpose, what became of it."""

    database: Database
    clock: Clock
    ids: Ids
    outbox: Outbox
    counted: Callable[[str, str | None, str], None]

    def commit(
        self, leased: Leased, plan: Plan, decision: GateDecision, *, own_ms: float
    ) -> Begun | None:
        """Lost lease: nothing. Lost ownership: discarded. Newer messages: once more with them.

        Returns the call to be made now; None: there is none, or the senders see to it."""
        now = self.clock.now()
        begun: Begun | None = None
        with self.outbox.drawing(), self.database.write() as tx:
            fresh = tx.conversations.held(leased.conversation.id, leased.token)
            if fresh is None:
                return None
            newer = self._newer(tx, leased)
            effects = leased.journal.effects
            keep_tickets(
                tx, leased.rulebook.policy, fresh, effects,
                understanding=plan.understanding, now=now,
            )  # fmt: skip
            keep_bookings(tx, leased.rulebook.policy, fresh, effects, now=now)
            if fresh.owner is not Owner.AUTOMATED or fresh.epoch != leased.conversation.epoch:
                what: str | None = self._discard(tx, leased, fresh, now)
            elif newer and leased.turn.restarts == 0 and not effects:
                self._restart(tx, leased, now)
                what = None
            else:
                plan = self._within_budget(tx, leased, plan, now)
                what = self._settle(tx, leased, fresh, plan, decision, newer, own_ms, now)
            tx.conversations.release(leased.conversation.id, leased.token)
            if what is not None:
                begun = self.outbox.begin(tx, fresh.id)
            failpoint("outcome.writing")
        begun = self.outbox.committed(begun) if begun is not None else None
        failpoint("outcome.committed")
        if what is not None:
            self.counted(decision.verdict, plan.purpose or decision.purpose, what)
        return begun

    def _newer(self, tx: Tx, leased: Leased) -> Sequence[StoredMessage]:
        pinned = {message.id for message in leased.messages}
        if pinned.issuperset(tx.messages.pending_ids(leased.conversation.id)):
            return ()
        waiting = tx.messages.pending(leased.conversation.id)
        return [message for message in waiting if message.id not in pinned]

    def _discard(self, tx: Tx, leased: Leased, fresh: Conversation, now: int) -> str:
        """Somebody else owns it now; the words are thrown away, the story says so."""
        payload = {"what": "discarded", "messages": 0, "owner": fresh.owner}
        leased.journal.write(tx, JournalKind.OUTCOME, payload)
        tx.turns.save(replace(leased.turn, state=TurnState.DISCARDED), now=now)
        tx.messages.done([message.id for message in leased.messages], turn_id=leased.turn.id)
        if leased.journal.effects:
            tx.conversations.save(_without_pending(fresh))
        return "discarded"

    def _restart(self, tx: Tx, leased: Leased, now: int) -> None:
        """More was said meanwhile and nothing has been done yet: answer all of it together."""
        tx.turns.save(replace(leased.turn, restarts=1, leases=0), now=now)

    def _within_budget(self, tx: Tx, leased: Leased, plan: Plan, now: int) -> Plan:
        limit = leased.rulebook.policy.replies_per_customer_per_day
        since = max(now - _DAY_MS, leased.conversation.memory.allowance_since or 0)
        sent = tx.sends.bot_sends_since(leased.conversation.id, since)
        if sent < limit or plan.reason is not None:
            return plan
        wording = wording_for(leased.rulebook, leased.conversation, now=now)
        return replace(
            plan, draft=None, reason=Reason.OVER_BUDGET, prefix=wording.say("over_budget")
        )

    def _settle(
        self,
        tx: Tx,
        leased: Leased,
        fresh: Conversation,
        plan: Plan,
        decision: GateDecision,
        newer: Sequence[StoredMessage],
        own_ms: float,
        now: int,
    ) -> str:
        tx.messages.done([message.id for message in leased.messages], turn_id=leased.turn.id)
        waiting = fresh.due_at if newer else None
        ready = replace(
            fresh,
            purpose=plan.purpose or fresh.purpose,
            memory=plan.memory,
            due_at=waiting,
            first_pending_at=newer[0].received_at if newer else None,
        )
        handed = plan.draft is None
        if plan.draft is None:
            self._hand_over(tx, leased, ready, plan, now)
        else:
            self._reply(tx, leased, ready, plan.draft, now)
            if answers_something(decision, plan):
                policy = leased.rulebook.policy
                plan_after_answer(tx, policy, ready, leased.turn.id, now=now)
        what = "handed_off" if handed else "replied"
        payload: dict[str, Any] = {
            "what": what,
            "messages": 1,
            "own_ms": round(own_ms, 1),
            "waited_ms": leased.turn.started_at - leased.messages[0].received_at,
            "reason": plan.reason or decision.reason,
            "owner": Owner.QUEUED if handed else Owner.AUTOMATED,
        }
        leased.journal.write(tx, JournalKind.OUTCOME, payload)
        state = TurnState.HANDED_OFF if handed else TurnState.ANSWERED
        tx.turns.save(replace(leased.turn, state=state), now=now)
        self._audit(tx, leased, decision, what, plan, now)
        learnt = suggestion_from(leased.conversation, decision)
        if learnt is not None:
            tx.suggestions.add(learnt, conversation_id=fresh.id, now=now)
        return str(plan.reason or decision.reason)

    def _reply(self, tx: Tx, leased: Leased, ready: Conversation, draft: Draft, now: int) -> None:
        voice = Voice(tx=tx, ids=self.ids, rulebook=leased.rulebook, now=now)
        said = voice.say(
            ready,
            draft,
            author=Author.BOT,
            cause=f"turn:{leased.turn.id}",
            turn_id=leased.turn.id,
        )
        tx.conversations.save(said)

    def _hand_over(self, tx: Tx, leased: Leased, ready: Conversation, plan: Plan, now: int) -> None:
        handing = Handing(tx=tx, ids=self.ids, rulebook=leased.rulebook, now=now)
        handing.over(
            ready,
            reason=plan.reason or Reason.TURN_FAILED,
            cause=f"turn:{leased.turn.id}",
            prefix=plan.prefix,
            collected=dict(plan.collected or {}),
            understanding=plan.understanding,
            suggested=plan.suggested,
            turn_id=leased.turn.id,
        )

    def _audit(
        self, tx: Tx, leased: Leased, decision: GateDecision, what: str, plan: Plan, now: int
    ) -> None:
        tx.audit.add(
            AuditRecord(
                at=now,
                actor="bot",
                action=f"turn_{what}",
                subject=leased.turn.id,
                policy_version=leased.rulebook.version,
                detail={
                    "verdict": decision.verdict,
                    "reason": plan.reason or decision.reason,
                    "purpose": plan.purpose or decision.purpose,
                    "line": decision.line,
                },
            )
        )


def failed_turn(
    tx: Tx, conversation: Conversation, turn: Turn, *, ids: Ids, rulebook: Rulebook, now: int
) -> None:
    """Three leases without an outcome: a person, told truthfully."""
    payload = {"what": "handed_off", "messages": 1, "reason": Reason.TURN_FAILED}
    tx.turns.write(turn.id, JournalKind.OUTCOME, payload, now=now)
    tx.turns.save(replace(turn, state=TurnState.FAILED), now=now)
    effects = effects_in(tx.turns.journal(turn.id))
    keep_tickets(tx, rulebook.policy, conversation, effects, understanding=None, now=now)
    keep_bookings(tx, rulebook.policy, conversation, effects, now=now)
    began = bool(effects)
    wording = wording_for(rulebook, conversation, now=now)
    prefix = wording.say("tool_unsure" if began else "turn_failed")
    conversation = _without_pending(conversation) if began else conversation
    handing = Handing(tx=tx, ids=ids, rulebook=rulebook, now=now)
    handing.over(
        replace(conversation, due_at=None, first_pending_at=None),
        reason=Reason.TURN_FAILED,
        cause=f"turn:{turn.id}",
        prefix=prefix,
        turn_id=turn.id,
    )


def _without_pending(conversation: Conversation) -> Conversation:
    """Its button was tapped and what it stands for has begun: it must not begin again."""
    return replace(conversation, memory=replace(conversation.memory, pending=None))
