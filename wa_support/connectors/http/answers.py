"""An answer's JSON → the typed fields of a tool; what is not mapped is dropped."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, NoReturn

from wa_support.connectors.http.field_values import NotThat, Readers
from wa_support.domain.connector_specs import (
    Always,
    Asked,
    At,
    EachOf,
    FieldsFrom,
    Source,
)
from wa_support.domain.tool_shapes import SHAPES, Field, Many, Record, Shape

_KINDS: Final[Mapping[type, str]] = {
    dict: "an object",
    list: "a list",
    str: "a text",
    bool: "true or false",
    int: "a number",
    float: "a number with a point",
    type(None): "nothing",
}


class Misfit(Exception):
    """Where an answer is not as the policy says: names and types, no value of it."""


def decoded(body: bytes) -> Any:
    """Raises Misfit."""
    try:
        return json.loads(body.decode("utf-8"), parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise Misfit(f"not JSON ({type(error).__name__})") from error


def found_at(tree: Any, path: tuple[str, ...]) -> Any:
    """None where the path ends early; a number picks from a list."""
    for name in path:
        if isinstance(tree, Mapping):
            tree = tree.get(name)
        elif isinstance(tree, list) and name.isdecimal() and int(name) < len(tree):
            tree = tree[int(name)]
        else:
            return None
    return tree


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerReading:
    """`asked` are the values that the request carried."""

    readers: Readers
    asked: Mapping[str, Any]

    def fields(self, gives: Mapping[str, Source], tree: Any) -> dict[str, Any]:
        """Raises Misfit."""
        return {
            name: self._read(source, SHAPES[name], tree, name) for name, source in gives.items()
        }

    def _read(self, source: Source, shape: Shape, tree: Any, at: str) -> Any:
        match shape, source:
            case Record(), FieldsFrom():
                return self._record(source, shape, tree, at)
            case Many(), EachOf():
                return self._many(source, shape, tree, at)
            case Field(), _:
                return self._field(source, shape, tree, at)
        raise Misfit(f"{at}: mapped in another shape than it has")

    def _record(self, source: FieldsFrom, shape: Record, tree: Any, at: str) -> dict[str, Any]:
        if not isinstance(tree, Mapping):
            raise Misfit(f"{at}: {_kind(tree)}, not an object")
        return {
            name: self._read(source.fields[name], field, tree, f"{at}.{name}")
            if name in source.fields
            else _default(field)
            for name, field in shape.fields.items()
        }

    def _many(self, source: EachOf, shape: Many, tree: Any, at: str) -> list[dict[str, Any]]:
        items = found_at(tree, source.path)
        if not isinstance(items, list):
            raise Misfit(f"{at}: {_kind(items)} at {_shown(source.path)}, not a list")
        return [
            self._record(source.fields, shape.of, item, f"{at}.{place}")
            for place, item in enumerate(items[: shape.at_most])
        ]

    def _field(self, source: Source, field: Field, tree: Any, at: str) -> Any:
        value = self._value(source, tree)
        if value is None:
            if field.required:
                raise Misfit(f"{at}: nothing at {_shown(getattr(source, 'path', ()))}")
            return field.default
        try:
            return self.readers.read(value, field, source if isinstance(source, At) else None)
        except NotThat as error:
            raise Misfit(f"{at}: {_kind(value)}, not {error}") from error

    def _value(self, source: Source, tree: Any) -> Any:
        match source:
            case Always(value):
                return value
            case Asked(slot):
                return self.asked.get(slot)
            case At():
                return found_at(tree, source.path)
        return None


def _default(shape: Shape) -> Any:
    return shape.default if isinstance(shape, Field) else []


def _kind(value: Any) -> str:
    return _KINDS.get(type(value), "something else")


def _shown(path: tuple[str, ...]) -> str:
    return ".".join(path) or "the top"


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")
