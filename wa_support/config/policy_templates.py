"""What a policy wants of message templates, against the files that are there."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from wa_support.config.nodes import MapNode, Node, TextNode
from wa_support.config.reading import Reading, quoted
from wa_support.config.yaml_reader import read_yaml
from wa_support.domain.policy import Fault
from wa_support.domain.templates.template import Trigger

Fired = Mapping[str, frozenset[Trigger]]
"""Names of templates, and what fires each."""
_HERE: Final = "TEMPLATES_DIR"


def unfit_templates(source: bytes, *, file: str, fired: Fired) -> tuple[Fault, ...]:
    """`reopen_with` and `remind` of a policy that has no other fault."""
    reading = Reading(file)
    root = read_yaml(source, Reading(file))
    for _, name in _entries(_under(root, "reopen_with")):
        if isinstance(name, TextNode):
            _reopens(name, fired, reading)
    reminded = any(Trigger.BOOKING_REMINDER in triggers for triggers in fired.values())
    for remind in () if reminded else _reminders(root):
        reading.fault(
            remind, "nothing reminds of a booking", f"a template in {_HERE} that is fired_by"
            f" {Trigger.BOOKING_REMINDER}",
        )  # fmt: skip
    return reading.faults


def _reopens(name: TextNode, fired: Fired, reading: Reading) -> None:
    said = name.text.strip()
    if said not in fired:
        wanted = reading.nearest(said, sorted(fired)) if fired else f"a file in {_HERE}"
        reading.fault(name, f"there is no template {quoted(said)}", wanted)
    elif Trigger.ANSWER_DUE not in fired[said]:
        due = sorted(each for each, by in fired.items() if Trigger.ANSWER_DUE in by)
        which = f"such as {due[0]}" if due else f"fired_by: [{Trigger.ANSWER_DUE}]"
        wanted = f"one that may announce an answer, {which}"
        reading.fault(name, f"{said} is not fired by {Trigger.ANSWER_DUE}", wanted)


def _reminders(root: Node | None) -> Iterator[Node]:
    for _, purpose in _entries(_under(root, "purposes")):
        remind = _under(_under(purpose, "slots"), "remind")
        if remind is not None:
            yield remind


def _under(node: Node | None, key: str) -> Node | None:
    return next((value for name, value in _entries(node) if name.text == key), None)


def _entries(node: Node | None) -> Iterable[tuple[TextNode, Node]]:
    return node.entries if isinstance(node, MapNode) else ()
