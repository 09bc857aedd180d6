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

    `version_id` is the version of ours that Meta's copy says, `components` what Meta has.
    `category` is Meta's answer since `category_at`; `category_next` is announced to follow at
    `category_next_at`, and was told at `category_told_at`.
    `seen_at`: when Meta was last asked, 0 for never. `reread_at`: something was said since that
    only a look can settle. `edits`: when it was edited while APPROVED, which Meta counts.
    `gone_at`: Meta has it no more; `locked_until`: its name cannot be made anew before.
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
    category_at: int = 0
    category_told_at: int = 0
    quality: str | None = None
    quality_at: int | None = None
    version_id: str | None = None
    submitted_at: int | None = None
    edited_at: int | None = None
    edits: tuple[int, ...] = ()
    last_sent_at: int | None = None
    reread_at: int | None = None
    gone_at: int | None = None
    locked_until: int | None = None
    components: tuple[dict[str, Any], ...] = field(default=(), repr=False)

    def counts_as(self, now: int) -> str:
        """Its category then, in small letters; an announced change counts from its hour on."""
        due = self.category_next_at is not None and self.category_next_at <= now
        return (self.category_next if due and self.category_next else self.category).lower()

    @property
    def sendable(self) -> bool:
        return self.status == APPROVED and self.gone_at is None

    @property
    def category_announced(self) -> str | None:
        """The category that is announced to follow."""
        return self.category_next if self.category_next != self.category else None
