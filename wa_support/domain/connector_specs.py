"""HTTP connectors as a policy declares them: which request a tool makes, how its answer is read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

Method = Literal["HEAD", "GET", "POST", "PUT", "PATCH", "DELETE"]

IDENTITY: Final = ("customer", "phone")
"""What the server itself knows of the customer; slots beside a tool's arguments."""

KEY: Final = "key"
"""The slot of an effect's idempotency key."""
KEY_HEADER: Final = "Idempotency-Key"
"""The header that carries it, where the policy names no other."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A value filled in at the call: an argument, `customer`, `phone`, or an effect's `key`.
    Only an `optional` argument may have none; a request without whose it is would be anybody's."""

    name: str
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable of the environment, read when the service starts, and where it is named."""

    name: str
    line: int = 0
    column: int = 0


Template = tuple[str | Slot, ...]
HeaderTemplate = tuple[str | Variable, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Url:
    """`origin` is scheme, host and port, all fixed. A query parameter whose optional slot has no
    value is left out; every segment of the path has a value."""

    origin: str
    host: str
    segments: tuple[Template, ...] = ()
    query: tuple[tuple[str, Template], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """`body`: JSON with a Template for each text; None sends none."""

    method: Method
    url: Url
    headers: Mapping[str, HeaderTemplate] = field(default_factory=dict)
    body: Any = None

    @property
    def variables(self) -> tuple[Variable, ...]:
        parts = (part for template in self.headers.values() for part in template)
        return tuple(part for part in parts if isinstance(part, Variable))


@dataclass(frozen=True, slots=True, kw_only=True)
class At:
    """Where a field stands in the answer. `words` are theirs → ours; `country` is put before a
    national phone number in place of its 0."""

    path: tuple[str, ...]
    words: Mapping[str, str] = field(default_factory=dict)
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Always:
    """The same in every answer."""

    value: str | int


@dataclass(frozen=True, slots=True)
class Asked:
    """What the request itself said: only where the other side was told, too."""

    slot: str


@dataclass(frozen=True, slots=True)
class FieldsFrom:
    fields: Mapping[str, "Source"]


@dataclass(frozen=True, slots=True, kw_only=True)
class EachOf:
    """A list at `path`; the paths of `fields` begin at each of its items."""

    path: tuple[str, ...]
    fields: FieldsFrom


Source = At | Always | Asked | FieldsFrom | EachOf


@dataclass(frozen=True, slots=True)
class Means:
    """What an error answer stands for. `correctable`: asking differently may work."""

    code: str
    correctable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Errors:
    """`by_code` are words found at `code_at` in the body, and go before the HTTP status."""

    by_status: Mapping[int, Means] = field(default_factory=dict)
    by_code: Mapping[str, Means] = field(default_factory=dict)
    code_at: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusRequest:
    """Asks what an effect came to."""

    request: Request
    gives: Mapping[str, Source]
    errors: Errors


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolCall:
    """`line` is that of the policy. `retries` are for reads; an effect is sent once."""

    request: Request
    gives: Mapping[str, Source] = field(default_factory=dict)
    errors: Errors = field(default_factory=Errors)
    within_s: float = 5.0
    retries: int = 1
    key_header: str = KEY_HEADER
    became_of: StatusRequest | None = None
    probe: Request | None = None
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpConnections:
    """`private_hosts` may have addresses that are not public, and plain HTTP."""

    tools: Mapping[str, ToolCall] = field(default_factory=dict)
    record: ToolCall | None = None
    private_hosts: frozenset[str] = frozenset()

    def calls(self) -> Mapping[str, ToolCall]:
        return self.tools if self.record is None else {**self.tools, "record": self.record}

    @property
    def variables(self) -> tuple[Variable, ...]:
        """Each name once, where it stands first."""
        every = [each for call in self.calls().values() for each in variables_of(call)]
        return tuple({each.name: each for each in reversed(every)}.values())[::-1]


def variables_of(call: ToolCall) -> tuple[Variable, ...]:
    """What a tool's requests need of the environment."""
    requests = [call.request]
    if call.became_of is not None:
        requests.append(call.became_of.request)
    if call.probe is not None:
        requests.append(call.probe)
    return tuple(dict.fromkeys(each for one in requests for each in one.variables))


def printable(value: str) -> bool:
    """Fit for a header; else the HTTP library would quote it in an error, or split it in two."""
    return value.isascii() and value.isprintable()
