"""The model of a dialogue: its answers, given out by the simulated server through an adapter."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from json import dumps
from typing import Any, Final

from tests.flow.models import understood
from tests.models.asking import MODEL, model_at, serving
from wa_support.ports.language_model import LanguageModel, ModelReply, ModelRequest, Usage
from wa_support.simulator.model.answers import Answer, Asked, Calls, Endpoint, Failure, Says
from wa_support.simulator.model.server import RunningModel

_FAILURES: Final = {
    "rate_limited": Failure.RATE_LIMITED,
    "server_error": Failure.ERROR_500,
    "timeout": Failure.SLOW,
    "refusal": Failure.REFUSAL,
    "truncated": Failure.TRUNCATED,
    "invalid_json": Failure.INVALID_JSON,
    "schema_violating": Failure.SCHEMA_VIOLATING,
}
_PATIENCE_S: Final = 0.3
"""For an answer that never comes; the deadline of a turn is too long to wait for here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request as the server read it, and what it counted for the answer."""

    body: Mapping[str, Any]
    usage: Usage


@dataclass(slots=True, kw_only=True)
class DialogueModel:
    """Implements `ports.language_model.LanguageModel`. `left` are the answers of this turn,
    `turns` what each asked that was answered, `unplanned` how often no answer was left."""

    left: deque[Answer] = field(default_factory=deque)
    turns: list[list[Call]] = field(default_factory=list)
    unplanned: int = 0
    server: RunningModel | None = None
    adapter: LanguageModel | None = None
    name: str = MODEL

    def begin(self, answers: Iterable[Answer]) -> None:
        self.left = deque(answers)
        self.turns.append([])

    def reply(self, request: ModelRequest, *, within_s: float) -> ModelReply:
        assert self.adapter is not None
        assert self.server is not None
        never = bool(self.left) and self.left[0] is Failure.SLOW
        reply = self.adapter.reply(request, within_s=_PATIENCE_S if never else within_s)
        self.turns[-1].append(Call(body=self.server.asked[-1].body, usage=reply.usage))
        return reply

    def answers(self, _asked: Asked) -> Answer:
        if self.left:
            return self.left.popleft()
        self.unplanned += 1
        return Failure.ERROR_500


@contextmanager
def served(endpoint: Endpoint) -> Iterator[DialogueModel]:
    model = DialogueModel()
    model.server = serving(model.answers)
    model.adapter = model_at(model.server.url, endpoint)
    try:
        yield model
    finally:
        model.server.stop()


def answer(written: Mapping[str, Any], language: str) -> Answer:
    """One of `model` in a dialogue, as the server gives it out."""
    ((kind, value),) = written.items()
    match kind:
        case "call":
            return Calls(tools=tuple((tool, dumps(given)) for tool, given in value.items()))
        case "understand":
            return Says(text=understood(**{"language": language, **value}).text or "")
        case _:
            return _FAILURES[value]
