"""Asks, does what is called for, asks again: until there is an understanding or none can be had."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from wa_support.domain.understanding import Understanding
from wa_support.flow.plan import Plan
from wa_support.flow.understanding.asking import Asking, Judge
from wa_support.flow.understanding.schema import Unfit
from wa_support.flow.understanding.tool_calls import ToolCalls
from wa_support.ports.language_model import Correction, Line, ModelReply, ModelRequest, ToolAnswer

_REFUSED = "You refused. If it belongs to no purpose, use next_action decline; else hand_off."
_TRUNCATED = "The answer was cut off. Answer in at most three sentences."
_NO_CALL = "No tool can be called now. Answer by the schema, or use next_action hand_off."


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounds:
    """`step` names them in the journal. `tools` is None where none may be called."""

    step: str
    asking: Asking
    request: ModelRequest
    judge: Judge
    tools: ToolCalls | None = None

    def run(self) -> Understanding | Plan | Unfit:
        """Raises ModelUnavailable. What is unfit was asked for once more, the violation named."""
        lines = list(self.request.lines)
        corrected = False
        while True:
            reply = self._ask(lines)
            if reply.calls and self._may_call:
                plan = self._do(reply, lines)
                if plan is not None:
                    return plan
                continue
            judged = self._judged(reply)
            if corrected or isinstance(judged, Understanding):
                return judged
            lines.append(_corrected(reply, judged))
            corrected = True

    @property
    def _may_call(self) -> bool:
        return self.tools is not None and self.tools.left > 0

    def _ask(self, lines: Sequence[Line]) -> ModelReply:
        request = replace(self.request, lines=tuple(lines), may_call=self._may_call)
        return self.asking.ask(self.step, request, self._judged)

    def _do(self, reply: ModelReply, lines: list[Line]) -> Plan | None:
        for call in reply.calls:
            told = self.tools.answer(call) if self.tools is not None else ""
            if isinstance(told, Plan):
                return told
            lines.append(ToolAnswer(call=call, result=told))
        return None

    def _judged(self, reply: ModelReply) -> Understanding | Unfit:
        if reply.refused:
            return Unfit(violations=(_REFUSED,))
        if reply.truncated:
            return Unfit(violations=(_TRUNCATED,))
        if reply.calls or reply.text is None:
            return Unfit(violations=(_NO_CALL,))
        return self.judge(reply)


def _corrected(reply: ModelReply, unfit: Unfit) -> Correction:
    return Correction(answer=(reply.text or "")[:4_000], violation=" ".join(unfit.violations))
