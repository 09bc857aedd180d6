"""The texts of a template with their places."""

import re
from collections.abc import Iterator
from typing import Final

from wa_support.domain.templates.filling import with_values
from wa_support.domain.templates.lint.rule import Path
from wa_support.domain.templates.template import (
    PLACEHOLDER,
    ButtonKind,
    HeaderKind,
    Template,
    names_in,
)

BODY: Final[Path] = ("body",)
HEADER: Final[Path] = ("header", "text")
FOOTER: Final[Path] = ("footer",)

_EMOJI: Final = re.compile(
    "[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\u231a-\u23ff\ufe0f\u20e3]"
)
_FORMATTED: Final = re.compile(r"[*`]|~[^~]*~|_\S[^_]*_")


def header_text(template: Template) -> str:
    header = template.header
    return header.text if header is not None and header.kind is HeaderKind.TEXT else ""


def labels(template: Template) -> Iterator[tuple[Path, str]]:
    for index, button in enumerate(template.buttons):
        name = "reply" if button.kind is ButtonKind.REPLY else "text"
        yield ("buttons", index, name), button.text


def urls(template: Template) -> Iterator[tuple[Path, str]]:
    for index, button in enumerate(template.buttons):
        if button.kind is ButtonKind.URL:
            yield ("buttons", index, "url"), button.url


def read_texts(template: Template) -> Iterator[tuple[Path, str]]:
    """What customers read, in the order of the bubble."""
    yield HEADER, header_text(template)
    yield BODY, template.body
    yield FOOTER, template.footer
    yield from labels(template)


def fillable(template: Template) -> Iterator[tuple[Path, str]]:
    """Where variables may stand."""
    yield HEADER, header_text(template)
    yield BODY, template.body
    yield from urls(template)


def blanked(text: str, what: re.Pattern[str]) -> str:
    """Blanks in its place, so that places stay."""
    return what.sub(lambda found: " " * len(found.group()), text)


def without_variables(text: str) -> str:
    return blanked(text, PLACEHOLDER)


def filled_with(examples: dict[str, str], text: str) -> str:
    """What has no example is empty."""
    return with_values(text, dict.fromkeys(names_in(text), "") | examples)


def emoji_in(text: str) -> int | None:
    """Where the first one stands."""
    found = _EMOJI.search(text)
    return found.start() if found else None


def formatting_in(text: str) -> int | None:
    """WhatsApp's own marks: *bold*, _italic_, ~struck~, code."""
    found = _FORMATTED.search(without_variables(text))
    return found.start() if found else None
