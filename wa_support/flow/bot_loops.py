"""Two machines that answer each other: ours says so once, and a person looks at it."""

from dataclasses import replace

from wa_support.domain.bot_loops import Round, is_a_loop, with_round
from wa_support.domain.content import Text
from wa_support.domain.reasons import Reason
from wa_support.flow.leased import Leased
from wa_support.flow.plan import Plan
from wa_support.flow.speaking import wording_for


def rounds_with(leased: Leased, words: str, *, now: int) -> tuple[Round, ...]:
    return with_round(
        leased.conversation.memory.rounds,
        words=words,
        human=any(not isinstance(message.content, Text) for message in leased.messages),
        heard_at=leased.messages[0].received_at,
        now=now,
    )


def stopping(leased: Leased, rounds: tuple[Round, ...], *, now: int) -> Plan | None:
    """While the conversation is queued nothing starts a turn, until they tap back to the assistant
    or somebody at the desk returns it; then the rounds count anew."""
    if not is_a_loop(rounds):
        return None
    return Plan(
        memory=replace(leased.conversation.memory, rounds=()),
        reason=Reason.BOT_LOOP,
        prefix=wording_for(leased.rulebook, leased.conversation, now=now).say("bot_loop"),
    )
