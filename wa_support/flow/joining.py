"""When an agent may say something, and how their first words in a conversation begin."""

from dataclasses import dataclass, replace
from typing import Final

from wa_support.domain.conversations import Conversation, Owner
from wa_support.domain.errors import NotAllowed
from wa_support.domain.people import Handoff
from wa_support.flow.policy_book import Rulebook
from wa_support.flow.speaking import wording_for
from wa_support.ports.database import Tx

TAKEN_FROM: Final = "This conversation belongs to {owner}; take it first."


@dataclass(frozen=True, slots=True, kw_only=True)
class Joining:
    """`greeting` is empty once the customer has been told who writes."""

    agent: str
    greeting: str
    handoff: Handoff | None

    def greeted(self, words: str) -> str:
        said_already = words.startswith(self.greeting.strip())
        return words if said_already else (self.greeting + words).rstrip()

    def note(self, tx: Tx) -> None:
        """They are greeted once: to be called when the words have become a send."""
        if self.greeting and self.handoff is not None:
            told = {**self.handoff.packet, "joined": self.agent}
            tx.handoffs.save(replace(self.handoff, packet=told))


def joining_of(
    tx: Tx, rulebook: Rulebook, conversation: Conversation, *, agent: str, now: int
) -> Joining:
    handoff = tx.handoffs.current(conversation.id)
    told = handoff is not None and handoff.packet.get("joined") == agent
    wording = wording_for(rulebook, conversation, now=now)
    greeting = "" if told else wording.say("agent_joined", agent_name=agent)
    return Joining(agent=agent, greeting=greeting, handoff=handoff)


def require_own(conversation: Conversation, agent: str, now: int) -> None:
    """Raises NotAllowed unless the agent may send now."""
    if conversation.owner is not Owner.AGENT or conversation.agent != agent:
        raise NotAllowed(TAKEN_FROM.format(owner=conversation.agent or conversation.owner))
    if not conversation.window_open(now):
        raise NotAllowed(
            "The 24 hour window is closed; WhatsApp takes only an approved template now."
        )
