"""Rules decided in code, when a person takes over, and what is refused, hidden and kept."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from wa_support.config import measures
from wa_support.config.nodes import Node
from wa_support.config.policy_business import measured
from wa_support.config.reading import Reading, quoted
from wa_support.domain.orders import OrderState
from wa_support.domain.policy import OrderProof, WhileWaiting
from wa_support.domain.reasons import Reason
from wa_support.domain.rules import CancelRule, RefundRule, Rules

PERSONAL_DATA: Final = (
    "resident_number", "foreigner_number", "card", "passport", "bank_account", "password",
)  # fmt: skip
SCREENED: Final = ("phone", "email", "address")
KEPT: Final = ("messages", "photos_and_voice", "complaints", "orders_and_refunds")
RIGHT_AWAY: Final = tuple(
    str(reason)
    for reason in (
        Reason.ASKED, Reason.PERSONAL_DATA, Reason.REFUND_REFUSED, Reason.ABUSE,
        Reason.TOOL_FAILED, Reason.TOOL_UNSURE, Reason.ANSWER_INVALID, Reason.COMPLAINT,
        Reason.MODEL_UNAVAILABLE, Reason.OVER_BUDGET,
    )
)  # fmt: skip
_RULES: Final = ("cancel_order", "request_refund", "show_an_order")
_ASK_SECOND_FACT: Final = "ask_receiver_name_and_last_4"


def read_rules(node: Node, reading: Reading) -> dict[str, Any]:
    """The `rules` and `order_proof` of a Policy."""
    fields = reading.fields(node, _RULES, of="rules")
    rules = Rules()
    if "cancel_order" in fields:
        rules = replace(rules, cancel_order=_cancelling(fields["cancel_order"], reading))
    if "request_refund" in fields:
        rules = replace(rules, request_refund=_refunding(fields["request_refund"], reading))
    proof = OrderProof()
    if "show_an_order" in fields:
        proof = _order_proof(fields["show_an_order"], reading)
    return {"rules": rules, "order_proof": proof}


def read_to_a_person(node: Node, reading: Reading) -> dict[str, Any]:
    """`right_away`, both limits and `while_waiting` of a Policy, where the file has them."""
    fields = reading.fields(node, ("right_away", "after", "while_waiting"), of="to_a_person")
    found: dict[str, Any] = {}
    if "right_away" in fields:
        reasons = reading.words(fields["right_away"], RIGHT_AWAY)
        if Reason.ASKED not in reasons:
            reading.fault(fields["right_away"], "asked is missing", "who asks gets a person: asked")
        found["right_away"] = frozenset(reasons)
    if "after" in fields:
        limits = reading.fields(fields["after"], ("not_understood", "off_purpose"), of="after")
        for name, value in limits.items():
            found[f"{name}_limit"] = reading.number(value, low=1, high=20)
    if "while_waiting" in fields:
        found["while_waiting"] = _while_waiting(fields["while_waiting"], reading)
    return found


def read_keep(node: Node, reading: Reading) -> dict[str, str]:
    kept = {}
    for name, value in reading.fields(node, KEPT, of="keep").items():
        measured(value, reading, measures.milliseconds, 0)
        kept[name] = reading.text(value)
    return kept


def read_reopen_with(
    node: Node, reading: Reading, purposes: Sequence[str] | None
) -> dict[str, str]:
    """Purpose → message template."""
    templates = {}
    for key, value in reading.entries(node, "reopen_with"):
        if purposes is not None and key.text not in purposes:
            reading.fault(
                key, f"unknown purpose {quoted(key.text)}", reading.nearest(key.text, purposes)
            )
        templates[key.text] = measured(value, reading, _template_name, "")
    return templates


def _template_name(text: str) -> str:
    allowed = set("abcdefghijklmnopqrstuvwxyz0123456789_")
    if not set(text) <= allowed or len(text) > 512:
        raise ValueError("a template's name: a-z, 0-9 and _")
    return text


def _cancelling(node: Node, reading: Reading) -> CancelRule | None:
    known = ("only_if_status", "otherwise")
    fields = reading.fields(node, known, required=known[:1], of="cancel_order")
    _person(fields, "otherwise", reading)
    if "only_if_status" not in fields:
        return None
    states = reading.words(fields["only_if_status"], tuple(str(state) for state in OrderState))
    return CancelRule(only_if_status=frozenset(map(OrderState, states)))


def _refunding(node: Node, reading: Reading) -> RefundRule | None:
    known = ("days_after_delivery", "up_to", "needs", "otherwise")
    fields = reading.fields(node, known, required=known[:1], of="request_refund")
    _person(fields, "otherwise", reading)
    if "days_after_delivery" not in fields:
        return None
    needs = reading.words(fields["needs"], ("reason", "photo")) if "needs" in fields else ()
    return RefundRule(
        days_after_delivery=reading.number(fields["days_after_delivery"], low=0, high=365),
        up_to=_amounts(fields["up_to"], reading) if "up_to" in fields else {},
        needs=tuple(needs),
    )


def _amounts(node: Node, reading: Reading) -> dict[str, int]:
    return {
        measured(key, reading, _currency, ""): reading.number(value, low=0, high=10**12)
        for key, value in reading.entries(node, "up_to")
    }


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


def _while_waiting(node: Node, reading: Reading) -> WhileWaiting:
    fields = reading.fields(node, ("say_again_after", "at_most"), of="while_waiting")
    waiting = WhileWaiting()
    after, at_most = waiting.say_again_after_ms, waiting.at_most
    if "say_again_after" in fields:
        after = measured(fields["say_again_after"], reading, _patience, after)
    if "at_most" in fields:
        at_most = reading.number(fields["at_most"], low=0, high=2)
    return WhileWaiting(say_again_after_ms=after, at_most=at_most)


def _patience(text: str) -> int:
    found = measures.milliseconds(text)
    if found < 60_000:
        raise ValueError("a duration of at least 1 minute")
    return found
