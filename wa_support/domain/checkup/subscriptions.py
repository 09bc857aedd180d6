"""Whether webhooks are sent to us: the account's subscription and the app's fields.

Sources: Meta, "solution-providers/manage-webhooks" (subscribed_apps) and
"graph-api/reference/app/subscriptions".
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import Final

from wa_support.domain.checkup.callback import our_app, shown
from wa_support.domain.checkup.finding import Finding, could_not_look, ok, problem, warning
from wa_support.domain.checkup.graph_facts import (
    GraphFacts,
    NoLook,
    SubscribedApp,
    WebhookSubscription,
)
from wa_support.domain.checkup.unanswered import refuses_token, unanswered

_CONFIGURATION: Final = "App Dashboard → WhatsApp → Configuration"
_SUBSCRIBE: Final = f"{_CONFIGURATION} → Webhook fields: subscribe"
_SET_ACCOUNT: Final = (
    "WhatsApp → API Setup in the App Dashboard shows the WhatsApp Business Account ID; "
    "set WHATSAPP_BUSINESS_ACCOUNT_ID"
)
_TEMPLATES: Final = (
    "message_template_status_update",
    "message_template_quality_update",
    "message_template_components_update",
    "template_category_update",
)


def about_account(seen: GraphFacts) -> Finding:
    if seen.apps is None:
        found = "WHATSAPP_BUSINESS_ACCOUNT_ID is not set"
        return could_not_look("subscription", found, _SET_ACCOUNT)
    if isinstance(seen.apps, NoLook):
        return unanswered("subscription", seen.apps, base_url=seen.base_url)
    subscribe = (
        f'curl -X POST "{seen.base_url}/{seen.version}/{seen.account_id}/subscribed_apps" '
        '-H "Authorization: Bearer $WHATSAPP_ACCESS_TOKEN"'
    )
    if not seen.apps:
        return problem("subscription", "no app gets the account's webhooks", subscribe)
    return _ours_among(seen.apps, seen, subscribe)


def about_fields(seen: GraphFacts, *, shared: AbstractSet[str]) -> list[Finding]:
    """`shared`: fields that are needed because others were seen to use the number too."""
    look = seen.subscription
    if look is None:
        found = "the app's id is not known"
        return [could_not_look("webhook_fields", found, f"{_SUBSCRIBE} messages")]
    if isinstance(look, NoLook) and refuses_token(look):
        found = "the app secret was not accepted, and only with it can this be asked"
        return [could_not_look("webhook_fields", found, "first app_secret")]
    if isinstance(look, NoLook):
        return [unanswered("webhook_fields", look, base_url=seen.base_url)]
    if look.subscription is None:
        found = "the app is not subscribed to whatsapp_business_account"
        cure = f"{_CONFIGURATION}: set callback URL and verify token, then subscribe messages"
        return [problem("webhook_fields", found, cure)]
    fields = look.subscription.fields
    if fields is None:
        found = "Graph names no fields"
        return [could_not_look("webhook_fields", found, f"{_SUBSCRIBE} messages")]
    return [_needed(look.subscription, fields), *_shared(fields, shared)]


def _ours_among(apps: Sequence[SubscribedApp], seen: GraphFacts, subscribe: str) -> Finding:
    names = ", ".join(app.name or app.id for app in apps)
    app_id, ours = our_app(seen)
    if app_id is None:
        found = f"these apps get the account's webhooks: {names}; which is ours is not known"
        cure = f"see that your app is among them; if it is not: {subscribe}"
        return could_not_look("subscription", found, cure)
    if ours is None:
        found = f"app {app_id} does not get the account's webhooks, these do: {names}"
        return problem("subscription", found, subscribe)
    override = f"; the account sends them to {shown(ours.override)}" if ours.override else ""
    return ok("subscription", f"app {app_id} gets the account's webhooks{override}")


def _needed(subscription: WebhookSubscription, fields: AbstractSet[str]) -> Finding:
    if subscription.active is False:
        cure = f"{_CONFIGURATION}: Edit, then verify and save the callback URL again"
        return problem("webhook_fields", "the app's subscription is not active", cure)
    if "messages" not in fields:
        found = "messages is not subscribed: nothing that customers write arrives"
        return problem("webhook_fields", found, f"{_SUBSCRIBE} messages")
    if "user_preferences" not in fields:
        found = "user_preferences is not subscribed: opt-outs made inside WhatsApp do not arrive"
        return warning("webhook_fields", found, f"{_SUBSCRIBE} user_preferences")
    missing = ", ".join(field for field in _TEMPLATES if field not in fields)
    if missing:
        found = f"what becomes of templates arrives only by the hour; not subscribed: {missing}"
        return warning("webhook_fields", found, f"{_SUBSCRIBE} {missing}")
    return ok("webhook_fields", "messages, user_preferences, templates")


def _shared(fields: AbstractSet[str], wanted: AbstractSet[str]) -> list[Finding]:
    if not wanted:
        return []
    missing = ", ".join(sorted(wanted - fields))
    if not missing:
        found = f"others use the number too; subscribed: {', '.join(sorted(wanted))}"
        return [ok("shared_number", found)]
    found = f"others use the number too, but these are not subscribed: {missing}"
    return [warning("shared_number", found, f"{_SUBSCRIBE} {missing}")]
