"""Request bodies of `POST /{phone_number_id}/messages`.

Source: Meta, "messages/send-messages", "messages/interactive-reply-buttons-messages",
"messages/interactive-list-messages", "messages/image-messages" and its sisters,
"messages/mark-message-as-read", "typing-indicators".
"""

from typing import Any

from wa_support.domain.content import MediaKind
from wa_support.domain.outbound import (
    Choice,
    Outbound,
    OutButtons,
    OutList,
    OutMedia,
    OutTemplate,
    OutText,
)
from wa_support.whatsapp.template_bodies import template_content

Body = dict[str, Any]


def build_body(message: Outbound, *, phone: str | None, bsuid: str | None, attempt_id: str) -> Body:
    """One message to one customer. `attempt_id` (≤ 512 characters) comes back in its statuses.

    A known phone is preferred: without the leading `+` Meta would prepend our own country code.
    """
    receiver = {"to": f"+{phone}"} if phone else {"recipient": bsuid}
    return {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        **receiver,
        **_content(message),
        "biz_opaque_callback_data": attempt_id,
    }


def read_body(wamid: str, *, typing: bool) -> Body:
    """Two blue ticks on that message and the ones before it; `typing` shows dots for ≤ 25 s."""
    body: Body = {"messaging_product": "whatsapp", "status": "read", "message_id": wamid}
    return {**body, "typing_indicator": {"type": "text"}} if typing else body


def _content(message: Outbound) -> Body:
    match message:
        case OutText(body=body):
            return {"type": "text", "text": {"body": body, "preview_url": False}}
        case OutButtons(body=body, buttons=buttons):
            return _interactive("button", body, {"buttons": [_button(each) for each in buttons]})
        case OutList(body=body, button=button, rows=rows):
            sections = [{"rows": [_row(each) for each in rows]}]
            return _interactive("list", body, {"button": button, "sections": sections})
        case OutMedia(kind=kind):
            return {"type": str(kind), str(kind): _file(message)}
        case OutTemplate():
            return {"type": "template", "template": template_content(message)}


def _file(message: OutMedia) -> Body:
    """By the id of an upload. Audio has no caption, and only a document shows its name."""
    file: Body = {"id": message.media_id}
    if message.body and message.kind is not MediaKind.AUDIO:
        file["caption"] = message.body
    return {**file, "filename": message.name} if message.kind is MediaKind.DOCUMENT else file


def _interactive(type: str, body: str, action: Body) -> Body:
    content = {"type": type, "body": {"text": body}, "action": action}
    return {"type": "interactive", "interactive": content}


def _button(choice: Choice) -> Body:
    return {"type": "reply", "reply": {"id": choice.id, "title": choice.title}}


def _row(choice: Choice) -> Body:
    row = {"id": choice.id, "title": choice.title}
    return {**row, "description": choice.description} if choice.description else row
