"""A declared request with its slots filled: no value can reach the host or add to the path."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

from wa_support.connectors.http.exchange import Filled
from wa_support.domain.connector_specs import (
    HeaderTemplate,
    Request,
    Slot,
    Template,
    Url,
    Variable,
    printable,
)


class CannotFill(Exception):
    """A slot has no value, a value is no path segment, or a variable is not set.
    `code` is fit for a result, the text names what is missing, never a value."""

    def __init__(self, code: str, what: str) -> None:
        super().__init__(f"{code}: {what}")
        self.code = code


def filled(
    request: Request,
    values: Mapping[str, Any],
    environment: Mapping[str, str],
    more_headers: Mapping[str, str],
) -> Filled:
    """`values` holds arguments, identity and the key by their slot names. Raises CannotFill."""
    headers = {
        name: _header(name, template, environment) for name, template in request.headers.items()
    }
    headers |= more_headers
    values = {name: _encodable(value) for name, value in values.items()}
    body = None
    if request.body is not None:
        headers["Content-Type"] = "application/json"
        body = json.dumps(_json(request.body, values), ensure_ascii=False).encode()
    return Filled(
        method=request.method,
        host=request.url.host,
        url=_url(request.url, values),
        headers=headers,
        body=body,
    )


def _encodable(value: Any) -> Any:
    """Half a character, which JSON can bring in and no request can carry, becomes `?`."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def _url(url: Url, values: Mapping[str, Any]) -> str:
    path = "/".join(_segment(template, values) for template in url.segments)
    pairs = [
        (name, "".join(_text(part, values) for part in template))
        for name, template in url.query
        if not any(_left_out(part, values) for part in template)
    ]
    query = f"?{urlencode(pairs, quote_via=quote)}" if pairs else ""
    return f"{url.origin}/{path}{query}"


def _segment(template: Template, values: Mapping[str, Any]) -> str:
    """Fixed text stands as it was declared; whoever unquotes a value finds no separator in it."""
    text = "".join(_text(part, values) for part in template)
    if text in ("", ".", "..") and any(isinstance(part, Slot) for part in template):
        raise CannotFill("bad_argument", "a part of the path would be empty or dots")
    return "".join(
        part if isinstance(part, str) else quote(_text(part, values), safe="") for part in template
    )


def _text(part: str | Slot, values: Mapping[str, Any]) -> str:
    if isinstance(part, str):
        return part
    if values.get(part.name) is None:
        raise CannotFill(f"no_{part.name}", f"{part.name} is not known")
    return str(values[part.name])


def _left_out(part: Any, values: Mapping[str, Any]) -> bool:
    return isinstance(part, Slot) and part.optional and values.get(part.name) is None


def _json(template: Any, values: Mapping[str, Any]) -> Any:
    """A text that is one slot alone keeps the value's type; an optional one that
    was not given leaves its key out."""
    if isinstance(template, Mapping):
        return {
            name: _json(each, values)
            for name, each in template.items()
            if not (_alone(each) and _left_out(each[0], values))
        }
    if isinstance(template, list):
        return [_json(each, values) for each in template]
    if _alone(template):
        _text(template[0], values)
        return values[template[0].name]
    if isinstance(template, tuple):
        return "".join(_text(part, values) for part in template)
    return template


def _alone(template: Any) -> bool:
    return isinstance(template, tuple) and len(template) == 1 and isinstance(template[0], Slot)


def _header(name: str, template: HeaderTemplate, environment: Mapping[str, str]) -> str:
    text = ""
    for part in template:
        value = environment.get(part.name, "") if isinstance(part, Variable) else part
        if isinstance(part, Variable) and not (value and printable(value)):
            raise CannotFill("not_configured", f"{part.name} is not set, or not printable ({name})")
        text += value
    return text
