"""Graph's answers about a token, a number and an app, read with care: what has another type than
documented counts as not said.

Sources: Meta, "graph-api/reference/debug_token", "reference/whatsapp-business-phone-number",
"solution-providers/manage-webhooks", "webhooks/override", "graph-api/reference/app/subscriptions".
"""

from typing import Final

from wa_support.domain.checkup.graph_facts import (
    NEVER,
    AccountNumbers,
    NumberFacts,
    SubscribedApp,
    SubscriptionLook,
    TokenFacts,
    WebhookSubscription,
)
from wa_support.whatsapp.reading import Json, inside, listed, milliseconds, objects, text

NUMBER_FIELDS: Final = (
    "display_phone_number,verified_name,quality_rating,code_verification_status,platform_type,"
    "status,throughput,webhook_configuration"
)
_OURS: Final = "whatsapp_business_account"
_OVERRIDES: Final = ("phone_number", "whatsapp_business_account", "application")


def token_facts(tree: Json) -> TokenFacts | None:
    data = tree.get("data")
    if not isinstance(data, dict):
        return None
    return TokenFacts(
        app_id=text(data.get("app_id")),
        kind=text(data.get("type")),
        valid=_yes_or_no(data.get("is_valid")),
        expires_at=_ending(data.get("expires_at")),
        data_access_expires_at=_ending(data.get("data_access_expires_at")),
        scopes=_names(data.get("scopes")),
    )


def number_facts(tree: Json) -> NumberFacts | None:
    """None for an answer without an id: it is of something else."""
    if text(tree.get("id")) is None:
        return None
    digits = "".join(
        each for each in text(tree.get("display_phone_number")) or "" if each.isdigit()
    )
    configuration = inside(tree, "webhook_configuration")
    callbacks = (text(configuration.get(level)) for level in _OVERRIDES)
    return NumberFacts(
        last_digits=digits[-4:] if len(digits) > 4 else None,
        name=text(tree.get("verified_name")),
        quality=text(tree.get("quality_rating")),
        verification=text(tree.get("code_verification_status")),
        platform=text(tree.get("platform_type")),
        status=text(tree.get("status")),
        throughput=text(inside(tree, "throughput").get("level")),
        callback=next((each for each in callbacks if each), None),
    )


def account_numbers(tree: Json) -> AccountNumbers | None:
    if not isinstance(tree.get("data"), list):
        return None
    ids = (text(each.get("id")) for each in objects(tree["data"]))
    whole = text(inside(tree, "paging").get("next")) is None
    return AccountNumbers(ids=frozenset(each for each in ids if each), whole=whole)


def subscribed_apps(tree: Json) -> tuple[SubscribedApp, ...] | None:
    if not isinstance(tree.get("data"), list):
        return None
    return tuple(app for each in objects(tree["data"]) if (app := _app(each)) is not None)


def subscription_look(tree: Json) -> SubscriptionLook | None:
    if not isinstance(tree.get("data"), list):
        return None
    ours = [each for each in objects(tree["data"]) if each.get("object") == _OURS]
    return SubscriptionLook(subscription=_subscription(ours[0]) if ours else None)


def _app(item: Json) -> SubscribedApp | None:
    data = inside(item, "whatsapp_business_api_data")
    app_id = text(data.get("id"))
    if app_id is None:
        return None
    override = text(item.get("override_callback_uri"))
    return SubscribedApp(id=app_id, name=text(data.get("name")), override=override)


def _subscription(item: Json) -> WebhookSubscription:
    """A field is an object with a name; older answers had the bare name."""
    fields = item.get("fields")
    bare = [each for each in listed(fields) if isinstance(each, str)]
    named = [name for each in objects(fields) if (name := text(each.get("name")))]
    return WebhookSubscription(
        callback=text(item.get("callback_url")),
        active=_yes_or_no(item.get("active")),
        fields=frozenset([*bare, *named]) if isinstance(fields, list) else None,
    )


def _yes_or_no(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def _ending(value: object) -> int | None:
    if value == NEVER and not isinstance(value, bool):
        return NEVER
    return milliseconds(value)


def _names(value: object) -> frozenset[str] | None:
    if not isinstance(value, list):
        return None
    return frozenset(each for each in value if isinstance(each, str))
