"""What must hold after every step and at rest, read from the tables and from nothing else.

I1  No words of the bot are begun while people or another system have the conversation or have
    paused it, nor words that were written, or whose turn began, before they last had it.
I2  The epoch only grows, and grows whenever the owner changes.
I3  There is one owner, and the rows agree on who it is: an agent's name, an open handoff that waits
    or is taken, the time of the last echo.
I4  What a customer wrote is answered, or lies before a person.
I5  People's words are never fenced: they are cancelled or expire for no reason of ours.
I6  A resolved conversation begins anew, without the old wish.
I7  "Yours" is said only when none of our calls is under way.
"""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from wa_support.domain.conversations import Conversation, Memory, Owner
from wa_support.flow.outbox import Begun

_CONVERSATION: Final = (
    "SELECT id, owner, epoch, agent, elsewhere_at, last_message_at FROM conversations"
)
_HANDOFFS: Final = "SELECT id, taken_at FROM handoffs WHERE closed_at IS NULL"
_MESSAGES: Final = "SELECT id, pending, turn_id FROM messages WHERE author = 'customer'"
_SENDS: Final = "SELECT id, author, state, turn_id FROM sends"
_TURNS: Final = "SELECT id, state FROM turns"
_IN_FLIGHT: Final = (
    "SELECT count(*) FROM attempts JOIN sends ON sends.id = send_id "
    "WHERE outcome = 'attempting' AND author <> 'agent'"
)
_PAUSED: Final = (
    "SELECT count(*) FROM pauses WHERE ended_at IS NULL AND (until IS NULL OR until > :at)"
)
_AWAY: Final = frozenset({"queued", "agent", "elsewhere", "closed"})
_ENDS_WELL: Final = frozenset({"answered", "handed_off", "failed"})


@dataclass(slots=True)
class Observer:
    """Follows one conversation. Its own count of steps is its clock."""

    raw: sqlite3.Connection
    step: int = 0
    owner: str | None = None
    epoch: int = -1
    away_at: int = -1
    faults: list[str] = field(default_factory=list)
    takeovers: int = 0
    begun: int = 0
    _unread: bool = False
    _sent_at: dict[str, int] = field(default_factory=dict)
    _turn_at: dict[str, int] = field(default_factory=dict)
    _settled: dict[str, str | None] = field(default_factory=dict)
    _with_people: set[str] = field(default_factory=set)

    def look(self) -> None:
        """After a step."""
        self.step += 1
        rows = self.raw.execute(_CONVERSATION).fetchall()
        if not rows:
            return
        self._ownership(rows[0])
        self._handoffs(rows[0])
        self._sends()
        self._messages()

    def begins(self, begun: Begun) -> None:
        """An attempt was committed just now."""
        send = begun.send
        if send.author != "bot":
            return
        self.begun += 1
        owner = self.raw.execute(_CONVERSATION).fetchone()[1]
        if owner != "automated":
            self._fault("I1", f"the bot begins a word while the owner is {owner}")
        if self.raw.execute(_PAUSED, {"at": begun.attempt.started_at}).fetchone()[0]:
            self._fault("I1", "the bot begins a word while it is paused")
        if self._sent_at.get(send.id, self.step) < self.away_at:
            self._fault("I1", "the bot begins a word from before a person had the conversation")
        turned = self._turn_at.get(send.turn_id or "", self.step)
        if turned < self.away_at:
            self._fault("I1", "the bot begins a word of a turn that began before a person had it")

    def yours(self) -> None:
        if self.raw.execute(_IN_FLIGHT).fetchone()[0]:
            self._fault("I7", "yours, and a call is under way")

    def reopened(self, conversation: Conversation) -> None:
        """It was closed and the customer wrote: nothing is left but what was proven or promised."""
        memory = conversation.memory
        left = Memory(proof_tries=memory.proof_tries)
        if conversation.purpose is not None or memory.asked is not None or memory.choices:
            self._fault("I6", "the old wish is still there")
        if (memory.pending, memory.filling, memory.wants, memory.not_understood) != (
            left.pending, left.filling, left.wants, left.not_understood,
        ):  # fmt: skip
            self._fault("I6", "what was under way before is still there")

    def at_rest(self) -> None:
        """Nothing is under way any more."""
        for message, pending, _ in self.raw.execute(_MESSAGES):
            if pending:
                self._fault("I4", f"{message} waits for ever")
        states = dict(self.raw.execute(_TURNS).fetchall())
        for message, turn in self._settled.items():
            if turn is not None and states[turn] not in _ENDS_WELL | {"discarded"}:
                self._fault("I4", f"the turn of {message} is {states[turn]}")
        for send, author, state, turn in self.raw.execute(_SENDS):
            if state in {"ready", "waiting"}:
                self._fault("I4", f"{author}'s {send} is {state} for ever")
            dropped = author == "bot" and state in {"cancelled", "expired"}
            if dropped and send not in self._with_people:
                self._fault("I4", f"{send} of {turn} was {state} and no person has it")

    def _ownership(self, row: Sequence[Any]) -> None:
        _, owner, epoch, agent, elsewhere_at, last_message_at = row
        if epoch < self.epoch or (epoch == self.epoch and owner != self.owner):
            self._fault("I2", f"{self.owner} in epoch {self.epoch}, then {owner} in {epoch}")
        if (agent is not None) != (owner == Owner.AGENT):
            self._fault("I3", f"{owner}, and the agent is {agent}")
        if (elsewhere_at is not None) != (owner == Owner.ELSEWHERE):
            self._fault("I3", f"{owner}, and elsewhere at {elsewhere_at}")
        if epoch != self.epoch and (
            owner in _AWAY or self.owner in _AWAY or epoch > self.epoch + 1
        ):
            self.away_at = self.step
        if owner == Owner.AGENT and self.owner != Owner.AGENT:
            self.takeovers += 1
        if owner == Owner.AUTOMATED and self.owner == Owner.ELSEWHERE and self._unread:
            self._fault("I4", "it came back, and what was written elsewhere lies before nobody")
        self.owner, self.epoch = owner, epoch
        self._unread = elsewhere_at is not None and (last_message_at or 0) > elsewhere_at

    def _handoffs(self, row: Sequence[Any]) -> None:
        owner = row[1]
        opened = self.raw.execute(_HANDOFFS).fetchall()
        waits = [handoff for handoff, taken_at in opened if taken_at is None]
        if len(opened) > 1:
            self._fault("I3", f"{len(opened)} handoffs are open")
        if owner == Owner.QUEUED and not waits:
            self._fault("I4", "queued, and in nobody's queue")
        if owner == Owner.AGENT and (not opened or waits):
            self._fault("I3", "an agent has it, and no handoff says so")
        if owner in {Owner.AUTOMATED, Owner.CLOSED, Owner.ELSEWHERE} and opened:
            self._fault("I4", f"{owner}, and a handoff is open: nobody answers")

    def _sends(self) -> None:
        for send, author, state, _ in self.raw.execute(_SENDS):
            self._sent_at.setdefault(send, self.step)
            if author == "agent" and state in {"cancelled", "expired"}:
                self._fault("I5", f"a person's words are {state}")
            if self.owner in _AWAY or self.away_at >= self._sent_at[send]:
                self._with_people.add(send)
        for turn, _ in self.raw.execute(_TURNS):
            self._turn_at.setdefault(turn, self.step)

    def _messages(self) -> None:
        states = dict(self.raw.execute(_TURNS).fetchall())
        for message, pending, turn in self.raw.execute(_MESSAGES):
            if pending or message in self._settled:
                continue
            self._settled[message] = turn
            answered = turn is not None and states.get(turn) in _ENDS_WELL
            if not answered and self.owner not in _AWAY and self.away_at != self.step:
                self._fault("I4", f"{message} was put away unanswered, and no person has it")

    def _fault(self, invariant: str, what: str) -> None:
        self.faults.append(f"{invariant} after step {self.step}: {what}")
