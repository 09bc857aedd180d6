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
    """`reopen_with` and `remind` of a policy that has no other fault. Where no template is at all
    they are warnings: the files may be elsewhere."""
    reading = Reading(file)
    say = reading.fault if fired else reading.warn
    root = read_yaml(source, Reading(file))
    for _, name in _entries(_under(root, "reopen_with")):
        if isinstance(name, TextNode):
            found, wanted = _reopens(name.text.strip(), fired, reading)
            if found:
                say(name, found, wanted)
    reminded = any(Trigger.BOOKING_REMINDER in triggers for triggers in fired.values())
    for remind in () if reminded else _reminders(root):
        wanted = f"a template in {_HERE} that is fired_by {Trigger.BOOKING_REMINDER}"
        say(remind, "nothing reminds of a booking", wanted)
    return reading.faults


def _reopens(name: str, fired: Fired, reading: Reading) -> tuple[str, str]:
    """What is wrong and what was wanted; empty when it may announce an answer."""
    if name not in fired:
        wanted = reading.nearest(name, sorted(fired)) if fired else f"a file in {_HERE}"
        return f"there is no template {quoted(name)}", wanted
    if Trigger.ANSWER_DUE in fired[name]:
        return "", ""
    due = sorted(each for each, by in fired.items() if Trigger.ANSWER_DUE in by)
    which = f"such as {due[0]}" if due else f"fired_by: [{Trigger.ANSWER_DUE}]"
    return (
        f"{name} is not fired by {Trigger.ANSWER_DUE}",
        f"one that may announce an answer, {which}",
    )


def _reminders(root: Node | None) -> Iterator[Node]:
    for _, purpose in _entries(_under(root, "purposes")):
        remind = _under(_under(purpose, "slots"), "remind")
        if remind is not None:
            yield remind


def _under(node: Node | None, key: str) -> Node | None:
    return next((value for name, value in _entries(node) if name.text == key), None)


def _entries(node: Node | None) -> Iterable[tuple[TextNode, Node]]:
    return node.entries if isinstance(node, MapNode) else ()
