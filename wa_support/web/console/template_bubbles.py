"""A template as the customer's phone shows it, its examples filled in and marked."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup, escape

from wa_support.domain.templates.filling import Piece, pieces
from wa_support.domain.templates.template import Button, HeaderKind, Template
from wa_support.web.console.signs import visible

_MOST_SHOWN: Final = 3
_SHOWN_OF_MORE: Final = 2
"""Source: Meta, "templates/components": of more than three buttons two are shown, and a list."""
_OPEN, _CLOSE = "\ue000", "\ue001"
_HIDE: Final = {ord(_OPEN): None, ord(_CLOSE): None}
_VALUE: Final = re.compile(f"{_OPEN}([0-9]+){_CLOSE}")
_MARKS: Final = (
    (re.compile(r"```([^`]+)```"), r"<code>\1</code>"),
    (re.compile(r"`([^`\n]+)`"), r"<code>\1</code>"),
    (re.compile(r"(?<![\w*])\*(?=\S)([^*\n]+)(?<=\S)\*(?![\w*])"), r"<strong>\1</strong>"),
    (re.compile(r"(?<!\w)_(?=\S)([^_\n]+)(?<=\S)_(?!\w)"), r"<em>\1</em>"),
    (re.compile(r"(?<![\w~])~(?=\S)([^~\n]+)(?<=\S)~(?![\w~])"), r"<s>\1</s>"),
)
"""What WhatsApp makes of these signs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bubble:
    """`sample` is the header's file, `media` its kind. `buttons` stand in the bubble; `folded` is
    all of them when the phone shows only some."""

    header: Markup | None
    media: str | None
    sample: str
    body: Markup
    footer: str
    buttons: tuple[Button, ...]
    folded: tuple[Button, ...]


def bubble(template: Template) -> Bubble:
    values = {name: str(visible(text)) for name, text in template.example_values().items()}
    header, buttons = template.header, template.buttons
    is_text = header is not None and header.kind is HeaderKind.TEXT
    many = len(buttons) > _MOST_SHOWN
    return Bubble(
        header=marked(header.text, values) if header is not None and is_text else None,
        media=str(header.kind) if header is not None and not is_text else None,
        sample=header.sample if header is not None else "",
        body=formatted(template.body.strip(), values),
        footer=template.footer,
        buttons=buttons[:_SHOWN_OF_MORE] if many else buttons,
        folded=buttons if many else (),
    )


def marked(text: str, values: Mapping[str, str]) -> Markup:
    """The text with its values; a header knows no bold and no italics."""
    filled = list(pieces(str(visible(text)), values))
    return Markup("").join(_mark(piece) if piece.variable else piece.text for piece in filled)


def formatted(text: str, values: Mapping[str, str]) -> Markup:
    """As `marked`, with WhatsApp's own bold, italics and so on."""
    filled = list(pieces(str(visible(text)).translate(_HIDE), values))
    html = str(escape("".join(_held(filled))))
    for pattern, tag in _MARKS:
        html = pattern.sub(tag, html)
    return Markup(_VALUE.sub(lambda found: _mark(filled[int(found[1])]), html))  # noqa: S704


def _held(filled: Iterable[Piece]) -> Iterable[str]:
    """A value's place is kept by its number: a sign in a name or a value formats nothing."""
    for number, piece in enumerate(filled):
        yield f"{_OPEN}{number}{_CLOSE}" if piece.variable else piece.text


def _mark(piece: Piece) -> Markup:
    return Markup('<mark title="{}">{}</mark>').format(piece.variable, piece.text)
