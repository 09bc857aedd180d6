"""What the demo's model says: by the customer's words, for a few sentences, and else that it is
unsure. Numbers and dates come from what a tool gave, as a model would take them."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from wa_support.simulator.model.answers import Answer, Asked, Calls, Says
from wa_support.simulator.model.demo_help import drafted, translated

_MESSAGE: Final = re.compile(r"<<<message\n(.*)\n>>>", re.DOTALL)
Result = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """`call` is a tool with its arguments; `answer` words its result, None: a person must."""

    says: str
    language: str
    intent: str
    call: tuple[str, Mapping[str, Any]]
    answer: Callable[[Result], str | None] = lambda _result: None


def _on_its_way(words: str) -> Callable[[Result], str | None]:
    """For one order, or the first of several that is under way."""

    def answer(result: Result) -> str | None:
        orders = result.get("orders") or [result.get("order") or {}]
        shipped = next((one for one in orders if one.get("state") == "shipped"), None)
        return words.format(**shipped) if shipped and shipped.get("tracking") else None

    return answer


_KO: Final = (
    "주문 {id}, 배송 중입니다. 도착 예정일은 {expected_on}, 운송장 번호는 {tracking}입니다."
)
_EN: Final = "Order {id} is on its way. It is expected on {expected_on}; tracking: {tracking}."
_CASES: Final = (
    Case(
        says="주문 1042 어디쯤이에요?",
        language="ko",
        intent="order status",
        call=("get_order", {"order_id": "1042"}),
        answer=_on_its_way(_KO),
    ),
    Case(
        says="그 머시기 그거 왜 아직이죠",
        language="ko",
        intent="late delivery",
        call=("list_orders", {}),
        answer=_on_its_way("아직 받지 못하신 주문을 찾았습니다. " + _KO),
    ),
    Case(
        says="that thingy still isn't here, why",
        language="en",
        intent="late delivery",
        call=("list_orders", {}),
        answer=_on_its_way("I found the one you have not received yet. " + _EN),
    ),
    Case(
        says="1058 아직 안 보내셨으면 취소할게요",
        language="ko",
        intent="cancel order",
        call=("cancel_order", {"order_id": "1058"}),
    ),
    Case(
        says="if 1058 hasn't left yet, cancel it",
        language="en",
        intent="cancel order",
        call=("cancel_order", {"order_id": "1058"}),
    ),
)
_BY_WORDS: Final = {case.says: case for case in _CASES}


def demo_script(asked: Asked) -> Answer:
    match list(asked.schema.get("properties", ())):
        case ["draft"]:
            return drafted(asked)
        case ["translation"]:
            return translated(asked)
        case _:
            return _answered(asked)


def _answered(asked: Asked) -> Answer:
    case = _BY_WORDS.get(_words(asked))
    if case is None:
        return _understood(next_action="ask", confidence=0.0)
    known = {"intent": case.intent, "language": case.language, "purpose": "orders"}
    if not asked.body.get("tools"):
        return _understood(**known)
    if not asked.results:
        name, arguments = case.call
        return Calls(tools=((name, json.dumps(arguments)),))
    words = case.answer(json.loads(asked.results[-1]))
    return _understood(**known, **({"answer": words} if words else {"next_action": "hand_off"}))


def _words(asked: Asked) -> str:
    """Of the customer, out of the fence that the service puts around them."""
    found = _MESSAGE.search(asked.customer_said)
    return found[1].strip() if found else ""


def _understood(**fields: Any) -> Says:
    value: dict[str, Any] = {
        "intent": "unsure",
        "customer_id": None,
        "order_id": None,
        "issue_type": None,
        "summary": "",
        "next_action": "answer",
        "purpose": None,
        "language": "ko",
        "confidence": 0.9,
        "collected_fields": [],
        "answer": "",
        "citations": [],
    }
    return Says(text=json.dumps({**value, **fields}, ensure_ascii=False))
