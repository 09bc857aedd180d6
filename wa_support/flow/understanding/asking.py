"""Asks the model, within the turn's deadline and through its journal."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from threading import BoundedSemaphore
from typing import Any, Final, Protocol

from wa_support.domain.understanding import Understanding
from wa_support.flow.journal import Journal
from wa_support.flow.understanding.schema import MOST_CHARACTERS, Unfit
from wa_support.ports.language_model import (
    ModelReply,
    ModelRequest,
    ModelUnavailable,
    ToolCall,
    Usage,
)

DEADLINE_S: Final = 25.0
"""From the lease to the answer."""
_KEPT_FOR_ANSWERING_S: Final = 1.5
_LEAST_S: Final = 1.0
"""A call with less time than this is not begun."""
_MOST_CALLS_AT_ONCE: Final = 8

PLACES: Final = 24
"""Turns of one process that may wait for a model at the same time. One more goes on without it at
once, so that a slow model never holds the threads that taps and rules need."""


class Reply(Protocol):
    """Raises ModelUnavailable."""

    def __call__(
        self, request: ModelRequest, *, within_s: float, turn_id: str, customer_id: str
    ) -> ModelReply: ...


Judge = Callable[[ModelReply], Understanding | Unfit]
CostOf = Callable[[str, Usage], float | None]
"""List price of a call in US dollars; None where nobody knows it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """`deadline` is a monotonic moment."""

    reply: Reply
    cost_of: CostOf
    places: BoundedSemaphore
    journal: Journal
    monotonic: Callable[[], float]
    deadline: float
    customer_id: str

    def time_left(self) -> float:
        return self.deadline - _KEPT_FOR_ANSWERING_S - self.monotonic()

    def ask(self, step: str, request: ModelRequest, judge: Judge) -> ModelReply:
        """`step` and what `judge` makes of it go into the journal; raises ModelUnavailable."""
        row = self.journal.model(step, lambda: self._asked(request, judge))
        if row["reply"] is None:
            raise ModelUnavailable(row["outcome"])
        return _reply_from_json(row["reply"])

    def _asked(self, request: ModelRequest, judge: Judge) -> Mapping[str, Any]:
        try:
            reply = _bounded(self._reply(request))
        except ModelUnavailable as why:
            return {"outcome": why.kind, "reply": None}
        cost = self.cost_of(reply.model, reply.usage)
        return {
            "model": reply.model,
            "tokens": asdict(reply.usage),
            "cost_usd": None if cost is None else float(cost),
            "reply": asdict(reply),
            **_made_of_it(reply, judge),
        }

    def _reply(self, request: ModelRequest) -> ModelReply:
        if self.time_left() < _LEAST_S:
            raise ModelUnavailable("timeout")
        if not self.places.acquire(blocking=False):
            raise ModelUnavailable("busy")
        try:
            return self.reply(
                request,
                within_s=self.time_left(),
                turn_id=self.journal.turn_id,
                customer_id=self.customer_id,
            )
        finally:
            self.places.release()


def _made_of_it(reply: ModelReply, judge: Judge) -> Mapping[str, Any]:
    if reply.calls:
        return {"outcome": "calls", "calls": [call.name for call in reply.calls]}
    judged = judge(reply)
    if isinstance(judged, Unfit):
        outcome = "refused" if reply.refused else "truncated" if reply.truncated else "unfit"
        return {"outcome": outcome, "violations": list(judged.violations)}
    return {"outcome": "understood", "understanding": asdict(judged)}


def _bounded(reply: ModelReply) -> ModelReply:
    """Neither the journal nor the next request grows with what a model makes up."""
    text = reply.text
    too_long = text is not None and len(text) > MOST_CHARACTERS
    return replace(
        reply,
        model=_storable(reply.model, 100),
        text=None if text is None else _storable(text, MOST_CHARACTERS),
        truncated=reply.truncated or too_long,
        calls=tuple(_bounded_call(call) for call in reply.calls[:_MOST_CALLS_AT_ONCE]),
    )


def _bounded_call(call: ToolCall) -> ToolCall:
    return ToolCall(
        id=_storable(call.id, 100),
        name=_storable(call.name, 64),
        arguments=_storable(call.arguments, MOST_CHARACTERS),
    )


def _storable(text: str, most: int) -> str:
    return text[:most].encode(errors="replace").decode()


def _reply_from_json(value: Mapping[str, Any]) -> ModelReply:
    calls = tuple(ToolCall(**call) for call in value["calls"])
    return ModelReply(**{**value, "usage": Usage(**value["usage"]), "calls": calls})
