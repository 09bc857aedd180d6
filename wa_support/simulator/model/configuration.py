"""What a simulated language model is made from."""

import threading
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from wa_support.simulator.model.answers import Answer, Asked, Failure, Script


def one_after_another(answers: Iterable[Answer]) -> Script:
    """Each once. Who asks more often than was planned gets errors, so that it is noticed."""
    left, lock = deque(answers), threading.Lock()

    def script(_asked: Asked) -> Answer:
        with lock:
            return left.popleft() if left else Failure.ERROR_500

    return script


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelConfig:
    """`script` says what is answered to a request. `forms` is what `/chat/completions` knows of
    `response_format`; `slow_s` how long a slow answer takes."""

    script: Script
    api_key: str = "sk-simulated-key-0000"
    models: tuple[str, ...] = ("gpt-6-luna", "gpt-4.1-mini")
    forms: frozenset[str] = field(
        default_factory=lambda: frozenset({"json_schema", "json_object", "text"})
    )
    slow_s: float = 60
