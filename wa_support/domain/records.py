"""What another system is told when a ticket is written, people take over, or a case ends."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Final

from wa_support.domain.conversations import Conversation
from wa_support.domain.desk import Result
from wa_support.domain.people import Handoff
from wa_support.domain.understanding import NextAction, Understanding

_FIELDS: Final = (
    "intent", "customer_id", "order_id", "issue_type", "summary", "next_action",
    "purpose", "language", "confidence", "collected_fields",
)  # fmt: skip


class Occasion(StrEnum):
    TICKET = "ticket"
    HANDOFF = "handoff"
    END = "end"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRecord:
    """`key` is the same however often this is told. `fields` always has the six of an
    Understanding with its purpose, language, confidence and collected fields; what nobody
    understood is None. `at` in UTC milliseconds."""

    key: str
    occasion: Occasion
    conversation_id: str
    at: int
    fields: Mapping[str, Any]


def ticket_record(
    conversation: Conversation,
    ticket: Mapping[str, Any],
    *,
    effect_key: str,
    now: int,
    understanding: Understanding | None = None,
) -> CaseRecord:
    """`ticket` is what `create_ticket` took (issue_type, summary, order_id) and its ticket_id."""
    return CaseRecord(
        key=f"ticket:{effect_key}",
        occasion=Occasion.TICKET,
        conversation_id=conversation.id,
        at=now,
        fields={**_known(conversation, understanding), **ticket},
    )


def handoff_record(
    conversation: Conversation, handoff: Handoff, understanding: Understanding | None = None
) -> CaseRecord:
    told = {
        "handoff_reason": handoff.reason,
        "next_action": NextAction.HAND_OFF,
        "summary": handoff.packet.get("summary"),
        "collected_fields": handoff.packet.get("collected_fields", {}),
    }
    return CaseRecord(
        key=f"handoff:{handoff.id}",
        occasion=Occasion.HANDOFF,
        conversation_id=conversation.id,
        at=handoff.opened_at,
        fields={**_known(conversation, understanding), **told},
    )


def end_record(conversation: Conversation, *, now: int, result: Result | None = None) -> CaseRecord:
    """The epoch makes each end of a conversation one of its own. `result` is an agent's word."""
    return CaseRecord(
        key=f"end:{conversation.id}:{conversation.epoch}",
        occasion=Occasion.END,
        conversation_id=conversation.id,
        at=now,
        fields={**_known(conversation, None), "result": result},
    )


def _known(conversation: Conversation, understanding: Understanding | None) -> dict[str, Any]:
    """The customer is the one that the server knows, whatever was understood."""
    said = asdict(understanding) if understanding is not None else {}
    known = {
        "customer_id": conversation.customer_id,
        "order_id": said.get("order_id") or conversation.memory.order_id,
        "purpose": said.get("purpose") or conversation.purpose,
        "language": said.get("language") or conversation.language,
        "collected_fields": dict(said.get("collected_fields") or {}),
    }
    return {name: known.get(name, said.get(name)) for name in _FIELDS}
