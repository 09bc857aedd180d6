"""Settings that are changed by name while the platform runs."""

from dataclasses import fields, replace
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin

_Settings = TypeVar("_Settings", bound=Any)


def changed(now: _Settings, wanted: dict[str, Any], *, called: str) -> _Settings:
    """The named ones changed, the rest kept; ValueError for a name or value that is wrong.
    Lists are taken as tuples. `called` is what one of them is called."""
    known = {field.name: field.type for field in fields(now)}
    changes = {
        name: tuple(value) if isinstance(value, list) else value for name, value in wanted.items()
    }
    for name, value in changes.items():
        if name not in known:
            raise ValueError(f"no {called} is called {name!r}: {', '.join(known)}")
        if not _fits(value, known[name]):
            raise ValueError(f"{name} wants {known[name]}")
    return replace(now, **changes)


def _fits(value: object, annotation: Any) -> bool:
    """True for a value of this type; of a tuple the members are not looked at."""
    kinds = get_args(annotation) if isinstance(annotation, UnionType) else (annotation,)
    return any(type(value) is (get_origin(kind) or kind) for kind in kinds)
