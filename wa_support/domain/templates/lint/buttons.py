"""Buttons: how many, in which order, with which numbers. Source: Meta, "templates/components"."""

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Final

from wa_support.domain.templates.lint.rule import Rule, Spot, Subject
from wa_support.domain.templates.lint.texts import labels
from wa_support.domain.templates.template import ButtonKind, Template

BUTTON_LIMIT: Final = 10
_SHOWN: Final = 3
_PHONE: Final = re.compile(r"\+[1-9][0-9]{6,}")
_PHONE_LIMIT: Final = 20
_TRUNK_ZERO: Final = re.compile(r"\+(?:82|81|61|49|44|33|31)0")


def _of(template: Template, kind: ButtonKind) -> list[int]:
    return [index for index, button in enumerate(template.buttons) if button.kind is kind]


def _many(subject: Subject) -> Iterator[Spot]:
    count = len(subject.template.buttons)
    if count > BUTTON_LIMIT:
        yield Spot(path=("buttons", BUTTON_LIMIT), it=str(count))


def _folded(subject: Subject) -> Iterator[Spot]:
    if len(subject.template.buttons) > _SHOWN:
        yield Spot(path=("buttons", _SHOWN), it=str(len(subject.template.buttons)))


def _mixed(subject: Subject) -> Iterator[Spot]:
    replies = _of(subject.template, ButtonKind.REPLY)
    if replies and len(replies) < len(subject.template.buttons):
        yield Spot(path=("buttons", replies[0]))


def _scattered(subject: Subject) -> Iterator[Spot]:
    buttons = enumerate(subject.template.buttons)
    kinds = groupby(buttons, key=lambda each: each[1].kind is ButtonKind.REPLY)
    blocks = [[index for index, _ in block] for _, block in kinds]
    if len(blocks) > 2:
        yield Spot(path=("buttons", blocks[2][0]))


def _too_many_links(subject: Subject) -> Iterator[Spot]:
    for index in _of(subject.template, ButtonKind.URL)[2:]:
        yield Spot(path=("buttons", index))


def _too_many_phones(subject: Subject) -> Iterator[Spot]:
    for index in _of(subject.template, ButtonKind.PHONE)[1:]:
        yield Spot(path=("buttons", index))


def _same_label(subject: Subject) -> Iterator[Spot]:
    seen: set[str] = set()
    for path, label in labels(subject.template):
        bare = " ".join(label.casefold().split())
        if bare and bare in seen:
            yield Spot(path=path, it=label)
        seen.add(bare)


def _phones(template: Template) -> Iterator[tuple[int, str]]:
    return ((index, template.buttons[index].phone) for index in _of(template, ButtonKind.PHONE))


def _phone_form(subject: Subject) -> Iterator[Spot]:
    for index, phone in _phones(subject.template):
        if not _PHONE.fullmatch(phone) and len(phone) <= _PHONE_LIMIT:
            yield Spot(path=("buttons", index, "phone"))


def _phone_long(subject: Subject) -> Iterator[Spot]:
    for index, phone in _phones(subject.template):
        if len(phone) > _PHONE_LIMIT:
            yield Spot(path=("buttons", index, "phone"), it=str(len(phone)))


def _phone_zero(subject: Subject) -> Iterator[Spot]:
    for index, phone in _phones(subject.template):
        if _TRUNK_ZERO.match(phone):
            yield Spot(path=("buttons", index, "phone"))


RULES: Final = (
    Rule("buttons_many", "IT buttons", "at most 10", _many),
    Rule("buttons_folded", "IT buttons",
         "WhatsApp shows two and folds the rest; a computer shows none of them", _folded,
         warning=True),
    Rule("buttons_mixed", "replies beside other buttons",
         "such a message may not be shown on a computer; keep to one kind if you can", _mixed,
         warning=True),
    Rule("buttons_order", "replies and other buttons in turn",
         "all replies side by side, first or last", _scattered),
    Rule("links_many", "a third address", "at most two address buttons", _too_many_links),
    Rule("phones_many", "a second phone number", "at most one phone button", _too_many_phones),
    Rule("label_twice", "the label IT a second time", "a label of its own for each button",
         _same_label),
    Rule("phone_form", "a phone number that is not + and digits",
         '+, country code and number in quotes, such as "+8225550134"', _phone_form),
    Rule("phone_long", "a phone number of IT characters", "at most 20", _phone_long),
    Rule("phone_zero", "a 0 after the country code", "leave the 0 out; WhatsApp takes it away",
         _phone_zero, warning=True),
)  # fmt: skip
