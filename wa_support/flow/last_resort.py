"""What a customer is told when no person could write in time: once, inside the window, the truth.

Nothing is said over a person: only to those who are still in the queue, and did not stop
everything since they began to wait.
"""

from dataclasses import dataclass, replace

from wa_support.domain.conversations import Conversation, Owner
from wa_support.domain.delivery import Author
from wa_support.domain.outbound import OutText
from wa_support.domain.waits import Wait
from wa_support.flow.announcing import Announcing
from wa_support.flow.policy_book import Rulebook
from wa_support.flow.speaking import Voice, wording_for
from wa_support.flow.told import LATE, telling
from wa_support.flow.wording import Draft
from wa_support.ports.database import Tx
from wa_support.ports.outside import Ids


@dataclass(frozen=True, slots=True, kw_only=True)
class LastResort:
    tx: Tx
    ids: Ids
    rulebook: Rulebook
    now: int

    def another_way(self, wait: Wait, conversation: Conversation, *, say: str = LATE) -> bool:
        """False when there is no other way, or no way to say so."""
        wording = wording_for(self.rulebook, conversation, now=self.now)
        ways = wording.other_ways()
        if not ways:
            return False
        body = wording.say(say, other_ways=ways)
        return self._tell(wait, conversation, body, said=say)

    def window_note(self, wait: Wait, conversation: Conversation) -> bool:
        """Only where the template that will bring the notification can be sent as things stand."""
        announcing = Announcing(tx=self.tx, ids=self.ids, rulebook=self.rulebook, now=self.now)
        if announcing.why_not(conversation) is not None:
            return False
        wording = wording_for(self.rulebook, conversation, now=self.now)
        body = wording.say("window_note")
        return self._tell(wait, conversation, body, said="window")

    def _tell(self, wait: Wait, conversation: Conversation, body: str, *, said: str) -> bool:
        if conversation.owner is not Owner.QUEUED or not conversation.window_open(self.now):
            return False
        stopped = self.tx.customers.get(conversation.customer_id).opted_out_of_all_at
        if stopped is not None and stopped >= wait.since:
            return False
        voice = Voice(tx=self.tx, ids=self.ids, rulebook=self.rulebook, now=self.now)
        cause = telling(said, wait, self.now)
        spoken = voice.say(
            conversation, Draft(outbound=OutText(body=body)), author=Author.NOTICE, cause=cause
        )
        kept = replace(
            spoken.memory, asked=conversation.memory.asked, choices=conversation.memory.choices
        )
        self.tx.conversations.save(replace(spoken, memory=kept))
        return True
