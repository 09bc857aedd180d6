"""What words mean after what was asked last."""

from dataclasses import replace

from wa_support.domain.acting import PendingEffect
from wa_support.domain.conversations import Asked, Memory
from wa_support.domain.decisions import GateDecision, Intent, Verdict
from wa_support.domain.gate import lookups, shapes, words
from wa_support.domain.gate.choices import about_photo, by_tap, chosen, orders_purpose
from wa_support.domain.gate.effect_taps import filled
from wa_support.domain.gate.fields import answer_to
from wa_support.domain.gate.proof import second_fact
from wa_support.domain.gate.said_times import names_only_a_time
from wa_support.domain.gate.steps import for_purpose
from wa_support.domain.gate.verdicts import admitted, asking
from wa_support.domain.policy import Policy
from wa_support.domain.reasons import DecidedBy, Reason
from wa_support.domain.text import script_of


def by_context(text: str, policy: Policy, memory: Memory) -> GateDecision | None:
    if memory.asked is not None and shapes.leaves_flow(text):
        return asking(Reason.CONTEXT, DecidedBy.CONTEXT, Intent.LEAVE)
    tap = chosen(text, memory.choices) or _clarified(text, policy, memory)
    if tap is not None:
        return _in_context(by_tap(tap, policy=policy, memory=memory))
    if memory.asked is Asked.FIELD and memory.filling is not None:
        value = answer_to(memory.filling, text, policy)
        return None if value is None else _in_context(filled(value, policy, memory))
    if memory.pending is not None and _says_another_time(text, memory, memory.pending):
        return _in_context(by_tap(f"redo:{memory.pending.id}", policy=policy, memory=memory))
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


def _says_another_time(text: str, memory: Memory, pending: PendingEffect) -> bool:
    """Instead of the yes to a visit that was asked for last."""
    timed = memory.asked is Asked.CONFIRM and "start" in dict(pending.arguments)
    return timed and names_only_a_time(text)


def _clarified(text: str, policy: Policy, memory: Memory) -> str | None:
    """ "예약이요", in one's own words, to which of two purposes a wish is about."""
    if memory.asked is not Asked.CLARIFY or not memory.wants or len(text.split()) > 2:
        return None
    named = words.purposes_named(text, policy)
    return f"purpose:{named[0].name}" if len(named) == 1 else None


def _in_context(decision: GateDecision) -> GateDecision:
    admitting = decision.verdict is Verdict.ADMIT
    return replace(decision, reason=Reason.CONTEXT) if admitting else decision


def _told(text: str, policy: Policy, memory: Memory) -> GateDecision | None:
    """The one line that was asked for: for the people of that purpose, or its articles."""
    purpose = policy.purpose(memory.tell_about)
    if purpose is None or shapes.asks_for_other_work(text):
        return None
    said = for_purpose(purpose, text, policy, memory, Reason.CONTEXT, DecidedBy.CONTEXT, None)
    order_id = lookups.order_id_in(text, policy)
    asks = said.intent is Intent.QUESTION
    return replace(said, intent=said.intent if asks else Intent.NOT_AUTOMATED, order_id=order_id)


def _proving(text: str, policy: Policy, memory: Memory) -> GateDecision | None:
    """The second fact; a number alone is first taken for another order's."""
    fact = second_fact(text, order_id_pattern=policy.order_id_pattern, asked_about=memory.order_id)
    number = lookups.bare_order_id(text, policy)
    orders = orders_purpose(policy)
    if orders is not None and lookups.knows_nothing(text):
        intent, tool = Intent.NO_ORDER_NUMBER, "get_order"
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


def about_the_photo(text: str, policy: Policy, memory: Memory) -> GateDecision | None:
    """What nobody else understood says what is wrong in the photo that lies with it."""
    if memory.asked is not Asked.ABOUT_PHOTO or script_of(text) is None:
        return None
    about = about_photo(policy, order_id=lookups.order_id_in(text, policy))
    return _in_context(about) if about.purpose else None
