"""What a tap on a reply does here."""

from collections.abc import Iterator
from typing import Final

from wa_support.domain.policy import TOOLS
from wa_support.domain.satisfaction import read_tap
from wa_support.domain.templates.lint.rule import Rule, Spot, Subject
from wa_support.domain.templates.template import SEE_ANSWER, STOP_PROMOTIONS, Button, ButtonKind

_KNOWN: Final = frozenset({"person", "type", SEE_ANSWER, STOP_PROMOTIONS})
_LIMIT: Final = 128
"""Pages disagree between 128 and 256; the shorter one is safe."""


def _replies(subject: Subject) -> Iterator[tuple[int, Button]]:
    for index, button in enumerate(subject.template.buttons):
        if button.kind is ButtonKind.REPLY and button.text:
            yield index, button


def _nothing(subject: Subject) -> Iterator[Spot]:
    for index, button in _replies(subject):
        if not button.does:
            yield Spot(path=("buttons", index), it=button.text)


def _unknown(subject: Subject) -> Iterator[Spot]:
    for index, button in _replies(subject):
        does = button.does
        if does and not (does in _KNOWN or _names(does) or read_tap(does) is not None):
            yield Spot(path=("buttons", index, "does"), it=does)


def _names(does: str) -> bool:
    """A purpose, or what may be done in it."""
    kind, _, rest = does.partition(":")
    name, colon, tool = rest.partition(":")
    return kind == "purpose" and name != "" and (tool in TOOLS or not colon)


def _long(subject: Subject) -> Iterator[Spot]:
    for index, button in _replies(subject):
        if len(button.does) > _LIMIT:
            yield Spot(path=("buttons", index, "does"), it=str(len(button.does)))


def _no_such_purpose(subject: Subject) -> Iterator[Spot]:
    if subject.purposes is None:
        return
    for index, button in _replies(subject):
        kind, _, rest = button.does.partition(":")
        name = rest.partition(":")[0]
        if kind == "purpose" and name and name not in subject.purposes:
            yield Spot(path=("buttons", index, "does"), it=name)


RULES: Final = (
    Rule("does_nothing", "a tap on IT only brings the menu",
         "does: person, purpose:<name>, see_answer or stop_promotions", _nothing, warning=True),
    Rule("does_unknown", "IT is nothing that a tap can do",
         "person, type, purpose:<name>, purpose:<name>:<tool>, see_answer, stop_promotions or "
         "sat:<answer>:", _unknown),
    Rule("does_long", "what a tap does has IT characters", "at most 128", _long),
    Rule("does_purpose", "the policy has no purpose IT", "a purpose of the policy",
         _no_such_purpose),
)  # fmt: skip
