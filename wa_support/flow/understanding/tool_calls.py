"""Does what a model calls for: its purpose's tools, few times, with arguments that were checked."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, Protocol

from wa_support.domain.decisions import Intent
from wa_support.domain.policy import Purpose
from wa_support.domain.tool_results import Correctable, Failed, Succeeded, ToolResult
from wa_support.domain.tools import ToolKind, ToolSpec
from wa_support.flow.plan import Plan
from wa_support.flow.tools import ToolError
from wa_support.flow.understanding.json_objects import read_object
from wa_support.flow.understanding.reduced import fact, reduced, shown
from wa_support.flow.understanding.tool_reads import ToolReads
from wa_support.ports.language_model import ToolCall

MOST_CALLS: Final = 4
_MOST_ARGUMENTS: Final = 4_000
"""Characters of the arguments' JSON text."""


class Effects(Protocol):
    """What changes something, for the customer of this turn."""

    def propose(self, tool: str, arguments: Mapping[str, Any], purpose: Purpose) -> Plan:
        """Asks the customer to confirm, or hands over what the rules do not allow."""

    def run(self, tool: str, arguments: Mapping[str, Any], purpose: Purpose) -> ToolResult:
        """Does at once what needs no confirmation."""


@dataclass(slots=True, kw_only=True)
class ToolCalls:
    """`customer_words` are those of this burst. After the calls: `facts`
    as JSON texts, `done` the effects that a system confirmed, `gave` their fields, `unsure` one
    that may have happened."""

    purpose: Purpose
    specs: Mapping[str, ToolSpec]
    reads: ToolReads
    effects: Effects | None
    customer_words: str
    left: int = MOST_CALLS
    facts: list[str] = field(default_factory=list)
    done: set[str] = field(default_factory=set)
    gave: dict[str, Any] = field(default_factory=dict)
    unsure: bool = False

    def answer(self, call: ToolCall) -> str | Plan:
        """JSON text for the model, or a plan that ends the turn's talk with it."""
        if self.left <= 0:
            return _error("too_many_calls")
        if self.reads.time_left() <= 0:
            return _error("out_of_time")
        self.left -= 1
        spec = self.specs.get(call.name)
        if spec is None:
            return _error("not_allowed")
        arguments = _arguments(call.arguments)
        if arguments is None:
            return _error("bad_arguments")
        faults = spec.faults(arguments)
        if faults:
            return _error("bad_arguments", list(faults))
        return self._called(spec, arguments)

    def _called(self, spec: ToolSpec, arguments: Mapping[str, Any]) -> str | Plan:
        not_theirs = self._not_theirs(arguments.get("order_id"))
        if not_theirs is not None:
            return not_theirs
        if spec.kind is ToolKind.READ:
            return self._told(self.reads.read(spec.name, arguments))
        if self.effects is None or self.done:
            return _error("not_allowed")
        if spec.confirmed:
            return self.effects.propose(spec.name, arguments, self.purpose)
        return self._ran(spec, self.effects.run(spec.name, arguments, self.purpose))

    def _not_theirs(self, order_id: str | None) -> str | Plan | None:
        """Whoever typed the number is asked to prove it, in the same words as ever; a number that
        nobody typed was made up."""
        try:
            if order_id is None or self.reads.owns(order_id):
                return None
        except ToolError:
            return _error("unavailable")
        if order_id not in self.customer_words:
            return _error("not_found")
        return self.reads.answering.plan(
            replace(
                self.reads.decision, intent=Intent.ORDER_STATUS, tool="get_order", order_id=order_id
            )
        )

    def _ran(self, spec: ToolSpec, result: ToolResult) -> str:
        if isinstance(result, Succeeded):
            self.done.add(spec.name)
            self.gave |= result.fields
            result = Succeeded(fields=reduced(result.fields, self._language))
        self.unsure = self.unsure or (isinstance(result, Failed) and result.unsure)
        return self._told(result)

    @property
    def _language(self) -> str:
        return self.reads.answering.wording.language

    def _told(self, result: ToolResult) -> str:
        match result:
            case Succeeded(fields=fields):
                self.facts.append(fact(fields))
                return shown(fields)
            case Correctable(code=code) | Failed(code=code):
                return _error(code)


def _arguments(text: str) -> dict[str, Any] | None:
    """Nulls stand for what was left out: a strict schema has no other way to say it."""
    value = read_object(text or "{}", most=_MOST_ARGUMENTS)
    if value is None:
        return None
    return {name: one for name, one in value.items() if one is not None}


def _error(code: str, arguments: list[str] | None = None) -> str:
    told = {"error": code} if arguments is None else {"error": code, "arguments": arguments}
    return json.dumps(told, ensure_ascii=False)[:500]
