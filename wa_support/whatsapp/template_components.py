"""A template of ours as Meta wants it created: components with an example of every variable.

Source: Meta, "templates/components", NAMED parameters. The variable of a URL button stands as
`{{1}}` there whatever the others are called, and its example is the whole address.
"""

from typing import Any
from urllib.parse import quote

from wa_support.domain.templates.filling import with_values
from wa_support.domain.templates.template import (
    PLACEHOLDER,
    Button,
    ButtonKind,
    HeaderKind,
    Template,
    names_in,
    tidy,
)

Json = dict[str, Any]


def creation(template: Template, handle: str | None) -> Json:
    """`handle` is that of the header's sample, for a header with a file."""
    return {
        "name": template.key.name,
        "language": template.key.language,
        "category": template.category.upper(),
        "parameter_format": "NAMED",
        **_content(template, handle),
    }


def edit(template: Template, handle: str | None, *, with_category: bool) -> Json:
    """Everything is replaced, so everything is said again; the category may only be said where it
    may be changed."""
    category = {"category": template.category.upper()} if with_category else {}
    return {**category, **_content(template, handle)}


def components(template: Template, handle: str | None) -> list[Json]:
    parts: list[Json] = [*_header(template, handle), _body(template)]
    if template.footer:
        parts.append({"type": "FOOTER", "text": template.footer.strip()})
    if template.buttons:
        buttons = [_button(each, template) for each in template.buttons]
        parts.append({"type": "BUTTONS", "buttons": buttons})
    return parts


def _content(template: Template, handle: str | None) -> Json:
    found: Json = {"components": components(template, handle)}
    if template.lives_ms is not None:
        found["message_send_ttl_seconds"] = template.lives_ms // 1000
    return found


def _header(template: Template, handle: str | None) -> list[Json]:
    header = template.header
    if header is None:
        return []
    part: Json = {"type": "HEADER", "format": header.kind.upper()}
    if header.kind is not HeaderKind.TEXT:
        return [{**part, "example": {"header_handle": [handle or ""]}}]
    text = header.text.strip()
    return [{**part, "text": tidy(text), **_examples("header", text, template)}]


def _body(template: Template) -> Json:
    text = template.body.strip()
    return {"type": "BODY", "text": tidy(text), **_examples("body", text, template)}


def _examples(part: str, text: str, template: Template) -> Json:
    values = template.example_values()
    named = [
        {"param_name": name, "example": values[name]} for name in dict.fromkeys(names_in(text))
    ]
    return {"example": {f"{part}_text_named_params": named}} if named else {}


def _button(button: Button, template: Template) -> Json:
    match button.kind:
        case ButtonKind.REPLY:
            return {"type": "QUICK_REPLY", "text": button.text}
        case ButtonKind.PHONE:
            return {"type": "PHONE_NUMBER", "text": button.text, "phone_number": button.phone}
        case ButtonKind.URL:
            return {"type": "URL", "text": button.text, **_address(button, template)}


def _address(button: Button, template: Template) -> Json:
    if not names_in(button.url):
        return {"url": button.url}
    values = {name: quote(value, safe="") for name, value in template.example_values().items()}
    return {
        "url": PLACEHOLDER.sub("{{1}}", button.url),
        "example": [with_values(button.url, values)],
    }
