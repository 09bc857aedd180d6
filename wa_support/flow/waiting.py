"""While a customer waits for a person: the only bot words are `still_waiting`, at most twice."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from wa_support.domain.content import Tap
from wa_support.domain.conversations import Conversation
from wa_support.domain.delivery import Author
from wa_support.domain.gate.normal import bare
from wa_support.domain.hours import is_open
from wa_support.domain.outbound import OutText
from wa_support.domain.people import ON_DUTY_MS, Handoff
from wa_support.domain.turns import StoredMessage
from wa_support.flow.handoffs import Handing, give_back
from wa_support.flow.policy_book import PolicyBook, Rulebook
from wa_support.flow.speaking import Voice, wording_for
from wa_support.flow.wording import Draft
from wa_support.ports.database import Database, Tx
from wa_support.ports.outside import Clock, Ids

_AT_ONCE: Final = 200
ELSEWHERE_MS: Final = 24 * 3600 * 1000
"""A thread that somebody else answered comes back after 24 h without an echo."""


def answer_while_waiting(
    tx: Tx,
    conversation: Conversation,
    stored: StoredMessage,
    *,
    ids: Ids,
    rulebook: Rulebook,
    now: int,
) -> bool:
    """The three taps under `still_waiting`; anything else stays silent and in the transcript.

    True when the customer went back to the assistant.
    """
    chosen = _chosen(conversation, stored)
    if chosen == "wait:back" and tx.pauses.of(conversation.customer_id, now) is None:
        back = give_back(tx, conversation, actor="customer", now=now)
        if back is not None:
            tx.conversations.save(replace(back, due_at=now, first_pending_at=now))
        return back is not None
    if chosen == "wait:ways":
        wording = wording_for(rulebook, conversation, now=now)
        body = wording.say("other_ways_note", other_ways=wording.other_ways())
        voice = Voice(tx=tx, ids=ids, rulebook=rulebook, now=now)
        tx.conversations.save(
            voice.say(
                conversation,
                Draft(outbound=OutText(body=body)),
                author=Author.NOTICE,
                cause=f"message:{stored.id}",
            )
        )
    return False


def _chosen(conversation: Conversation, stored: StoredMessage) -> str | None:
    if isinstance(stored.content, Tap):
        return stored.content.id
    said = bare(stored.text)
    offered = [choice for choice in conversation.memory.choices if choice[0].startswith("wait:")]
    return next((tap for tap, title in offered if said == bare(title)), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What time alone brings about; called every few seconds by the worker."""

    database: Database
    clock: Clock
    ids: Ids
    book: PolicyBook

    def look(self) -> None:
        now = self.clock.now()
        with self.database.read() as tx:
            if not self._anything(tx, now):
                return
        with self.database.write() as tx:
            rulebook = self.book.current(tx)
            for handoff in self._due(tx, rulebook, now, _AT_ONCE):
                self._say_again(tx, handoff, rulebook, now)
            for conversation_id in _answered(tx, rulebook, now):
                self._back_by_silence(tx, conversation_id, rulebook, now)
            for conversation in tx.conversations.quiet_elsewhere(now - ELSEWHERE_MS):
                handing = Handing(tx=tx, ids=self.ids, rulebook=rulebook, now=now)
                handing.back_from_elsewhere(conversation, actor="clock")

    def _anything(self, tx: Tx, now: int) -> bool:
        rulebook = self.book.current(tx)
        if self._due(tx, rulebook, now, 1):
            return True
        if any(tx.cases.snoozed(one, now) is None for one in _answered(tx, rulebook, now)):
            return True
        return bool(tx.conversations.quiet_elsewhere(now - ELSEWHERE_MS))

    def _due(self, tx: Tx, rulebook: Rulebook, now: int, limit: int) -> Sequence[Handoff]:
        """Whom to remind, while the desk is open or somebody is there all the same."""
        rule = rulebook.policy.while_waiting
        before = now - rule.say_again_after_ms
        due = tx.handoffs.to_remind(told_below=rule.at_most, before=before, now=now, limit=limit)
        here = due and (
            is_open(rulebook.policy.people.hours, now) or tx.handoffs.on_duty(now - ON_DUTY_MS)
        )
        return due if here else ()

    def _back_by_silence(self, tx: Tx, conversation_id: str, rulebook: Rulebook, now: int) -> None:
        """The customer has the agent's answer and said nothing more: the bot is there again."""
        conversation = tx.conversations.get(conversation_id)
        still = conversation_id in _answered(tx, rulebook, now)
        if still and tx.cases.snoozed(conversation_id, now) is None:
            give_back(tx, conversation, actor="clock", now=now)

    def _say_again(self, tx: Tx, handoff: Handoff, rulebook: Rulebook, now: int) -> None:
        conversation = tx.conversations.get(handoff.conversation_id)
        stopped = tx.customers.get(conversation.customer_id).opted_out_of_all_at is not None
        if stopped or tx.pauses.of(conversation.customer_id, now) is not None:
            tx.handoffs.save(replace(handoff, told_at=now))  # looked at again only when next due
            return
        wording = wording_for(rulebook, conversation, now=now)
        draft = wording.still_waiting(tx.handoffs.ahead_of(handoff))
        voice = Voice(tx=tx, ids=self.ids, rulebook=rulebook, now=now)
        said = voice.say(
            conversation,
            draft,
            author=Author.NOTICE,
            cause=f"waiting:{handoff.id}:{handoff.told + 1}",
        )
        tx.conversations.save(said)
        tx.handoffs.save(replace(handoff, told=handoff.told + 1, told_at=now))


def _answered(tx: Tx, rulebook: Rulebook, now: int) -> Sequence[str]:
    silence = rulebook.policy.back_after_ms
    return tx.silences.after_an_agent(now - silence) if silence is not None else ()
