"""What people are told outside the console: that something waits, never who or what."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class NoticeKind(StrEnum):
    """In the order in which they press."""

    LATE = "late"
    WINDOW_CLOSING = "window_closing"
    OVERNIGHT = "overnight"
    WAITING = "waiting"
    TEMPLATE_DISABLED = "template_disabled"
    TEMPLATE_PAUSED = "template_paused"
    TEMPLATE_RECATEGORISED = "template_recategorised"
    TEMPLATE_REJECTED = "template_rejected"
    TEMPLATE_DELETED = "template_deleted"
    TEMPLATE_RED = "template_red"
    TEMPLATE_ARCHIVING = "template_archiving"
    TEMPLATE_REVIEW = "template_review"
    TEMPLATE_REVIEWED = "template_reviewed"

    @property
    def of_templates(self) -> bool:
        """Its subject is the key of a template, not a conversation."""
        return self.value.startswith("template_")


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """One reason to tell somebody; `key` tells the same one only once. `subject` is the id of a
    conversation or the key of a template. UTC milliseconds."""

    key: str
    kind: NoticeKind
    subject: str
    at: int
    due_at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """`count` conversations or templates of one kind; `link` leads to the one, or to the list.
    `templates` are the names of these.

    No name, no number, no word of anybody's: it leaves the house.
    """

    kind: NoticeKind
    count: int
    link: str
    language: str
    templates: tuple[str, ...] = ()


def folded(owed: Iterable[Owed], *, console: str, language: str) -> tuple[Notice, ...]:
    """One notice of each kind for all that is owed at this moment, what presses most first."""
    found: dict[NoticeKind, set[str]] = {}
    for one in owed:
        found.setdefault(one.kind, set()).add(one.subject)
    return tuple(
        Notice(
            kind=kind,
            count=len(found[kind]),
            link=_link(console, kind, found[kind]),
            language=language,
            templates=_names(found[kind]) if kind.of_templates else (),
        )
        for kind in NoticeKind
        if kind in found
    )


def _link(console: str, kind: NoticeKind, subjects: set[str]) -> str:
    if kind.of_templates:
        names = _names(subjects)
        return f"{console}/templates/{names[0]}" if len(names) == 1 else f"{console}/templates"
    if len(subjects) == 1:
        return f"{console}/?c={next(iter(subjects))}"
    return f"{console}/"


def _names(keys: Iterable[str]) -> tuple[str, ...]:
    """`order_shipped` of `order_shipped.ko` and `order_shipped.en`."""
    return tuple(sorted({key.partition(".")[0] for key in keys}))
