"""The variables of a text: `{{1}}` when positional, `{{order_id}}` when named.

No ratio of variables to words is published: a text is refused here only when it has fewer than
2 × variables + 1 words, the variables counted among the words.
"""

import re
from collections.abc import Mapping
from typing import Any, Final

from wa_support.simulator.templates.complaints import (
    TOO_MANY_VARIABLES,
    VARIABLE_AT_THE_EDGE,
    wrong,
)

_VARIABLE: Final = re.compile(r"\{\{([^{}]*)\}\}")
_NAME: Final = re.compile(r"[a-z_]+")
_FORBIDDEN: Final = re.compile(r"[#$%]")


def names_in(text: str) -> list[str]:
    """Each once, in the order in which they first appear."""
    return list(dict.fromkeys(_VARIABLE.findall(text)))


def filled(text: str, values: Mapping[str, str]) -> str:
    return _VARIABLE.sub(lambda found: values[found[1]], text)


def without_variables(text: str) -> str:
    return _VARIABLE.sub("", text)


def check_variables(text: str, where: str, *, parameter_format: str, subcode: int) -> list[str]:
    """The names; `subcode` is what a fault in this component is called by."""
    rest = without_variables(text)
    if "{{" in rest or "}}" in rest:
        raise wrong(f"{where}: the braces of a variable do not match", subcode)
    names = names_in(text)
    _check_names(names, where, parameter_format, subcode)
    if re.search(r"\}\}\s*\{\{", text):
        raise wrong(f"{where}: two variables stand side by side", subcode)
    return names


def check_surroundings(text: str, names: list[str], where: str) -> None:
    """Words around the variables: at both ends, and enough of them."""
    bare = text.strip()
    if bare.startswith("{{") or bare.endswith("}}"):
        raise wrong(f"{where} starts or ends with a variable", VARIABLE_AT_THE_EDGE)
    words = len(text.split())
    if names and words < 2 * len(names) + 1:
        details = f"{where}: {len(names)} variables in {words} words"
        raise wrong(details, TOO_MANY_VARIABLES)


def _check_names(names: list[str], where: str, parameter_format: str, subcode: int) -> None:
    if parameter_format == "POSITIONAL":
        if names != [str(n) for n in range(1, len(names) + 1)]:
            raise wrong(f"{where}: variables must be {{{{1}}}}, {{{{2}}}} … in order", subcode)
        return
    for name in names:
        if not _NAME.fullmatch(name):
            details = f"{where}: {{{{{name}}}}} is no name of lowercase letters and _"
            raise wrong(details, subcode)


def check_examples(
    component: dict[str, Any], part: str, names: list[str], *, parameter_format: str, subcode: int
) -> None:
    """One example for each variable; `part` is header or body."""
    if not names:
        return
    example = component.get("example")
    if not isinstance(example, dict):
        raise wrong(f"{part}: example is missing", subcode)
    given = _named if parameter_format == "NAMED" else _positional
    samples = given(example, part, names, subcode)
    for sample in samples:
        if not isinstance(sample, str) or not sample.strip():
            raise wrong(f"{part}: an example is empty or no text", subcode)
        if _FORBIDDEN.search(sample):
            raise wrong(f"{part}: an example holds # $ or %", subcode)


def _positional(example: dict[str, Any], part: str, names: list[str], subcode: int) -> list[Any]:
    key = f"{part}_text"
    given = example.get(key)
    if part == "body":
        given = given[0] if isinstance(given, list) and len(given) == 1 else None
    if not isinstance(given, list) or len(given) != len(names):
        shape = "[[…]]" if part == "body" else "[…]"
        raise wrong(f"{part}: example.{key} wants {shape} with {len(names)} texts", subcode)
    return given


def _named(example: dict[str, Any], part: str, names: list[str], subcode: int) -> list[Any]:
    key = f"{part}_text_named_params"
    given = example.get(key)
    if not isinstance(given, list) or not all(isinstance(each, dict) for each in given):
        raise wrong(f"{part}: example.{key} wants a list of {{param_name, example}}", subcode)
    if sorted(str(each.get("param_name")) for each in given) != sorted(names):
        raise wrong(f"{part}: example.{key} must name {', '.join(names)} once each", subcode)
    return [each.get("example") for each in given]
