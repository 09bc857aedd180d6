"""What agents keep beside a conversation: notes, tags, a time to come back, what was wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from wa_support.domain.conversations import Owner
from wa_support.domain.delivery import Author
from wa_support.domain.desk import Note, Snooze, WaitingFor
from wa_support.domain.errors import NotAllowed, WaSupportError
from wa_support.domain.people import AuditRecord
from wa_support.flow.agent_acts import acting
from wa_support.flow.answering_many import answer_many
from wa_support.flow.policy_book import PolicyBook
from wa_support.flow.refusals import (
    NOT_THE_BOT,
    NOT_WITH_PEOPLE,
    NOTE_TOO_LONG,
    SENT_BEFORE,
    TAG_EMPTY,
    TAG_PERSONAL,
    TAKEN,
    TIME_PAST,
    TIME_TOO_FAR,
    WRITE_FIRST,
)
from wa_support.flow.speaking import wording_for
from wa_support.flow.waking import wake
from wa_support.ports.database import Database, Tx
from wa_support.ports.outside import Clock, Ids

NOTE_LIMIT: Final = 4_000
TAG_LIMIT: Final = 40
_DIGITS_OF_A_LABEL: Final = 6
_LONGEST_MS: Final = 366 * 86_400_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Cases:
    """Notes, tags and marks are for whoever reads; words to the customer are for the owner."""

    database: Database
    clock: Clock
    ids: Ids
    book: PolicyBook

    def note(self, conversation_id: str, *, agent: str, text: str, key: str) -> None:
        words, now = text.strip(), self.clock.now()
        if not words:
            raise NotAllowed(WRITE_FIRST)
        if len(words) > NOTE_LIMIT:
            raise NotAllowed(NOTE_TOO_LONG.format(limit=NOTE_LIMIT))
        with self.database.write() as tx:
            here = tx.conversations.get(conversation_id).id
            note = Note(
                id=self.ids.new("not"), conversation_id=here, agent=agent, text=words, at=now
            )
            if tx.cases.add_note(note, key=key):
                _audit(tx, agent, "noted", here, now, note=note.id)
            elif not _same(note, tx.cases.note_of_key(key)):
                raise NotAllowed(SENT_BEFORE)

    def tag(self, conversation_id: str, *, agent: str, tag: str) -> None:
        label, now = tag_of(tag), self.clock.now()
        with self.database.write() as tx:
            here = tx.conversations.get(conversation_id).id
            if tx.cases.tag(here, label, now=now):
                _audit(tx, agent, "tagged", here, now, tag=label)

    def untag(self, conversation_id: str, *, agent: str, tag: str) -> None:
        with self.database.write() as tx:
            here = tx.conversations.get(conversation_id).id
            if tx.cases.untag(here, tag):
                _audit(tx, agent, "untagged", here, self.clock.now(), tag=tag)

    def snooze(
        self, conversation_id: str, *, agent: str, until: int, waiting_for: WaitingFor | None
    ) -> None:
        now = self.clock.now()
        if until <= now:
            raise NotAllowed(TIME_PAST)
        if until > now + _LONGEST_MS:
            raise NotAllowed(TIME_TOO_FAR)
        with acting(self, agent) as acts:
            conversation = acts.reach(conversation_id)
            if conversation.owner is Owner.AGENT and conversation.agent != agent:
                raise NotAllowed(TAKEN.format(owner=conversation.agent))
            if conversation.owner not in {Owner.AGENT, Owner.QUEUED}:
                raise NotAllowed(NOT_WITH_PEOPLE.format(owner=conversation.owner))
            snooze = Snooze(until=until, by=agent, waiting_for=waiting_for)
            acts.tx.cases.snooze(conversation.id, snooze)
            acts.note("put_off", conversation.id, until=until, waiting_for=waiting_for)

    def wake(self, conversation_id: str, *, agent: str) -> None:
        with self.database.write() as tx:
            here = tx.conversations.get(conversation_id).id
            wake(tx, here, actor=agent, now=self.clock.now())

    def answer_many(
        self, conversation_ids: Sequence[str], *, agent: str, text: str, key: str
    ) -> Mapping[str, str]:
        return answer_many(self, conversation_ids, agent=agent, text=text, key=key)

    def mark_wrong(self, conversation_id: str, *, agent: str, send_id: str, wrong: bool) -> None:
        now = self.clock.now()
        with self.database.write() as tx:
            here = tx.conversations.get(conversation_id).id
            _must_be_the_bots(tx, send_id, here)
            if wrong and tx.cases.mark_wrong(send_id, here, by=agent, now=now):
                _audit(tx, agent, "marked_wrong", here, now, send=send_id)
            elif not wrong and tx.cases.unmark_wrong(send_id):
                _audit(tx, agent, "unmarked_wrong", here, now, send=send_id)

    def abuse_notice(self, conversation_id: str, *, agent: str, key: str) -> None:
        with acting(self, agent) as acts:
            conversation = acts.tx.conversations.get(conversation_id)
            words = wording_for(acts.rulebook, conversation, now=acts.now).say("abuse_notice")
            acts.reply(conversation, words, key=f"abuse:{key}", action="abuse_notice")


def _same(note: Note, kept: Note | None) -> bool:
    return kept is not None and replace(note, id=kept.id, at=kept.at) == kept


def tag_of(text: str) -> str:
    """As it is kept; raises `NotAllowed`. Tags lie in clear and are counted and searched."""
    label = " ".join(text.split())
    if not 1 <= len(label) <= TAG_LIMIT or not label.isprintable():
        raise NotAllowed(TAG_EMPTY.format(limit=TAG_LIMIT))
    if sum(character.isdigit() for character in label) > _DIGITS_OF_A_LABEL:
        raise NotAllowed(TAG_PERSONAL)
    return label


def _must_be_the_bots(tx: Tx, send_id: str, conversation_id: str) -> None:
    try:
        send = tx.sends.get(send_id)
    except WaSupportError:
        raise NotAllowed(NOT_THE_BOT) from None
    if send.author is not Author.BOT or send.conversation_id != conversation_id:
        raise NotAllowed(NOT_THE_BOT)


def _audit(tx: Tx, agent: str, action: str, subject: str, now: int, **detail: str) -> None:
    tx.audit.add(AuditRecord(at=now, actor=agent, action=action, subject=subject, detail=detail))
