"""What happens to one outgoing message: send, attempt and delivery, three small machines."""

from dataclasses import dataclass
from enum import StrEnum


class SendState(StrEnum):
    PLANNED = "planned"
    READY = "ready"
    WAITING = "waiting"
    DONE = "done"
    HELD = "held"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class AttemptOutcome(StrEnum):
    ATTEMPTING = "attempting"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    NOT_STARTED = "not_started"
    UNKNOWN = "unknown"


class DeliveryStatus(StrEnum):
    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    PLAYED = "played"
    FAILED = "failed"


class Author(StrEnum):
    """Who wrote a message. Only the bot's words are fenced by the ownership epoch; a `notice`
    (handoff, opt-out, personal data) and an agent's words are not."""

    CUSTOMER = "customer"
    BOT = "bot"
    NOTICE = "notice"
    AGENT = "agent"
    PHONE_APP = "phone_app"


_RANK = {
    None: 0,
    DeliveryStatus.FAILED: 1,
    DeliveryStatus.SENT: 1,
    DeliveryStatus.DELIVERED: 2,
    DeliveryStatus.READ: 3,
    DeliveryStatus.PLAYED: 4,
}


def further(known: DeliveryStatus | None, news: DeliveryStatus) -> DeliveryStatus:
    """Delivery never goes back; a failure stands until a later delivery proves otherwise.

    Source: statuses arrive in any order and repeat (webhooks/reference/messages/status).
    """
    if known is DeliveryStatus.FAILED and news is DeliveryStatus.SENT:
        return known
    if news is DeliveryStatus.FAILED and known is DeliveryStatus.SENT:
        return news
    return news if known is None or _RANK[news] > _RANK[known] else known


class Remedy(StrEnum):
    """What a rejection asks for, by Meta's error code."""

    BACK_OFF = "back_off"  # rate limits: they come as HTTP 400; the same send again later
    BACK_OFF_PAIR = "back_off_pair"  # too many to this one customer: 4^n seconds
    HOLD = "hold"  # token, permission, payment, policy: a person must act, then release
    TEMPLATE = "template"  # the 24 hour window is closed
    UNPAUSED = "unpaused"  # Meta paused the template, for hours; the same send again then
    STOP = "stop"  # this customer cannot be reached; never retry
    FIX = "fix"  # our request is wrong; retrying cannot help


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """`note` is what Meta said beside it: a template held for an assessment of its quality."""

    wamid: str
    http_status: int = 200
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """Meta answered with an error body: nothing was sent. `code` is Meta's."""

    code: int
    remedy: Remedy
    details: str
    http_status: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NotStarted:
    """Nothing left this machine: no connection, or the sender had stalled."""

    details: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """The answer was lost or says nothing (timeout, reset, HTTP >= 500): it may have been sent."""

    details: str
    http_status: int | None = None


SendResult = Accepted | Rejected | NotStarted | Unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class Uploaded:
    """A file that WhatsApp holds for 30 days under this id."""

    media_id: str


UploadResult = Uploaded | Rejected | NotStarted


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """What becomes of the send: its state and, when waiting, milliseconds until the next try."""

    state: SendState
    wait_ms: int = 0
    reason: str | None = None


_LONGEST_WAIT_MS = 60_000
_LONGEST_PAIR_WAIT_MS = 15 * 60_000
_PAUSED_WAIT_MS = 10 * 60_000


def next_step(result: SendResult, tries: int) -> NextStep:
    """Decide after attempt number `tries` (from 1). Unknown is held, never retried blindly.

    What surely was not sent waits as long as it takes: an outage ends, a rate limit passes, and
    what is too late by then expires by its own `not_after` or with the window.
    """
    match result:
        case Accepted():
            return NextStep(state=SendState.DONE)
        case Unknown(details=details):
            return NextStep(state=SendState.HELD, reason=f"outcome unknown: {details}")
        case NotStarted(details=details):
            return _again(2, tries, _LONGEST_WAIT_MS, details)
        case Rejected(remedy=Remedy.BACK_OFF_PAIR, code=code, details=details):
            return _again(4, tries - 1, _LONGEST_PAIR_WAIT_MS, f"{code} {details}")
        case Rejected(remedy=Remedy.BACK_OFF, code=code, details=details):
            return _again(2, tries, _LONGEST_WAIT_MS, f"{code} {details}")
        case Rejected(remedy=Remedy.UNPAUSED, code=code, details=details):
            why = f"{code} {details}"
            return NextStep(state=SendState.WAITING, wait_ms=_PAUSED_WAIT_MS, reason=why)
        case Rejected(code=code, details=details):
            return NextStep(state=SendState.HELD, reason=f"{code} {details}")


def _again(base: int, power: int, longest_ms: int, why: str) -> NextStep:
    wait_ms = min(1000 * base ** min(power, 10), longest_ms)
    return NextStep(state=SendState.WAITING, wait_ms=wait_ms, reason=why)
