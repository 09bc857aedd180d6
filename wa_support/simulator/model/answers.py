"""What the server is told to answer, and what it was asked."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Endpoint(StrEnum):
    RESPONSES = "responses"
    CHAT = "chat"


@dataclass(frozen=True, slots=True, kw_only=True)
class Says:
    """An answer that is whole; `text` is given out as it stands here."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Calls:
    """Tools, each with its arguments as JSON text."""

    tools: tuple[tuple[str, str], ...]


class Failure(StrEnum):
    """Everything that goes wrong with a language model, by its name. The last group are answers
    that look well from outside."""

    RATE_LIMITED = "rate_limited"
    NO_CREDIT = "no_credit"
    ERROR_500 = "error_500"
    HUGE_ERROR = "huge_error"
    REDIRECT = "redirect"
    RESET = "reset"
    SLOW = "slow"
    TRICKLE = "trickle"
    NOT_JSON = "not_json"
    EMPTY = "empty"
    HUGE = "huge"

    REFUSAL = "refusal"
    TRUNCATED = "truncated"

    INVALID_JSON = "invalid_json"
    SCHEMA_VIOLATING = "schema_violating"
    HOSTILE = "hostile"


Answer = Says | Calls | Failure


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request as it came. `refused` says what was wrong with it."""

    endpoint: Endpoint
    body: Mapping[str, Any]
    refused: str | None = None

    @property
    def schema(self) -> Mapping[str, Any]:
        """That of the answer; empty where none was given."""
        if self.endpoint is Endpoint.RESPONSES:
            found = self.body.get("text", {}).get("format", {}).get("schema", {})
        else:
            found = self.body.get("response_format", {}).get("json_schema", {}).get("schema", {})
        return found if isinstance(found, dict) else {}

    @property
    def instructions(self) -> str:
        if self.endpoint is Endpoint.RESPONSES:
            return str(self.body.get("instructions", ""))
        return "\n".join(
            str(each["content"]) for each in self.body["messages"] if each["role"] == "system"
        )

    @property
    def conversation(self) -> list[Mapping[str, Any]]:
        """What came after the instructions, in the endpoint's own shape."""
        if self.endpoint is Endpoint.RESPONSES:
            return list(self.body["input"])
        return [each for each in self.body["messages"] if each["role"] != "system"]

    @property
    def customer_said(self) -> str:
        """The last words of the customer's; at `chat`, a correction counts as theirs."""
        said = [each["content"] for each in self.conversation if each.get("role") == "user"]
        return str(said[-1]) if said else ""

    @property
    def results(self) -> list[str]:
        """What tools gave, in the order of their calls."""
        if self.endpoint is Endpoint.RESPONSES:
            found = (each.get("output") for each in self.conversation)
        else:
            found = (each["content"] for each in self.conversation if each["role"] == "tool")
        return [str(each) for each in found if each is not None]


Script = Callable[[Asked], Answer]
