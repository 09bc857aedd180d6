"""A `type: template` send against the template it names, and the bubble that it becomes."""

from collections.abc import Callable
from typing import Any, Final

from wa_support.simulator.refusals import Refused
from wa_support.simulator.templates.components import BODY_LIMIT, HEADER_LIMIT
from wa_support.simulator.templates.parameters import values_of
from wa_support.simulator.templates.sent_buttons import buttons_of
from wa_support.simulator.templates.template import Template
from wa_support.simulator.templates.variables import filled, names_in

Part = dict[str, Any]

_REFUSED_AS: Final = {"PAUSED": 132015, "DISABLED": 132016}


def language_of(sent: dict[str, Any]) -> str:
    return str(sent["language"]["code"])


def require_sendable(template: Template | None, sent: dict[str, Any]) -> Template:
    """Only an APPROVED one in exactly this language."""
    name, language = sent["name"], language_of(sent)
    if template is None:
        details = f"template name ({name}) does not exist in {language}"
        raise Refused(132001, details, http=404)
    if template.status == "APPROVED":
        return template
    if template.status in _REFUSED_AS:
        raise Refused(_REFUSED_AS[template.status], f"{name} in {language} is {template.status}")
    raise Refused(132001, f"{name} in {language} is {template.status}, not approved", http=404)


def bubble_from(
    template: Template, sent: dict[str, Any], *, is_upload: Callable[[str], bool]
) -> dict[str, Any]:
    """Header, words, footer and buttons as the phone shows them; raises `Refused`."""
    header, body, buttons = _sorted(sent.get("components", []))
    bubble: dict[str, Any] = {"type": "template"}
    bubble |= _header(template, header, is_upload)
    bubble["text"] = _words(template, "BODY", body, BODY_LIMIT)
    if footer := template.part("FOOTER"):
        bubble["footer"] = footer["text"]
    if choices := buttons_of(template.buttons, buttons):
        bubble["buttons"] = choices
    return bubble


def _sorted(components: object) -> tuple[Part | None, Part | None, list[Part]]:
    if not isinstance(components, list) or not all(isinstance(each, dict) for each in components):
        raise Refused(131009, "template.components must be a list of objects")
    found: dict[str, list[Part]] = {"header": [], "body": [], "button": []}
    for each in components:
        kind = each.get("type")
        if not isinstance(kind, str) or kind not in found:
            raise Refused(132012, f"template.components: no type {kind!r} in this template")
        found[kind].append(each)
    for kind in ("header", "body"):
        if len(found[kind]) > 1:
            raise Refused(132012, f"template.components: more than one {kind}")
    first = [found[kind][0] if found[kind] else None for kind in ("header", "body")]
    return first[0], first[1], found["button"]


def _words(template: Template, kind: str, sent: Part | None, limit: int) -> str:
    where, text = kind.lower(), str((template.part(kind) or {})["text"])
    parameters = (sent or {}).get("parameters", [])
    values = values_of(
        parameters, names_in(text), where, named=template.parameter_format == "NAMED"
    )
    whole = filled(text, values)
    if len(whole) > limit:
        raise Refused(132005, f"{where}: {len(whole)} characters with the values, at most {limit}")
    return whole


def _header(
    template: Template, sent: Part | None, is_upload: Callable[[str], bool]
) -> dict[str, Any]:
    header = template.part("HEADER")
    if header is None:
        if sent is not None:
            raise Refused(132000, "header: the template has none")
        return {}
    if header["format"] == "TEXT":
        return {"header": _words(template, "HEADER", sent, HEADER_LIMIT)}
    kind = header["format"].lower()
    item = _only_item((sent or {}).get("parameters"), kind)
    if kind == "location":
        return {"place": _place(item)}
    return {"media": {"kind": kind} | _file(item, kind, is_upload)}


def _only_item(parameters: object, kind: str) -> Part:
    if not isinstance(parameters, list) or len(parameters) != 1:
        raise Refused(132012, f"header: Format mismatch, expected {kind.upper()}, received UNKNOWN")
    given = parameters[0] if isinstance(parameters[0], dict) else {}
    if given.get("type") != kind or not isinstance(given.get(kind), dict):
        received = str(given.get("type")).upper()
        raise Refused(132012, f"header: Format mismatch, expected {kind.upper()}, got {received}")
    item: Part = given[kind]
    return item


def _file(item: Part, kind: str, is_upload: Callable[[str], bool]) -> dict[str, str]:
    """By the id of an upload or by a link, which is not fetched."""
    upload, link = item.get("id"), item.get("link")
    if bool(upload) == bool(link):
        raise Refused(131008, f"header: {kind} wants an id or a link")
    if upload and not is_upload(str(upload)):
        raise Refused(100, f"header: {kind}.id is not the id of an upload")
    if link and not str(link).startswith(("https://", "http://")):
        raise Refused(131009, f"header: {kind}.link is no address")
    if "filename" in item and kind != "document":
        raise Refused(100, f"header: {kind}.filename is not known")
    shown = {"media_id": str(upload)} if upload else {"link": str(link)}
    return shown | ({"name": str(item["filename"])} if item.get("filename") else {})


def _place(item: Part) -> dict[str, str]:
    for key in ("latitude", "longitude"):
        if item.get(key) is None:
            raise Refused(131008, f"header: location.{key} is required")
    return {key: str(item.get(key, "")) for key in ("name", "address")}
