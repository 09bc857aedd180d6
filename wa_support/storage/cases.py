"""Notes, tags, snoozes, assignments and wrong marks: what people keep beside conversations."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import BindParameter, Connection, Row, bindparam, delete, select

from wa_support.domain.desk import Case, Note, Snooze, WaitingFor
from wa_support.domain.people import Handoff
from wa_support.storage.cipher import Cipher
from wa_support.storage.handoffs import handoff_of
from wa_support.storage.schema import conversations, handoffs
from wa_support.storage.schema_cases import (
    assignments,
    conversation_tags,
    notes,
    snoozes,
    wrong_marks,
)
from wa_support.storage.upsert import upsert
from wa_support.storage.watching import SqlWatching

_HERE: Final[BindParameter[str]] = bindparam("here")
_THIS: Final[BindParameter[str]] = bindparam("this")

_NOTES: Final = (
    select(notes).where(notes.c.conversation_id == _HERE).order_by(notes.c.at, notes.c.id)
)
_ADD_NOTE: Final = (
    upsert(notes).on_conflict_do_nothing(index_elements=["key_hash"]).returning(notes.c.id)
)
_NOTE_OF_KEY: Final = select(notes).where(notes.c.key_hash == bindparam("hash"))
_tag = conversation_tags.c
_TAGS: Final = select(_tag.tag).where(_tag.conversation_id == _HERE).order_by(_tag.at, _tag.tag)
_TAG: Final = (
    upsert(conversation_tags)
    .on_conflict_do_nothing(index_elements=["conversation_id", "tag"])
    .returning(_tag.tag)
)
_UNTAG: Final = delete(conversation_tags).where(_tag.conversation_id == _HERE, _tag.tag == _THIS)
_SNOOZE: Final = select(snoozes).where(snoozes.c.conversation_id == _HERE)
_put_off = upsert(snoozes)
_PUT_OFF: Final = _put_off.on_conflict_do_update(
    index_elements=["conversation_id"],
    set_={name: _put_off.excluded[name] for name in ("until", "by", "waiting_for")},
)
_WAKE: Final = delete(snoozes).where(snoozes.c.conversation_id == _HERE)
_ASSIGNED: Final = select(assignments.c.agent).where(assignments.c.conversation_id == _HERE)
_assign = upsert(assignments)
_ASSIGN: Final = _assign.on_conflict_do_update(
    index_elements=["conversation_id"],
    set_={name: _assign.excluded[name] for name in ("agent", "at")},
)
_UNASSIGN: Final = delete(assignments).where(assignments.c.conversation_id == _HERE)
_WRONG: Final = select(wrong_marks.c.send_id).where(wrong_marks.c.conversation_id == _HERE)
_MARK: Final = (
    upsert(wrong_marks)
    .on_conflict_do_nothing(index_elements=["send_id"])
    .returning(wrong_marks.c.send_id)
)
_UNMARK: Final = delete(wrong_marks).where(wrong_marks.c.send_id == _THIS)
_EARLIER: Final = (
    select(handoffs)
    .join(conversations, conversations.c.id == handoffs.c.conversation_id)
    .where(conversations.c.customer_id == _THIS, handoffs.c.closed_at.is_not(None))
    .order_by(handoffs.c.opened_at.desc(), handoffs.c.id.desc())
    .limit(bindparam("limit"))
)


class SqlCases(SqlWatching):
    def __init__(self, connection: Connection, cipher: Cipher) -> None:
        super().__init__(connection)
        self._cipher = cipher

    def of(self, conversation_id: str, *, now: int) -> Case:
        here = {"here": conversation_id}
        open_at, typing = self.present(conversation_id, now)
        return Case(
            conversation_id=conversation_id,
            tags=self.tags(conversation_id),
            notes=tuple(self._note(row) for row in self._connection.execute(_NOTES, here)),
            snooze=self.snoozed(conversation_id, now),
            assigned_to=self.assigned_to(conversation_id),
            wrong=frozenset(self._connection.execute(_WRONG, here).scalars()),
            watchers=open_at,
            typing=typing,
        )

    def tags(self, conversation_id: str) -> tuple[str, ...]:
        """The oldest first."""
        return tuple(self._connection.execute(_TAGS, {"here": conversation_id}).scalars())

    def add_note(self, note: Note, *, key: str) -> bool:
        row = {
            "id": note.id,
            "key_hash": self._note_key(key),
            "conversation_id": note.conversation_id,
            "agent": note.agent,
            "text": self._cipher.seal_text(note.text),
            "at": note.at,
        }
        return self._connection.execute(_ADD_NOTE, row).first() is not None

    def note_of_key(self, key: str) -> Note | None:
        row = self._connection.execute(_NOTE_OF_KEY, {"hash": self._note_key(key)}).first()
        return None if row is None else self._note(row)

    def _note_key(self, key: str) -> bytes:
        return self._cipher.keyed_hash(f"note:{key}")

    def tag(self, conversation_id: str, tag: str, *, now: int) -> bool:
        row = {"conversation_id": conversation_id, "tag": tag, "at": now}
        return self._connection.execute(_TAG, row).first() is not None

    def untag(self, conversation_id: str, tag: str) -> bool:
        gone = self._connection.execute(_UNTAG, {"here": conversation_id, "this": tag})
        return gone.rowcount > 0

    def snoozed(self, conversation_id: str, now: int) -> Snooze | None:
        row = self._connection.execute(_SNOOZE, {"here": conversation_id}).first()
        return None if row is None or row.until <= now else snooze_of(row)

    def snooze(self, conversation_id: str, snooze: Snooze) -> None:
        row = {
            "conversation_id": conversation_id,
            "until": snooze.until,
            "by": snooze.by,
            "waiting_for": snooze.waiting_for,
        }
        self._connection.execute(_PUT_OFF, row)

    def wake(self, conversation_id: str) -> bool:
        return self._connection.execute(_WAKE, {"here": conversation_id}).rowcount > 0

    def assign(self, conversation_id: str, agent: str | None, *, now: int) -> None:
        if agent is None:
            self._connection.execute(_UNASSIGN, {"here": conversation_id})
        else:
            row = {"conversation_id": conversation_id, "agent": agent, "at": now}
            self._connection.execute(_ASSIGN, row)

    def assigned_to(self, conversation_id: str) -> str | None:
        return self._connection.execute(_ASSIGNED, {"here": conversation_id}).scalar()

    def mark_wrong(self, send_id: str, conversation_id: str, *, by: str, now: int) -> bool:
        row = {"send_id": send_id, "conversation_id": conversation_id, "by": by, "at": now}
        return self._connection.execute(_MARK, row).first() is not None

    def unmark_wrong(self, send_id: str) -> bool:
        return self._connection.execute(_UNMARK, {"this": send_id}).rowcount > 0

    def earlier(self, customer_id: str, limit: int) -> Sequence[Handoff]:
        found = self._connection.execute(_EARLIER, {"this": customer_id, "limit": limit})
        return [handoff_of(row, self._cipher) for row in found]

    def _note(self, row: Row[Any]) -> Note:
        return Note(
            id=row.id,
            conversation_id=row.conversation_id,
            agent=row.agent,
            text=self._cipher.open_text(row.text),
            at=row.at,
        )


def snooze_of(row: Row[Any]) -> Snooze:
    """From a row that has the columns of `snoozes`."""
    waiting_for = WaitingFor(row.waiting_for) if row.waiting_for else None
    return Snooze(until=row.until, by=row.by, waiting_for=waiting_for)
