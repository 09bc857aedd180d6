"""The webhooks about templates and about what customers want to be sent.

Source: "webhooks/reference", pages message_template_status_update, message_template_quality_update,
message_template_components_update, template_category_update and user_preferences. The id is a
number there and the language has a hyphen; in the API they are a text and an underscore.
"""

from typing import Any, Final

from wa_support.simulator.accounts import Number, SimCustomer
from wa_support.simulator.templates.template import Template
from wa_support.simulator.webhooks import contact_of, metadata_of

NOTICE_S: Final = 24 * 3600
"""How long before a category changes its notice comes."""

Change = tuple[str, dict[str, Any]]
"""The field's name and its value."""


def status_news(template: Template, event: str, reason: str | None, **more: Any) -> Change:
    """`more` are disable_info, other_info and rejection_info."""
    value = {
        "event": event,
        **_which(template),
        "reason": reason,
        "message_template_category": template.category,
    }
    return "message_template_status_update", value | more


def quality_news(template: Template, previous: str) -> Change:
    scores = {"previous_quality_score": previous, "new_quality_score": template.quality}
    return "message_template_quality_update", scores | _which(template)


def components_news(template: Template) -> Change:
    value = _which(template)
    for key, kind in _FLAT.items():
        part = template.part(kind)
        if part and part.get("text"):
            value[f"message_template_{key}"] = part["text"]
    if template.buttons:
        value["message_template_buttons"] = [_button(button) for button in template.buttons]
    return "message_template_components_update", value


def category_notice(template: Template, correct: str, at_s: int) -> Change:
    """A day ahead: here `new_category` is the one that it still has."""
    value = {
        **_which(template),
        "new_category": template.category,
        "correct_category": correct,
        "category_update_timestamp": at_s,
    }
    return "template_category_update", value


def category_done(template: Template, previous: str) -> Change:
    value = {
        **_which(template),
        "previous_category": previous,
        "new_category": template.category,
    }
    return "template_category_update", value


def preference_news(number: Number, customer: SimCustomer, *, stopped: bool, at_s: int) -> Change:
    wish = "stop" if stopped else "resume"
    item: dict[str, Any] = {
        "user_id": customer.bsuid,
        "detail": f"User requested to {wish} marketing messages",
        "category": "marketing_messages",
        "value": wish,
        "timestamp": at_s,
    }
    if customer.phone:
        item["wa_id"] = customer.phone
    value = {
        "messaging_product": "whatsapp",
        "metadata": metadata_of(number),
        "contacts": [contact_of(customer, username=True)],
        "user_preferences": [item],
    }
    return "user_preferences", value


def webhook(waba_id: str, change: Change, at_s: int) -> dict[str, Any]:
    field, value = change
    entry = {"id": waba_id, "time": at_s, "changes": [{"field": field, "value": value}]}
    return {"object": "whatsapp_business_account", "entry": [entry]}


_FLAT: Final = {"title": "HEADER", "element": "BODY", "footer": "FOOTER"}


def _which(template: Template) -> dict[str, Any]:
    return {
        "message_template_id": int(template.id),
        "message_template_name": template.name,
        "message_template_language": template.language.replace("_", "-"),
    }


def _button(button: dict[str, Any]) -> dict[str, Any]:
    told = {"message_template_button_type": button["type"]}
    for key in ("text", "url", "phone_number"):
        if key in button:
            told[f"message_template_button_{key}"] = button[key]
    return told
