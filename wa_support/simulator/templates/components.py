"""Header, body and footer of a template."""

import re
from collections.abc import Callable
from typing import Any, Final

from wa_support.simulator.templates.buttons import check_buttons
from wa_support.simulator.templates.complaints import BODY, FOOTER, HEADER, TOO_LONG, wrong
from wa_support.simulator.templates.template import Component
from wa_support.simulator.templates.variables import (
    check_examples,
    check_surroundings,
    check_variables,
    without_variables,
)

HEADER_LIMIT: Final = 60
BODY_LIMIT: Final = 1024
FOOTER_LIMIT: Final = 60
MEDIA: Final = {"IMAGE": "image/", "VIDEO": "video/", "DOCUMENT": "application/"}

_MARKUP: Final = re.compile(r"[*~`\n]|_\S[^_]*_")

IsUpload = Callable[[str, str], bool]
"""Whether a handle is that of an upload whose type begins so."""


def checked_components(
    given: object, *, parameter_format: str, is_upload: IsUpload
) -> tuple[Component, ...]:
    """With upper-case types; raises `Refused`."""
    if not isinstance(given, list) or not all(isinstance(each, dict) for each in given):
        raise wrong("components must be a list of objects")
    parts = tuple(_upper(each, "type", "format") for each in given)
    kinds = [part.get("type") for part in parts]
    for kind in kinds:
        if kind not in ("HEADER", "BODY", "FOOTER", "BUTTONS"):
            raise wrong(f"components: type {kind!r} is not simulated")
        if kinds.count(kind) > 1:
            raise wrong(f"components: more than one {kind}")
    if "BODY" not in kinds:
        raise wrong("components: BODY is missing", BODY)
    return tuple(_checked(part, parameter_format, is_upload) for part in parts)


def _checked(part: Component, parameter_format: str, is_upload: IsUpload) -> Component:
    match part["type"]:
        case "HEADER":
            _check_header(part, parameter_format, is_upload)
        case "BODY":
            _check_body(part, parameter_format)
        case "FOOTER":
            _check_footer(part)
        case _:
            return part | {"buttons": check_buttons(part.get("buttons"))}
    return part


def _check_header(part: Component, parameter_format: str, is_upload: IsUpload) -> None:
    match part.get("format"):
        case "TEXT":
            _check_header_text(part, parameter_format)
        case "IMAGE" | "VIDEO" | "DOCUMENT" as kind:
            _check_handle(part, kind, is_upload)
        case "LOCATION":
            pass
        case other:
            raise wrong(f"header: format {other!r} is not simulated", HEADER)


def _check_header_text(part: Component, parameter_format: str) -> None:
    text = _text(part, "header", HEADER_LIMIT, HEADER)
    names = check_variables(text, "header", parameter_format=parameter_format, subcode=HEADER)
    if len(names) > 1:
        raise wrong("header: at most one variable", HEADER)
    if _MARKUP.search(without_variables(text)):
        raise wrong("header: no new lines and no * _ ~ ` around words", HEADER)
    check_examples(part, "header", names, parameter_format=parameter_format, subcode=HEADER)


def _check_handle(part: Component, kind: str, is_upload: IsUpload) -> None:
    example = part.get("example")
    handles = example.get("header_handle") if isinstance(example, dict) else None
    if not isinstance(handles, list) or len(handles) != 1 or not isinstance(handles[0], str):
        raise wrong("header: example.header_handle wants one handle of an upload", HEADER)
    if not is_upload(handles[0], MEDIA[kind]):
        raise wrong(f"header: header_handle is not that of an upload for {kind}", HEADER)


def _check_body(part: Component, parameter_format: str) -> None:
    text = _text(part, "body", BODY_LIMIT, BODY)
    names = check_variables(text, "body", parameter_format=parameter_format, subcode=BODY)
    check_surroundings(text, names, "body")
    check_examples(part, "body", names, parameter_format=parameter_format, subcode=BODY)


def _check_footer(part: Component) -> None:
    text = _text(part, "footer", FOOTER_LIMIT, FOOTER)
    if "{{" in text:
        raise wrong("footer: no variables", FOOTER)


def _text(part: Component, where: str, limit: int, subcode: int) -> str:
    text = part.get("text")
    if not isinstance(text, str) or not text.strip():
        raise wrong(f"{where}: text is missing", subcode)
    if len(text) > limit:
        raise wrong(f"{where}: {len(text)} characters, at most {limit}", TOO_LONG)
    return text


def _upper(part: Component, *keys: str) -> Component:
    known: dict[str, Any] = {
        key: part[key].upper() for key in keys if isinstance(part.get(key), str)
    }
    return part | known
