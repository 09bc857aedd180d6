"""What we send: text, buttons, a list or a file. Limits are WhatsApp's (cloud-api/messages)."""

from dataclasses import asdict, dataclass
from typing import Any, Final

from wa_support.domain.content import MediaKind

TEXT_LIMIT: Final = 4096
BUTTON_BODY_LIMIT: Final = 1024
CAPTION_LIMIT: Final = 1024
BUTTON_TITLE_LIMIT: Final = 20
ROW_TITLE_LIMIT: Final = 24
ROW_DESCRIPTION_LIMIT: Final = 72


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Something to tap; `id` comes back in the tap."""

    id: str
    title: str
    description: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutText:
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutButtons:
    """At most three buttons of at most 20 characters; body at most 1024."""

    body: str
    buttons: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OutList:
    """At most ten rows of at most 24 characters; body at most 4096, `button` at most 20."""

    body: str
    button: str
    rows: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OutMedia:
    """A file. `body` is its caption, which audio has none of; `name` is shown for a document.

    `media_id` is WhatsApp's; None until it has the file.
    """

    kind: MediaKind
    name: str
    body: str = ""
    media_id: str | None = None


Outbound = OutText | OutButtons | OutList | OutMedia


def choices_of(outbound: Outbound) -> tuple[Choice, ...]:
    match outbound:
        case OutButtons(buttons=choices) | OutList(rows=choices):
            return choices
        case OutText() | OutMedia():
            return ()


def as_json(outbound: Outbound) -> dict[str, Any]:
    if isinstance(outbound, OutMedia):
        return asdict(outbound)
    kind = {OutText: "text", OutButtons: "buttons", OutList: "list"}[type(outbound)]
    return {"kind": kind, **asdict(outbound)}


def from_json(value: dict[str, Any]) -> Outbound:
    match value:
        case {"kind": "buttons", "body": body, "buttons": buttons}:
            return OutButtons(body=body, buttons=_choices(buttons))
        case {"kind": "list", "body": body, "button": button, "rows": rows}:
            return OutList(body=body, button=button, rows=_choices(rows))
        case {"kind": "text", "body": body}:
            return OutText(body=body)
        case _:
            return OutMedia(**{**value, "kind": MediaKind(value["kind"])})


def _choices(items: list[dict[str, Any]]) -> tuple[Choice, ...]:
    return tuple(Choice(**item) for item in items)
