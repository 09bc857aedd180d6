"""What the demo's model writes for an agent: drafts from the facts it is given, and translations of
the sentences that the practice phone offers. It knows no others, and says so by refusing."""

import json
import re
from typing import Final

from wa_support.simulator.model.answers import Answer, Asked, Failure, Says

_FACT: Final = re.compile(r"<<<fact\n(.*?)\n>>>", re.DOTALL)
_TEXT: Final = re.compile(r"<<<text\n(.*)\n>>>", re.DOTALL)
_ASKED_IN: Final = re.compile(r"Answer in: (\w+)\.")
_INTO: Final = re.compile(r"between <<< and >>> into (\w+)")
_SHIPPED: Final = {
    "ko": "주문 {id}, 배송 중입니다. 도착 예정일은 {expected_on}, 운송장 번호는 {tracking}입니다.",
    "en": "Order {id} is on its way. It is expected on {expected_on}; tracking: {tracking}.",
}
_NOTHING_KNOWN: Final = {
    "ko": "불편을 드려 죄송합니다. 바로 확인할 수 있도록 주문번호를 알려 주시겠습니까?",
    "en": "I'm sorry for the trouble. Could you tell me your order number so that I can check?",
}
_PAIRS: Final = (
    ("주문 1042 어디쯤이에요?", "Where is order 1042?"),
    ("받았는데 깨져 있어요", "It arrived broken."),
    ("상담원", "agent"),
    ("안녕하세요", "Hello"),
    ("그 머시기 그거 왜 아직이죠", "That thingy still isn't here, why?"),
    ("1058 아직 안 보내셨으면 취소할게요", "If 1058 hasn't left yet, cancel it."),
    ("죄송합니다. 바로 확인하겠습니다.", "I'm sorry. I'll check right away."),
)
_TRANSLATIONS: Final = {
    **{("en", ko): en for ko, en in _PAIRS},
    **{("ko", en): ko for ko, en in _PAIRS},
    ("ko", "it arrived broken"): "받았는데 깨져 있어요",
    ("ko", "that thingy still isn't here, why"): "그 머시기 그거 왜 아직이죠",
}


def drafted(asked: Asked) -> Answer:
    language = _found(_ASKED_IN, asked.customer_said) or "ko"
    words = _NOTHING_KNOWN.get(language, _NOTHING_KNOWN["en"])
    for fact in _FACT.findall(asked.customer_said):
        order = _order_in(fact)
        if order.get("state") == "shipped" and order.get("tracking"):
            words = _SHIPPED.get(language, _SHIPPED["en"]).format(**order)
            break
    return Says(text=json.dumps({"draft": words}, ensure_ascii=False))


def translated(asked: Asked) -> Answer:
    into = _found(_INTO, asked.instructions)
    text = _found(_TEXT, asked.customer_said)
    words = _TRANSLATIONS.get((into, text.strip()))
    if words is None:
        return Failure.REFUSAL
    return Says(text=json.dumps({"translation": words}, ensure_ascii=False))


def _order_in(fact: str) -> dict[str, str]:
    try:
        value = json.loads(fact)
    except ValueError:
        return {}
    return value.get("order") or {} if isinstance(value, dict) else {}


def _found(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found[1] if found else ""
