"""What a turn asked the language model, what it cost and what came of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from wa_support.domain.views import TurnStory
from wa_support.web.console.times import seconds

_HUNDREDTH_CENT: Final = 0.0001
PurposeName = Callable[[str | None], str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """`purpose` by its name in the policy; `next_action` is a code."""

    purpose: str | None
    intent: str
    next_action: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One call. `step` and `outcome` are codes; `read`, `cached` of it, and `written` count tokens;
    `cost` in dollars, None where nobody knows it; `model` None: no answer came. `faults` are what
    the model was told."""

    step: str
    outcome: str
    model: str | None
    read: str = ""
    cached: str | None = None
    written: str = ""
    cost: str | None = None
    took: str | None = None
    understood: Understood | None = None
    calls: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()


def asked(story: TurnStory, purpose_name: PurposeName) -> tuple[Asked, ...]:
    return tuple(_asked(payload, purpose_name) for kind, payload in story.steps if kind == "model")


def _asked(payload: Mapping[str, Any], purpose_name: PurposeName) -> Asked:
    tokens = payload.get("tokens") or {}
    return Asked(
        step=payload["step"],
        outcome=payload["outcome"],
        model=payload.get("model"),
        read=f"{tokens.get('input', 0):,}",
        cached=f"{tokens['cached']:,}" if tokens.get("cached") else None,
        written=f"{tokens.get('output', 0):,}",
        cost=_dollars(payload.get("cost_usd")),
        took=seconds(payload.get("ms")),
        understood=_understood(payload.get("understanding"), purpose_name),
        calls=tuple(payload.get("calls") or ()),
        faults=tuple(payload.get("violations") or ()),
    )


def _understood(read: Mapping[str, Any] | None, purpose_name: PurposeName) -> Understood | None:
    if read is None:
        return None
    return Understood(
        purpose=purpose_name(read["purpose"]),
        intent=read["intent"],
        next_action=read["next_action"],
    )


def _dollars(cost: float | None) -> str | None:
    if cost is None:
        return None
    return f"${cost:.4f}" if cost >= _HUNDREDTH_CENT or cost == 0 else f"<${_HUNDREDTH_CENT}"
