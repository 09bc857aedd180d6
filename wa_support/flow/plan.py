"""What a turn came to."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wa_support.domain.conversations import Memory
from wa_support.domain.reasons import Reason
from wa_support.domain.understanding import Understanding
from wa_support.flow.wording import Draft


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What the turn will do: say `draft`, or hand over with `reason` after saying `prefix`.

    `understanding` is a model's, where one read the turn; `suggested` is an answer that a person
    may send.
    """

    memory: Memory
    draft: Draft | None = None
    reason: Reason | None = None
    prefix: str | None = None
    purpose: str | None = None
    collected: Mapping[str, Any] | None = None
    understanding: Understanding | None = None
    suggested: str | None = None
