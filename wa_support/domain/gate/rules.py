"""The gate without a model: taps, context, shapes, near-exact examples, words; else the menu."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from wa_support.domain.conversations import Asked, Memory
from wa_support.domain.decisions import GateDecision, Intent, Verdict
from wa_support.domain.gate import shapes, words
from wa_support.domain.gate.normal import alike, bare
from wa_support.domain.gate.proof import second_fact
from wa_support.domain.gate.verdicts import admitted, asking, declined, to_person
from wa_support.domain.policy import Example, Policy, Purpose
from wa_support.domain.reasons import DecidedBy, Reason
from wa_support.domain.text import script_of

NEAR_EXACT: Final = 0.92
_RESEMBLES: Final = 0.3
"""Below it no line of the policy is shown as the nearest one."""

_ASK_AGAIN = GateDecision(
    verdict=Verdict.ASK, reason=Reason.NOT_UNDERSTOOD, decided_by=DecidedBy.NONE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """One burst: the words together, and the last tap when nothing was written after it."""

    text: str
    tap: str | None = None


def decide(heard: Heard, *, policy: Policy, memory: Memory) -> GateDecision:
    """The first layer that is sure decides; nobody being sure is the menu, never a refusal."""
    if heard.tap is not None:
        return by_tap(heard.tap, policy=policy)
    text = heard.text
    if script_of(text) == "other":
        return asking(Reason.UNKNOWN_SCRIPT)
    for layer in (_fixed_words, _by_context, _denied, _by_example, _by_words):
        decision = layer(text, policy, memory)
        if decision is not None:
            return decision
    return _ASK_AGAIN


def by_tap(tap: str, *, policy: Policy) -> GateDecision:
    """Tap ids are ours: `person`, `purpose:<name>`, `order:<id>`; any other is the menu."""
    kind, _, value = tap.partition(":")
    if kind == "person":
        return to_person(Reason.ASKED, DecidedBy.CONTEXT)
    purpose = policy.purpose(value) if kind == "purpose" else None
    if purpose is not None:
        intent, tool = _first_step(purpose)
        return admitted(purpose, Reason.TAP, DecidedBy.CONTEXT, intent=intent, tool=tool)
    orders = orders_purpose(policy)
    if kind == "order" and orders is not None:
        return admitted(
            orders,
            Reason.TAP,
            DecidedBy.CONTEXT,
            intent=Intent.ORDER_STATUS,
            tool="get_order",
            order_id=value,
        )
    if kind == "about" and (purpose := _for_a_photo(policy)) is not None:
        return admitted(
            purpose,
            Reason.TAP,
            DecidedBy.CONTEXT,
            intent=Intent.NOT_AUTOMATED,
            tool="create_ticket",
            order_id=value,
        )
    if kind == "again" and orders is not None:
        return admitted(
            orders, Reason.TAP, DecidedBy.CONTEXT, intent=Intent.PROVE_ORDER, tool="get_order"
        )
    return asking(Reason.TAP, DecidedBy.CONTEXT)


def _for_a_photo(policy: Policy) -> Purpose | None:
    """Where a photo belongs: product support, else the first purpose."""
    support = (one for one in policy.purposes if one.declared_as == "support")
    return next(support, next(iter(policy.purposes), None))


def orders_purpose(policy: Policy) -> Purpose | None:
    """The purpose that may look up orders."""
    return next((one for one in policy.purposes if "get_order" in one.bot_may), None)


def _fixed_words(text: str, policy: Policy, memory: Memory) -> GateDecision | None:
    if shapes.opts_out(text):
        return asking(Reason.OPT_OUT, DecidedBy.RULE)
    if shapes.is_greeting(text):
        return asking(Reason.GREETING, DecidedBy.RULE)
    if shapes.is_thanks(text):
        return asking(Reason.THANKS, DecidedBy.RULE)
    if shapes.asks_for_person(text) and not shapes.is_hard_denied(text):
        return to_person(Reason.ASKED, DecidedBy.RULE)
    return None


def _by_context(text: str, policy: Policy, memory: Memory) -> GateDecision | None:
    if memory.asked is not None and shapes.leaves_flow(text):
        return asking(Reason.CONTEXT, DecidedBy.CONTEXT)
    chosen = _chosen(text, memory.choices)
    if chosen is not None:
        decision = by_tap(chosen, policy=policy)
        return _in_context(decision)
    if memory.asked is Asked.ORDER_PROOF:
        return _proving(text, policy, memory)
    number = words.bare_order_id(text, policy)
    orders = orders_purpose(policy)
    if number and orders:
        return admitted(
            orders,
            Reason.CONTEXT,
            DecidedBy.CONTEXT,
            intent=Intent.ORDER_STATUS,
            tool="get_order",
            order_id=number,
        )
    return None


def _chosen(text: str, choices: Sequence[tuple[str, str]]) -> str | None:
    """What "2", "2번", the label itself, or a lone "네" picks of the last question."""
    said = bare(text)
    number = said.removesuffix("번").strip()
    if number.isascii() and number.isdigit() and 1 <= int(number) <= len(choices) <= 10:
        return choices[int(number) - 1][0]
    for tap, title in choices:
        if said == bare(title):
            return tap
    offered = [tap for tap, _ in choices if tap != "person"]
    return offered[0] if len(offered) == 1 and shapes.says_yes(text) else None


def _in_context(decision: GateDecision) -> GateDecision:
    reason = Reason.CONTEXT if decision.reason is Reason.TAP else decision.reason
    return replace(decision, reason=reason)


def _proving(text: str, policy: Policy, memory: Memory) -> GateDecision | None:
    fact = second_fact(text, order_id_pattern=policy.order_id_pattern, asked_about=memory.order_id)
    orders = orders_purpose(policy)
    if orders is None or not (fact.last_4 or words.bare_order_id(text, policy)):
        return None
    return admitted(
        orders,
        Reason.CONTEXT,
        DecidedBy.CONTEXT,
        line=policy.order_proof.line,
        intent=Intent.PROVE_ORDER,
        tool="get_order",
        order_id=fact.order_id,
        receiver=fact.receiver,
        last_4=fact.last_4,
    )


def _denied(text: str, policy: Policy, memory: Memory) -> GateDecision | None:
    if shapes.is_hard_denied(text):
        refused = [example for purpose in policy.purposes for example in purpose.not_this]
        return declined(DecidedBy.RULE, line=_line_like(text, refused))
    for purpose in policy.purposes:
        example = _nearest(text, purpose.not_this)
        if example is not None:
            return declined(DecidedBy.EXAMPLE, line=example.line)
    return None


def _by_example(text: str, policy: Policy, memory: Memory) -> GateDecision | None:
    for purpose in policy.purposes:
        example = _nearest(text, purpose.examples)
        if example is not None:
            return _for_purpose(
                purpose, text, policy, Reason.EXAMPLE, DecidedBy.EXAMPLE, example.line
            )
    return None


def _by_words(text: str, policy: Policy, memory: Memory) -> GateDecision | None:
    if words.only_cancel(text):
        return _cancelling(policy, memory)
    named = words.purposes_named(text, policy)
    if len(named) > 1:
        return GateDecision(
            verdict=Verdict.ASK,
            reason=Reason.RULE,
            decided_by=DecidedBy.RULE,
            between=tuple(purpose.name for purpose in named[:2]),
        )
    if not named:
        return None
    return _for_purpose(named[0], text, policy, Reason.RULE, DecidedBy.RULE, None)


def _cancelling(policy: Policy, memory: Memory) -> GateDecision | None:
    """ "취소" alone: the order in talk, else which of the two is meant."""
    orders = orders_purpose(policy)
    if orders is not None and memory.order_id:
        return admitted(
            orders,
            Reason.CONTEXT,
            DecidedBy.CONTEXT,
            intent=Intent.NOT_AUTOMATED,
            tool="cancel_order",
            order_id=memory.order_id,
        )
    between = [one.name for one in policy.purposes if one.declared_as != "support"]
    if not between:
        return None
    return GateDecision(
        verdict=Verdict.ASK,
        reason=Reason.RULE,
        decided_by=DecidedBy.RULE,
        between=tuple(between[:2]),
    )


def _for_purpose(
    purpose: Purpose,
    text: str,
    policy: Policy,
    reason: Reason,
    decided_by: DecidedBy,
    line: int | None,
) -> GateDecision:
    line = line or _line_like(text, purpose.examples)
    if purpose.declared_as != "order_management":
        intent, tool = _first_step(purpose)
        return admitted(purpose, reason, decided_by, line=line, intent=intent, tool=tool)
    intent, tool = words.wants(text)
    order_id = words.order_id_in(text, policy)
    if intent is Intent.ORDER_STATUS and order_id is None:
        intent, tool = Intent.LIST_ORDERS, "list_orders"
    return admitted(
        purpose, reason, decided_by, line=line, intent=intent, tool=tool, order_id=order_id
    )


def _first_step(purpose: Purpose) -> tuple[Intent, str | None]:
    """What choosing a purpose without more words starts."""
    if "list_orders" in purpose.bot_may:
        return Intent.LIST_ORDERS, "list_orders"
    return Intent.NOT_AUTOMATED, purpose.bot_may[0] if purpose.bot_may else None


def _nearest(text: str, examples: Sequence[Example]) -> Example | None:
    best = max(examples, key=lambda example: alike(text, example.text), default=None)
    return best if best is not None and alike(text, best.text) >= NEAR_EXACT else None


def _line_like(text: str, examples: Sequence[Example]) -> int | None:
    """The line that comes nearest, so that a rule's decision points into the policy too."""
    best = max(examples, key=lambda example: alike(text, example.text), default=None)
    return best.line if best is not None and alike(text, best.text) >= _RESEMBLES else None
