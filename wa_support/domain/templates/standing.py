"""How a template stands at Meta. Times are UTC milliseconds.

Statuses, quality and categories are open sets: what we do not know is shown, and is not sent.
Source: Meta, "webhooks/reference/message_template_status_update" and its sisters.
"""

from dataclasses import dataclass, field
from typing import Any, Final

from wa_support.domain.templates.template import TemplateKey

APPROVED: Final = "APPROVED"
"""The only status that can be sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MetaTemplate:
    """Meta's copy as last heard of. `status_at`: since when, by Meta's clock where it said so.

    `version_id` is the version of ours that Meta was given last, `components` what Meta has.
    `category` is Meta's answer; `category_next` and `category_next_at` an announced change.
    `reread_at`: something was said that only a look can tell. `gone_at`: Meta has it no more.
    """

    key: TemplateKey
    meta_id: str
    status: str
    status_at: int
    seen_at: int
    category: str
    reason: str | None = None
    category_next: str | None = None
    category_next_at: int | None = None
    quality: str | None = None
    quality_at: int | None = None
    version_id: str | None = None
    submitted_at: int | None = None
    edited_at: int | None = None
    last_sent_at: int | None = None
    reread_at: int | None = None
    gone_at: int | None = None
    components: tuple[dict[str, Any], ...] = field(default=(), repr=False)

    @property
    def sendable(self) -> bool:
        return self.status == APPROVED and self.gone_at is None
