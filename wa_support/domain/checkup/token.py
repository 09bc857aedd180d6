"""The access token: whether it lives, for how long, what it may, and whose app's it is.

Fields: Meta, "graph-api/reference/debug_token". That page gives the right to look to the app and
to its developers; whether a system user's token may look at itself it does not say, so a refusal
is no news about the token.
"""

from typing import Final

from wa_support.domain.checkup.finding import (
    Finding,
    could_not_look,
    ok,
    problem,
    span,
    warning,
)
from wa_support.domain.checkup.graph_facts import (
    NEVER,
    GraphFacts,
    NumberFacts,
    SubscriptionLook,
    TokenFacts,
)
from wa_support.domain.checkup.unanswered import MAKE_ANOTHER, refuses_token, told, unanswered

_SOON_MS: Final = 14 * 24 * 3_600_000
_MESSAGING: Final = "whatsapp_business_messaging"
_MANAGEMENT: Final = "whatsapp_business_management"
_DEBUGGER: Final = "developers.facebook.com/tools/debug/accesstoken shows it: paste the token there"
_COPY_IT: Final = (
    "App Dashboard of developers.facebook.com → App settings → Basic → App secret; put it into "
    "WHATSAPP_APP_SECRET and restart the service"
)


def about_token(seen: GraphFacts) -> list[Finding]:
    token = seen.token
    if isinstance(token, TokenFacts):
        return [_validity(token, seen.now), _permissions(token)]
    if refuses_token(token):
        return [problem("token", f"not accepted: {told(token)}", MAKE_ANOTHER)]
    cure = _DEBUGGER if _works(seen) else unanswered("token", token, base_url=seen.base_url).cure
    used = "; it does read a number, so it lives" if _works(seen) else ""
    return [could_not_look("token", told(token) + used, cure or _DEBUGGER)]


def about_secret(seen: GraphFacts) -> Finding:
    """The app's token is its id and its secret, so an answer to it proves the secret.

    Source: Meta, "facebook-login/guides/access-tokens", app access tokens.
    """
    look = seen.subscription
    if look is None:
        return could_not_look(
            "app_secret",
            "the app's id is not known, and the secret can only be tried with it",
            "send a message to the number, then: curl -s localhost:8080/metrics | grep unsigned "
            "(a number that grows says that the secret is another app's)",
        )
    if isinstance(look, SubscriptionLook):
        return ok("app_secret", "it is the secret of the token's app")
    if refuses_token(look):
        return problem("app_secret", f"not the secret of the token's app: {told(look)}", _COPY_IT)
    return unanswered("app_secret", look, base_url=seen.base_url)


def _works(seen: GraphFacts) -> bool:
    return any(isinstance(look, NumberFacts) for _, look in seen.numbers)


def _validity(token: TokenFacts, now: int) -> Finding:
    if token.valid is False:
        return problem("token", "no longer valid", MAKE_ANOTHER)
    if token.kind == "APP":
        return problem("token", "an app's token, which cannot send", MAKE_ANOTHER)
    if token.valid is None or token.expires_at is None:
        return could_not_look("token", "Graph does not say how long it lives", _DEBUGGER)
    return _ending(token, now)


def _ending(token: TokenFacts, now: int) -> Finding:
    for what, at in (("it", token.expires_at), ("its access", token.data_access_expires_at)):
        if at is None or at == NEVER:
            continue
        if at <= now:
            return problem("token", f"{what} ended {span(now - at)} ago", MAKE_ANOTHER)
        if at - now < _SOON_MS:
            whose = "a person's temporary token: " if token.kind == "USER" else ""
            return warning("token", f"{whose}{what} ends in {span(at - now)}", MAKE_ANOTHER)
    if token.kind == "USER":
        return warning("token", "a person's token: it ends with their login or role", MAKE_ANOTHER)
    if token.expires_at == NEVER:
        return ok("token", "valid, does not expire")
    return ok("token", f"valid for {span((token.expires_at or now) - now)}")


def _permissions(token: TokenFacts) -> Finding:
    if token.scopes is None:
        return could_not_look("permissions", "Graph does not say what the token may", _DEBUGGER)
    if _MESSAGING not in token.scopes:
        return problem("permissions", f"{_MESSAGING} is missing: nothing can be sent", MAKE_ANOTHER)
    if _MANAGEMENT not in token.scopes:
        lost = "webhooks other than messages do not come, and templates cannot be read"
        return problem("permissions", f"{_MANAGEMENT} is missing: {lost}", MAKE_ANOTHER)
    return ok("permissions", f"{_MESSAGING}, {_MANAGEMENT}")
