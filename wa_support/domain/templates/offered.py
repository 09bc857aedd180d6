"""A template as it is offered to the agent who may send it."""

from dataclasses import dataclass

from wa_support.domain.templates.template import Variable


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedTemplate:
    """`asks` are the variables that the agent fills in; `language` is the one it would go out
    in."""

    name: str
    language: str
    what_for: str
    asks: tuple[Variable, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplatePreview:
    """`text` is what the customer would read; `fault` why it cannot be sent like that."""

    text: str = ""
    fault: str | None = None
