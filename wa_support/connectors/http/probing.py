"""Asks each connected system one harmless question."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from wa_support.connectors.http.exchange import Exchange, NoAnswer
from wa_support.connectors.http.filling import CannotFill, filled
from wa_support.domain.checkup.connectors import ConnectorLook
from wa_support.domain.connector_specs import (
    HttpConnections,
    Request,
    ToolCall,
    printable,
    variables_of,
)

_SECONDS: Final = 5.0


def look_at(
    connections: HttpConnections, exchange: Exchange, environment: Mapping[str, str]
) -> list[ConnectorLook]:
    """A question that several tools share is asked once."""
    asked: dict[tuple[str, bool, tuple[str, ...]], tuple[Request, ConnectorLook]] = {}
    for tool, call in connections.calls().items():
        request, look = _question(tool, call, environment)
        same = (look.address, look.declared, look.keys)
        if same in asked:
            look = replace(look, tools=(*asked[same][1].tools, tool))
        asked[same] = (request, look)
    return [_asked(request, look, exchange, environment) for request, look in asked.values()]


def _question(
    tool: str, call: ToolCall, environment: Mapping[str, str]
) -> tuple[Request, ConnectorLook]:
    """Without a declared probe the host is greeted, and no key is shown to it."""
    keys = tuple(dict.fromkeys(each.name for each in variables_of(call)))
    missing = tuple(name for name in keys if not _usable(environment.get(name)))
    url = call.probe.url if call.probe else replace(call.request.url, segments=(), query=())
    look = ConnectorLook(
        tools=(tool,),
        address=url.origin,
        declared=call.probe is not None,
        keys=keys,
        missing=missing,
    )
    return call.probe or Request(method="HEAD", url=url), look


def _asked(
    request: Request, look: ConnectorLook, exchange: Exchange, environment: Mapping[str, str]
) -> ConnectorLook:
    if look.missing:
        return look
    try:
        answer = exchange.send(filled(request, {}, environment, {}), within_s=_SECONDS)
    except CannotFill as error:
        return replace(look, silent=error.code)
    except NoAnswer as error:
        return replace(look, silent=error.code)
    return replace(look, status=answer.status)


def _usable(value: str | None) -> bool:
    return bool(value) and printable(value or "")
