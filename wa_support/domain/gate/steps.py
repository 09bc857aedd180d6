"""The first step that a purpose's words ask for, and the policy's line that they come nearest."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from wa_support.domain.conversations import Memory
from wa_support.domain.decisions import GateDecision, Intent
from wa_support.domain.gate import lookups, needs, words
from wa_support.domain.gate.choices import first_step
from wa_support.domain.gate.normal import alike, normal
from wa_support.domain.gate.proof import second_fact
from wa_support.domain.gate.verdicts import admitted
from wa_support.domain.policy import Example, Policy, Purpose
from wa_support.domain.reasons import DecidedBy, Reason

NEAR_EXACT: Final = 0.92
_RESEMBLES: Final = 0.3
"""Below it no line of the policy is shown as the nearest one."""
_POINTS: Final = re.compile(
    r"(?:이|그|저)(?:거|것|걸|건)|[이그]\s주문|"
    r"\b(?:cancel|return|exchange|refund|swap) (?:it|this|that)\b"
)


def for_purpose(
    purpose: Purpose,
    text: str,
    policy: Policy,
    memory: Memory,
    reason: Reason,
    decided_by: DecidedBy,
    line: int | None,
) -> GateDecision:
    line = line or line_like(text, purpose.examples)
    if purpose.declared_as == "booking":
        intent, tool = _booking_step(text, purpose)
        return admitted(purpose, reason, decided_by, line=line, intent=intent, tool=tool)
    if purpose.declared_as == "support":
        intent, tool = _support_step(text, purpose)
        return admitted(purpose, reason, decided_by, line=line, intent=intent, tool=tool)
    intent, tool, order_id = _order_step(text, purpose, policy, memory)
    found = admitted(
        purpose, reason, decided_by, line=line, intent=intent, tool=tool, order_id=order_id
    )
    return _with_proof(found, text, policy)


def _with_proof(found: GateDecision, text: str, policy: Policy) -> GateDecision:
    """Who names the receiver and the phone's end at once need not be asked for them."""
    fact = second_fact(text, order_id_pattern=policy.order_id_pattern, asked_about=None)
    if found.order_id is None or fact.order_id != found.order_id or fact.last_4 is None:
        return found
    return replace(found, receiver=fact.receiver, last_4=fact.last_4)


def _booking_step(text: str, purpose: Purpose) -> tuple[Intent, str | None]:
    """A visit is people's work; parking and opening hours stand in an article."""
    intent, first = first_step(purpose)
    tool = words.booking_tool(text, purpose)
    if tool == first and "kb_search" in purpose.bot_may and needs.asks_about_showroom(text):
        return Intent.QUESTION, "kb_search"
    return intent, tool


def _support_step(text: str, purpose: Purpose) -> tuple[Intent, str | None]:
    """Damage and repairs go to people; the rest may stand in an article."""
    if needs.needs_hands(text):
        return Intent.NOT_AUTOMATED, "create_ticket"
    return (Intent.QUESTION, "kb_search") if "kb_search" in purpose.bot_may else first_step(purpose)


def _order_step(
    text: str, purpose: Purpose, policy: Policy, memory: Memory
) -> tuple[Intent, str, str | None]:
    intent, tool = words.wants(text)
    order_id = lookups.order_id_in(text, policy)
    if tool == "receipt" and order_id is None and not _POINTS.search(normal(text)):
        return _receipt_step(text, purpose)
    if lookups.general_delivery(text, policy) or _of_no_order(text, order_id):
        return Intent.QUESTION, "kb_search", None
    if intent is Intent.NOT_AUTOMATED:
        if order_id is not None or not _POINTS.search(normal(text)):
            return intent, tool, order_id
        return (intent if memory.order_id else Intent.WHICH_ORDER), tool, memory.order_id
    if intent is Intent.ORDER_STATUS and order_id is None:
        return Intent.LIST_ORDERS, "list_orders", None
    return intent, tool, order_id


def _receipt_step(text: str, purpose: Purpose) -> tuple[Intent, str, None]:
    """Who wants one is asked of which order, where there is that form; the rest is in an article."""
    if "receipt" in purpose.collect_for_people and needs.asks_for_papers(text):
        return Intent.NOT_AUTOMATED, "receipt", None
    return Intent.QUESTION, "kb_search", None


def _of_no_order(text: str, order_id: str | None) -> bool:
    points = order_id is not None or _POINTS.search(normal(text)) is not None
    return not points and needs.asks_shop_rules(text)


def nearest(text: str, examples: Sequence[Example]) -> Example | None:
    return _closest(text, examples, NEAR_EXACT)


def closest_line(text: str, examples: Sequence[Example]) -> int | None:
    best = _closest(text, examples, 0.0)
    return None if best is None else best.line


def line_like(text: str, examples: Sequence[Example]) -> int | None:
    """The line that comes nearest, so that a rule's decision points into the policy too."""
    best = _closest(text, examples, _RESEMBLES)
    return None if best is None else best.line


def _closest(text: str, examples: Sequence[Example], at_least: float) -> Example | None:
    """The first of those that come nearest; None when none comes as near as that."""
    best, most = None, at_least
    for example in examples:
        likeness = alike(text, example.text, most)
        if likeness > most or (best is None and likeness == most):
            best, most = example, likeness
    return best
