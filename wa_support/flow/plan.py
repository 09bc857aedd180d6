"""What a turn came to."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wa_support.domain.conversations import Memory
from wa_support.domain.reasons import Reason
from wa_support.flow.wording import Draft


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What the turn will do: say `draft`, or hand over with `reason` after saying `prefix`.

    `summary` and `suggested` (an answer that a person may send) are for the handoff alone.
    """

    memory: Memory
    draft: Draft | None = None
    reason: Reason | None = None
    prefix: str | None = None
    purpose: str | None = None
    collected: Mapping[str, Any] | None = None
    summary: str | None = None
    suggested: str | None = None
