"""What people are told outside the console: that something waits, never who or what."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class NoticeKind(StrEnum):
    """In the order in which they press."""

    LATE = "late"
    WINDOW_CLOSING = "window_closing"
    OVERNIGHT = "overnight"
    WAITING = "waiting"
    REVIEW = "review"
    REVIEWED = "reviewed"


ABOUT_TEMPLATES: Final = frozenset({NoticeKind.REVIEW, NoticeKind.REVIEWED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """One reason to tell somebody; `key` tells the same one only once. UTC milliseconds.

    Of a template's review, `conversation_id` is the template's name.
    """

    key: str
    kind: NoticeKind
    conversation_id: str
    at: int
    due_at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """`count` conversations or templates of one kind; `link` leads to the one, or to the list.

    No name, no number, no word of anybody's: it leaves the house. Templates are named.
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
        found.setdefault(one.kind, set()).add(one.conversation_id)
    return tuple(
        Notice(
            kind=kind,
            count=len(found[kind]),
            link=_link(console, kind, found[kind]),
            language=language,
            templates=tuple(sorted(found[kind])) if kind in ABOUT_TEMPLATES else (),
        )
        for kind in NoticeKind
        if kind in found
    )


def _link(console: str, kind: NoticeKind, about: set[str]) -> str:
    one = next(iter(about)) if len(about) == 1 else None
    if kind in ABOUT_TEMPLATES:
        return f"{console}/templates/{one}" if one else f"{console}/templates"
    return f"{console}/?c={one}" if one else f"{console}/"
