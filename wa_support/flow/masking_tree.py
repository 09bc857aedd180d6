"""Masks a decoded webhook: every string and long number but for the ids that only Meta writes.

An id is spared by where it stands, never by what it is called: a customer can put an `id` into a
Flow's answer, a `url` into a place and a `wa_id` into a contact card, and those are masked.
Source of the shapes: Meta's "webhooks/reference" pages.
"""

from collections.abc import Mapping
from typing import Any, Final

from wa_support.ports.outside import Masker

Shape = Mapping[str, "Shape"]
"""Where Meta's own ids stand. An empty shape is such an id; lists have the shape of their items."""

_ID: Final[Shape] = {}
_COORDINATE: Final[Shape] = {"degrees": {}}


def _ids(*names: str, **inner: Shape) -> dict[str, Shape]:
    return {**dict.fromkeys(names, _ID), **inner}


_FILE: Final = _ids("id", "sha256", "url")
_CONTEXT: Final = _ids("id", "from", referred_product=_ids("catalog_id"))
_REFERRAL: Final = _ids(
    "source_id", "source_url", "ctwa_clid", "image_url", "video_url", "thumbnail_url"
)

MESSAGE: Final[Shape] = _ids(
    "id", "from", "from_user_id", "from_parent_user_id", "timestamp", "group_id", "to",
    "to_user_id", "to_parent_user_id",
    context=_CONTEXT,
    referral=_REFERRAL,
    image=_FILE, video=_FILE, audio=_FILE, document=_FILE, sticker=_FILE,
    location={"latitude": _COORDINATE, "longitude": _COORDINATE},
    order=_ids("catalog_id"),
    reaction=_ids("message_id"),
    system=_ids("wa_id", "user_id", "previous_user_id", "parent_user_id",
                "previous_parent_user_id"),
    identity=_ids("hash", "created_timestamp"),
    edit=_ids(
        "original_message_id",
        message={"context": _CONTEXT, "image": _FILE, "video": _FILE, "document": _FILE},
    ),
    revoke=_ids("original_message_id"),
)  # fmt: skip
"""One item of `messages` or `message_echoes`."""

STATUS: Final[Shape] = _ids(
    "id", "timestamp", "recipient_id", "recipient_user_id", "recipient_parent_user_id",
    "recipient_participant_id", "recipient_participant_user_id",
    "recipient_participant_parent_user_id", "recipient_identity_key_hash",
    "biz_opaque_callback_data",
    conversation=_ids("id", "expiration_timestamp"),
)  # fmt: skip
"""One item of `statuses`."""

_CONTACT: Final = _ids("wa_id", "user_id", "parent_user_id", "identity_key_hash")
_THREAD: Final[dict[str, Shape]] = {
    "contacts": _CONTACT,
    "messages": MESSAGE,
    "message_echoes": MESSAGE,
    "statuses": STATUS,
}

VALUE: Final[Shape] = _ids(
    "timestamp", "display_phone_number", "message_template_id", "flow_id", "entity_id",
    "solution_id", "provider_mid",
    **_THREAD,
    metadata=_ids("display_phone_number", "phone_number_id"),
    recipient=_ids("display_phone_number", "phone_number_id"),
    sender=_ids("phone_number", "user_id"),
    standby=_THREAD,
    history={"threads": _ids("id", messages=MESSAGE)},
    calls=_ids("id", "from", "to", "from_user_id", "timestamp", "start_time", "end_time",
               "biz_opaque_callback_data"),
    groups=_ids("group_id", "request_id", "timestamp"),
    user_preferences=_ids("wa_id", "user_id", "parent_user_id", "timestamp", "signup_id"),
    automatic_events=_ids("id", "timestamp", "ctwa_clid"),
    waba_info=_ids("waba_id", "owner_business_id", "partner_app_id", "solution_id",
                   "solution_partner_business_ids"),
)  # fmt: skip
"""`changes[].value`, whatever the field."""

WEBHOOK: Final[Shape] = {"entry": _ids("id", "time", changes={"value": VALUE})}


def mask_tree(
    tree: object, mask: Masker, shape: Shape | None = WEBHOOK
) -> tuple[Any, tuple[str, ...]]:
    """A masked copy of decoded JSON, and the kinds found in it.

    `shape` says what `tree` is: a whole WEBHOOK, a VALUE, a MESSAGE, a STATUS, or None for JSON in
    which nothing is to be spared. A number that must go leaves a string in its place. Coordinates
    keep six decimals (0.1 m), too few to hide anything in.
    """
    kinds: dict[str, None] = {}

    def masked(text: str) -> str:
        result, found = mask(text)
        kinds.update(dict.fromkeys(found))
        return result

    def walked(node: object, at: Shape | None) -> object:
        match node:
            case dict():
                inner = at or {}
                return {masked(key): walked(value, inner.get(key)) for key, value in node.items()}
            case list():
                return [walked(item, at) for item in node]
            case str() | int() | float() if at is _ID:
                return node
            case str():
                return masked(node)
            case float() if at is _COORDINATE and abs(node) <= 180:
                return round(node, 6)
            case int() | float():
                said = str(node)
                return node if (spoken := masked(said)) == said else spoken
        return node

    return walked(tree, shape), tuple(kinds)
