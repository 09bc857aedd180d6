"""What we send: text, buttons, a list, a file or a template. Limits are WhatsApp's
(cloud-api/messages)."""

from dataclasses import asdict, dataclass
from enum import StrEnum
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


class Part(StrEnum):
    """Where a value goes in a template."""

    HEADER = "header"
    BODY = "body"
    URL = "url"
    REPLY = "reply"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """One value of a template; `index` is its button's place, from 0. A reply's `name` is its
    label, its `value` what comes back in the tap."""

    part: Part
    name: str
    value: str
    index: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutTemplate:
    """A message template with its values. `version_id` is the approved version that it was filled
    from; `body` is what the customer reads, for people and transcripts.

    A header's file is its version's; `media_name` is shown for a document. `media_id` is the
    file's id at WhatsApp, which is known when it is sent: it does not outlive 30 days.
    """

    name: str
    language: str
    category: str
    version_id: str
    body: str
    filled: tuple[Filled, ...] = ()
    header_kind: MediaKind | None = None
    media_name: str = ""
    media_id: str | None = None


Outbound = OutText | OutButtons | OutList | OutMedia | OutTemplate


def choices_of(outbound: Outbound) -> tuple[Choice, ...]:
    match outbound:
        case OutButtons(buttons=choices) | OutList(rows=choices):
            return choices
        case OutText() | OutMedia() | OutTemplate():
            return ()


def as_json(outbound: Outbound) -> dict[str, Any]:
    if isinstance(outbound, OutMedia):
        return asdict(outbound)
    if isinstance(outbound, OutTemplate):
        return {"kind": "template", **asdict(outbound)}
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
        case {"kind": "template"}:
            return _template(value)
        case _:
            return OutMedia(**{**value, "kind": MediaKind(value["kind"])})


def _template(value: dict[str, Any]) -> OutTemplate:
    filled = tuple(Filled(**{**item, "part": Part(item["part"])}) for item in value["filled"])
    header = value["header_kind"] and MediaKind(value["header_kind"])
    rest = {key: each for key, each in value.items() if key != "kind"}
    return OutTemplate(**{**rest, "filled": filled, "header_kind": header})


def _choices(items: list[dict[str, Any]]) -> tuple[Choice, ...]:
    return tuple(Choice(**item) for item in items)
