"""A message template as its file says it: one name in one language.

Limits and kinds are WhatsApp's (templates/components). The file's variables have names; a name
stands as `{{order_id}}` where its value goes.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

PLACEHOLDER: Final = re.compile(r"\{\{([^{}]*)\}\}")
HEADER_LIMIT: Final = 60
BODY_LIMIT: Final = 1024
URL_LIMIT: Final = 2000
"""Characters, for the text with its values."""
SEE_ANSWER: Final = "see_answer"
"""The tap that asks for what is held, and is no wish of its own."""
STOP_PROMOTIONS: Final = "stop_promotions"
"""The tap that ends promotions."""


class Category(StrEnum):
    """Meta writes them in upper case, files in lower case."""

    MARKETING = "marketing"
    UTILITY = "utility"
    AUTHENTICATION = "authentication"


class Trigger(StrEnum):
    """What may send a template."""

    BOOKING_REMINDER = "booking_reminder"
    BOOKING_CHANGED = "booking_changed"
    NOTIFY = "notify"
    ANSWER_DUE = "answer_due"
    AGENT = "agent"
    LIST = "list"


class HeaderKind(StrEnum):
    TEXT = "text"
    IMAGE = "image"
    VIDEO = "video"
    DOCUMENT = "document"


class ButtonKind(StrEnum):
    REPLY = "reply"
    URL = "url"
    PHONE = "phone"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class TemplateKey:
    """`language` is Meta's code with an underscore (`ko`, `en`, `en_US`)."""

    name: str
    language: str

    def __str__(self) -> str:
        return f"{self.name}.{self.language}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """`text` for a text header; else `sample`, a file beside the template that reviewers see."""

    kind: HeaderKind
    text: str = ""
    sample: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """`does` is what a tap on a reply means here (a tap id that the gate knows); `url` may end in
    one variable; `phone` is `+` and digits."""

    kind: ButtonKind
    text: str
    does: str = ""
    url: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """`example` is what Meta's reviewers see in its place, `means` what colleagues read."""

    name: str
    example: str
    means: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """`otherwise` is the language that is sent while this one may not be; None: it is held.
    `lives_ms` is Meta's time to live, None for Meta's default."""

    key: TemplateKey
    category: Category
    body: str
    what_for: str
    fired_by: tuple[Trigger, ...]
    header: Header | None = None
    footer: str = ""
    buttons: tuple[Button, ...] = ()
    variables: tuple[Variable, ...] = ()
    otherwise: str | None = None
    lives_ms: int | None = None

    def example_values(self) -> dict[str, str]:
        return {variable.name: variable.example for variable in self.variables}


def tidy(text: str) -> str:
    """Each variable without blanks in its braces."""
    return PLACEHOLDER.sub(lambda found: f"{{{{{found.group(1).strip()}}}}}", text)


def names_in(text: str) -> tuple[str, ...]:
    """The variables of a text, in order, each as often as it stands there."""
    return tuple(found.group(1).strip() for found in PLACEHOLDER.finditer(text))
