"""What an agent does at the seat. A takeover commits at once; unsent words of the bot die."""

from dataclasses import dataclass, replace
from typing import Final

from wa_support.domain.conversations import Conversation, Move, Owner
from wa_support.domain.delivery import Author
from wa_support.domain.errors import NotAllowed
from wa_support.domain.outbound import TEXT_LIMIT, OutText
from wa_support.domain.people import ON_DUTY_MS, AuditRecord, Handoff
from wa_support.domain.reasons import Reason
from wa_support.domain.records import end_record, handoff_record
from wa_support.domain.sends import Send
from wa_support.flow.handoffs import give_back, packet
from wa_support.flow.ownership import change_owner
from wa_support.flow.policy_book import PolicyBook
from wa_support.flow.records import keep_record
from wa_support.flow.satisfaction import plan_after_people
from wa_support.flow.speaking import wording_for
from wa_support.ports.database import Database, Tx
from wa_support.ports.outside import Clock, Ids

_TAKEN_FROM: Final = "This conversation belongs to {owner}; take it first."


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    database: Database
    clock: Clock
    ids: Ids
    book: PolicyBook

    def take(self, conversation_id: str, *, agent: str) -> bool:
        """True when no attempt of the bot is in flight any more: only then is it "yours"."""
        now = self.clock.now()
        with self.database.write() as tx:
            conversation = self._left_behind(tx, tx.conversations.get(conversation_id), agent, now)
            taken = change_owner(tx, conversation, Move.TAKEN, now=now, actor=agent, agent=agent)
            if taken is None and conversation.agent != agent:
                raise NotAllowed(_TAKEN_FROM.format(owner=conversation.agent or conversation.owner))
            self._note_taken(tx, taken or conversation, agent, now)
            return tx.sends.in_flight(conversation.id) == 0

    def settled(self, conversation_id: str) -> bool:
        with self.database.read() as tx:
            return tx.sends.in_flight(tx.conversations.get(conversation_id).id) == 0

    def reply(self, conversation_id: str, *, agent: str, text: str, key: str) -> None:
        """`key` names one composer: a double click sends once."""
        words = text.strip()
        if not words:
            raise NotAllowed("Write something first.")
        if len(words) > TEXT_LIMIT - 100:
            raise NotAllowed(f"At most {TEXT_LIMIT - 100} characters fit in one message.")
        now = self.clock.now()
        with self.database.write() as tx:
            conversation = tx.conversations.get(conversation_id)
            self._may_reply(conversation, agent, now)
            self._send(tx, conversation, agent, words, key, now)

    def give_back(self, conversation_id: str, *, agent: str) -> None:
        self._end(conversation_id, agent, Move.RETURNED)

    def resolve(self, conversation_id: str, *, agent: str) -> None:
        self._end(conversation_id, agent, Move.RESOLVED)

    def seen(self, *, agent: str) -> None:
        """The seat is open: who is on duty is what makes "now" true."""
        with self.database.write() as tx:
            tx.handoffs.seat_seen(agent, self.clock.now())

    def _left_behind(
        self, tx: Tx, conversation: Conversation, agent: str, now: int
    ) -> Conversation:
        """Whoever has it and is not at their seat passes it on: a person stays reachable."""
        holder = conversation.agent
        here = {name for name, _ in tx.handoffs.on_duty(now - ON_DUTY_MS)}
        if holder is None or holder == agent or holder in here:
            return conversation
        passed = change_owner(tx, conversation, Move.PASSED_ON, now=now, actor=agent)
        return passed or conversation

    def _note_taken(self, tx: Tx, conversation: Conversation, agent: str, now: int) -> None:
        handoff = tx.handoffs.current(conversation.id)
        if handoff is None:
            handoff = Handoff(
                id=self.ids.new("hof"),
                conversation_id=conversation.id,
                reason=Reason.AGENT_TOOK,
                opened_at=now,
                packet=packet(tx, conversation, Reason.AGENT_TOOK, {}),
            )
            tx.handoffs.open(handoff)
            keep_record(tx, self.book.current(tx).policy, handoff_record(conversation, handoff))
        if handoff.taken_at is None:
            tx.handoffs.save(replace(handoff, taken_at=now, taken_by=agent))

    def _may_reply(self, conversation: Conversation, agent: str, now: int) -> None:
        if conversation.owner is not Owner.AGENT or conversation.agent != agent:
            owner = conversation.agent or conversation.owner
            raise NotAllowed(_TAKEN_FROM.format(owner=owner))
        if not conversation.window_open(now):
            raise NotAllowed(
                "The 24 hour window is closed; WhatsApp takes only an approved template now."
            )

    def _send(
        self, tx: Tx, conversation: Conversation, agent: str, words: str, key: str, now: int
    ) -> None:
        wording = wording_for(self.book.current(tx), conversation, now=now)
        handoff = tx.handoffs.current(conversation.id)
        first = handoff is None or handoff.packet.get("joined") != agent
        greeting = wording.say("agent_joined", agent_name=agent)
        prefix = greeting if first and not words.startswith(greeting.strip()) else ""
        added = tx.sends.add(
            Send(
                id=self.ids.new("snd"),
                conversation_id=conversation.id,
                effect_key=f"agent:{key}",
                author=Author.AGENT,
                agent=agent,
                outbound=OutText(body=prefix + words),
                created_at=now,
                due_at=now,
                epoch=conversation.epoch,
            )
        )
        if added and first and handoff is not None:
            tx.handoffs.save(replace(handoff, packet={**handoff.packet, "joined": agent}))
        if added:
            tx.audit.add(
                AuditRecord(at=now, actor=agent, action="agent_replied", subject=conversation.id)
            )

    def _end(self, conversation_id: str, agent: str, move: Move) -> None:
        now = self.clock.now()
        with self.database.write() as tx:
            conversation = self._left_behind(tx, tx.conversations.get(conversation_id), agent, now)
            if conversation.owner is Owner.AGENT and conversation.agent != agent:
                raise NotAllowed(_TAKEN_FROM.format(owner=conversation.agent))
            handoff = tx.handoffs.current(conversation.id)
            ended = give_back(tx, conversation, actor=agent, now=now, move=move)
            if ended is None:
                raise NotAllowed(f"This conversation is {conversation.owner} already.")
            if move is Move.RESOLVED:
                told = replace(ended, purpose=conversation.purpose)
                policy = self.book.current(tx).policy
                keep_record(tx, policy, end_record(told, now=now))
                if handoff is not None and handoff.taken_at is not None:
                    plan_after_people(tx, policy, ended, handoff.id, now=now)
