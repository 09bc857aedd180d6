"""A question to Graph that got no answer, told so that a person can act on it.

Codes: Meta, "support/error-codes".
"""

from typing import Final

from wa_support.domain.checkup.finding import Finding, could_not_look
from wa_support.domain.checkup.graph_facts import Denied, NoLook

_LIMITS: Final = frozenset({4, 80007, 130429})
_TROUBLE: Final = frozenset({1, 2})
_TOKEN: Final = frozenset({0, 104, 190})
_RIGHTS: Final = frozenset({3, 10, *range(200, 300)})
_GONE: Final = 33

REACH: Final = "check this machine's network, DNS, clock and firewall towards {base}, then again"
_AGAIN: Final = "wait an hour, then run this again; nothing was changed"
_TELL: Final = "run this again; if it stays, look at the app in developers.facebook.com → My Apps"

MAKE_ANOTHER: Final = (
    "Business settings → Users → System users: choose the system user, Generate token for the app "
    "with whatsapp_business_messaging and whatsapp_business_management; put it into "
    "WHATSAPP_ACCESS_TOKEN and restart the service"
)
ASSIGN: Final = (
    "Business settings → Users → System users → Assign assets: give the system user the app and "
    "the WhatsApp account with full control, and generate its token with "
    "whatsapp_business_management"
)


def refuses_token(look: NoLook) -> bool:
    return isinstance(look, Denied) and look.code in _TOKEN


def refuses_right(look: NoLook) -> bool:
    return isinstance(look, Denied) and look.code in _RIGHTS


def no_such_thing(look: NoLook) -> bool:
    """33 stands as a code or, beside 100, as a subcode."""
    return isinstance(look, Denied) and (
        look.code == _GONE or (look.code == 100 and look.subcode == _GONE)
    )


def unanswered(check: str, look: NoLook, *, base_url: str) -> Finding:
    return could_not_look(check, told(look), _cure(look, base_url))


def told(look: NoLook) -> str:
    if isinstance(look, Denied):
        return f"Graph answers with error {look.code}" + (f": {look.told}" if look.told else "")
    return f"no answer from Graph: {look.why}"


def _cure(look: NoLook, base_url: str) -> str:
    if not isinstance(look, Denied):
        return REACH.format(base=base_url)
    if look.code in _LIMITS | _TROUBLE:
        return _AGAIN
    if look.code in _TOKEN:
        return f"first the access token: {MAKE_ANOTHER}"
    return ASSIGN if look.code in _RIGHTS else _TELL
