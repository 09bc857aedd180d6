"""What giving an approved version to Meta takes, and what Meta would refuse, said beforehand.

Source: Meta, "templates/template-management": only APPROVED, REJECTED and PAUSED can be edited; an
APPROVED one once in 24 hours and ten times in 30 days, and not in its category; a template that was
approved keeps its name locked for 30 days after it was deleted; 100 creations an hour. Meta does
not tell what is left of these, so we count what we did.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from wa_support.domain.dates import rfc3339
from wa_support.domain.templates.standing import APPROVED, MetaTemplate
from wa_support.domain.templates.template import Template

HOUR_MS: Final = 3_600_000
DAY_MS: Final = 24 * HOUR_MS
LOCKED_MS: Final = 30 * DAY_MS
CREATIONS_AN_HOUR: Final = 100
_EDITABLE: Final = frozenset({APPROVED, "REJECTED", "PAUSED"})
_EDITS: Final = 10
_IN_REVIEW: Final = "wait for Meta's review, usually within 24 hours"
_CURES: Final = {
    "PENDING": _IN_REVIEW,
    "IN_APPEAL": _IN_REVIEW,
    "ARCHIVED": "unarchive it in WhatsApp Manager",
    "LIMIT_EXCEEDED": "the account has as many templates as it may: delete some",
}
_NOT_APPROVED: Final = frozenset({"PENDING", "REJECTED", "IN_APPEAL"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Create:
    """Meta has no such template."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """`counts`: Meta counts it. `category` may be said."""

    meta_id: str
    counts: bool
    category: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Already:
    """Meta has this version."""

    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NotNow:
    """`why` with what to do instead."""

    why: str


Plan = Create | Edit | Already | NotNow


def plan(template: Template, version_id: str, known: MetaTemplate | None, *, now: int) -> Plan:
    """`known` as Meta has just shown it."""
    if known is None or known.gone_at is not None:
        return _creation(known, now)
    same_category = known.category == template.category.upper()
    if known.version_id == version_id and same_category:
        return _already(known)
    if known.status not in _EDITABLE:
        cure = _CURES.get(known.status, "use another name")
        return NotNow(why=f"it is {known.status} at Meta and cannot be edited: {cure}")
    if known.status != APPROVED:
        return Edit(meta_id=known.meta_id, counts=False, category=True)
    if not same_category:
        return NotNow(
            why=f"it is APPROVED as {known.category} at Meta, which cannot be edited: use another "
            "name, or ask for a review of the category in WhatsApp Manager"
        )
    full = _full(known.edits, now)
    return full or Edit(meta_id=known.meta_id, counts=True, category=False)


def too_many_made(made_at: Iterable[int], now: int) -> NotNow | None:
    """`made_at`: when templates of the account were created."""
    lately = sorted(at for at in made_at if at > now - HOUR_MS)
    if len(lately) < CREATIONS_AN_HOUR:
        return None
    again = _time(lately[-CREATIONS_AN_HOUR] + HOUR_MS)
    return NotNow(why=f"100 templates were made within an hour: again after {again}")


def locked_by(known: MetaTemplate, now: int) -> int | None:
    """Until when a deletion now locks the name; a template that was never approved locks none. One
    that was edited while approved, or sent since it was made, has been approved."""
    sent = known.last_sent_at is not None and known.last_sent_at >= (known.submitted_at or 0)
    approved = known.status not in _NOT_APPROVED or bool(known.edits) or sent
    return now + LOCKED_MS if approved else None


def kept_edits(edits: Iterable[int], now: int) -> tuple[int, ...]:
    """Those that Meta still counts."""
    return tuple(at for at in edits if at > now - LOCKED_MS)


def _creation(known: MetaTemplate | None, now: int) -> Plan:
    until = known.locked_until if known is not None else None
    if until is None or until <= now:
        return Create()
    return NotNow(why=f"it was deleted, its name is locked until {_time(until)}: use another name")


def _already(known: MetaTemplate) -> Plan:
    if known.status == "REJECTED":
        reason = f" ({known.reason})" if known.reason else ""
        cure = "mend the file, or appeal in WhatsApp Manager"
        return NotNow(why=f"Meta rejected this version{reason}: {cure}")
    return Already(status=known.status)


def _full(edits: Iterable[int], now: int) -> NotNow | None:
    lately = sorted(kept_edits(edits, now))
    if lately and lately[-1] > now - DAY_MS:
        again = _time(lately[-1] + DAY_MS)
        return NotNow(why=f"it was edited within 24 hours: again after {again}")
    if len(lately) >= _EDITS:
        again = _time(lately[-_EDITS] + LOCKED_MS)
        return NotNow(why=f"it was edited 10 times in 30 days: again after {again}")
    return None


def _time(ms: int) -> str:
    return f"{rfc3339(ms)[:16]}Z"
