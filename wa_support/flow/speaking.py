"""Turns a draft into an outbox row: introduces the bot, and remembers what was asked."""

from dataclasses import dataclass, replace

from wa_support.domain.conversations import Conversation
from wa_support.domain.dates import local_date
from wa_support.domain.delivery import Author
from wa_support.domain.outbound import choices_of
from wa_support.domain.sends import Send
from wa_support.flow.policy_book import Rulebook
from wa_support.flow.wording import Draft, Wording, with_opening
from wa_support.ports.database import Tx
from wa_support.ports.outside import Ids

ANSWER_LIVES_MS = 30 * 60_000
"""An answer that could not be sent for this long is no answer any more."""


def wording_for(rulebook: Rulebook, conversation: Conversation, *, now: int) -> Wording:
    policy = rulebook.policy
    return Wording(
        policy=policy,
        catalogue=rulebook.catalogue,
        language=conversation.language or policy.languages[0],
        today=local_date(now, policy.timezone),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """Speaks in one transaction. `cause` makes the effect key: the same cause speaks once."""

    tx: Tx
    ids: Ids
    rulebook: Rulebook
    now: int

    def say(
        self,
        conversation: Conversation,
        draft: Draft,
        *,
        author: Author,
        cause: str,
        turn_id: str | None = None,
        lives_ms: int | None = ANSWER_LIVES_MS,
    ) -> Conversation:
        """Adds the send and returns the conversation with its new memory (not saved yet).

        `lives_ms` is how long these words stay true; None for what must be told however late.
        """
        outbound, conversation = self._introduced(conversation, draft)
        self.tx.sends.add(
            Send(
                id=self.ids.new("snd"),
                conversation_id=conversation.id,
                effect_key=cause,
                author=author,
                outbound=outbound.outbound,
                created_at=self.now,
                due_at=self.now,
                epoch=conversation.epoch,
                turn_id=turn_id,
                not_after=self.now + lives_ms if lives_ms is not None else None,
            )
        )
        choices = tuple((choice.id, choice.title) for choice in choices_of(outbound.outbound))
        memory = replace(conversation.memory, asked=draft.asked, choices=choices)
        return replace(conversation, memory=memory)

    def _introduced(self, conversation: Conversation, draft: Draft) -> tuple[Draft, Conversation]:
        memory = conversation.memory
        wording = wording_for(self.rulebook, conversation, now=self.now)
        if memory.introduced_at is None:
            opening = wording.say(
                "ai_notice",
                business=wording.business,
                privacy_url=self.rulebook.policy.privacy_notice,
            )
        elif memory.say_back_to_assistant:
            opening = wording.say("back_to_assistant").strip()
        else:
            return draft, conversation
        memory = replace(memory, introduced_at=self.now, say_back_to_assistant=False)
        introduced = replace(draft, outbound=with_opening(draft.outbound, opening))
        return introduced, replace(conversation, memory=memory)
