"""What is under way between a customer's wish and the effect it has. Times are UTC milliseconds."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

CONFIRM_WITHIN_MS: Final = 15 * 60_000

Pairs = tuple[tuple[str, Any], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingEffect:
    """Shown to the customer, who has not said yes yet. `id` is also the effect's key, so that a
    yes said twice does nothing twice. `shown` is what the customer was told besides."""

    id: str
    tool: str
    purpose: str
    arguments: Pairs
    expires_at: int
    shown: Pairs = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DoneEffect:
    """The last one: who taps its button again is told what was done."""

    id: str
    what: str
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Filling:
    """`tool` is an effect or a form that people finish; `asks` the field that was asked last."""

    tool: str
    purpose: str
    asks: str
    given: Pairs = ()
    tries: int = 0

    def with_answer(self, value: Any) -> "Filling":
        given = tuple((name, one) for name, one in self.given if name != self.asks)
        return replace(self, given=(*given, (self.asks, value)), tries=0)


def pairs(fields: Mapping[str, Any]) -> Pairs:
    return tuple(fields.items())


def pending_from_json(value: Mapping[str, Any] | None) -> PendingEffect | None:
    if value is None:
        return None
    return PendingEffect(**_with_pairs(_with_pairs(value, "arguments"), "shown"))


def filling_from_json(value: Mapping[str, Any] | None) -> Filling | None:
    return None if value is None else Filling(**_with_pairs(value, "given"))


def done_from_json(value: Mapping[str, Any] | None) -> DoneEffect | None:
    return None if value is None else DoneEffect(**value)


def _with_pairs(value: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {**value, name: tuple((key, one) for key, one in value[name])}
