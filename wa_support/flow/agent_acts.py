"""What one agent does with a conversation, inside one transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Protocol

from wa_support.domain.accounts import ANSWERING
from wa_support.domain.conversations import Conversation, Move, Owner
from wa_support.domain.delivery import Author, SendState
from wa_support.domain.desk import Snooze
from wa_support.domain.errors import NotAllowed
from wa_support.domain.outbound import TEXT_LIMIT, Outbound, OutMedia, OutText
from wa_support.domain.people import ON_DUTY_MS, AuditRecord, Handoff
from wa_support.domain.reasons import Reason
from wa_support.domain.records import handoff_record
from wa_support.domain.sends import Send
from wa_support.flow.announcing import Announcing
from wa_support.flow.ownership import change_owner
from wa_support.flow.packets import packet, with_promise
from wa_support.flow.policy_book import PolicyBook, Rulebook
from wa_support.flow.records import keep_record
from wa_support.flow.refusals import (
    ANSWER_UNTOLD,
    NOBODY,
    SENT_BEFORE,
    TAKEN,
    TOO_LONG,
    WINDOW_CLOSED,
    WRITE_FIRST,
)
from wa_support.flow.speaking import wording_for
from wa_support.ports.database import Database, Tx
from wa_support.ports.outside import Clock, Ids

_LONGEST = TEXT_LIMIT - 100
"""What is left for the agent's words beside the sentence that says who they are."""


class Room(Protocol):
    """Where agents act: the desk, its cases."""

    @property
    def database(self) -> Database: ...
    @property
    def clock(self) -> Clock: ...
    @property
    def ids(self) -> Ids: ...
    @property
    def book(self) -> PolicyBook: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentActs:
    """Every refusal is a `NotAllowed`, which undoes the transaction. `greets` False: customers are
    not told the agent's name."""

    tx: Tx
    ids: Ids
    book: PolicyBook
    agent: str
    now: int
    greets: bool = True

    @property
    def rulebook(self) -> Rulebook:
        return self.book.current(self.tx)

    def reach(self, conversation_id: str) -> Conversation:
        """Whoever has it and is not at their seat passes it on: a person stays reachable."""
        conversation = self.tx.conversations.get(conversation_id)
        holder = conversation.agent
        here = {name for name, _ in self.tx.handoffs.on_duty(self.now - ON_DUTY_MS)}
        if holder is None or holder == self.agent or holder in here:
            return conversation
        return self.to_the_queue(conversation) or conversation

    def take(self, conversation: Conversation) -> Conversation:
        """Theirs afterwards; it was so before when they had it already."""
        snooze = self.tx.cases.snoozed(conversation.id, self.now)
        taken = change_owner(
            self.tx, conversation, Move.TAKEN, now=self.now, actor=self.agent, agent=self.agent
        )
        if taken is None and conversation.agent != self.agent:
            raise NotAllowed(TAKEN.format(owner=conversation.agent or conversation.owner))
        self._note_taken(taken or conversation, snooze if taken is not None else None)
        return taken or conversation

    def pass_on(self, conversation: Conversation, *, to: str | None) -> None:
        """To the end of the queue, with the story; one that waits there already stays in its place.
        `to` is whom it waits for."""
        if conversation.owner is Owner.AGENT:
            self.must_own(conversation)
            self.to_the_queue(conversation)
        elif conversation.owner is not Owner.QUEUED:
            raise NotAllowed(TAKEN.format(owner=conversation.owner))
        if to is not None and not self._may_answer(to):
            raise NotAllowed(NOBODY)
        if to is not None and self.tx.cases.assigned_to(conversation.id) != to:
            self.tx.cases.assign(conversation.id, to, now=self.now)
            self.note("assigned", conversation.id, to=to)

    def _may_answer(self, name: str) -> bool:
        account = self.tx.accounts.by_name(name)
        if account is not None:
            return account.name == name and account.removed_at is None and account.role in ANSWERING
        return any(seated == name for seated, _ in self.tx.handoffs.on_duty(self.now - ON_DUTY_MS))

    def must_own(self, conversation: Conversation) -> None:
        if conversation.owner is not Owner.AGENT or conversation.agent != self.agent:
            raise NotAllowed(TAKEN.format(owner=conversation.agent or conversation.owner))

    def may_reply(self, conversation: Conversation) -> None:
        self.must_own(conversation)
        if not conversation.window_open(self.now):
            raise NotAllowed(WINDOW_CLOSED)

    def reply(self, conversation: Conversation, words: str, *, key: str, action: str) -> bool:
        """False when it was said before: `key` names one composer, so a double click sends once.
        `action` is what the audit calls it."""
        said = self._sayable(words)
        self.may_reply(conversation)
        return self.send(conversation, OutText(body=said), key=key, action=action) is not None

    def _sayable(self, words: str) -> str:
        said = words.strip()
        if not said:
            raise NotAllowed(WRITE_FIRST)
        if len(said) > _LONGEST:
            raise NotAllowed(TOO_LONG.format(limit=_LONGEST))
        return said

    def reply_later(self, conversation: Conversation, words: str, *, key: str, action: str) -> bool:
        """As `reply`, when the window is closed: a template tells of it now, and it goes out when
        the customer writes. Refused where no template may tell of it."""
        self.must_own(conversation)
        message = OutText(body=self._sayable(words))
        held = self.send(conversation, message, key=key, action=action, state=SendState.HELD)
        if held is None:
            return False
        announcing = Announcing(tx=self.tx, ids=self.ids, rulebook=self.rulebook, now=self.now)
        why_not = announcing.tell_of(held)
        if why_not is not None:
            raise NotAllowed(ANSWER_UNTOLD.format(why=why_not.why))
        return True

    def send(
        self,
        conversation: Conversation,
        message: Outbound,
        *,
        key: str,
        action: str,
        state: SendState = SendState.READY,
    ) -> Send | None:
        """What the agent sends first begins with who they are. None when it was sent before."""
        wording = wording_for(self.rulebook, conversation, now=self.now)
        handoff = self.tx.handoffs.current(conversation.id)
        joined = handoff.packet.get("joined") if handoff is not None else None
        first = self.greets and joined != self.agent
        greeting = wording.say("agent_joined", agent_name=self.agent)
        greets = first and not message.body.startswith(greeting.strip())
        greeted = (greeting + message.body).rstrip()
        send = Send(
            id=self.ids.new("snd"),
            conversation_id=conversation.id,
            effect_key=f"agent:{key}",
            author=Author.AGENT,
            agent=self.agent,
            outbound=replace(message, body=greeted if greets else message.body.rstrip()),
            created_at=self.now,
            due_at=self.now,
            epoch=conversation.epoch,
            state=state,
        )
        if not self.tx.sends.add(send):
            self._must_be_the_same(send, {greeted, message.body.rstrip()})
            return None
        if first and handoff is not None:
            story = {**handoff.packet, "joined": self.agent}
            self.tx.handoffs.save(replace(handoff, packet=story))
        self.note(action, conversation.id)
        return send

    def _must_be_the_same(self, send: Send, bodies: set[str]) -> None:
        """Other words under a key that has sent are refused, or they would be lost in silence."""
        before = self.tx.sends.of_key(send.effect_key)
        same = before is not None and (
            (before.conversation_id, before.agent) == (send.conversation_id, send.agent)
            and _name_of(before.outbound) == _name_of(send.outbound)
            and before.outbound.body in bodies
        )
        if not same:
            raise NotAllowed(SENT_BEFORE)

    def note(self, action: str, subject: str, **detail: object) -> None:
        self.tx.audit.add(
            AuditRecord(
                at=self.now, actor=self.agent, action=action, subject=subject, detail=detail
            )
        )

    def to_the_queue(self, conversation: Conversation) -> Conversation | None:
        """Whoever has it; None when no agent does."""
        snooze = self.tx.cases.snoozed(conversation.id, self.now)
        queued = change_owner(self.tx, conversation, Move.PASSED_ON, now=self.now, actor=self.agent)
        if queued is not None:
            handoff = replace(self._handoff(queued), taken_at=None, taken_by=None)
            story = with_promise(handoff.packet, snooze)
            self.tx.handoffs.save(replace(handoff, passed_on_at=self.now, packet=story))
        return queued

    def _handoff(self, conversation: Conversation) -> Handoff:
        """The one that is open, else one that is opened now."""
        handoff = self.tx.handoffs.current(conversation.id)
        if handoff is not None:
            return handoff
        opened = Handoff(
            id=self.ids.new("hof"),
            conversation_id=conversation.id,
            reason=Reason.AGENT_TOOK,
            opened_at=self.now,
            packet=packet(self.tx, conversation, Reason.AGENT_TOOK, {}),
        )
        self.tx.handoffs.open(opened)
        keep_record(self.tx, self.rulebook.policy, handoff_record(conversation, opened))
        return opened

    def _note_taken(self, conversation: Conversation, snooze: Snooze | None) -> None:
        handoff = self._handoff(conversation)
        if handoff.taken_by != self.agent or handoff.taken_at is None:
            taken = replace(
                handoff,
                taken_at=handoff.taken_at or self.now,
                taken_by=self.agent,
                packet=with_promise(handoff.packet, snooze),
            )
            self.tx.handoffs.save(taken)


def _name_of(message: Outbound) -> str | None:
    return message.name if isinstance(message, OutMedia) else None


@contextmanager
def acting(room: Room, agent: str, *, greets: bool = True) -> Iterator[AgentActs]:
    """One write transaction of this agent."""
    with room.database.write() as tx:
        yield AgentActs(
            tx=tx,
            ids=room.ids,
            book=room.book,
            agent=agent,
            now=room.clock.now(),
            greets=greets,
        )
