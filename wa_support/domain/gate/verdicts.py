"""The four verdicts, in short."""

from collections.abc import Sequence

from wa_support.domain.decisions import GateDecision, Intent, Verdict
from wa_support.domain.policy import Purpose
from wa_support.domain.reasons import DecidedBy, Reason


def admitted(
    purpose: Purpose,
    reason: Reason,
    decided_by: DecidedBy,
    *,
    line: int | None = None,
    intent: Intent | None = None,
    tool: str | None = None,
    order_id: str | None = None,
    ticket_id: str | None = None,
    receiver: str | None = None,
    last_4: str | None = None,
) -> GateDecision:
    return GateDecision(
        verdict=Verdict.ADMIT,
        reason=reason,
        decided_by=decided_by,
        purpose=purpose.name,
        declared_as=purpose.declared_as,
        line=line or purpose.line,
        intent=intent,
        tool=tool,
        order_id=order_id,
        ticket_id=ticket_id,
        receiver=receiver,
        last_4=last_4,
    )


def asking(
    reason: Reason, decided_by: DecidedBy = DecidedBy.RULE, intent: Intent | None = None
) -> GateDecision:
    return GateDecision(verdict=Verdict.ASK, reason=reason, decided_by=decided_by, intent=intent)


def asking_which(between: Sequence[Purpose], *, wish: str | None = None) -> GateDecision:
    """Which of these purposes is meant; `wish` is the tool that the words asked for already."""
    return GateDecision(
        verdict=Verdict.ASK,
        reason=Reason.RULE,
        decided_by=DecidedBy.RULE,
        tool=wish,
        between=tuple(purpose.name for purpose in between[:2]),
    )


def to_person(reason: Reason, decided_by: DecidedBy) -> GateDecision:
    return GateDecision(verdict=Verdict.HAND_OFF, reason=reason, decided_by=decided_by)


def declined(decided_by: DecidedBy, line: int | None = None) -> GateDecision:
    return GateDecision(
        verdict=Verdict.DECLINE, reason=Reason.OFF_PURPOSE, decided_by=decided_by, line=line
    )
