"""A business message as the phone shows it."""

from typing import Any


def bubble_of(body: dict[str, Any]) -> dict[str, Any]:
    """From an accepted body: text, buttons, list or a file, with words and choices.

    Of a template it is made from what was approved: `templates.sending`.
    """
    match body["type"]:
        case "interactive":
            return _interactive(body["interactive"])
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
