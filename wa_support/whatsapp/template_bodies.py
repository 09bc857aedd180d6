"""The `template` part of a send, with named parameters.

Source: Meta, "templates/components" and "messages/send-messages". A quick reply's payload comes
back as `button.payload`; a URL button takes only what stands behind the fixed part of its address.
"""

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from wa_support.domain.content import MediaKind
from wa_support.domain.outbound import Filled, OutTemplate, Part

Json = dict[str, Any]


def template_content(message: OutTemplate) -> Json:
    content: Json = {"name": message.name, "language": {"code": message.language}}
    components = [*_header(message), *_texts(message, Part.BODY), *_buttons(message.filled)]
    return {**content, "components": components} if components else content


def _header(message: OutTemplate) -> list[Json]:
    if message.header_kind is None:
        return _texts(message, Part.HEADER)
    kind = str(message.header_kind)
    file = {"id": message.media_id}
    if message.header_kind is MediaKind.DOCUMENT and message.media_name:
        file["filename"] = message.media_name
    return [{"type": "header", "parameters": [{"type": kind, kind: file}]}]


def _texts(message: OutTemplate, part: Part) -> list[Json]:
    parameters = [
        {"type": "text", "parameter_name": each.name, "text": each.value}
        for each in message.filled
        if each.part is part
    ]
    return [{"type": str(part), "parameters": parameters}] if parameters else []


def _buttons(filled: Iterable[Filled]) -> list[Json]:
    return [_button(each) for each in filled if each.part in {Part.URL, Part.REPLY}]


def _button(each: Filled) -> Json:
    reply = each.part is Part.REPLY
    parameter = (
        {"type": "payload", "payload": each.value}
        if reply
        else {"type": "text", "text": quote(each.value, safe="")}
    )
    kind = "quick_reply" if reply else "url"
    return {
        "type": "button", "sub_type": kind, "index": str(each.index), "parameters": [parameter]
    }  # fmt: skip
