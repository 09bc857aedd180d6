"""The gate without a model: taps, context, shapes, near-exact examples, words; else the menu."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from wa_support.domain.conversations import Asked, Memory
from wa_support.domain.decisions import GateDecision, Intent, Verdict
from wa_support.domain.gate import lookups, questions, shapes, words
from wa_support.domain.gate.choices import about_photo, by_tap, chosen, first_step, orders_purpose
from wa_support.domain.gate.normal import alike, bare, normal
from wa_support.domain.gate.proof import second_fact
from wa_support.domain.gate.verdicts import admitted, asking, asking_which, declined, to_person
from wa_support.domain.policy import Example, Policy, Purpose
from wa_support.domain.reasons import DecidedBy, Reason
from wa_support.domain.text import script_of

NEAR_EXACT: Final = 0.92
_RESEMBLES: Final = 0.3
"""Below it no line of the policy is shown as the nearest one."""

_ASK_AGAIN = GateDecision(
    verdict=Verdict.ASK, reason=Reason.NOT_UNDERSTOOD, decided_by=DecidedBy.NONE
)
_POINTS: Final = re.compile(
    r"(?:이|그|저)(?:거|것|걸|건)|[이그]\s주문|"
    r"\b(?:cancel|return|exchange|refund|swap) (?:it|this|that)\b"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """One burst: the words together, and the last tap."""

    text: str
    tap: str | None = None


def decide(heard: Heard, *, policy: Policy, memory: Memory) -> GateDecision:
    """The first layer that is sure decides; nobody being sure is the menu, never a refusal."""
    text = shapes.without_courtesies(heard.text)
    if heard.tap is None:
        return _by_words_alone(text, policy, memory)
    tapped = by_tap(heard.tap, policy=policy, memory=memory)
    if not bare(text) or shapes.is_greeting(text) or shapes.is_thanks(text):
        return tapped
    return _together(tapped, text, policy, memory)


def _by_words_alone(text: str, policy: Policy, memory: Memory) -> GateDecision:
    if script_of(text) == "other":
        return asking(Reason.UNKNOWN_SCRIPT)
    for layer in (_fixed_words, _by_context, _denied, _by_example, _by_words, _about_the_photo):
        decision = layer(text, policy, memory)
        if decision is not None:
            return decision
    return _ASK_AGAIN


def _together(tapped: GateDecision, text: str, policy: Policy, memory: Memory) -> GateDecision:
    """A tap with words around it: the words may say more of the same, or something else."""
    purpose = policy.purpose(tapped.purpose)
    if purpose is None:
        return (
            tapped if tapped.verdict is Verdict.HAND_OFF else _by_words_alone(text, policy, memory)
        )
    in_talk = replace(
        memory,
        asked=memory.asked if memory.asked is Asked.ORDER_PROOF else None,
        choices=(),
        order_id=tapped.order_id or memory.order_id,
    )
    said = _by_words_alone(text, policy, in_talk)
    if said.verdict is Verdict.HAND_OFF:
        return said
    if said.purpose not in {None, purpose.name}:
        other = policy.purpose(said.purpose)
        return asking_which([purpose, other]) if other else tapped
    if purpose.name in said.between:
        said = _for_purpose(purpose, text, policy, in_talk, Reason.RULE, DecidedBy.RULE, None)
    if said.between:
        return said
    if said.purpose is None or said.intent is Intent.LIST_ORDERS:
        told = tapped.intent is Intent.TELL_US and said.verdict is Verdict.ASK
        return replace(tapped, intent=Intent.NOT_AUTOMATED) if told else tapped
    return replace(said, order_id=said.order_id or tapped.order_id)


def _fixed_words(text: str, policy: Policy, memory: Memory) -> GateDecision | None:
    if shapes.opts_out(text):
        return asking(Reason.OPT_OUT)
    if shapes.is_greeting(text):
        return asking(Reason.GREETING)
    if shapes.is_thanks(text):
        return asking(Reason.THANKS)
    if questions.asks_if_bot(text):
        return asking(Reason.RULE, intent=Intent.AM_I_A_BOT)
    if questions.asks_our_hours(text):
        return asking(Reason.RULE, intent=Intent.OUR_HOURS)
    reason = _needs_a_person(text, policy)
    if reason is None or shapes.asks_for_other_work(text):
        return None
    return to_person(reason, DecidedBy.RULE)


def _needs_a_person(text: str, policy: Policy) -> Reason | None:
    if questions.tells_of_danger(text):
        return Reason.COMPLAINT
    if shapes.asks_for_person(text) or questions.wants_own_data(text):
        return Reason.ASKED
    abuse = questions.is_abuse(text) and Reason.ABUSE in policy.right_away
    return Reason.ABUSE if abuse else None


def _by_context(text: str, policy: Policy, memory: Memory) -> GateDecision | None:
    if memory.asked is not None and shapes.leaves_flow(text):
        return asking(Reason.CONTEXT, DecidedBy.CONTEXT, Intent.LEAVE)
    tap = chosen(text, memory.choices)
    if tap is not None:
        return _in_context(by_tap(tap, policy=policy, memory=memory))
    if memory.asked is Asked.TELL_US:
        return _told(text, policy, memory)
    if memory.asked is Asked.ORDER_PROOF:
        return _proving(text, policy, memory)
    number = lookups.bare_order_id(text, policy)
    if number is None:
        return None
    kind = "about" if memory.asked is Asked.ABOUT_PHOTO else "order"
    named = by_tap(f"{kind}:{number}", policy=policy, memory=memory)
    return _in_context(named) if named.purpose else None


def _in_context(decision: GateDecision) -> GateDecision:
    admitting = decision.verdict is Verdict.ADMIT
    return replace(decision, reason=Reason.CONTEXT) if admitting else decision


def _told(text: str, policy: Policy, memory: Memory) -> GateDecision | None:
    """The one line that was asked for, for the people of that purpose."""
    purpose = policy.purpose(memory.tell_about)
    if purpose is None or shapes.asks_for_other_work(text):
        return None
    said = _for_purpose(purpose, text, policy, memory, Reason.CONTEXT, DecidedBy.CONTEXT, None)
    order_id = lookups.order_id_in(text, policy)
    return replace(said, intent=Intent.NOT_AUTOMATED, order_id=order_id)


def _proving(text: str, policy: Policy, memory: Memory) -> GateDecision | None:
    """The second fact; a number alone is first taken for another order's."""
    fact = second_fact(text, order_id_pattern=policy.order_id_pattern, asked_about=memory.order_id)
    number = lookups.bare_order_id(text, policy)
    orders = orders_purpose(policy)
    if orders is not None and lookups.knows_nothing(text):
        intent, tool = Intent.NO_ORDER_NUMBER, "list_orders"
        return admitted(orders, Reason.CONTEXT, DecidedBy.CONTEXT, intent=intent, tool=tool)
    another = fact.order_id not in {None, memory.order_id} and not words.purposes_named(
        text, policy
    )
    if orders is None or not (fact.last_4 or number or another):
        return None
    return admitted(
        orders,
        Reason.CONTEXT,
        DecidedBy.CONTEXT,
        line=policy.order_proof.line,
        intent=Intent.PROVE_ORDER,
        tool="get_order",
        order_id=number or fact.order_id,
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
            reason, by, line = Reason.EXAMPLE, DecidedBy.EXAMPLE, example.line
            return _for_purpose(purpose, text, policy, memory, reason, by, line)
    return None


def _by_words(text: str, policy: Policy, memory: Memory) -> GateDecision | None:
    if words.only_cancel(text):
        return _cancelling(policy, memory)
    orders = orders_purpose(policy)
    if orders is not None and lookups.lacks_order_number(text, policy):
        intent = Intent.NO_ORDER_NUMBER
        return admitted(orders, Reason.RULE, DecidedBy.RULE, intent=intent, tool="list_orders")
    named = words.purposes_named(text, policy)
    if len(named) > 1:
        wish = words.wants(text) if orders in named else (None, None)
        return asking_which(named, wish=wish[1] if wish[0] is Intent.NOT_AUTOMATED else None)
    if named:
        return _for_purpose(named[0], text, policy, memory, Reason.RULE, DecidedBy.RULE, None)
    about_orders = lookups.looks_up(text, policy) or lookups.general_delivery(text, policy)
    if orders is not None and about_orders:
        return _for_purpose(orders, text, policy, memory, Reason.RULE, DecidedBy.RULE, None)
    return None


def _about_the_photo(text: str, policy: Policy, memory: Memory) -> GateDecision | None:
    """What nobody else understood says what is wrong in the photo that lies with it."""
    if memory.asked is not Asked.ABOUT_PHOTO or script_of(text) is None:
        return None
    about = about_photo(policy, order_id=lookups.order_id_in(text, policy))
    return _in_context(about) if about.purpose else None


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
    between = [one for one in policy.purposes if one.declared_as != "support"]
    return asking_which(between, wish="cancel_order") if between else None


def _for_purpose(
    purpose: Purpose,
    text: str,
    policy: Policy,
    memory: Memory,
    reason: Reason,
    decided_by: DecidedBy,
    line: int | None,
) -> GateDecision:
    line = line or _line_like(text, purpose.examples)
    if purpose.declared_as == "booking":
        intent, _ = first_step(purpose)
        tool = words.booking_tool(text, purpose)
        return admitted(purpose, reason, decided_by, line=line, intent=intent, tool=tool)
    if purpose.declared_as == "support":
        intent, tool = first_step(purpose)
        return admitted(purpose, reason, decided_by, line=line, intent=intent, tool=tool)
    intent, tool, order_id = _order_step(text, policy, memory)
    return admitted(
        purpose, reason, decided_by, line=line, intent=intent, tool=tool, order_id=order_id
    )


def _order_step(text: str, policy: Policy, memory: Memory) -> tuple[Intent, str, str | None]:
    intent, tool = words.wants(text)
    order_id = lookups.order_id_in(text, policy)
    if intent is Intent.NOT_AUTOMATED:
        if order_id is not None or not _POINTS.search(normal(text)):
            return intent, tool, order_id
        return (intent if memory.order_id else Intent.WHICH_ORDER), tool, memory.order_id
    if lookups.general_delivery(text, policy):
        return Intent.NOT_AUTOMATED, "kb_search", None
    if intent is Intent.ORDER_STATUS and order_id is None:
        return Intent.LIST_ORDERS, "list_orders", None
    return intent, tool, order_id


def _nearest(text: str, examples: Sequence[Example]) -> Example | None:
    best = max(examples, key=lambda example: alike(text, example.text), default=None)
    return best if best is not None and alike(text, best.text) >= NEAR_EXACT else None


def _line_like(text: str, examples: Sequence[Example]) -> int | None:
    """The line that comes nearest, so that a rule's decision points into the policy too."""
    best = max(examples, key=lambda example: alike(text, example.text), default=None)
    return best.line if best is not None and alike(text, best.text) >= _RESEMBLES else None
