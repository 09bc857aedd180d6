"""`rules`: what code decides about money and orders."""

from collections.abc import Mapping
from typing import Any, Final

from wa_support.config.nodes import Node
from wa_support.config.policy_business import measured
from wa_support.config.reading import Reading
from wa_support.domain.eligibility import CANCELLABLE, CancelRule, RefundRule, Rules
from wa_support.domain.orders import OrderState
from wa_support.domain.policy import OrderProof

_RULES: Final = ("cancel_order", "request_refund", "show_an_order")
_ASK_SECOND_FACT: Final = "ask_receiver_name_and_last_4"


def read_rules(node: Node, reading: Reading) -> dict[str, Any]:
    """The `rules` and `order_proof` of a Policy."""
    fields = reading.fields(node, _RULES, of="rules")
    cancelling = refunding = None
    proof = OrderProof()
    if "cancel_order" in fields:
        cancelling = _cancelling(fields["cancel_order"], reading)
    if "request_refund" in fields:
        refunding = _refunding(fields["request_refund"], reading)
    if "show_an_order" in fields:
        proof = _order_proof(fields["show_an_order"], reading)
    rules = Rules(cancel_order=cancelling, request_refund=refunding)
    return {"rules": rules, "order_proof": proof}


def _cancelling(node: Node, reading: Reading) -> CancelRule:
    names = ("only_if_status", "otherwise")
    fields = reading.fields(node, names, required=names[:1], of="cancel_order")
    _person(fields, "otherwise", reading)
    states = CancelRule().states
    if "only_if_status" in fields:
        known = tuple(str(state) for state in OrderState if state in CANCELLABLE)
        words = reading.words(fields["only_if_status"], known)
        states = frozenset(OrderState(word) for word in words)
    return CancelRule(states=states)


def _refunding(node: Node, reading: Reading) -> RefundRule:
    names = ("days_after_delivery", "up_to", "needs", "otherwise")
    fields = reading.fields(node, names, required=names[:1], of="request_refund")
    _person(fields, "otherwise", reading)
    found: dict[str, Any] = {}
    if "days_after_delivery" in fields:
        days = fields["days_after_delivery"]
        found["days_after_delivery"] = reading.number(days, low=0, high=365)
    if "up_to" in fields:
        found["up_to"] = _limits(fields["up_to"], reading)
    if "needs" in fields:
        found["needs"] = frozenset(reading.words(fields["needs"], ("reason", "photo")))
    return RefundRule(**found)


def _limits(node: Node, reading: Reading) -> dict[str, int]:
    limits = {
        measured(key, reading, _currency, ""): reading.number(value, low=0, high=10**12)
        for key, value in reading.entries(node, "up_to")
    }
    if not limits and not reading.failed:
        reading.fault(node, "no limit", "an amount for each currency, such as {KRW: 300000}")
    return limits


def _currency(text: str) -> str:
    if len(text) != 3 or not (text.isascii() and text.isalpha() and text.isupper()):
        raise ValueError("a currency such as KRW")
    return text


def _order_proof(node: Node, reading: Reading) -> OrderProof:
    names = ("same_phone", "other_phone", "tries", "then")
    fields = reading.fields(node, names, of="show_an_order")
    same_phone = "enough"
    if "same_phone" in fields:
        same_phone = reading.word(fields["same_phone"], ("enough", _ASK_SECOND_FACT))
    if "other_phone" in fields:
        reading.word(fields["other_phone"], (_ASK_SECOND_FACT,))
    _person(fields, "then", reading)
    tries = reading.number(fields["tries"], low=1, high=5) if "tries" in fields else 3
    return OrderProof(same_phone_is_enough=same_phone == "enough", tries=tries, line=node.line)


def _person(fields: Mapping[str, Node], name: str, reading: Reading) -> None:
    if name in fields:
        reading.word(fields[name], ("person",))
