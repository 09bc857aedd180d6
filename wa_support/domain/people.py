"""Handoffs, agents and their seats."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from wa_support.domain.reasons import Reason

ON_DUTY_MS: Final = 60_000
"""An agent is on duty while their seat was seen in the last 60 s."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handoff:
    """A conversation given to people. `packet` is the whole story, as `flow.packets` writes it.

    `told` counts the waiting notices sent; `passed_on_at` is when it last went back to the queue,
    `result` the `desk.Result` that it ended with. Times are UTC milliseconds.
    """

    id: str
    conversation_id: str
    reason: Reason
    opened_at: int
    packet: Mapping[str, Any] = field(repr=False)
    taken_at: int | None = None
    taken_by: str | None = None
    closed_at: int | None = None
    told: int = 0
    told_at: int | None = None
    passed_on_at: int | None = None
    result: str | None = None

    @property
    def waiting_since(self) -> int:
        """By which the queue is ordered; `opened_at` stays the customer's own beginning."""
        return self.passed_on_at or self.opened_at


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRecord:
    """Who did what to which thing, under which policy version."""

    at: int
    actor: str
    action: str
    subject: str
    policy_version: int | None = None
    detail: Mapping[str, Any] = field(default_factory=dict, repr=False)
