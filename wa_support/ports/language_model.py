"""What the inside needs from a language model."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol


class Speaker(StrEnum):
    CUSTOMER = "customer"
    ASSISTANT = "assistant"
    AGENT = "agent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One message of the conversation, masked."""

    by: Speaker
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolCall:
    """What the model asked for; `arguments` is its JSON text, not yet looked at."""

    id: str
    name: str
    arguments: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolAnswer:
    """What came of a call of this turn, as JSON text for the model."""

    call: ToolCall
    result: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What was wrong with an answer of this turn; the model is asked once more."""

    answer: str
    violation: str


Line = Said | ToolAnswer | Correction


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelTool:
    """`parameters` is a strict JSON schema: every property required, nothing else allowed."""

    name: str
    says: str
    parameters: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelRequest:
    """`instructions` stays the same for a policy version and a purpose, so that it is cached as a
    prefix; what changes stands in `lines`. `schema` (strict) is what the final answer must be.
    `safety_id` names the customer by a keyed hash. `may_call`: False takes the tools away."""

    instructions: str
    lines: Sequence[Line]
    tools: Sequence[ModelTool]
    schema_name: str
    schema: Mapping[str, Any]
    safety_id: str
    may_call: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """Tokens of one call; `cached` (read from the prompt's cache) and `cache_written` are parts of
    `input`. All 0 where the server does not say."""

    input: int = 0
    cached: int = 0
    cache_written: int = 0
    output: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelReply:
    """Tool calls, or `text` (JSON by the schema, not yet looked at), or neither of them where the
    server says `refused` or `truncated`. `model` is the one that answered, by its own name."""

    model: str
    usage: Usage
    calls: tuple[ToolCall, ...] = ()
    text: str | None = None
    refused: bool = False
    truncated: bool = False


class ModelUnavailable(Exception):
    """No reply to be had: `kind` is rate_limited, out_of_credit, timeout, connection, server_error,
    refused_key, bad_request or unreadable; `retry_after_s` when the server said so. Tokens may
    have been spent all the same, how many is not known."""

    def __init__(self, kind: str, *, retry_after_s: float | None = None) -> None:
        super().__init__(kind)
        self.kind = kind
        self.retry_after_s = retry_after_s


class LanguageModel(Protocol):
    @property
    def name(self) -> str:
        """The model's name, as the journal and the prices know it."""

    def reply(self, request: ModelRequest, *, within_s: float) -> ModelReply:
        """One call, no retries; raises ModelUnavailable."""
