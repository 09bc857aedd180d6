"""What a tap, or the words that stand for one, choose."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from wa_support.domain.conversations import Asked, Memory
from wa_support.domain.decisions import GateDecision, Intent
from wa_support.domain.gate import shapes
from wa_support.domain.gate.effect_taps import by_effect_tap
from wa_support.domain.gate.normal import bare
from wa_support.domain.gate.verdicts import admitted, asking, to_person
from wa_support.domain.policy import Policy, Purpose
from wa_support.domain.reasons import DecidedBy, Reason

_IN_BOOKINGS: Final = {"cancel_order": "cancel_booking"}
_NO: Final = frozenset(
    (
        "아니요",
        "아뇨",
        "아니오",
        "아니",
        "괜찮아요",
        "됐어요",
        "됐습니다",
        "no",
        "nope",
        "no thank you",
    )
)


def by_tap(tap: str, *, policy: Policy, memory: Memory) -> GateDecision:
    """Tap ids are ours: `person`, `type`, `again`, `purpose:<name>`, `purpose:<name>:<tool>`,
    `order:<id>`, `about:<id>`, `question:ask`, `question:drop`, and those of effects; any other is
    the menu."""
    return by_effect_tap(tap, policy, memory) or _by_menu_tap(tap, policy, memory)


def _by_menu_tap(tap: str, policy: Policy, memory: Memory) -> GateDecision:
    kind, _, value = tap.partition(":")
    name, _, wished = value.partition(":")
    purpose = policy.purpose(name) if kind == "purpose" else None
    orders = orders_purpose(policy)
    match kind:
        case "person":
            return to_person(Reason.ASKED, DecidedBy.CONTEXT)
        case "type":
            return asking(Reason.TAP, DecidedBy.CONTEXT, Intent.TYPE_IT)
        case "purpose" if purpose is not None:
            return _chosen_purpose(purpose, policy, replace(memory, wants=wished or memory.wants))
        case "order" if orders is not None:
            return _chosen_order(orders, value, memory)
        case "question" if value == "ask":
            return to_person(Reason.ASKED, DecidedBy.CONTEXT)
        case "question":
            return asking(Reason.TAP, DecidedBy.CONTEXT, Intent.NEVER_MIND)
        case "about":
            return about_photo(policy, order_id=value)
        case "again" if orders is not None:
            return _tapped(orders, Intent.PROVE_ORDER, "get_order")
        case _:
            return asking(Reason.TAP, DecidedBy.CONTEXT)


def chosen(text: str, choices: Sequence[tuple[str, str]]) -> str | None:
    """What "2", "2번", the label itself, or a lone "네" picks of the last question."""
    said = bare(text)
    number = said.removesuffix("번").strip()
    if number.isascii() and number.isdigit() and 1 <= int(number) <= len(choices) <= 10:
        return choices[int(number) - 1][0]
    for tap, title in choices:
        if said == bare(title):
            return tap
    taps = [tap for tap, _ in choices]
    if says_no(text):
        return next(filter(_declines, taps), None)
    offered = [tap for tap in taps if tap != "person" and not _declines(tap)]
    offered = [tap for tap in offered if tap.startswith("confirm:")] or offered
    return offered[0] if len(offered) == 1 and shapes.says_yes(text) else None


def says_no(text: str) -> bool:
    return bare(text) in _NO


def _declines(tap: str) -> bool:
    return tap == "question:drop" or tap.startswith("drop:")


def about_photo(policy: Policy, *, order_id: str | None) -> GateDecision:
    """A photo belongs to product support, else to the first purpose."""
    support = (one for one in policy.purposes if one.declared_as == "support")
    purpose = next(support, next(iter(policy.purposes), None))
    if purpose is None:
        return asking(Reason.TAP, DecidedBy.CONTEXT)
    return replace(_tapped(purpose, Intent.NOT_AUTOMATED, "create_ticket"), order_id=order_id)


def orders_purpose(policy: Policy) -> Purpose | None:
    """The purpose that may look up orders."""
    return next((one for one in policy.purposes if "get_order" in one.bot_may), None)


def first_step(purpose: Purpose) -> tuple[Intent, str | None]:
    """What choosing a purpose without more words starts."""
    if "list_orders" in purpose.bot_may:
        return Intent.LIST_ORDERS, "list_orders"
    return Intent.NOT_AUTOMATED, purpose.bot_may[0] if purpose.bot_may else None


def _chosen_purpose(purpose: Purpose, policy: Policy, memory: Memory) -> GateDecision:
    """People's work is asked for in words first, unless words came before or a second tap does."""
    intent, tool = first_step(purpose)
    if memory.wants and intent is Intent.LIST_ORDERS:
        return _tapped(purpose, Intent.WHICH_ORDER, memory.wants)
    for wished in (memory.wants, _IN_BOOKINGS.get(memory.wants or "")):
        tool = wished if wished in purpose.bot_may else tool
    ours = purpose.answers == "live" and tool not in policy.unconnected(purpose)
    by_people = intent is Intent.NOT_AUTOMATED or not ours
    told = memory.asked in {Asked.CLARIFY, Asked.TELL_US}
    if by_people and not told:
        return _tapped(purpose, Intent.TELL_US, tool)
    return _tapped(purpose, intent, tool)


def _chosen_order(orders: Purpose, order_id: str, memory: Memory) -> GateDecision:
    if memory.wants:
        wished = _tapped(orders, Intent.NOT_AUTOMATED, memory.wants)
        return replace(wished, order_id=order_id)
    return replace(_tapped(orders, Intent.ORDER_STATUS, "get_order"), order_id=order_id)


def _tapped(purpose: Purpose, intent: Intent, tool: str | None) -> GateDecision:
    return admitted(purpose, Reason.TAP, DecidedBy.CONTEXT, intent=intent, tool=tool)
