"""A template with values in place of its variables: what goes to Meta, and what people read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from wa_support.domain.content import MediaKind
from wa_support.domain.outbound import Filled, OutTemplate, Part
from wa_support.domain.templates.template import (
    PLACEHOLDER,
    Button,
    ButtonKind,
    HeaderKind,
    Template,
    names_in,
)


def filled(template: Template, values: Mapping[str, str], *, version_id: str) -> OutTemplate:
    """`values` has one for every variable; a missing one is a `KeyError`."""
    header = template.header
    is_file = header is not None and header.kind is not HeaderKind.TEXT
    head = header.text if header is not None and not is_file else ""
    return OutTemplate(
        name=template.key.name,
        language=template.key.language,
        category=template.category,
        version_id=version_id,
        body=_whole(template, head, values),
        filled=(
            *_values(Part.HEADER, head, values),
            *_values(Part.BODY, template.body, values),
            *_of_buttons(template, values),
        ),
        header_kind=MediaKind(header.kind) if header is not None and is_file else None,
        media_name=header.sample if header is not None else "",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of a filled text; `variable` is whose value it is, None for the template's own."""

    text: str
    variable: str | None = None


def pieces(text: str, values: Mapping[str, str]) -> Iterator[Piece]:
    end = 0
    for found in PLACEHOLDER.finditer(text):
        if found.start() > end:
            yield Piece(text=text[end : found.start()])
        name = found.group(1).strip()
        yield Piece(text=values[name], variable=name)
        end = found.end()
    if end < len(text):
        yield Piece(text=text[end:])


def with_values(text: str, values: Mapping[str, str]) -> str:
    return "".join(piece.text for piece in pieces(text, values))


def _whole(template: Template, head: str, values: Mapping[str, str]) -> str:
    parts = (with_values(head, values), with_values(template.body, values), template.footer)
    return "\n\n".join(part.strip() for part in parts if part.strip())


def _values(part: Part, text: str, values: Mapping[str, str]) -> tuple[Filled, ...]:
    names = dict.fromkeys(names_in(text))
    return tuple(Filled(part=part, name=name, value=values[name]) for name in names)


def _of_buttons(template: Template, values: Mapping[str, str]) -> tuple[Filled, ...]:
    buttons = enumerate(template.buttons)
    return tuple(each for index, button in buttons for each in _of_button(button, index, values))


def _of_button(button: Button, index: int, values: Mapping[str, str]) -> tuple[Filled, ...]:
    if button.kind is ButtonKind.REPLY:
        value = button.does or button.text
        return (Filled(part=Part.REPLY, name=button.text, value=value, index=index),)
    return tuple(
        Filled(part=Part.URL, name=name, value=values[name], index=index)
        for name in names_in(button.url)
    )
