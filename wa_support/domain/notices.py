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


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """One reason to tell somebody; `key` tells the same one only once. UTC milliseconds."""

    key: str
    kind: NoticeKind
    conversation_id: str
    at: int
    due_at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """`count` conversations of one kind; `link` leads to the one, or to the list.

    No name, no number, no word of anybody's: it leaves the house.
    """

    kind: NoticeKind
    count: int
    link: str
    language: str


def folded(owed: Iterable[Owed], *, console: str, language: str) -> tuple[Notice, ...]:
    """One notice of each kind for all that is owed at this moment, what presses most first."""
    found: dict[NoticeKind, set[str]] = {}
    for one in owed:
        found.setdefault(one.kind, set()).add(one.conversation_id)
    return tuple(
        Notice(
            kind=kind,
            count=len(found[kind]),
            link=_link(console, found[kind]),
            language=language,
        )
        for kind in NoticeKind
        if kind in found
    )


def _link(console: str, conversations: set[str]) -> str:
    if len(conversations) == 1:
        return f"{console}/?c={next(iter(conversations))}"
    return f"{console}/"
