"""Where webhooks go. Whether Meta gets there can be tried only from outside.

Source: Meta, "webhooks/override": a number's own address counts before its account's, and that
before the app's.
"""

import shlex
from typing import Final
from urllib.parse import urlsplit

from wa_support.domain.checkup.finding import Finding, could_not_look, problem
from wa_support.domain.checkup.graph_facts import (
    GraphFacts,
    NoLook,
    NumberFacts,
    SubscribedApp,
    SubscriptionLook,
    TokenFacts,
)

_EXAMPLE: Final = "https://<your host>/webhook"
_QUESTION: Final = "hub.mode=subscribe&hub.challenge=42&hub.verify_token="


def about_callback(seen: GraphFacts) -> Finding:
    addresses = _addresses(seen)
    if not seen.local and any(urlsplit(each).scheme != "https" for each in addresses):
        found = f"webhooks go to {', '.join(map(shown, addresses))}, and Meta wants https"
        cure = "put a proxy with a certificate in front, then App Dashboard → WhatsApp → "
        return problem("callback", found, f"{cure}Configuration: set the https address")
    where = ", ".join(map(shown, addresses)) or "an address that Graph does not tell"
    tries = "; ".join(map(_try, addresses or [_EXAMPLE]))
    return could_not_look(
        "callback",
        f"webhooks go to {where}; whether Meta reaches that cannot be seen from here",
        f"from another network, this must print 42: {tries}",
    )


def our_app(seen: GraphFacts) -> tuple[str | None, SubscribedApp | None]:
    """The app's id as the token tells it, and that app among those that get the webhooks."""
    app_id = seen.token.app_id if isinstance(seen.token, TokenFacts) else None
    apps = () if seen.apps is None or isinstance(seen.apps, NoLook) else seen.apps
    return app_id, next((app for app in apps if app.id == app_id), None)


def shown(address: str) -> str:
    """Without what may be secret: a password before the host, a query behind the path."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def _addresses(seen: GraphFacts) -> list[str]:
    """Each address once."""
    fallback = _of_account_or_app(seen)
    numbers = [look for _, look in seen.numbers if isinstance(look, NumberFacts)]
    found = [number.callback or fallback for number in numbers] or [fallback]
    return list(dict.fromkeys(each for each in found if each))


def _of_account_or_app(seen: GraphFacts) -> str | None:
    _, ours = our_app(seen)
    if ours is not None and ours.override:
        return ours.override
    look = seen.subscription
    if isinstance(look, SubscriptionLook) and look.subscription is not None:
        return look.subscription.callback
    return None


def _try(address: str) -> str:
    address = address if address == _EXAMPLE else shlex.quote(shown(address)).strip("'")
    return f'curl -s "{address}?{_QUESTION}$WHATSAPP_VERIFY_TOKEN"'
