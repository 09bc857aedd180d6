"""The values of a template's variables, as a send gives them."""

import re
from collections.abc import Sequence
from typing import Any, Final

from wa_support.simulator.refusals import Refused

_UNFIT: Final = re.compile(r"[\n\r\t]| {4}")
_FALLBACK: Final = {"currency": ("fallback_value", "code", "amount_1000"),
                    "date_time": ("fallback_value",)}  # fmt: skip


def values_of(
    parameters: object, names: Sequence[str], where: str, *, named: bool
) -> dict[str, str]:
    """By the variable's name; `where` is header or body."""
    if not isinstance(parameters, list) or not all(isinstance(each, dict) for each in parameters):
        raise Refused(131009, f"{where}: parameters must be a list of objects")
    if len(parameters) != len(names):
        raise Refused(
            132000,
            f"{where}: number of localizable_params ({len(parameters)}) does not match the "
            f"expected number of params ({len(names)})",
        )
    keys = [_key(each, where) for each in parameters] if named else list(names)
    if not named and any("parameter_name" in each for each in parameters):
        raise Refused(132012, f"{where}: the template's parameters are positional")
    if sorted(keys) != sorted(names):
        raise Refused(132012, f"{where}: the parameters must be {', '.join(names)}, once each")
    return {key: text_of(each, where) for key, each in zip(keys, parameters, strict=True)}


def text_of(parameter: dict[str, Any], where: str) -> str:
    """What the customer reads of a text, a currency or a date."""
    kind = parameter.get("type")
    if kind == "text":
        return fit(parameter.get("text"), where)
    if not isinstance(kind, str) or kind not in _FALLBACK:
        raise Refused(132012, f"{where}: a parameter of type {kind!r} does not go here")
    item = parameter.get(kind)
    if not isinstance(item, dict) or any(key not in item for key in _FALLBACK[kind]):
        raise Refused(132012, f"{where}: {kind} wants {', '.join(_FALLBACK[kind])}")
    return fit(item["fallback_value"], where)


def fit(value: object, where: str) -> str:
    """Meta gives four spaces as the limit in some places and more than four in others: here four
    are too many."""
    if not isinstance(value, str) or not value.strip():
        raise Refused(131008, f"{where}: the text of a parameter is empty")
    if _UNFIT.search(value):
        details = "cannot have new-line or tab characters or 4 consecutive spaces"
        raise Refused(132018, f"{where}: param text {details}")
    return value


def _key(parameter: dict[str, Any], where: str) -> str:
    name = parameter.get("parameter_name")
    if not isinstance(name, str) or not name:
        raise Refused(100, f"{where}: Parameter name is missing or empty")
    return name
