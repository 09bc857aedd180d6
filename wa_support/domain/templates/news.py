"""What webhooks say of a template, and what becomes of Meta's copy by it and by a look.

Webhooks come in any order and repeat. So status, quality, category and the announcement of another
category are four facts, each with its own time by Meta's clock, in whole seconds: the later one
stands, of two in one second the one that allows less. Whatever is heard asks for a look besides,
and a look that was asked for after it settles everything: Meta had said it before it was asked.

Source: Meta, "webhooks/reference/message_template_status_update" and its sisters. Some events are
no statuses (FLAGGED, REINSTATED, UNARCHIVED, LOCKED): they ask for a look and change nothing.
"""

from dataclasses import dataclass, replace
from typing import Final

from wa_support.domain.templates.looks import Look
from wa_support.domain.templates.standing import MetaTemplate
from wa_support.domain.templates.template import TemplateKey

UNKNOWN: Final = "UNKNOWN"
"""The status of a template that only other news came of."""
DELETED: Final = "DELETED"

_NO_STATUS: Final = frozenset({"FLAGGED", "REINSTATED", "UNARCHIVED", "LOCKED"})
_STATUSES: Final = (
    UNKNOWN, "APPROVED", "PENDING", "IN_APPEAL", "LIMIT_EXCEEDED", "PAUSED", "REJECTED",
    "ARCHIVED", "DISABLED", "PENDING_DELETION", DELETED,
)  # fmt: skip
_QUALITIES: Final = ("GREEN", "UNKNOWN", "YELLOW", "RED")
_CATEGORIES: Final = ("UTILITY", "AUTHENTICATION", "MARKETING")
_SECOND: Final = 1000

_Rank = tuple[int, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateNews:
    """One webhook; None is not said. `event` as Meta writes it, `at` by Meta's clock.

    `settles` the announcement: a change of category that has been made, whichever it was.
    """

    key: TemplateKey
    meta_id: str | None = None
    at: int | None = None
    event: str | None = None
    reason: str | None = None
    quality: str | None = None
    category: str | None = None
    category_next: str | None = None
    category_next_at: int | None = None
    settles: bool = False

    @property
    def status(self) -> str | None:
        return None if self.event in _NO_STATUS else self.event


def heard(known: MetaTemplate | None, news: TemplateNews, *, now: int) -> MetaTemplate:
    """`now` is when it reached us. News of another template under the same name, and news without
    a time, change nothing by themselves."""
    before = known or _first_heard_of(news)
    of_it = news.meta_id in {None, before.meta_id} or not before.meta_id
    marked = replace(before, reread_at=max(now, before.reread_at or 0))
    if not of_it or news.at is None:
        return marked
    named = replace(marked, meta_id=before.meta_id or news.meta_id or "")
    for fact in (_moved, _rated, _categorised, _announced):
        named = fact(named, news, news.at)
    return named


def seen(known: MetaTemplate | None, look: Look) -> MetaTemplate:
    """What Meta showed. What was heard while it was asked stands where it is the later one, and
    asks for another look."""
    if known is None:
        return _new(look)
    if look.asked_at < known.seen_at:
        return known
    sure = known.reread_at is None or look.asked_at >= known.reread_at
    if known.meta_id not in {"", look.meta_id}:
        return replace(_new(look), reread_at=None if sure else known.reread_at)
    shown = _shown(known, look)
    return replace(shown, reread_at=None) if sure else _with_later(shown, known, look)


def gone(known: MetaTemplate, asked_at: int) -> MetaTemplate:
    """It is not among all that Meta showed when it was asked: that settles what was heard of it."""
    last = max(known.seen_at, known.submitted_at or 0, known.reread_at or 0)
    if asked_at < last:
        return known
    if known.gone_at is not None:
        return replace(known, status=DELETED, seen_at=asked_at, reread_at=None)
    since = known.status_at if known.status == DELETED else asked_at
    return replace(
        known, status=DELETED, status_at=since, gone_at=asked_at, seen_at=asked_at, reread_at=None
    )


def _first_heard_of(news: TemplateNews) -> MetaTemplate:
    return MetaTemplate(
        key=news.key, meta_id=news.meta_id or "", status=UNKNOWN, status_at=0, seen_at=0,
        category=UNKNOWN,
    )  # fmt: skip


def _new(look: Look) -> MetaTemplate:
    blank = MetaTemplate(
        key=look.key, meta_id=look.meta_id, status=UNKNOWN, status_at=0, seen_at=0, category=UNKNOWN
    )
    return _shown(blank, look)


def _moved(before: MetaTemplate, news: TemplateNews, at: int) -> MetaTemplate:
    if news.status is None:
        return before
    new, old = _narrow(news.status, news.reason), _narrow(before.status, before.reason)
    if not _stands(at, new, before.status_at, old, before.seen_at):
        return before
    return replace(before, status=news.status, status_at=at, reason=news.reason)


def _rated(before: MetaTemplate, news: TemplateNews, at: int) -> MetaTemplate:
    if news.quality is None:
        return before
    rank, old = _rank(_QUALITIES, news.quality), _rank(_QUALITIES, before.quality or "GREEN")
    if not _stands(at, rank, before.quality_at or 0, old, before.seen_at):
        return before
    return replace(before, quality=news.quality, quality_at=at)


def _categorised(before: MetaTemplate, news: TemplateNews, at: int) -> MetaTemplate:
    if news.category is None:
        return before
    rank, old = _rank(_CATEGORIES, news.category), _rank(_CATEGORIES, before.category)
    if not _stands(at, rank, before.category_at, old, before.seen_at):
        return before
    return replace(before, category=news.category, category_at=at)


def _announced(before: MetaTemplate, news: TemplateNews, at: int) -> MetaTemplate:
    """Of an announcement and of what settles it in one second, the announcement stands."""
    if news.category_next is None and not news.settles:
        return before
    new = (news.category_next_at or 0, news.category_next or "", "")
    old = (before.category_next_at or 0, before.category_next or "", "")
    if not _stands(at, new, before.category_told_at, old, before.seen_at):
        return before
    return replace(
        before, category_next=news.category_next, category_next_at=news.category_next_at,
        category_told_at=at,
    )  # fmt: skip


def _shown(known: MetaTemplate, look: Look) -> MetaTemplate:
    """Since when, where Meta does not say so, is since we asked."""
    asked, same = look.asked_at, look.status == known.status
    regraded = look.quality is not None and look.quality != known.quality
    return replace(
        _expected(known, look),
        meta_id=look.meta_id,
        status=look.status,
        status_at=known.status_at if same and known.status_at else asked,
        reason=look.reason or (known.reason if same else None),
        quality=look.quality or known.quality,
        quality_at=asked if regraded else known.quality_at,
        category=look.category,
        category_at=known.category_at if look.category == known.category else asked,
        components=look.components or known.components,
        seen_at=asked,
        gone_at=None,
        locked_until=None,
    )


def _expected(known: MetaTemplate, look: Look) -> MetaTemplate:
    """Whether a look shows an announced change is not documented: what it does not show stays until
    its day has passed."""
    if look.category_next is not None and look.category_next != known.category_next:
        return replace(known, category_next=look.category_next, category_next_at=None)
    to_come = known.category_next_at is not None and known.category_next_at > look.asked_at
    if look.category_next is not None or (to_come and look.category != known.category_next):
        return known
    return replace(known, category_next=None, category_next_at=None)


def _with_later(shown: MetaTemplate, known: MetaTemplate, look: Look) -> MetaTemplate:
    """The facts that were heard of in or after the second of asking are kept."""
    asked = look.asked_at // _SECOND
    kept = shown
    for time, facts in _FACTS.items():
        if (getattr(known, time) or 0) // _SECOND >= asked:
            old = {name: getattr(known, name) for name in (time, *facts)}
            kept = replace(kept, **old)
    return kept


_FACTS: Final[dict[str, tuple[str, ...]]] = {
    "status_at": ("status", "reason"),
    "quality_at": ("quality",),
    "category_at": ("category",),
    "category_told_at": ("category_next", "category_next_at"),
}


def _stands(at: int, new: _Rank, since: int, old: _Rank, seen_at: int) -> bool:
    """Whether the new fact replaces the old one. Nothing older than a look counts."""
    return (at // _SECOND, new) > (max(since, seen_at) // _SECOND, old)


def _narrow(status: str, reason: str | None) -> _Rank:
    return (*_rank(_STATUSES, status)[:2], reason or "")


def _rank(known: tuple[str, ...], name: str) -> _Rank:
    """What we do not know allows least."""
    return (known.index(name) if name in known else len(known), name, "")
