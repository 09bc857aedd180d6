"""Lengths and what a header and a footer may hold. Source: Meta, "templates/components"."""

from collections.abc import Iterator
from typing import Final

from wa_support.domain.templates.lint.rule import Rule, Spot, Subject
from wa_support.domain.templates.lint.texts import (
    BODY,
    FOOTER,
    HEADER,
    emoji_in,
    filled_with,
    formatting_in,
    header_text,
    labels,
    without_variables,
)
from wa_support.domain.templates.template import BODY_LIMIT, HEADER_LIMIT, PLACEHOLDER, Category

FOOTER_LIMIT: Final = 60
LABEL_LIMIT: Final = 25
_SHOWN_LINES: Final = 5


def _long_header(subject: Subject) -> Iterator[Spot]:
    length = len(header_text(subject.template))
    if length > HEADER_LIMIT:
        yield Spot(path=HEADER, it=str(length))


def _header_variables(subject: Subject) -> Iterator[Spot]:
    places = [found.start() for found in PLACEHOLDER.finditer(header_text(subject.template))]
    if len(places) > 1:
        yield Spot(path=HEADER, it=str(len(places)), offset=places[1])


def _header_newline(subject: Subject) -> Iterator[Spot]:
    if "\n" in header_text(subject.template):
        yield Spot(path=HEADER)


def _header_formatting(subject: Subject) -> Iterator[Spot]:
    place = formatting_in(header_text(subject.template))
    if place is not None:
        yield Spot(path=HEADER, offset=place)


def _header_emoji(subject: Subject) -> Iterator[Spot]:
    place = emoji_in(header_text(subject.template))
    if place is not None:
        yield Spot(path=HEADER, offset=place)


def _long_body(subject: Subject) -> Iterator[Spot]:
    length = len(subject.template.body)
    if length > BODY_LIMIT:
        yield Spot(path=BODY, it=str(length))


def _long_when_filled(subject: Subject) -> Iterator[Spot]:
    template = subject.template
    length = len(filled_with(template.example_values(), template.body))
    if len(template.body) <= BODY_LIMIT < length:
        yield Spot(path=BODY, it=str(length))


def _long_header_when_filled(subject: Subject) -> Iterator[Spot]:
    text = header_text(subject.template)
    length = len(filled_with(subject.template.example_values(), text))
    if len(text) <= HEADER_LIMIT < length:
        yield Spot(path=HEADER, it=str(length))


def _many_lines(subject: Subject) -> Iterator[Spot]:
    lines = subject.template.body.count("\n") + 1
    if subject.template.category is Category.MARKETING and lines > _SHOWN_LINES:
        yield Spot(path=BODY, it=str(lines))


def _long_footer(subject: Subject) -> Iterator[Spot]:
    length = len(subject.template.footer)
    if length > FOOTER_LIMIT:
        yield Spot(path=FOOTER, it=str(length))


def _footer_variable(subject: Subject) -> Iterator[Spot]:
    found = PLACEHOLDER.search(subject.template.footer)
    if found is not None:
        yield Spot(path=FOOTER, offset=found.start(), it=found.group())


def _footer_not_plain(subject: Subject) -> Iterator[Spot]:
    footer = subject.template.footer
    places = (footer.find("\n"), emoji_in(footer), formatting_in(footer))
    found = min((place for place in places if place is not None and place >= 0), default=None)
    if found is not None:
        yield Spot(path=FOOTER, offset=found)


def _lone_tilde(subject: Subject) -> Iterator[Spot]:
    for path, text in ((HEADER, header_text(subject.template)), *labels(subject.template)):
        if text.count("~") == 1:
            yield Spot(path=path, offset=text.index("~"))


def _long_label(subject: Subject) -> Iterator[Spot]:
    for path, label in labels(subject.template):
        if len(label) > LABEL_LIMIT:
            yield Spot(path=path, it=str(len(label)))


def _label_variable(subject: Subject) -> Iterator[Spot]:
    for path, label in labels(subject.template):
        found = PLACEHOLDER.search(label)
        if found is not None:
            yield Spot(path=path, it=found.group(), offset=found.start())


def _label_not_plain(subject: Subject) -> Iterator[Spot]:
    for path, label in labels(subject.template):
        plain = without_variables(label)
        place = emoji_in(plain)
        place = formatting_in(plain) if place is None else place
        if "\n" in label or place is not None:
            yield Spot(path=path, offset=place)


RULES: Final = (
    Rule("header_long", "a header of IT characters", "at most 60", _long_header),
    Rule("header_variables", "IT variables in the header", "at most one", _header_variables),
    Rule("header_newline", "a line break in the header", "one line", _header_newline),
    Rule("header_formatting", "formatting marks in the header", "plain words, without * _ ~ or `",
         _header_formatting),
    Rule("header_filled_long", "a header of IT characters with the example in it",
         "at most 60: shorten the text, or leave room for longer values",
         _long_header_when_filled),
    Rule("tilde", "a ~ in a header or a label", "another sign, such as –; it may be refused",
         _lone_tilde, warning=True),
    Rule("header_emoji", "an emoji in the header", "words only; the body may have emoji",
         _header_emoji),
    Rule("body_long", "a body of IT characters", "at most 1024", _long_body),
    Rule("body_filled_long", "a body of IT characters with the examples in it",
         "at most 1024: shorten the text, or leave room for longer values", _long_when_filled),
    Rule("body_lines", "a body of IT lines",
         "WhatsApp folds marketing after about 5 lines: say what matters first", _many_lines,
         warning=True),
    Rule("footer_long", "a footer of IT characters", "at most 60", _long_footer),
    Rule("footer_variable", "a variable in the footer (IT)",
         "fixed words in the footer; move the value into the body", _footer_variable),
    Rule("footer_not_plain", "an emoji, formatting or a line break in the footer",
         "plain words on one line; it may be refused", _footer_not_plain, warning=True),
    Rule("label_long", "a label of IT characters", "at most 25", _long_label),
    Rule("label_variable", "a variable in a label (IT)",
         "fixed words on a button; move the value into the body", _label_variable),
    Rule("label_not_plain", "a label with an emoji, formatting or a line break",
         "plain words on one line", _label_not_plain),
)  # fmt: skip
