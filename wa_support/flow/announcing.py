"""Answer ready: an answer that the closed window holds back is told of by a template, and goes out
when the customer writes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from wa_support.domain.announcements import Announcement
from wa_support.domain.content import Tap
from wa_support.domain.conversations import Conversation, Owner
from wa_support.domain.customers import Consent
from wa_support.domain.delivery import Author, SendState
from wa_support.domain.people import AuditRecord
from wa_support.domain.sends import Send
from wa_support.domain.templates.template import SEE_ANSWER, Trigger
from wa_support.domain.turns import StoredMessage
from wa_support.flow.consent import consent_in
from wa_support.flow.policy_book import Rulebook
from wa_support.flow.speaking import wording_for
from wa_support.flow.template_sending import (
    Made,
    NotSendable,
    TemplateSending,
    Wish,
)
from wa_support.ports.database import Tx
from wa_support.ports.outside import Ids

_ONCE_IN_MS: Final = 24 * 3600 * 1000
_LIVES_MS: Final = 3 * _ONCE_IN_MS
_CAME_TO_NOTHING: Final = frozenset({SendState.HELD, SendState.CANCELLED, SendState.EXPIRED})
_WORDS_LIVE_MS: Final = 7 * _ONCE_IN_MS
TOLD: Final = "the 24 hour window is closed; a template told of this, it goes out when they write"
TOO_OLD: Final = "written over 7 days before the customer wrote; release it if it is still true"


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcing:
    """Inside one transaction, with the conversation locked."""

    tx: Tx
    ids: Ids
    rulebook: Rulebook
    now: int

    def tell_of(self, held: Send) -> NotSendable | None:
        """None when a template tells of the held answer: a new one, or one of the last day that
        nobody has answered yet."""
        conversation = self.tx.conversations.get(held.conversation_id)
        told = self._told(conversation) or self._planned(conversation, held)
        if isinstance(told, NotSendable):
            return told
        self.tx.announcements.add(
            Announcement(
                held_send_id=held.id,
                conversation_id=conversation.id,
                template_send_id=told,
                at=self.now,
            )
        )
        self.tx.sends.move(held.id, SendState.HELD, reason=TOLD)
        self._note("answer_announced", held)
        return None

    def why_not(self, conversation: Conversation) -> NotSendable | None:
        """None when an answer to this conversation could be told of now."""
        wish = self._wish(conversation, cause="")
        if isinstance(wish, NotSendable):
            return wish
        made = self._sending.make(conversation, wish)
        if isinstance(made, Made) and made.waits is not None:
            return NotSendable(code=made.waits.code, why=made.waits.why)
        return made if isinstance(made, NotSendable) else None

    def customer_wrote(
        self, conversation: Conversation, message: StoredMessage
    ) -> tuple[Conversation, bool]:
        """Sends what was told of, in its order, once. The conversation, not saved yet; True when
        the message was the tap that asks for it: that starts no turn.

        An agent's words go out within a week; later a person looks first, by `left_to_people`. The
        bot's are true only so long; then its answer is thrown away and the question is answered
        anew.
        """
        open_now = self.tx.announcements.open_of(conversation.id)
        waiting = [each for each in open_now if not self._too_old(each)]
        if not waiting or not self._may_show(conversation, message):
            return conversation, False
        sends = [self.tx.sends.get(each.held_send_id) for each in waiting]
        for send in sends:
            self.tx.announcements.end(send.id, now=self.now)
        held = [send for send in sends if send.state is SendState.HELD]
        shown = [send for send in held if self._shown(send, conversation)]
        anew = len(shown) < len(held) and self._anew(held, conversation)
        if anew:
            conversation = replace(conversation, due_at=self.now, first_pending_at=self.now)
        tapped = isinstance(message.content, Tap) and message.content.id == SEE_ANSWER
        if not tapped or not (shown or anew):
            return conversation, False
        self.tx.messages.done([message.id], turn_id=None)
        return conversation, True

    def left_to_people(self, conversation: Conversation) -> bool:
        """An agent's words that waited too long to go out unseen are held from now on. True when a
        person has to be told of it: nobody has the conversation."""
        if conversation.owner is Owner.ELSEWHERE:
            return False
        old = [*filter(self._too_old, self.tx.announcements.open_of(conversation.id))]
        for each in old:
            self.tx.announcements.end(each.held_send_id, now=self.now)
            self.tx.sends.move(each.held_send_id, SendState.HELD, reason=TOO_OLD)
        return bool(old) and conversation.owner is Owner.AUTOMATED

    def _too_old(self, announcement: Announcement) -> bool:
        if self.now - announcement.at <= _WORDS_LIVE_MS:
            return False
        send = self.tx.sends.get(announcement.held_send_id)
        return send.state is SendState.HELD and send.author is Author.AGENT

    def _may_show(self, conversation: Conversation, message: StoredMessage) -> bool:
        elsewhere = conversation.owner is Owner.ELSEWHERE
        stopped = consent_in(message) is Consent.ALL_STOPPED
        return conversation.window_open(self.now) and not elsewhere and not stopped

    def _shown(self, send: Send, conversation: Conversation) -> bool:
        if send.author is Author.BOT and not self._still_true(send, conversation):
            return False
        self.tx.sends.move(send.id, SendState.READY, due_at=self.now)
        self._note("answer_shown", send)
        return True

    def _anew(self, held: Sequence[Send], conversation: Conversation) -> bool:
        """The bot's answers that are true no more are thrown away; True when a turn answers their
        questions, and False while people have the conversation."""
        ours = conversation.owner is Owner.AUTOMATED
        for send in held:
            if self.tx.sends.get(send.id).state is not SendState.HELD:
                continue
            if ours:  # what unsent words were to answer is pending again: these count as unsent
                self.tx.sends.move(send.id, SendState.READY)
                self.tx.messages.reopen_unanswered(conversation.id)
            self.tx.sends.move(send.id, SendState.CANCELLED, reason="too late to be an answer")
        return ours

    def _still_true(self, send: Send, conversation: Conversation) -> bool:
        """A turn would have to say it anew if people had the conversation since."""
        fresh = send.not_after is None or self.now <= send.not_after
        ours = conversation.owner is Owner.AUTOMATED and conversation.epoch == send.epoch
        return fresh and ours

    def _told(self, conversation: Conversation) -> str | None:
        since = self.now - _ONCE_IN_MS
        told = [each for each in self.tx.announcements.open_of(conversation.id) if each.at > since]
        return told[-1].template_send_id if told else None

    def _planned(self, conversation: Conversation, held: Send) -> str | NotSendable:
        cause = f"answer_due:{held.id}:{conversation.window_closes_at}"
        wish = self._wish(conversation, cause=cause)
        if isinstance(wish, NotSendable):
            return wish
        planned = self._sending.plan(conversation, wish)
        if isinstance(planned, NotSendable):
            return planned
        if planned.send.state in _CAME_TO_NOTHING:
            why = f"the template that was to tell of it is {planned.send.state}"
            return NotSendable(code="told_before", why=f"{why}: {planned.send.reason}")
        return planned.send.id

    def _wish(self, conversation: Conversation, *, cause: str) -> Wish | NotSendable:
        policy = self.rulebook.policy
        named = policy.reopening(conversation.purpose)
        if named is None:
            about = conversation.purpose or "a conversation without a purpose"
            return NotSendable(code="no_template", why=f"reopen_with names no template for {about}")
        wording = wording_for(self.rulebook, conversation, now=self.now)
        purpose = policy.purpose(conversation.purpose)
        return Wish(
            name=named,
            trigger=Trigger.ANSWER_DUE,
            values={
                "business": wording.business,
                "purpose": wording.named(purpose.names if purpose else None)
                or wording.word("your_question"),
            },
            cause=cause,
            not_after=self.now + _LIVES_MS,
        )

    @property
    def _sending(self) -> TemplateSending:
        read = self.rulebook.read_template
        return TemplateSending(tx=self.tx, ids=self.ids, read=read, now=self.now)

    def _note(self, action: str, send: Send) -> None:
        self.tx.audit.add(
            AuditRecord(
                at=self.now, actor="bot", action=action, subject=send.conversation_id,
                detail={"send": send.id},
            )
        )  # fmt: skip
