"""What a policy asks for that this build cannot act on, in words for its author."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from wa_support.config.nodes import MapNode, Node
from wa_support.domain.policy import Policy, Purpose

RECOGNISED: Final = frozenset({"resident_number", "foreigner_number", "card"})
_TO_PEOPLE: Final = "these go to a person (not_automated)"


@dataclass(frozen=True, slots=True)
class _Lines:
    """Where each key stands, by its path (`purposes.orders.bot_may`)."""

    file: str
    of: Mapping[str, int]

    def say(self, path: str, what: str, instead: str) -> tuple[int, str]:
        line = self.of[path]
        return line, f"{self.file}:{line}: {path}: {what} → {instead}"


def not_yet(policy: Policy, root: Node, *, file: str) -> tuple[str, ...]:
    """`file:line: path: what → what happens instead`, in the order of the file."""
    lines = _Lines(file, dict(_keys(root, "")))
    found: list[tuple[int, str]] = []
    for purpose in policy.purposes:
        found.extend(_of_purpose(purpose, policy, lines))
    found.extend(_of_the_rest(policy, lines))
    return tuple(sentence for _, sentence in sorted(found))


def _of_purpose(purpose: Purpose, policy: Policy, lines: _Lines) -> Iterable[tuple[int, str]]:
    path = f"purposes.{purpose.name}"
    unconnected = policy.unconnected(purpose)
    if unconnected:
        yield lines.say(f"{path}.bot_may", ", ".join(unconnected), _TO_PEOPLE)
    if purpose.knowledge and "kb_search" not in purpose.bot_may:
        documents = ", ".join(purpose.knowledge)
        instead = "not read, because bot_may has no kb_search; a person answers"
        yield lines.say(f"{path}.knowledge", documents, instead)
    reminds = purpose.slots is not None and purpose.slots.remind_ms is not None
    if reminds and not policy.connects("list_bookings"):
        instead = "nobody is reminded, because list_bookings is not connected"
        yield lines.say(f"{path}.slots", "remind", instead)


def _of_the_rest(policy: Policy, lines: _Lines) -> Iterable[tuple[int, str]]:
    kinds = [kind for kind in policy.never_accept if kind not in RECOGNISED]
    if kinds:
        instead = f"not recognised; only {', '.join(sorted(RECOGNISED))} are"
        yield lines.say("never_accept", ", ".join(kinds), instead)
    if policy.keep:
        yield lines.say("keep", ", ".join(policy.keep), "nothing is deleted by itself")
    if "hide_in_screens" in lines.of and policy.hide_in_screens:
        instead = "screens hide nothing of what customers wrote"
        yield lines.say("hide_in_screens", ", ".join(policy.hide_in_screens), instead)
    if policy.checks:
        instead = "not run; policy try says what the file decides"
        yield lines.say("checks", str(len(policy.checks)), instead)
    yield from _of_the_engineer(policy, lines)


def _of_the_engineer(policy: Policy, lines: _Lines) -> Iterable[tuple[int, str]]:
    if policy.resend_unknown.effects:
        path, instead = "engineer.resend_unknown.effects", "what is not known goes to a person"
        yield lines.say(path, str(policy.resend_unknown.effects), instead)


def _keys(node: Node, above: str) -> Iterable[tuple[str, int]]:
    if isinstance(node, MapNode):
        for key, value in node.entries:
            path = f"{above}.{key.text}" if above else key.text
            yield path, key.line
            yield from _keys(value, path)
