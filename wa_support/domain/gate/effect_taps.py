"""Taps on what was shown before an effect: `confirm:<id>`, `drop:<id>`, `redo:<id>`, and
`fill:<value>` for a field."""

from dataclasses import replace
from typing import Final

from wa_support.domain.conversations import Memory
from wa_support.domain.decisions import GateDecision, Intent
from wa_support.domain.gate.verdicts import admitted, asking
from wa_support.domain.policy import Policy
from wa_support.domain.reasons import DecidedBy, Reason

_OF_EFFECTS: Final = frozenset({"confirm", "drop", "redo"})


def by_effect_tap(tap: str, policy: Policy, memory: Memory) -> GateDecision | None:
    kind, _, value = tap.partition(":")
    if kind in _OF_EFFECTS:
        return _of_effect(Intent(kind), value, policy, memory)
    return filled(value, policy, memory) if kind == "fill" else None


def filled(value: str, policy: Policy, memory: Memory) -> GateDecision:
    """The field that was asked last, answered; the menu when none was."""
    filling = memory.filling
    purpose = policy.purpose(filling.purpose) if filling else None
    if filling is None or purpose is None:
        return asking(Reason.TAP, DecidedBy.CONTEXT)
    found = admitted(purpose, Reason.TAP, DecidedBy.CONTEXT, intent=Intent.FILL, tool=filling.tool)
    return replace(found, value=value)


def _of_effect(intent: Intent, shown: str, policy: Policy, memory: Memory) -> GateDecision:
    """The effect of that very button, or of none."""
    pending = memory.pending
    purpose = policy.purpose(pending.purpose) if pending else None
    if pending is None or purpose is None or pending.id != shown:
        return replace(asking(Reason.TAP, DecidedBy.CONTEXT, intent), value=shown)
    found = admitted(purpose, Reason.TAP, DecidedBy.CONTEXT, intent=intent, tool=pending.tool)
    return replace(found, value=shown)
