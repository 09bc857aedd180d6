"""What people keep beside conversations, inside one transaction."""

from collections.abc import Sequence
from typing import Protocol

from wa_support.domain.desk import CannedReply, Case, Note, Snooze
from wa_support.domain.people import Handoff


class Cases(Protocol):
    def of(self, conversation_id: str, *, now: int) -> Case: ...
    def tags(self, conversation_id: str) -> tuple[str, ...]: ...
    def add_note(self, note: Note, *, key: str) -> bool:
        """False when one with this key is kept already: nothing is added."""

    def note_of_key(self, key: str) -> Note | None: ...
    def tag(self, conversation_id: str, tag: str, *, now: int) -> bool:
        """False when it has this tag already."""

    def untag(self, conversation_id: str, tag: str) -> bool: ...
    def snoozed(self, conversation_id: str, now: int) -> Snooze | None:
        """None when its time has come."""

    def snooze(self, conversation_id: str, snooze: Snooze) -> None:
        """In place of the one before."""

    def wake(self, conversation_id: str) -> bool:
        """False when it was not put off."""

    def assign(self, conversation_id: str, agent: str | None, *, now: int) -> None:
        """Whom the queue wants to take it; None: anybody."""

    def assigned_to(self, conversation_id: str) -> str | None: ...
    def mark_wrong(self, send_id: str, conversation_id: str, *, by: str, now: int) -> bool:
        """False when it was marked before."""

    def unmark_wrong(self, send_id: str) -> bool: ...
    def earlier(self, customer_id: str, limit: int) -> Sequence[Handoff]:
        """The customer's closed handoffs, in all their conversations, newest first."""

    def seat_seen_at(self, agent: str) -> int | None: ...
    def watch(self, conversation_id: str, agent: str, *, now: int, typing: bool) -> None:
        """`typing=False` says nothing of whether they typed a moment ago."""

    def watched_at(self, conversation_id: str, agent: str) -> tuple[int, int]:
        """(seen, typing), 0 for never."""

    def forget_watching(self, before: int) -> None: ...


class CannedRows(Protocol):
    def all(self) -> Sequence[CannedReply]: ...
    def save(self, reply: CannedReply, *, by: str, now: int) -> None: ...
    def delete(self, id: str) -> bool: ...
