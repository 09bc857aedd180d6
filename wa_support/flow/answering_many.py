"""One answer to many customers: a strike of the courier is told once, not nine times."""

from collections.abc import Mapping, Sequence

from wa_support.domain.conversations import Owner
from wa_support.domain.errors import NotAllowed, WaSupportError
from wa_support.flow.agent_acts import Room, acting
from wa_support.flow.refusals import ANSWERED_ELSEWHERE


class _SaidBefore(Exception):
    """Undoes the takeover too: a stale tab takes nothing."""


def answer_many(
    room: Room, conversation_ids: Sequence[str], *, agent: str, text: str, key: str
) -> Mapping[str, str]:
    """Each in a transaction of its own: taken and answered, or left as it was. Conversation id →
    why it got no answer."""
    refused = {}
    for one in dict.fromkeys(conversation_ids):
        try:
            _answer(room, one, agent=agent, text=text, key=key)
        except _SaidBefore:
            continue
        except WaSupportError as why:
            refused[one] = str(why)
    return refused


def _answer(room: Room, conversation_id: str, *, agent: str, text: str, key: str) -> None:
    with acting(room, agent) as acts:
        conversation = acts.reach(conversation_id)
        if conversation.owner is Owner.ELSEWHERE:
            raise NotAllowed(ANSWERED_ELSEWHERE)
        taken = acts.take(conversation)
        named = f"many:{key}:{taken.id}"
        if not acts.reply(taken, text, key=named, action="agent_replied"):
            raise _SaidBefore
