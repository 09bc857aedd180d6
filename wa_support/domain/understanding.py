"""What a model understood: six fixed fields, and what goes with them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class NextAction(StrEnum):
    ANSWER = "answer"
    ASK = "ask"
    CALL_TOOL = "call_tool"
    HAND_OFF = "hand_off"
    DECLINE = "decline"
    WAIT = "wait"


@dataclass(frozen=True, slots=True, kw_only=True)
class Understanding:
    """`intent, customer_id, order_id, issue_type, summary, next_action` are the contract.

    `customer_id` is what the server bound, whatever the model wrote. `language` is ko, en, …;
    `confidence` 0 to 1; `answer` the words for the customer, `citations` the passages' ids that
    it stands on.
    """

    intent: str
    customer_id: str | None
    order_id: str | None
    issue_type: str | None
    summary: str
    next_action: NextAction
    purpose: str | None
    language: str
    confidence: float
    collected_fields: Mapping[str, str] = field(default_factory=dict)
    answer: str = ""
    citations: tuple[str, ...] = ()
