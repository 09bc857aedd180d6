"""`purposes`: what the number is for, in the customers' words."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, cast, get_args

from wa_support.config.nodes import MapNode, Node, TextNode
from wa_support.config.policy_business import localised
from wa_support.config.policy_examples import read_examples
from wa_support.config.policy_slots import read_slots
from wa_support.config.reading import Reading, quoted
from wa_support.domain.outbound import BUTTON_TITLE_LIMIT
from wa_support.domain.policy import TOOLS, Answers, DeclaredAs, Example, Hours, Purpose

FEW: Final = 15
NAME = re.compile(r"[a-z][a-z0-9_]{0,40}")
_RESERVED: Final = ("person", "ask", "decline")
_MOST: Final = 9
_FIELDS: Final = (
    "name", "declared_as", "answers", "customers_say", "not_this", "bot_may",
    "collect_for_people", "knowledge", "slots",
)  # fmt: skip


def read_purposes(
    node: Node, reading: Reading, languages: Sequence[str], *, hours: Hours
) -> tuple[Purpose, ...]:
    """`hours` are those of the people."""
    entries = tuple(reading.entries(node, "purposes"))
    if isinstance(node, MapNode) and not entries:
        reading.fault(node, "no purpose", "at least one purpose")
    if len(entries) > _MOST:
        reading.fault(entries[_MOST][0], f"{len(entries)} purposes", f"at most {_MOST} in a menu")
    purposes = []
    for key, value in entries:
        _check_name(key, reading)
        purposes.append(_purpose(key, value, reading, languages, hours))
    _one_has_slots(node, purposes, reading)
    _compare(purposes, reading)
    return tuple(purposes)


def _check_name(key: TextNode, reading: Reading) -> None:
    if key.text in _RESERVED:
        reading.fault(key, f"a purpose named {key.text}", "another name; this one is reserved")
    elif not NAME.fullmatch(key.text):
        reading.fault(key, quoted(key.text), "a name of a-z, 0-9 and _ such as orders")


def _purpose(
    key: TextNode, node: Node, reading: Reading, languages: Sequence[str], hours: Hours
) -> Purpose:
    required = ("name", "declared_as", "customers_say")
    fields = reading.fields(node, _FIELDS, required=required, of=key.text)
    purpose = Purpose(
        name=key.text,
        line=key.line,
        names=_names(fields.get("name"), reading, languages),
        declared_as=cast(
            "DeclaredAs", _word(fields.get("declared_as"), reading, get_args(DeclaredAs))
        ),
        answers=cast("Answers", _word(fields.get("answers"), reading, get_args(Answers)) or "live"),
    )
    if "customers_say" in fields:
        examples = read_examples(fields["customers_say"], reading)
        _warn_if_few(fields["customers_say"], key.text, examples, reading, languages)
        purpose = replace(purpose, examples=examples)
    return replace(purpose, **_work(fields, reading, languages, hours))


def _work(
    fields: Mapping[str, Node], reading: Reading, languages: Sequence[str], hours: Hours
) -> dict[str, Any]:
    """What the bot may do for the purpose, and where it stops."""
    read: dict[str, Callable[[Node], object]] = {
        "not_this": lambda node: read_examples(node, reading),
        "bot_may": lambda node: reading.words(node, TOOLS),
        "collect_for_people": lambda node: _forms(node, reading),
        "knowledge": lambda node: tuple(_names_of(node, reading)),
        "slots": lambda node: read_slots(node, reading, languages, hours=hours),
    }
    return {name: read[name](fields[name]) for name in read if name in fields}


def _names(node: Node | None, reading: Reading, languages: Sequence[str]) -> dict[str, str]:
    if node is None:
        return {}
    written = [value for _, value in node.entries] if isinstance(node, MapNode) else [node]
    for value in written:
        if isinstance(value, TextNode) and len(value.text) > BUTTON_TITLE_LIMIT:
            found = f"{quoted(value.text)} ({len(value.text)} characters)"
            reading.fault(value, found, f"at most {BUTTON_TITLE_LIMIT}: it becomes a button")
    return localised(node, reading, languages)


def _word(node: Node | None, reading: Reading, allowed: Sequence[str]) -> str:
    return reading.word(node, allowed) if node is not None else ""


def _forms(node: Node, reading: Reading) -> dict[str, tuple[str, ...]]:
    return {
        key.text: tuple(_names_of(value, reading))
        for key, value in reading.entries(node, "collect_for_people")
    }


def _names_of(node: Node, reading: Reading) -> list[str]:
    names = []
    for item in reading.items(node):
        name = reading.text(item)
        if name and not re.fullmatch(r"[\w\-]{1,60}", name):
            reading.fault(item, quoted(name), "a name of letters, digits, _ and -")
        names.append(name)
    return names


def _one_has_slots(node: Node, purposes: Sequence[Purpose], reading: Reading) -> None:
    """A tool that asks for free times names no purpose."""
    booked = [purpose for purpose in purposes if purpose.slots is not None]
    for purpose in booked[1:]:
        found = f"slots in {purpose.name} too (first in {booked[0].name}, line {booked[0].line})"
        reading.fault_at(purpose.line, node.column, found, "slots in one purpose only")


def _warn_if_few(
    node: Node,
    name: str,
    examples: Sequence[Example],
    reading: Reading,
    languages: Sequence[str],
) -> None:
    if not examples:
        reading.fault(node, f"no sentence for {name}", "what customers write, one a line")
        return
    for language in languages:
        count = sum(1 for example in examples if example.language == language)
        if count < FEW:
            found = f"{count} sentences for {name} in {language}"
            reading.warn(node, found, f"below {FEW} many questions end in the menu; 30 are good")


def _compare(purposes: Sequence[Purpose], reading: Reading) -> None:
    """The same words cannot both be welcome and refused, or belong to two purposes."""
    said: dict[str, tuple[Purpose, Example]] = {}
    for purpose in purposes:
        for example in purpose.examples:
            first, where = said.setdefault(_key(example), (purpose, example))
            if where is not example:
                found = f"{quoted(example.text)} again (first in {first.name}, line {where.line})"
                reading.fault_at(example.line, 1, found, "each sentence once", warning=True)
    for purpose in purposes:
        for example in purpose.not_this:
            if _key(example) in said and said[_key(example)][0] is purpose:
                line = said[_key(example)][1].line
                found = f"{quoted(example.text)}, also a customers_say on line {line}"
                reading.fault_at(example.line, 1, found, "one or the other")


def _key(example: Example) -> str:
    return " ".join(example.text.casefold().split())
