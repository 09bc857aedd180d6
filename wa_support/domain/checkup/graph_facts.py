"""What the Graph API said of a token, a number and an app. None: it did not say."""

from collections.abc import Sequence
from dataclasses import dataclass

NEVER = 0
"""An `expires_at` of a token that does not expire."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Denied:
    """Graph answered with an error of its own."""

    code: int
    subcode: int | None = None
    told: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Silent:
    """Nothing came, or nothing that can be read as an answer of Graph."""

    why: str


NoLook = Denied | Silent


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenFacts:
    """Times are UTC milliseconds, or NEVER."""

    app_id: str | None = None
    kind: str | None = None
    valid: bool | None = None
    expires_at: int | None = None
    data_access_expires_at: int | None = None
    scopes: frozenset[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberFacts:
    """`last_digits` are the last four of the number; `callback` is where its webhooks go."""

    last_digits: str | None = None
    name: str | None = None
    quality: str | None = None
    verification: str | None = None
    platform: str | None = None
    status: str | None = None
    throughput: str | None = None
    callback: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountNumbers:
    """Ids of the numbers of a WhatsApp Business account; `whole` when there is no further page."""

    ids: frozenset[str]
    whole: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscribedApp:
    """An app that gets an account's webhooks."""

    id: str
    name: str | None = None
    override: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookSubscription:
    """An app's subscription to the object `whatsapp_business_account`."""

    callback: str | None
    active: bool | None
    fields: frozenset[str] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscriptionLook:
    """The secret was accepted, and this is what it showed."""

    subscription: WebhookSubscription | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerTime:
    """The `Date` of an answer, and our clock before and after it; UTC milliseconds."""

    theirs: int
    before: int
    after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphFacts:
    """One round of questions. `members` and `apps` are None without WHATSAPP_BUSINESS_ACCOUNT_ID,
    `subscription` without the app's id. `local`: `base_url` is this machine. `answered`: some
    answer came from Graph itself."""

    now: int
    base_url: str
    local: bool
    version: str
    answered: bool
    account_id: str | None
    token: TokenFacts | NoLook
    numbers: Sequence[tuple[str, NumberFacts | NoLook]]
    members: AccountNumbers | NoLook | None
    apps: Sequence[SubscribedApp] | NoLook | None
    subscription: SubscriptionLook | NoLook | None
    time: ServerTime | None
