"""What an agent does at the seat. A takeover commits at once; unsent words of the bot die."""

from dataclasses import dataclass, replace
from typing import Final

from wa_support.domain.conversations import Move, Owner
from wa_support.domain.desk import TYPING_MS, WATCHING_MS, Result
from wa_support.domain.errors import NotAllowed
from wa_support.domain.people import ON_DUTY_MS
from wa_support.domain.records import end_record
from wa_support.flow.agent_acts import acting
from wa_support.flow.handoffs import give_back
from wa_support.flow.policy_book import PolicyBook
from wa_support.flow.records import keep_record
from wa_support.flow.refusals import ENDED, NOBODY
from wa_support.flow.satisfaction import plan_after_people
from wa_support.ports.database import Database
from wa_support.ports.outside import Clock, Ids

_SEAT_AGAIN_MS: Final = ON_DUTY_MS // 6
_WATCH_AGAIN_MS: Final = WATCHING_MS // 3
_TYPING_AGAIN_MS: Final = TYPING_MS // 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    database: Database
    clock: Clock
    ids: Ids
    book: PolicyBook

    def take(self, conversation_id: str, *, agent: str) -> bool:
        """True when no attempt of the bot is in flight any more: only then is it "yours"."""
        with acting(self, agent) as acts:
            taken = acts.take(acts.reach(conversation_id))
            return acts.tx.sends.in_flight(taken.id) == 0

    def settled(self, conversation_id: str) -> bool:
        with self.database.read() as tx:
            return tx.sends.in_flight(tx.conversations.get(conversation_id).id) == 0

    def reply(
        self, conversation_id: str, *, agent: str, text: str, key: str, greets: bool = True
    ) -> None:
        """`key` names one composer: a double click sends once. Once the window is closed, the
        policy's template tells of the words, and they wait until the customer writes."""
        with acting(self, agent, greets=greets) as acts:
            conversation = acts.tx.conversations.get(conversation_id)
            if conversation.window_open(acts.now) or not acts.rulebook.policy.reopen_with:
                acts.reply(conversation, text, key=key, action="agent_replied")
            else:
                acts.reply_later(conversation, text, key=key, action="agent_replied")

    def give_back(self, conversation_id: str, *, agent: str) -> None:
        self._end(conversation_id, agent, Move.RETURNED, None)

    def resolve(self, conversation_id: str, *, agent: str, result: Result | None = None) -> None:
        self._end(conversation_id, agent, Move.RESOLVED, result)

    def pass_on(self, conversation_id: str, *, agent: str, to: str | None) -> None:
        """Back to the queue; with `to`, for that agent to take."""
        if to is not None and not to.strip():
            raise NotAllowed(NOBODY)
        with acting(self, agent) as acts:
            acts.pass_on(acts.reach(conversation_id), to=to.strip() if to else None)

    def seen(self, *, agent: str, conversation_id: str | None = None, typing: bool = False) -> None:
        """The seat is open: who is on duty is what makes "now" true. Asked every second or so by
        every tab, it writes only what is about to be old."""
        now = self.clock.now()
        with self.database.read() as tx:
            due = now - (tx.cases.seat_seen_at(agent) or 0) >= _SEAT_AGAIN_MS
            if conversation_id is not None:
                seen_at, typing_at = tx.cases.watched_at(conversation_id, agent)
                due |= now - seen_at >= _WATCH_AGAIN_MS
                due |= typing and now - typing_at >= _TYPING_AGAIN_MS
        if not due:
            return
        with self.database.write() as tx:
            tx.handoffs.seat_seen(agent, now)
            if conversation_id is not None:
                tx.cases.watch(conversation_id, agent, now=now, typing=typing)
            tx.cases.forget_watching(now - 4 * WATCHING_MS)

    def _end(self, conversation_id: str, agent: str, move: Move, result: Result | None) -> None:
        with acting(self, agent) as acts:
            conversation = acts.reach(conversation_id)
            if conversation.owner is Owner.AGENT:
                acts.must_own(conversation)
            handoff = acts.tx.handoffs.current(conversation.id)
            ended = give_back(
                acts.tx, conversation, actor=agent, now=acts.now, move=move, result=result
            )
            if ended is None:
                raise NotAllowed(ENDED.format(owner=conversation.owner))
            if move is Move.RESOLVED:
                acts.note("resolved", ended.id, result=result)
                told = replace(ended, purpose=conversation.purpose)
                record = end_record(told, now=acts.now, result=result)
                policy = acts.rulebook.policy
                keep_record(acts.tx, policy, record)
                if handoff is not None and handoff.taken_at is not None:
                    plan_after_people(acts.tx, policy, ended, handoff.id, now=acts.now)
