"""Whether a JSON schema is one that structured output takes.

Source: developers.openai.com/api/docs/guides/structured-outputs, "Supported schemas".
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

_KEYWORDS: Final = frozenset(
    {"type", "properties", "required", "additionalProperties", "items", "enum", "const", "anyOf",
     "$ref", "$defs", "description", "title", "pattern", "format", "minimum", "maximum",
     "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minItems", "maxItems"}
)  # fmt: skip
_TYPES: Final = frozenset(
    {"string", "number", "integer", "boolean", "object", "array", "null"}
)  # fmt: skip
_FORMATS: Final = frozenset(
    {"date-time", "time", "date", "duration", "email", "hostname", "ipv4", "ipv6", "uuid"}
)  # fmt: skip
_MOST_PROPERTIES: Final = 5000
_MOST_LEVELS: Final = 10
_MOST_CHOICES: Final = 1000

Schema = Mapping[str, Any]


def schema_faults(schema: object) -> list[str]:
    """In the order in which they stand; empty for a schema that is taken."""
    if not isinstance(schema, dict) or schema.get("type") != "object" or "anyOf" in schema:
        return ["the root must be of type 'object' and no 'anyOf'"]
    parts = list(_parts(schema, "(root)", 1))
    faults = [fault for where, part, level in parts for fault in _faults(where, part, level)]
    if sum(len(part.get("properties", ())) for _, part, _ in parts) > _MOST_PROPERTIES:
        faults.append(f"more than {_MOST_PROPERTIES} properties")
    if sum(len(part.get("enum", ())) for _, part, _ in parts) > _MOST_CHOICES:
        faults.append(f"more than {_MOST_CHOICES} values of enums")
    return faults


def _parts(schema: Schema, where: str, level: int) -> Iterator[tuple[str, Schema, int]]:
    """Itself and every schema inside it."""
    yield where, schema, level
    inside = [(f"{where}.{name}", each) for name, each in schema.get("properties", {}).items()]
    inside += [(f"{where}[]", schema["items"])] if "items" in schema else []
    for at, each in inside:
        yield from _parts(each, at, level + 1)
    for number, each in enumerate(schema.get("anyOf", ())):
        yield from _parts(each, f"{where}|{number}", level)
    for name, each in schema.get("$defs", {}).items():
        yield from _parts(each, f"$defs.{name}", level)


def _faults(where: str, part: Schema, level: int) -> Iterator[str]:
    for keyword in part:
        if keyword not in _KEYWORDS:
            yield f"{where}: '{keyword}' is not permitted"
    if level > _MOST_LEVELS:
        yield f"{where}: nested deeper than {_MOST_LEVELS} levels"
    kinds = part.get("type", ())
    kinds = [kinds] if isinstance(kinds, str) else list(kinds)
    if not kinds and not part.keys() & {"anyOf", "$ref", "enum", "const"}:
        yield f"{where}: no 'type'"
    if not _TYPES.issuperset(kinds):
        yield f"{where}: unknown type"
    if "object" in kinds:
        yield from _object_faults(where, part)
    if "array" in kinds and "items" not in part:
        yield f"{where}: an array without 'items'"
    yield from _text_faults(where, part)


def _object_faults(where: str, part: Schema) -> Iterator[str]:
    if part.get("additionalProperties") is not False:
        yield f"{where}: 'additionalProperties' is required to be false"
    if set(part.get("required", ())) != set(part.get("properties", {})):
        yield f"{where}: 'required' must name every property and nothing else"


def _text_faults(where: str, part: Schema) -> Iterator[str]:
    if part.get("format", "date") not in _FORMATS:
        yield f"{where}: format '{part['format']}' is not supported"
    try:
        re.compile(part.get("pattern", ""))
    except re.error:
        yield f"{where}: 'pattern' is no regular expression"
