"""One webhook body holds many updates; each becomes one `Event`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from wa_support.domain.content import Content
from wa_support.domain.customers import CustomerRef
from wa_support.domain.delivery import DeliveryStatus
from wa_support.domain.templates.news import TemplateNews


class EventKind(StrEnum):
    MESSAGE = "message"
    REACTION = "reaction"
    EDIT = "edit"
    REVOKE = "revoke"
    STATUS = "status"
    SYSTEM = "system"
    ECHO = "echo"
    STANDBY = "standby"
    HANDOVER = "handover"
    HISTORY = "history"
    CALL = "call"
    ACCOUNT = "account"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusChange:
    """What Meta says of one of our sends. `attempt_id` is our `biz_opaque_callback_data`."""

    status: DeliveryStatus
    attempt_id: str | None = None
    error_code: int | None = None
    error_details: str | None = None
    pricing_category: str | None = None
    pricing_type: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityChange:
    """A `system` message: the customer's number or BSUID changed."""

    previous_bsuid: str | None = None
    previous_phone: str | None = None
    new: CustomerRef


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverChange:
    """Conversation Routing moved the thread (`messaging_handovers`)."""

    type: str
    previous_owner_role: str | None = None
    new_owner_role: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One update. `id` is Meta's (a wamid, mostly); `at` UTC milliseconds by Meta's clock.

    `field_name` is the webhook field it came in, `raw` the item as received (masked by intake
    before anything is stored). `note` says what was odd about an item we could not fully read.
    """

    kind: EventKind
    field_name: str
    raw: Mapping[str, Any] = field(repr=False)
    entry_id: str | None = None
    phone_number_id: str | None = None
    id: str | None = None
    type: str | None = None
    customer: CustomerRef | None = None
    at: int | None = None
    content: Content | None = field(default=None, repr=False)
    status: StatusChange | None = None
    identity_change: IdentityChange | None = None
    handover: HandoverChange | None = None
    template: TemplateNews | None = None
    reply_to: str | None = None
    group_id: str | None = None
    note: str | None = None
