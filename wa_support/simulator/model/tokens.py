"""How many tokens a request would be, roughly: four bytes each, the prefix cached as documented.

Source: developers.openai.com/api/docs/guides/prompt-caching: 1,024 tokens at least, in steps of
128. Korean is counted for more than it is.
"""

import json
import threading
from collections.abc import Mapping
from typing import Any, Final

_BYTES: Final = 4
_FEWEST: Final = 1024
_STEP: Final = 128
_REMEMBERED: Final = 50
# the order in which a prompt is put together
_ORDER: Final = ("tools", "response_format", "text", "instructions", "messages", "input")


def tokens(text: str) -> int:
    return len(text.encode()) // _BYTES


class PromptCache:
    """Remembers the prompts that it has seen."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._seen: list[str] = []

    def read(self, body: Mapping[str, Any]) -> tuple[int, int]:
        """Tokens of the prompt, and how many of them came from the cache."""
        prompt = str(body["model"]) + "".join(
            json.dumps(body[name], ensure_ascii=False) for name in _ORDER if name in body
        )
        with self._lock:
            cached = max((_shared(prompt, seen) for seen in self._seen), default=0)
            self._seen = [*self._seen[-_REMEMBERED:], prompt]
        cached = cached // _STEP * _STEP
        return tokens(prompt), cached if cached >= _FEWEST else 0


def _shared(prompt: str, seen: str) -> int:
    """Tokens of the beginning that is the same in both."""
    pairs = enumerate(zip(prompt, seen, strict=False))
    until = next((at for at, (one, other) in pairs if one != other), min(len(prompt), len(seen)))
    return tokens(prompt[:until])
