"""An answer that will not reach the customer goes to a person instead of into silence."""

from dataclasses import dataclass

from wa_support.domain.conversations import Conversation, Owner
from wa_support.domain.delivery import Author, SendState
from wa_support.domain.outbound import OutTemplate
from wa_support.domain.reasons import Reason
from wa_support.domain.sends import Send
from wa_support.flow.announcing import Announcing
from wa_support.flow.fences import WINDOW, unasked
from wa_support.flow.handoffs import Handing
from wa_support.flow.pauses import hand_over_paused
from wa_support.flow.policy_book import Rulebook
from wa_support.ports.database import Tx
from wa_support.ports.outside import Ids


@dataclass(frozen=True, slots=True, kw_only=True)
class LostWords:
    tx: Tx
    ids: Ids
    rulebook: Rulebook
    now: int

    def hand_over(self, send_id: str, *, tell: bool, closed: bool = False) -> None:
        """Only for the bot's own answers, while the conversation is as it was when it said them.

        `tell` says so to the customer, where something can still be sent. `closed`: the window is
        all that held it, so a template may tell of it first; an agent's words too. A template that
        came to nothing leaves what it told of to a person.
        """
        send = self.tx.sends.get(send_id)
        if isinstance(send.outbound, OutTemplate):
            self._not_told(send)
            return
        conversation = self.tx.conversations.get(send.conversation_id)
        if self._bots(send, conversation):
            if not (closed and self._told(send)):
                self._to_a_person(send, conversation, tell=tell)
        elif closed and send.author is Author.AGENT:
            self._told(send)

    def _bots(self, send: Send, conversation: Conversation) -> bool:
        still = conversation.owner is Owner.AUTOMATED and conversation.epoch == send.epoch
        return send.author is Author.BOT and not unasked(send) and still

    def _told(self, send: Send) -> bool:
        announcing = Announcing(tx=self.tx, ids=self.ids, rulebook=self.rulebook, now=self.now)
        why_not = announcing.tell_of(send)
        if why_not is not None:
            reason = f"{WINDOW}; {why_not.why}"
            self.tx.sends.move(send.id, SendState.HELD, reason=reason)
        return why_not is None

    def _not_told(self, template: Send) -> None:
        for each in self.tx.announcements.of_template(template.id):
            self.tx.announcements.end(each.held_send_id, now=self.now)
            held = self.tx.sends.get(each.held_send_id)
            if held.state is SendState.HELD:
                reason = f"{WINDOW}; it could not be told of: {template.reason}"
                self.tx.sends.move(held.id, SendState.HELD, reason=reason)
                conversation = self.tx.conversations.get(held.conversation_id)
                self._to_a_person(held, conversation, tell=False)

    def _to_a_person(self, send: Send, conversation: Conversation, *, tell: bool) -> None:
        open_now = conversation.window_open(self.now)
        handing = Handing(tx=self.tx, ids=self.ids, rulebook=self.rulebook, now=self.now)
        pause = self.tx.pauses.of(conversation.customer_id, self.now)
        if pause is not None:
            hand_over_paused(
                handing, conversation, pause, cause=f"lost:{send.id}", turn_id=send.turn_id
            )
            return
        handing.over(
            conversation,
            reason=Reason.TURN_FAILED if open_now else Reason.WINDOW_CLOSED,
            cause=f"lost:{send.id}",
            tell=tell and open_now,
            turn_id=send.turn_id,
        )
