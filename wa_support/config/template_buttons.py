"""`buttons` of a template's file."""

import unicodedata
from typing import Final

from wa_support.config.nodes import MapNode, Node
from wa_support.config.reading import Reading, described
from wa_support.domain.templates.template import Button, ButtonKind

_KEYS: Final = {
    ButtonKind.REPLY: ("reply", "does"),
    ButtonKind.URL: ("url", "text"),
    ButtonKind.PHONE: ("phone", "text"),
}
_ONE_OF: Final = "{reply: …, does: …}, {url: …, text: …} or {phone: …, text: …}"


def read_buttons(node: Node, reading: Reading) -> tuple[Button, ...]:
    """Every item keeps its place, so that a path into the file stays true."""
    return tuple(_button(item, reading) for item in reading.items(node))


def _button(node: Node, reading: Reading) -> Button:
    if not isinstance(node, MapNode):
        reading.fault(node, described(node), _ONE_OF)
        return Button(kind=ButtonKind.REPLY, text="")
    kinds = [kind for kind in ButtonKind if any(key.text == kind for key, _ in node.entries)]
    if len(kinds) != 1:
        reading.fault(node, "a button of no kind, or of several", _ONE_OF)
        return Button(kind=ButtonKind.REPLY, text="")
    kind = kinds[0]
    required = (kind,) if kind is ButtonKind.REPLY else (kind, "text")
    fields = reading.fields(node, _KEYS[kind], required=required, of="a button")
    texts = {key: reading.text(value) for key, value in fields.items()}
    label = texts.get("reply" if kind is ButtonKind.REPLY else "text", "")
    return Button(
        kind=kind,
        text=unicodedata.normalize("NFC", label),
        does=texts.get("does", ""),
        url=texts.get("url", ""),
        phone=texts.get("phone", ""),
    )
