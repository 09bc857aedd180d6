"""Which decisions of the embedded gate stand, and what a model's reading makes of the others."""

from dataclasses import replace
from typing import Final

from wa_support.domain.conversations import Memory
from wa_support.domain.decisions import GateDecision, Intent, Verdict
from wa_support.domain.gate.rules import Heard
from wa_support.domain.gate.steps import for_purpose
from wa_support.domain.gate.verdicts import declined, to_person
from wa_support.domain.policy import Policy, Purpose
from wa_support.domain.reasons import DecidedBy, Reason
from wa_support.domain.understanding import NextAction, Understanding

SURE: Final = 0.6
"""A model that is less sure than this has not understood either."""
_WORDS_ALONE: Final = frozenset({Reason.RULE, Reason.CLASSIFIER, Reason.MODEL})
"""Taps, context, near-exact examples and fixed words have their own answers."""


def purpose_is_open(decision: GateDecision, heard: Heard) -> bool:
    """Whether the embedded gate would show the menu, or ask which of two is meant."""
    open_question = decision.verdict is Verdict.ASK and decision.intent is None
    reasons = _WORDS_ALONE | {Reason.NOT_UNDERSTOOD}
    return heard.tap is None and open_question and decision.reason in reasons


def worded_by_model(decision: GateDecision, heard: Heard, policy: Policy) -> Purpose | None:
    """The purpose that free words were admitted to, when a model may answer there."""
    purpose = policy.purpose(decision.purpose)
    free = heard.tap is None and bool(heard.text.strip()) and decision.reason in _WORDS_ALONE
    if not free or decision.verdict is not Verdict.ADMIT or decision.intent is Intent.TELL_US:
        return None
    return purpose if purpose is not None and purpose.answers != "people" else None


def by_understanding(
    read: Understanding, embedded: GateDecision, text: str, policy: Policy, memory: Memory
) -> GateDecision:
    """The model's purpose when it is sure; where both doubt, the embedded gate's question."""
    if read.confidence < SURE:
        return embedded
    purpose = policy.purpose(read.purpose)
    match read.next_action:
        case NextAction.HAND_OFF:
            decision = to_person(Reason.MODEL, DecidedBy.MODEL)
        case NextAction.DECLINE:
            decision = declined(DecidedBy.MODEL)
        case NextAction.ANSWER | NextAction.CALL_TOOL if purpose is not None:
            decision = for_purpose(
                purpose, text, policy, memory, Reason.MODEL, DecidedBy.MODEL, None
            )
        case _:
            return embedded
    return replace(decision, confidence=round(read.confidence, 2))
