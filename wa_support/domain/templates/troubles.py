"""What about a template people are told of outside the console, and whether it is still so."""

from typing import Final

from wa_support.domain.notices import NoticeKind
from wa_support.domain.templates.standing import MetaTemplate

ARCHIVED_AFTER_MS: Final = 365 * 24 * 3_600_000
"""Without a creation, an edit or a send. Source: as third parties tell of Meta's rule of 2026."""
WARNED_BEFORE_MS: Final = 30 * 24 * 3_600_000

_BY_STATUS: Final = {
    "REJECTED": NoticeKind.TEMPLATE_REJECTED,
    "PAUSED": NoticeKind.TEMPLATE_PAUSED,
    "DISABLED": NoticeKind.TEMPLATE_DISABLED,
    "ARCHIVED": NoticeKind.TEMPLATE_ARCHIVING,
    "PENDING_DELETION": NoticeKind.TEMPLATE_DELETED,
    "DELETED": NoticeKind.TEMPLATE_DELETED,
}


def troubles(template: MetaTemplate, category: str) -> frozenset[NoticeKind]:
    """`category` is the one that we approved it in."""
    found = {
        NoticeKind.TEMPLATE_DELETED: template.gone_at is not None,
        NoticeKind.TEMPLATE_RECATEGORISED: recategorised(template, category),
        NoticeKind.TEMPLATE_RED: template.quality == "RED",
    }
    of_status = [_BY_STATUS[template.status]] if template.status in _BY_STATUS else []
    return frozenset([*of_status, *(kind for kind, so in found.items() if so)])


def since(template: MetaTemplate, kind: NoticeKind) -> int:
    """When a trouble began: what tells the same one again from another of its kind."""
    match kind:
        case NoticeKind.TEMPLATE_RECATEGORISED:
            return max(template.category_at, template.category_told_at)
        case NoticeKind.TEMPLATE_RED:
            return template.quality_at or 0
        case _:
            return template.gone_at or template.status_at


def recategorised(template: MetaTemplate, category: str) -> bool:
    """It is in another category than the approved one, or will be."""
    known = template.category not in {"UNKNOWN", category.upper()}
    return known or template.category_announced not in {None, category.upper()}


def archived_soon(template: MetaTemplate, now: int) -> bool:
    """By what we did with it: of a template that we never gave to Meta we know too little."""
    if template.submitted_at is None or template.gone_at is not None:
        return False
    soon = now >= last_used(template) + ARCHIVED_AFTER_MS - WARNED_BEFORE_MS
    return soon and template.status != "ARCHIVED"


def last_used(template: MetaTemplate) -> int:
    done = (template.submitted_at, template.edited_at, template.last_sent_at)
    return max(at or 0 for at in done)
