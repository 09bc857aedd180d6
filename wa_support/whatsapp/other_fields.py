"""Calls, consent and everything about the account: kept and shown, few of them acted on.

Source: Meta, "webhooks/reference", the page of each field.
"""

from dataclasses import replace

from wa_support.domain.events import Event, EventKind
from wa_support.whatsapp.place import Place
from wa_support.whatsapp.reading import (
    Json,
    customer,
    error_code,
    inside,
    milliseconds,
    text,
)
from wa_support.whatsapp.template_news import template_news

ACCOUNT_FIELDS = frozenset(
    {
        "account_alerts",
        "account_review_update",
        "account_settings_update",
        "account_update",
        "business_capability_update",
        "business_status_update",
        "business_username_updates",
        "consumer_profile",
        "flows",
        "message_template_components_update",
        "message_template_quality_update",
        "message_template_status_update",
        "partner_solutions",
        "payment_configuration_update",
        "phone_number_name_update",
        "phone_number_quality_update",
        "security",
        "template_category_update",
        "template_correct_category_detection",
        "tracking_events",
    }
)
"""Fields whose whole value is one piece of news."""

ITEM_LISTS = {
    "automatic_events": "automatic_events",
    "smb_app_state_sync": "state_sync",
    "group_lifecycle_update": "groups",
    "group_participants_update": "groups",
    "group_settings_update": "groups",
    "group_status_update": "groups",
    "user_id_update": "user_id_update",
}
"""Fields that hold a list, one piece of news an item."""


def account(place: Place, value: Json) -> Event:
    """`type` is the event's name where the field has one, else the field."""
    return replace(
        place.event(EventKind.ACCOUNT, value),
        type=text(value.get("event")) or _field_of(place, value),
        template=template_news(place, value),
    )


def _field_of(place: Place, value: Json) -> str:
    # quality news has been seen under the status field's name
    return "message_template_quality_update" if "new_quality_score" in value else place.field_name


def account_item(place: Place, item: Json) -> Event:
    name = text(item.get("event_name")) or text(item.get("type"))
    when = item.get("timestamp") or inside(item, "metadata").get("timestamp")
    return replace(
        place.event(EventKind.ACCOUNT, item),
        type=name or place.field_name,
        at=milliseconds(when) or place.at,
        group_id=text(item.get("group_id")),
    )


def error(place: Place, item: Json) -> Event:
    """`value.errors[]`: trouble with the number or the app, bound to no message."""
    code = error_code({"errors": [item]})
    note = "error without a code" if code is None else f"error {code}"
    return replace(place.event(EventKind.ACCOUNT, item), type="error", note=note)


def preference(place: Place, item: Json) -> Event:
    """`type` is what the customer chose for marketing messages: stop, resume or signup."""
    return replace(
        place.event(EventKind.ACCOUNT, item),
        type=text(item.get("value")) or place.field_name,
        customer=customer(
            place.contacts,
            bsuid=item.get("user_id"),
            phone_number=item.get("wa_id"),
            parent=item.get("parent_user_id"),
        ),
    )


def call(place: Place, item: Json) -> Event:
    """`from` is the customer unless the business called."""
    ours = item.get("direction") == "BUSINESS_INITIATED"
    side = "to" if ours else "from"
    return replace(
        place.event(EventKind.CALL, item),
        type=text(item.get("event")),
        customer=customer(
            place.contacts,
            bsuid=item.get(f"{side}_user_id"),
            phone_number=item.get(side),
            parent=item.get(f"{side}_parent_user_id"),
        ),
    )


def call_status(place: Place, item: Json) -> Event:
    return replace(
        place.event(EventKind.CALL, item),
        type=text(item.get("status")),
        customer=customer(
            place.contacts,
            bsuid=item.get("recipient_user_id"),
            phone_number=item.get("recipient_id"),
        ),
    )
