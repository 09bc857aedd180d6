"""An answer that will not reach the customer goes to a person instead of into silence."""

from dataclasses import dataclass

from wa_support.domain.conversations import Owner
from wa_support.domain.delivery import Author
from wa_support.domain.reasons import Reason
from wa_support.flow.fences import unasked
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

    def hand_over(self, send_id: str, *, tell: bool) -> None:
        """Only for the bot's own answers, while the conversation is as it was when it said them.

        `tell` says so to the customer, where something can still be sent.
        """
        send = self.tx.sends.get(send_id)
        conversation = self.tx.conversations.get(send.conversation_id)
        still = conversation.owner is Owner.AUTOMATED and conversation.epoch == send.epoch
        if send.author is not Author.BOT or unasked(send) or not still:
            return
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
