"""A connection on which all is well, to be spoilt one thing at a time."""

from dataclasses import replace
from typing import Any, Final

from wa_support.domain.checkup.finding import Finding
from wa_support.domain.checkup.graph_facts import (
    AccountNumbers,
    GraphFacts,
    NumberFacts,
    ServerTime,
    SubscribedApp,
    SubscriptionLook,
    TokenFacts,
    WebhookSubscription,
)

NOW: Final = 1_795_500_000_000  # 2026-11-24
HOUR: Final = 3_600_000
DAY: Final = 24 * HOUR
NUMBER: Final = "100000000000042"
ACCOUNT: Final = "100000000000001"
APP: Final = "200000000000001"

TOKEN: Final = TokenFacts(
    app_id=APP,
    kind="SYSTEM_USER",
    valid=True,
    expires_at=0,
    data_access_expires_at=0,
    scopes=frozenset({"whatsapp_business_messaging", "whatsapp_business_management"}),
)
WELL: Final = NumberFacts(
    last_digits="0134",
    name="Moment Living",
    quality="GREEN",
    verification="VERIFIED",
    platform="CLOUD_API",
    status="CONNECTED",
    throughput="STANDARD",
)
SUBSCRIPTION: Final = WebhookSubscription(
    callback="https://support.example.com/webhook",
    active=True,
    fields=frozenset(
        {
            "messages", "user_preferences", "message_template_status_update",
            "message_template_quality_update", "message_template_components_update",
            "template_category_update",
        }
    ),
)  # fmt: skip
GRAPH: Final = GraphFacts(
    now=NOW,
    base_url="https://graph.facebook.com",
    local=False,
    version="v26.0",
    answered=True,
    account_id=ACCOUNT,
    token=TOKEN,
    numbers=((NUMBER, WELL),),
    members=AccountNumbers(ids=frozenset({NUMBER}), whole=True),
    apps=(SubscribedApp(id=APP, name="Support"),),
    subscription=SubscriptionLook(subscription=SUBSCRIPTION),
    time=ServerTime(theirs=NOW, before=NOW, after=NOW + 200),
)


def graph(**changes: Any) -> GraphFacts:
    return replace(GRAPH, **changes)


def token(**changes: Any) -> GraphFacts:
    return graph(token=replace(TOKEN, **changes))


def number(**changes: Any) -> GraphFacts:
    return graph(numbers=((NUMBER, replace(WELL, **changes)),))


def subscribed(**changes: Any) -> GraphFacts:
    look = SubscriptionLook(subscription=replace(SUBSCRIPTION, **changes))
    return graph(subscription=look)


def states(findings: list[Finding]) -> dict[str, str]:
    return {finding.check: str(finding.state) for finding in findings}
