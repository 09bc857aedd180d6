"""The whole story of a handoff, so that nobody has to tell it twice. Stored sealed."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from wa_support.domain.conversations import Conversation
from wa_support.domain.delivery import Author
from wa_support.domain.desk import Snooze
from wa_support.domain.gate.shapes import asks_for_person
from wa_support.domain.people import Handoff
from wa_support.domain.reasons import Reason
from wa_support.domain.views import TranscriptLine
from wa_support.flow.told_by_tools import ToldByTools
from wa_support.ports.database import Tx

_TRANSCRIPT_LINES: Final = 50
_TURNS: Final = 8
_EARLIER: Final = 5
_SAID_LAST: Final = 3
_WORDS_OF_EACH: Final = 80


def packet(
    tx: Tx, conversation: Conversation, reason: Reason, collected: Mapping[str, Any]
) -> dict[str, Any]:
    """JSON. `orders`, `bookings` and `tool_results` are typed fields of what systems have told in
    the last turns; a line may say what it `replies_to`; `photos` are ids of messages that have a
    file; times are UTC milliseconds."""
    lines = tx.desk.transcript(conversation.id, limit=_TRANSCRIPT_LINES)
    told = ToldByTools(tx.desk.stories(conversation.id, limit=_TURNS))
    return {
        "handoff_reason": reason,
        "transcript": [_line(line) for line in lines],
        "collected_fields": dict(collected),
        "summary": _last_words(lines),
        "purpose": conversation.purpose,
        "language": conversation.language,
        "window_closes_at": conversation.window_closes_at,
        "orders": told.orders(),
        "bookings": told.bookings(),
        "tool_results": told.results(),
        "photos": _photos(tx, lines),
        "earlier": [_earlier(one) for one in tx.cases.earlier(conversation.customer_id, _EARLIER)],
        "promises": [*_ticket(conversation), *told.unsure()],
    }


def _line(line: TranscriptLine) -> dict[str, Any]:
    told = {"author": line.author, "text": line.text, "type": line.type, "at": line.at}
    if line.quote is None or line.quote.id is None:
        return told
    quoted = {"author": line.quote.author, "text": _clipped(line.quote.text)}
    return {**told, "replies_to": quoted}


def with_promise(told: Mapping[str, Any], snooze: Snooze | None) -> dict[str, Any]:
    """Whoever has it next must know until when an agent has put it off, and what for."""
    if snooze is None:
        return dict(told)
    promise = {
        "kind": "put_off",
        "until": snooze.until,
        "by": snooze.by,
        "waiting_for": snooze.waiting_for,
    }
    return {**told, "promises": [*told.get("promises", ()), promise]}


def _last_words(lines: Sequence[TranscriptLine]) -> str:
    """The customer's own, without the mere wish for a person when there is more."""
    said = [" ".join(line.text.split()) for line in lines if line.author == Author.CUSTOMER]
    said = list(dict.fromkeys(words for words in said if words))
    telling = [words for words in said if not asks_for_person(words)] or said
    return " / ".join(_clipped(words) for words in telling[-_SAID_LAST:])


def _clipped(words: str) -> str:
    return words if len(words) <= _WORDS_OF_EACH else f"{words[: _WORDS_OF_EACH - 1].rstrip()}…"


def _photos(tx: Tx, lines: Sequence[TranscriptLine]) -> list[str]:
    states = tx.media.states([line.id for line in lines if line.author == Author.CUSTOMER])
    return [line.id for line in lines if line.id in states]


def _earlier(handoff: Handoff) -> dict[str, Any]:
    return {
        "at": handoff.opened_at,
        "reason": handoff.reason,
        "result": handoff.result,
        "taken_by": handoff.taken_by,
        "summary": handoff.packet.get("summary"),
    }


def _ticket(conversation: Conversation) -> list[dict[str, Any]]:
    ticket = conversation.memory.ticket_id
    return [{"kind": "ticket", "id": ticket}] if ticket else []
