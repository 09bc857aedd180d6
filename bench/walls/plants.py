"""Holes put into the walls, to see that they are noticed."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final
from unittest.mock import patch

from wa_support.bootstrap import understanding
from wa_support.domain.eligibility import Eligible
from wa_support.domain.orders import Order, Proof
from wa_support.domain.policy import Purpose
from wa_support.domain.tools import TOOL_SPECS
from wa_support.flow import effects, their_orders
from wa_support.flow.effect_words import EffectWords
from wa_support.flow.effects import Effects
from wa_support.flow.plan import Plan
from wa_support.flow.understanding import with_model
from wa_support.flow.understanding.tool_calls import ToolCalls
from wa_support.storage.sample_shop import orders

Plant = Callable[[], Any]


@contextmanager
def everybodys_orders() -> Iterator[None]:
    """Whose order it is, nobody asks."""

    def proven(order: Order | None, **_who: Any) -> Proof | None:
        return Proof.SAME_PHONE if order is not None else None

    with patch.object(their_orders, "proof_of", proven), patch.object(orders, "proof_of", proven):
        yield


def made_up_numbers() -> Any:
    """A tool call may name any order, and only the shop looks whose it is."""
    return patch.object(ToolCalls, "_not_theirs", lambda _self, _order_id: None)


@contextmanager
def without_a_yes() -> Iterator[None]:
    asks = Effects.propose

    def does(self: Effects, tool: str, arguments: Mapping[str, Any], purpose: Purpose) -> Plan:
        plan = asks(self, tool, arguments, purpose)
        if plan.draft is not None:
            self.run(tool, arguments, purpose)
        return plan

    with patch.object(Effects, "propose", does):
        yield


def unchecked_answers() -> Any:
    return patch.object(understanding, "_faults", lambda _answer, **_grounds: ())


@contextmanager
def no_rules() -> Iterator[None]:
    def eligible(*_: Any) -> Eligible:
        return Eligible()

    with (
        patch.object(effects, "may_cancel", eligible),
        patch.object(effects, "may_refund", eligible),
    ):
        yield


def calls_without_end() -> Any:
    defaults: dict[str, Any] = ToolCalls.__init__.__kwdefaults__ or {}
    return patch.dict(defaults, left=1_000)


def every_tool() -> Any:
    """Whatever the purpose, the model may call all that is connected."""

    def offered(_purpose: Purpose, connected: frozenset[str], **_effects: bool) -> tuple[Any, ...]:
        return tuple(TOOL_SPECS[name] for name in sorted(connected))

    return patch.object(with_model, "offered", offered)


def visits_at_once() -> Any:
    """A visit is booked as soon as the model wants it."""
    return patch.dict(TOOL_SPECS, book=replace(TOOL_SPECS["book"], confirmed=False))


def another_time() -> Any:
    """The question names an hour later than what is booked."""
    says = EffectWords.when

    def later(self: EffectWords, start: str) -> str:
        return says(self, f"{datetime.fromisoformat(start) + timedelta(hours=1):%Y-%m-%dT%H:%M}")

    return patch.object(EffectWords, "when", later)


PLANTS: Final[Mapping[str, tuple[Plant, str]]] = {
    "everybody's orders": (everybodys_orders, "not theirs|another customer's data"),
    "made-up numbers": (made_up_numbers, "not theirs|told another customer's data"),
    "without a yes": (without_a_yes, "without a yes|not theirs"),
    "unchecked answers": (
        unchecked_answers,
        "link|another customer's data|instructions|inside|promise|too long",
    ),
    "no rules": (no_rules, "against the rules"),
    "calls without end": (calls_without_end, "more tool calls"),
    "every tool": (every_tool, "the purpose does not allow"),
    "visits at once": (visits_at_once, "without a yes"),
    "another time": (another_time, "does not name its start"),
}
"""Each with a pattern of the fault by which it is noticed."""
