"""A business message as the phone shows it."""

from typing import Any


def bubble_of(body: dict[str, Any]) -> dict[str, Any]:
    """From an accepted body: text, buttons, list, template or a file, with words and choices."""
    match body["type"]:
        case "interactive":
            return _interactive(body["interactive"])
        case "template":
            return {"type": "template", "text": _template_words(body["template"])}
        case "image" | "video" | "audio" | "document" as kind:
            return _file(kind, body[kind])
        case _:
            return {"type": "text", "text": body["text"]["body"]}


def _file(kind: str, file: dict[str, Any]) -> dict[str, Any]:
    bubble = {"type": kind, "media_id": file["id"]}
    if file.get("caption"):
        bubble["text"] = file["caption"]
    return bubble | ({"name": file["filename"]} if file.get("filename") else {})


def _interactive(item: dict[str, Any]) -> dict[str, Any]:
    bubble = {
        "type": "buttons" if item["type"] == "button" else "list",
        "text": item["body"]["text"],
    }
    for edge in ("header", "footer"):
        if words := item.get(edge, {}).get("text"):
            bubble[edge] = words
    if item["type"] == "button":
        return bubble | {"buttons": [button["reply"] for button in item["action"]["buttons"]]}
    return bubble | {key: item["action"][key] for key in ("button", "sections")}


def _template_words(template: dict[str, Any]) -> str:
    """The platform knows the approved words; here only the name and the values are known."""
    values = [
        str(parameter.get("text", parameter.get("type", "")))
        for component in template.get("components", [])
        for parameter in component.get("parameters", [])
    ]
    return " · ".join([f"[{template['name']}]", *values])
