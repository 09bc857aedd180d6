"""Marketing that may reach Korean numbers. Source: 정보통신망법 제50조 제4항: (광고) at the very
start, the sender's name and contact, and an easy way to refuse."""

import re
from collections.abc import Iterator
from typing import Final

from wa_support.domain.templates.advertising import MARK, REFUSE, marked
from wa_support.domain.templates.lint.rule import Rule, Spot, Subject
from wa_support.domain.templates.lint.texts import BODY, HEADER, header_text, read_texts
from wa_support.domain.templates.template import (
    STOP_PROMOTIONS,
    Button,
    ButtonKind,
    Category,
    HeaderKind,
    Template,
    names_in,
)

_CONTACT: Final = re.compile(r"\d[\d -]{5,}\d|[\w.+-]{1,64}@[\w-]+\.\w+|https?://\S")


def _in_korean(subject: Subject) -> bool:
    return _marketing(subject) and subject.template.key.language == "ko"


def _marketing(subject: Subject) -> bool:
    return subject.template.category is Category.MARKETING


def _marked(template: Template) -> bool:
    return marked(header_text(template) or template.body)


def _stop_button(template: Template) -> tuple[int, Button] | None:
    """A reply that refuses promotion, with its place."""
    for index, button in enumerate(template.buttons):
        if button.kind is ButtonKind.REPLY and button.does == STOP_PROMOTIONS:
            return index, button
    return None


def _no_mark(subject: Subject) -> Iterator[Spot]:
    if _in_korean(subject) and not _marked(subject.template):
        header = subject.template.header
        text_first = header is not None and header.kind is HeaderKind.TEXT
        yield Spot(path=HEADER if text_first else BODY, offset=0)


def _no_stop(subject: Subject) -> Iterator[Spot]:
    if _in_korean(subject) and _stop_button(subject.template) is None:
        yield Spot(path=("buttons",))


def _stop_label(subject: Subject) -> Iterator[Spot]:
    found = _stop_button(subject.template)
    if _in_korean(subject) and found is not None:
        index, button = found
        if REFUSE not in button.text.replace(" ", ""):
            yield Spot(path=("buttons", index, "reply"), it=button.text)


def _no_sender(subject: Subject) -> Iterator[Spot]:
    template = subject.template
    said = template.footer or "business" in names_in(f"{header_text(template)} {template.body}")
    if _in_korean(subject) and not said:
        yield Spot(path=BODY)


def _no_contact(subject: Subject) -> Iterator[Spot]:
    template = subject.template
    phone = any(button.kind is ButtonKind.PHONE for button in template.buttons)
    written = any(_CONTACT.search(text) for _, text in read_texts(template))
    if _in_korean(subject) and not phone and not written:
        yield Spot(path=("footer",))


def _abroad(subject: Subject) -> Iterator[Spot]:
    template = subject.template
    may = _marked(template) and _stop_button(template) is not None
    if _marketing(subject) and not _in_korean(subject) and not may:
        yield Spot(path=("category",))


RULES: Final = (
    Rule("ad_mark", f"promotion that does not begin with {MARK}",
         f"{MARK} as the very first characters of the header, or of the body without one",
         _no_mark),
    Rule("ad_stop", "promotion without a way to refuse it",
         f"{{reply: {REFUSE}, does: {STOP_PROMOTIONS}}} among the buttons", _no_stop),
    Rule("ad_stop_label", "IT on the button that refuses promotion", f"{REFUSE} in its label",
         _stop_label),
    Rule("ad_sender", "promotion that does not name its sender",
         "the business's name in the footer, or {{business}}", _no_sender),
    Rule("ad_contact", "promotion without the sender's contact",
         "a phone number, an e-mail address or a web address in the footer", _no_contact),
    Rule("ad_abroad", "promotion that never goes to Korean numbers",
         f"{MARK} at the very start and a reply with does: {STOP_PROMOTIONS}, if it shall", _abroad,
         warning=True),
)  # fmt: skip
