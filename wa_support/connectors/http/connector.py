"""`ports.tools.Connector` over HTTP, for the tools that a policy connects."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from wa_support.connectors.http.answers import AnswerReading, Misfit
from wa_support.connectors.http.exchange import Answer, Exchange, NoAnswer
from wa_support.connectors.http.field_values import Readers
from wa_support.connectors.http.filling import CannotFill, filled
from wa_support.connectors.http.outcomes import AGAIN, error_of, tree_of
from wa_support.domain.connector_specs import Always, Asked, Errors, Request, Source, ToolCall
from wa_support.domain.tool_results import Correctable, Failed, Succeeded, ToolResult
from wa_support.domain.tools import TOOL_SPECS, ToolKind
from wa_support.ports.outside import Clock
from wa_support.ports.tools import OnBehalf

_log = logging.getLogger(__name__)
_PAUSE_S: Final = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ask:
    """One request to make, and how to read what comes back."""

    tool: str
    request: Request
    gives: Mapping[str, Source]
    errors: Errors
    values: Mapping[str, Any]
    effect: bool
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpConnector:
    """`environment` has the variables that headers name; none of it is ever shown."""

    calls: Mapping[str, ToolCall]
    exchange: Exchange
    readers: Readers
    environment: Mapping[str, str] = field(repr=False)
    clock: Clock
    sleep: Callable[[float], None]

    def offers(self) -> frozenset[str]:
        return frozenset(self.calls)

    def read(
        self, tool: str, arguments: Mapping[str, Any], *, on_behalf: OnBehalf, within_s: float
    ) -> ToolResult:
        refused = self._refused(tool, arguments, ToolKind.READ)
        if refused is not None:
            return refused
        call = self.calls[tool]
        ask = _ask(tool, call, _values(arguments, on_behalf), effect=False)
        result = self._read(ask, tries=1 + call.retries, within_s=min(within_s, call.within_s))
        return _only_theirs(result, on_behalf)

    def act(
        self,
        tool: str,
        arguments: Mapping[str, Any],
        *,
        on_behalf: OnBehalf,
        key: str,
        within_s: float,
    ) -> ToolResult:
        refused = self._refused(tool, arguments, ToolKind.EFFECT)
        if refused is not None:
            return refused
        call = self.calls[tool]
        values = _values(arguments, on_behalf, key)
        ask = _ask(tool, call, values, effect=True, headers={call.key_header: key})
        return self._once(ask, min(within_s, call.within_s))[0]

    def became_of(
        self,
        tool: str,
        arguments: Mapping[str, Any],
        *,
        on_behalf: OnBehalf,
        key: str,
        within_s: float,
    ) -> ToolResult:
        """Only what the policy declares can tell; every doubt stays unsure."""
        refused = self._refused(tool, arguments, ToolKind.EFFECT)
        status = self.calls[tool].became_of if refused is None else None
        if refused is not None or status is None:
            return Failed(code="unknown", unsure=True)
        call = self.calls[tool]
        ask = _Ask(
            tool=tool,
            request=status.request,
            gives=status.gives or call.gives,
            errors=status.errors,
            values=_values(arguments, on_behalf, key),
            effect=False,
        )
        tries, seconds = 1 + call.retries, min(within_s, call.within_s)
        return _sure_or_unsure(self._read(ask, tries=tries, within_s=seconds))

    def _refused(
        self, tool: str, arguments: Mapping[str, Any], kind: ToolKind
    ) -> ToolResult | None:
        spec = TOOL_SPECS.get(tool)
        if spec is None or spec.kind is not kind or tool not in self.calls:
            return Failed(code="not_connected")
        return Correctable(code="bad_argument") if spec.faults(arguments) else None

    def _read(self, ask: _Ask, *, tries: int, within_s: float) -> ToolResult:
        """Again after a pause, as long as there is time for the pause and something after it."""
        deadline = self.clock.monotonic() + within_s
        for after in range(tries):
            left = deadline - self.clock.monotonic()
            result, pause = self._once(ask, left)
            left = deadline - self.clock.monotonic()
            if pause is None or after + 1 == tries or pause * 2**after >= left:
                break
            self.sleep(pause * 2**after)
        return result

    def _once(self, ask: _Ask, within_s: float) -> tuple[ToolResult, float | None]:
        """The result, and after how many seconds another try may help; None: it would not."""
        try:
            request = filled(ask.request, ask.values, self.environment, ask.headers)
            answer = self.exchange.send(request, within_s=within_s)
        except CannotFill as error:
            _log.warning("%s: %s", ask.tool, error)
            return _unfilled(error.code), None
        except NoAnswer as error:
            _log.warning("%s: %s from %s", ask.tool, error.code, ask.request.url.host)
            return Failed(code=error.code, unsure=ask.effect and error.sent), _after(error)
        if 200 <= answer.status < 300:
            return self._success(ask, answer), None
        _log.info("%s: HTTP %s from %s", ask.tool, answer.status, ask.request.url.host)
        pause = _pause(answer) if answer.status in AGAIN else None
        return error_of(answer, ask.errors, effect=ask.effect), pause

    def _success(self, ask: _Ask, answer: Answer) -> ToolResult:
        reading = AnswerReading(readers=self.readers, asked=ask.values)
        try:
            looked_at = any(not isinstance(each, Asked | Always) for each in ask.gives.values())
            tree = tree_of(answer) if looked_at else None
            return Succeeded(fields=reading.fields(ask.gives, tree))
        except Misfit as misfit:
            _log.warning("%s: answer of %s: %s", ask.tool, ask.request.url.host, misfit)
            return Failed(code="answer_not_as_declared", unsure=ask.effect)


def _ask(
    tool: str,
    call: ToolCall,
    values: Mapping[str, Any],
    *,
    effect: bool,
    headers: Mapping[str, str] | None = None,
) -> _Ask:
    return _Ask(
        tool=tool,
        request=call.request,
        gives=call.gives,
        errors=call.errors,
        values=values,
        effect=effect,
        headers=headers or {},
    )


def _values(
    arguments: Mapping[str, Any], on_behalf: OnBehalf, key: str | None = None
) -> dict[str, Any]:
    return {**arguments, "customer": on_behalf.customer, "phone": on_behalf.phone, "key": key}


def _unfilled(code: str) -> ToolResult:
    return Correctable(code=code) if code == "bad_argument" else Failed(code=code)


def _only_theirs(result: ToolResult, on_behalf: OnBehalf) -> ToolResult:
    """A list is about the customer alone: one row of somebody else's and nothing of it is used."""
    if not isinstance(result, Succeeded):
        return result
    rows = [row for value in result.fields.values() if isinstance(value, list) for row in value]
    if any("phone" in row and row["phone"] != on_behalf.phone for row in rows):
        _log.warning("a list has rows of another phone number; nothing of it is used")
        return Failed(code="not_theirs")
    return result


def _sure_or_unsure(result: ToolResult) -> ToolResult:
    if isinstance(result, Succeeded):
        return result
    if isinstance(result, Correctable) and result.code == "never_arrived":
        return result
    return Failed(code=result.code, unsure=True)


def _after(error: NoAnswer) -> float | None:
    return _PAUSE_S if error.code in ("no_answer", "timed_out") else None


def _pause(answer: Answer) -> float:
    """`Retry-After` in seconds when the other side says so; a date counts as not said."""
    said = answer.retry_after or ""
    return float(said) if said.isdecimal() and len(said) < 6 else _PAUSE_S
