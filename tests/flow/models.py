# ruff: noqa: ARG002 - stand-ins take what the ports give
"""A scripted language model, and a shop's tools that count what they are asked."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from tests.flow.house import MINA, CountingShop, Home
from wa_support.domain.policy import Purpose
from wa_support.domain.tool_results import Correctable, Succeeded, ToolResult
from wa_support.flow.answering import Answering
from wa_support.flow.leased import Leased
from wa_support.flow.masking import make_masker
from wa_support.flow.plan import Plan
from wa_support.flow.understanding.with_model import WithModel
from wa_support.ports.language_model import (
    ModelReply,
    ModelRequest,
    ModelUnavailable,
    ToolCall,
    Usage,
)
from wa_support.ports.tools import OnBehalf

_NOT_FOUND: Final = Correctable(code="not_found")
Scripted = ModelReply | Exception | Callable[[ModelRequest], ModelReply]


def understood(**fields: Any) -> ModelReply:
    """One that fits, with these fields instead."""
    value: dict[str, Any] = {
        "intent": "asks",
        "customer_id": None,
        "order_id": None,
        "issue_type": None,
        "summary": "",
        "next_action": "answer",
        "purpose": "orders",
        "language": "ko",
        "confidence": 0.9,
        "collected_fields": [],
        "answer": "확인해 드렸습니다.",
        "citations": [],
    }
    return written(json.dumps({**value, **fields}, ensure_ascii=False))


def written(text: str | None, **more: Any) -> ModelReply:
    usage = Usage(input=1000, cached=800, output=50)
    return ModelReply(model="scripted-1", usage=usage, text=text, **more)


def calling(*calls: tuple[str, Mapping[str, Any]]) -> ModelReply:
    made = tuple(
        ToolCall(id=f"call_{number}", name=name, arguments=json.dumps(arguments))
        for number, (name, arguments) in enumerate(calls)
    )
    return ModelReply(model="scripted-1", usage=Usage(input=1000, output=20), calls=made)


@dataclass(slots=True)
class ScriptedModel:
    """Gives its `script` out in order; a model that was asked too often is down."""

    script: list[Scripted]
    requests: list[ModelRequest] = field(default_factory=list)
    within: list[float] = field(default_factory=list)

    def __call__(
        self, request: ModelRequest, *, within_s: float, turn_id: str, customer_id: str
    ) -> ModelReply:
        self.requests.append(request)
        self.within.append(within_s)
        if not self.script:
            raise ModelUnavailable("connection")
        reply = self.script.pop(0)
        if isinstance(reply, Exception):
            raise reply
        return reply if isinstance(reply, ModelReply) else reply(request)


@dataclass(slots=True)
class ScriptedTools:
    """Implements `ports.tools.Connector` for reads."""

    shop: CountingShop
    tools: frozenset[str] = frozenset(
        {"get_order", "list_orders", "find_slots", "get_ticket", "cancel_order", "request_refund",
         "create_ticket"}
    )  # fmt: skip
    results: dict[str, ToolResult] = field(default_factory=dict)
    asked: list[tuple[str, Mapping[str, Any], OnBehalf]] = field(default_factory=list)

    def offers(self) -> frozenset[str]:
        return self.tools

    def read(
        self, tool: str, arguments: Mapping[str, Any], *, on_behalf: OnBehalf, within_s: float
    ) -> ToolResult:
        self.asked.append((tool, arguments, on_behalf))
        if tool in {"get_order", "list_orders"}:
            return self.shop.read(tool, arguments, on_behalf=on_behalf, within_s=within_s)
        return self.results.get(tool, _NOT_FOUND)

    def act(
        self,
        tool: str,
        arguments: Mapping[str, Any],
        *,
        on_behalf: OnBehalf,
        key: str,
        within_s: float,
    ) -> ToolResult:
        raise AssertionError("only effects may act")

    def became_of(
        self,
        tool: str,
        arguments: Mapping[str, Any],
        *,
        on_behalf: OnBehalf,
        key: str,
        within_s: float,
    ) -> ToolResult:
        raise AssertionError("only effects may look")


@dataclass(slots=True)
class RecordingEffects:
    """Hands what is proposed to a person, so that a test sees it end the turn."""

    answering: Answering | None = None
    proposed: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)
    ran: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)
    result: ToolResult = field(default_factory=lambda: Succeeded(fields={"ticket_id": "T-7"}))

    def for_turn(self, leased: Leased, answering: Answering) -> "RecordingEffects":
        self.answering = answering
        return self

    def propose(self, tool: str, arguments: Mapping[str, Any], purpose: Purpose) -> Plan:
        self.proposed.append((tool, arguments))
        assert self.answering is not None
        draft = self.answering.wording.plain("type_it")
        return Plan(memory=self.answering.memory, draft=draft, purpose=purpose.name)

    def run(self, tool: str, arguments: Mapping[str, Any], purpose: Purpose) -> ToolResult:
        self.ran.append((tool, arguments))
        return self.result


@dataclass(slots=True, kw_only=True)
class Thinking:
    """A home whose worker has a language model."""

    home: Home
    model: ScriptedModel
    tools: ScriptedTools = field(init=False)
    effects: RecordingEffects = field(default_factory=RecordingEffects)
    faults: Sequence[str] = ()
    checked: list[Mapping[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.tools = ScriptedTools(shop=self.home.shop)
        with_model = WithModel(
            reply_for=lambda _rulebook: self.model,
            check=self.check,
            cost_of=lambda _model, usage: usage.input / 1_000_000,
            database=self.home.house.database,
            clock=self.home.clock,
            connector_for=lambda _rulebook: self.tools,
            effects_for=self.effects.for_turn,
            safety_id=lambda customer: f"hash-of-{customer[:3]}",
            mask_for=lambda pattern: make_masker(pattern, lambda: date(2026, 11, 23)),
        )
        self.home.turns = replace(self.home.turns, model=with_model)

    def check(self, answer: str, **grounds: Any) -> Sequence[str]:
        self.checked.append({"answer": answer, **grounds})
        return self.faults

    def asks(self, text: str, *script: Scripted, by: str = MINA) -> str:
        self.model.script = list(script)
        return self.home.asks(text, by)

    def journal(self, kind: str, by: str = MINA) -> list[Mapping[str, Any]]:
        return [payload for step, payload in self.home.stories(by)[0].steps if step == kind]
