"""What a send of a template is made of."""

from typing import Any

from tests.simulator.templates.samples import Body
from wa_support.simulator.templates.seeds import seed_draft
from wa_support.simulator.templates.sending import bubble_from
from wa_support.simulator.templates.template import Template


def text(text: Any, name: str | None = None) -> Body:
    return {"type": "text", "text": text} | ({"parameter_name": name} if name else {})


def part(kind: str, *parameters: Any) -> Body:
    return {"type": kind, "parameters": list(parameters)}


def button(sub_type: str, index: Any, kind: str, value: Any) -> Body:
    return {
        "type": "button",
        "sub_type": sub_type,
        "index": index,
        "parameters": [{"type": kind, kind: value}],
    }


HEADER = part("header", text("1042"))
BODY = part("body", text("민아"), text("원목 선반"))
TRACK = button("url", "1", "text", "1042%3Fa")
PERSON = button("quick_reply", 0, "payload", "p:person")


def shipped(*components: Body, language: str = "ko", name: str = "order_shipped") -> Body:
    return {"name": name, "language": {"code": language}, "components": list(components)}


def template_of(body: Body) -> Template:
    draft = seed_draft(body)
    return Template(
        id="1",
        order=1,
        name=draft.name,
        language=draft.language,
        category=draft.category,
        parameter_format=draft.parameter_format,
        components=draft.components,
        status="APPROVED",
    )


def bubble_from_send(body: Body, *components: Any) -> dict[str, Any]:
    sent = {"components": list(components)}
    return bubble_from(template_of(body), sent, is_upload=lambda upload: upload == "123")
