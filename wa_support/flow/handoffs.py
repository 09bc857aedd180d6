"""Gives a conversation to people, with the whole story, and tells the customer the truth."""

from dataclasses import dataclass, replace
from typing import Any

from wa_support.domain.conversations import Conversation, Move, Owner
from wa_support.domain.dates import say_duration, say_moment
from wa_support.domain.delivery import Author
from wa_support.domain.desk import Result
from wa_support.domain.hours import is_open, next_open
from wa_support.domain.outbound import OutText
from wa_support.domain.people import ON_DUTY_MS, Handoff
from wa_support.domain.reasons import Reason
from wa_support.domain.records import handoff_record
from wa_support.domain.understanding import Understanding
from wa_support.flow.ownership import change_owner
from wa_support.flow.packets import packet
from wa_support.flow.policy_book import Rulebook
from wa_support.flow.records import keep_record
from wa_support.flow.speaking import ANSWER_LIVES_MS, Voice, wording_for
from wa_support.flow.wording import Draft, Wording
from wa_support.ports.database import Tx
from wa_support.ports.outside import Ids

_NOW_LIVES_MS = 2 * 60_000
"""How long "now" is true; what is said of the queue lives as long as an answer."""
_WAITS_TO_MEASURE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Handing:
    """Opens handoffs inside one transaction."""

    tx: Tx
    ids: Ids
    rulebook: Rulebook
    now: int

    def over(
        self,
        conversation: Conversation,
        *,
        reason: Reason,
        cause: str,
        prefix: str | None = None,
        collected: dict[str, Any] | None = None,
        understanding: Understanding | None = None,
        suggested: str | None = None,
        tell: bool = True,
        turn_id: str | None = None,
    ) -> Conversation | None:
        """The queued conversation, saved; None when people or another system have it already.

        `prefix` is said before the waiting truth, in the same bubble; `tell=False` says nothing
        (the window is closed, so nothing could be sent).
        """
        queued = change_owner(
            self.tx, conversation, Move.HANDED_OFF, now=self.now, actor="bot", reason=reason
        )
        if queued is None:
            return None
        handoff = Handoff(
            id=self.ids.new("hof"),
            conversation_id=queued.id,
            reason=reason,
            opened_at=self.now,
            packet=_understood(
                packet(self.tx, queued, reason, collected or {}), understanding, suggested
            ),
        )
        self.tx.handoffs.open(handoff)
        record = handoff_record(queued, handoff, understanding)
        keep_record(self.tx, self.rulebook.policy, record)
        if tell:
            queued = self._tell(queued, handoff, cause=cause, prefix=prefix, turn_id=turn_id)
        self.tx.conversations.save(queued)
        return queued

    def back_from_elsewhere(self, conversation: Conversation, *, actor: str) -> None:
        """The thread is ours again; what the customer wrote since the last echo waits for a person,
        because nobody here has read it."""
        unread = (conversation.last_message_at or 0) > (conversation.elsewhere_at or 0)
        back = give_back(self.tx, conversation, actor=actor, now=self.now, move=Move.CAME_BACK)
        if back is not None and unread:
            self.over(
                back,
                reason=Reason.ELSEWHERE,
                cause=f"elsewhere:{back.id}:{back.epoch}",
                tell=back.window_open(self.now),
            )

    def _tell(
        self,
        queued: Conversation,
        handoff: Handoff,
        *,
        cause: str,
        prefix: str | None,
        turn_id: str | None,
    ) -> Conversation:
        wording = wording_for(self.rulebook, queued, now=self.now)
        truth = waiting_truth(self.tx, wording, handoff, now=self.now)
        somebody_now = truth == wording.say("handoff_now")
        body = f"{prefix} {truth}" if prefix else truth
        voice = Voice(tx=self.tx, ids=self.ids, rulebook=self.rulebook, now=self.now)
        return voice.say(
            queued,
            Draft(outbound=OutText(body=body)),
            author=Author.NOTICE,
            cause=cause,
            turn_id=turn_id,
            lives_ms=_NOW_LIVES_MS if somebody_now else ANSWER_LIVES_MS,
        )


def _understood(
    told: dict[str, Any], understanding: Understanding | None, suggested: str | None
) -> dict[str, Any]:
    """With what a model made of it, where one did; `suggested_answer` was sent to nobody."""
    summary = understanding.summary if understanding is not None else None
    more = {"summary": summary, "suggested_answer": suggested}
    return {**told, **{name: words for name, words in more.items() if words}}


def waiting_truth(tx: Tx, wording: Wording, handoff: Handoff, *, now: int) -> str:
    """ "Now" only when somebody who can and has room is on duty; a wait only when measured."""
    ahead = tx.handoffs.ahead_of(handoff)
    duty = tx.assignments.seated(now - ON_DUTY_MS)
    about = handoff.packet["language"], handoff.packet["purpose"]
    if ahead == 0 and any(seat.has_room and seat.suits(*about) for seat in duty):
        return wording.say("handoff_now")
    hours = wording.policy.people.hours
    if not duty and not is_open(hours, now):
        return _closed(wording, now)
    if ahead == 0:
        return wording.say("handoff_queued_first")
    waits = tx.handoffs.recent_waits(_WAITS_TO_MEASURE)
    if len(waits) < _WAITS_TO_MEASURE:
        return wording.say("handoff_queued_unmeasured", ahead=ahead)
    typical = sorted(waits)[len(waits) // 2]
    return wording.say("handoff_queued", ahead=ahead, wait=say_duration(typical, wording.language))


def _closed(wording: Wording, now: int) -> str:
    people = wording.policy.people
    opening = next_open(people.hours, now)
    if opening is None:
        return wording.say("handoff_queued_unmeasured", ahead=0)
    said = say_moment(opening, people.hours.timezone, wording.language, now)
    ways = wording.other_ways()
    if not ways:
        return wording.say("handoff_closed_no_ways", next_open=said)
    return wording.say("handoff_closed", next_open=said, other_ways=ways)


def give_back(
    tx: Tx,
    conversation: Conversation,
    *,
    actor: str,
    now: int,
    move: Move = Move.RETURNED,
    result: Result | None = None,
) -> Conversation | None:
    """Ends the handoff. The bot keeps facts and promises and drops the intent."""
    changed = change_owner(tx, conversation, move, now=now, actor=actor)
    if changed is None:
        return None
    handoff = tx.handoffs.current(conversation.id)
    if handoff is not None:
        tx.handoffs.save(replace(handoff, closed_at=now, result=result))
    memory = replace(
        changed.memory.given_back(now=now, by_people=actor != "customer"),
        proof_tries=0 if actor == conversation.agent else changed.memory.proof_tries,
        say_back_to_assistant=changed.owner is Owner.AUTOMATED,
    )
    changed = replace(changed, memory=memory, purpose=None)
    tx.conversations.save(changed)
    return changed
