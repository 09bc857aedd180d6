"""What a body must look like before it is accepted; raises `Refused` with Meta's codes.

Limits: developers.facebook.com/documentation/business-messaging/whatsapp/messages
(text, interactive reply buttons, interactive list).
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

from wa_support.simulator.refusals import Refused

OPAQUE_LIMIT: Final = 512
CAPTION_LIMIT: Final = 1024
_SENDABLE_ELSEWHERE: Final = frozenset(("contacts", "location", "reaction", "sticker"))
_FILE_HAS: Final = {
    "image": {"id", "caption"},
    "video": {"id", "caption"},
    "audio": {"id", "voice"},
    "document": {"id", "caption", "filename"},
}


def check_message(body: dict[str, Any]) -> None:
    """Checks everything but the recipient and the window."""
    if body.get("messaging_product") != "whatsapp":
        raise Refused(100, "messaging_product must be 'whatsapp'")
    if "category" in body:
        raise Refused(100, "Direct Send is not enabled for this account")
    _size(body.get("biz_opaque_callback_data", " "), "biz_opaque_callback_data", OPAQUE_LIMIT, 100)
    kind = _text(body, "type")
    if kind in _SENDABLE_ELSEWHERE:
        raise Refused(131051, f"type {kind} is not simulated: use text, interactive or a file")
    check: dict[str, Callable[[dict[str, Any]], None]]
    check = {"text": _check_text, "interactive": _check_interactive, "template": _check_template}
    check |= {name: partial(_check_file, name) for name in _FILE_HAS}
    if kind not in check:
        raise Refused(100, f"type: no message type is called {kind!r}")
    check[kind](_object(body, kind))


def _check_text(text: dict[str, Any]) -> None:
    _size(_text(text, "body", "text.body"), "text.body", 4096, 100)


def _check_file(kind: str, file: dict[str, Any]) -> None:
    """By the id of an upload only: a `link` would have to be fetched from somewhere."""
    _text(file, "id", f"{kind}.id")
    for name in file.keys() - _FILE_HAS[kind]:
        raise Refused(100, f"{kind}.{name} is not known")
    _size(file.get("caption", " "), f"{kind}.caption", CAPTION_LIMIT, 100)
    _size(file.get("filename", " "), f"{kind}.filename", 240, 100)


def _check_template(template: dict[str, Any]) -> None:
    _text(template, "name", "template.name")
    _text(_object(template, "language", "template.language"), "code", "template.language.code")


def _check_interactive(interactive: dict[str, Any]) -> None:
    kind = _text(interactive, "type", "interactive.type")
    limits = {"button": 1024, "list": 4096}
    if kind not in limits:
        raise Refused(131009, f"interactive.type {kind!r} is not simulated: use button or list")
    body = _object(interactive, "body", "interactive.body")
    _size(_text(body, "text", "interactive.body.text"), "interactive.body.text", limits[kind])
    _check_edges(interactive)
    action = _object(interactive, "action", "interactive.action")
    (_check_buttons if kind == "button" else _check_list)(action)


def _check_edges(interactive: dict[str, Any]) -> None:
    for edge in ("header", "footer"):
        if edge in interactive:
            words = _object(interactive, edge).get("text", " ")
            _size(words, f"interactive.{edge}.text", 60)


def _check_buttons(action: dict[str, Any]) -> None:
    replies = []
    for button in _items(action, "buttons", "action.buttons", most=3):
        if button.get("type") != "reply":
            raise Refused(131009, "action.buttons: type must be 'reply'")
        replies.append(_object(button, "reply", "button.reply"))
    for reply in replies:
        _size(_text(reply, "id", "button.reply.id"), "button.reply.id", 256)
        _size(_text(reply, "title", "button.reply.title"), "button.reply.title", 20)
    _unique([reply["id"] for reply in replies], "button.reply.id")
    _unique([reply["title"] for reply in replies], "button.reply.title")


def _check_list(action: dict[str, Any]) -> None:
    _size(_text(action, "button", "action.button"), "action.button", 20)
    sections = _items(action, "sections", "action.sections", most=10)
    for section in sections:
        if len(sections) > 1:
            _text(section, "title", "section.title")
        _size(section.get("title", " "), "section.title", 24)
    rows = [row for section in sections for row in _items(section, "rows", "section.rows", most=10)]
    if len(rows) > 10:
        raise Refused(131009, f"action.sections: {len(rows)} rows in total, at most 10")
    for row in rows:
        _check_row(row)
    _unique([row["id"] for row in rows], "row.id")


def _check_row(row: dict[str, Any]) -> None:
    _size(_text(row, "id", "row.id"), "row.id", 200)
    _size(_text(row, "title", "row.title"), "row.title", 24)
    _size(row.get("description", " "), "row.description", 72)


def _object(parent: dict[str, Any], key: str, name: str | None = None) -> dict[str, Any]:
    value = parent.get(key)
    if value is None:
        raise Refused(131008, f"{name or key} is required")
    if not isinstance(value, dict):
        raise Refused(131009, f"{name or key} must be an object")
    return value


def _text(parent: dict[str, Any], key: str, name: str | None = None) -> str:
    value = parent.get(key)
    if value is None or value == "":
        raise Refused(131008, f"{name or key} is required")
    if not isinstance(value, str):
        raise Refused(131009, f"{name or key} must be a string")
    return value


def _items(parent: dict[str, Any], key: str, name: str, *, most: int) -> list[dict[str, Any]]:
    value = parent.get(key)
    if not value:
        raise Refused(131008, f"{name} is required")
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise Refused(131009, f"{name} must be a list of objects")
    if len(value) > most:
        raise Refused(131009, f"{name}: {len(value)}, at most {most}")
    return value


def _size(value: object, name: str, limit: int, code: int = 131009) -> None:
    if not isinstance(value, str) or not 1 <= len(value) <= limit:
        raise Refused(code, f"{name} must be a string of 1 to {limit} characters")


def _unique(values: Sequence[str], name: str) -> None:
    if len(set(values)) < len(values):
        raise Refused(131009, f"{name} must be unique in a message")
