"""`replies`: the policy's own words, held against the standard reply that they replace."""

import re
import string
from collections.abc import Mapping, Sequence
from typing import Any, Final

from wa_support.config.catalogue import LANGUAGES, STANDARD_LANGUAGE, standard
from wa_support.config.nodes import Node
from wa_support.config.policy_business import measured
from wa_support.config.reading import Reading, quoted
from wa_support.domain.outbound import BUTTON_BODY_LIMIT, BUTTON_TITLE_LIMIT
from wa_support.domain.replies import ReplyText

_NAME: Final = re.compile(r"[a-z][a-z0-9_]*")


def read_replies(node: Node, reading: Reading) -> dict[str, Mapping[str, Any]]:
    """Key → `{ko: text, en: text, button: {ko: …}, buttons: {ko: (…)}}`."""
    known = standard().replies[STANDARD_LANGUAGE]
    return {
        key: _reply(value, reading, known[key])
        for key, value in reading.fields(node, tuple(known), of="replies").items()
    }


def placeholders(text: str) -> frozenset[str]:
    """The `{name}`s of a text; ValueError for anything else in braces."""
    expected = "placeholders as {name}; a lone brace is written {{ or }}"
    try:
        fields = [field[1:] for field in string.Formatter().parse(text) if field[1] is not None]
    except ValueError:
        raise ValueError(expected) from None
    if any(
        spec or conversion or not _NAME.fullmatch(name or "") for name, spec, conversion in fields
    ):
        raise ValueError(expected)
    return frozenset(name for name, _, _ in fields if name)


def _reply(node: Node, reading: Reading, instead_of: ReplyText) -> dict[str, Any]:
    known = [*LANGUAGES]
    if instead_of.button:
        known.append("button")
    if instead_of.buttons:
        known.append("buttons")
    found: dict[str, Any] = {}
    for name, value in reading.fields(node, known, of="a reply").items():
        if name == "button":
            found[name] = _by_language(value, reading, _button)
        elif name == "buttons":
            found[name] = _by_language(
                value, reading, lambda item, into: _buttons(item, into, instead_of.buttons)
            )
        else:
            found[name] = _text(value, reading, placeholders(instead_of.text))
    return found


def _by_language(node: Node, reading: Reading, read: Any) -> dict[str, Any]:
    fields = reading.fields(node, LANGUAGES, of="a button")
    return {language: read(value, reading) for language, value in fields.items()}


def _text(node: Node, reading: Reading, known: frozenset[str]) -> str:
    text = reading.text(node)
    nothing: frozenset[str] = frozenset()
    for name in sorted(measured(node, reading, placeholders, nothing) - known):
        expected = f"only {', '.join(f'{{{one}}}' for one in sorted(known))}" if known else "none"
        reading.fault(node, f"unknown placeholder {{{name}}}", f"{expected} can be filled in here")
    if len(text) > BUTTON_BODY_LIMIT:
        reading.fault(node, f"{len(text)} characters", f"at most {BUTTON_BODY_LIMIT}")
    return text


def _button(node: Node, reading: Reading) -> str:
    label = reading.text(node)
    if len(label) > BUTTON_TITLE_LIMIT:
        found = f"{quoted(label)} ({len(label)} characters)"
        reading.fault(node, found, f"a button has at most {BUTTON_TITLE_LIMIT} characters")
    return label


def _buttons(node: Node, reading: Reading, instead_of: Sequence[str]) -> tuple[str, ...]:
    labels = tuple(_button(item, reading) for item in reading.items(node))
    if len(labels) != len(instead_of):
        found = f"{len(labels)} buttons"
        reading.fault(node, found, f"{len(instead_of)}, in the order of {', '.join(instead_of)}")
    elif len(set(labels)) != len(labels):
        reading.fault(node, "the same button twice", "different buttons")
    return labels
