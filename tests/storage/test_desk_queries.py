from dataclasses import replace

import pytest

from tests.storage import given
from tests.storage.given import NOW
from wa_support.domain.conversations import Owner
from wa_support.domain.delivery import AttemptOutcome, Author, DeliveryStatus, SendState
from wa_support.domain.turns import JournalKind, TurnState
from wa_support.ports.database import Database
from wa_support.ports.queries import DeskQueries
from wa_support.storage.cipher import Cipher
from wa_support.storage.database import SqlDatabase
from wa_support.storage.desk_queries import SqlDeskQueries
from wa_support.storage.engine import Engine


@pytest.fixture
def db(engine: Engine, cipher: Cipher) -> Database:
    return SqlDatabase(engine, cipher)


@pytest.fixture
def desk(engine: Engine, cipher: Cipher) -> DeskQueries:
    return SqlDeskQueries(engine, cipher)


def test_conversations_are_listed_newest_first_with_their_last_words(
    db: Database, desk: DeskQueries
) -> None:
    with db.write() as tx:
        old = given.conversation(tx, last_message_at=NOW - 5)
        new = given.conversation(tx, last_message_at=NOW, owner=Owner.QUEUED)
        silent = given.conversation(tx, created_at=NOW - 9)
        tx.messages.add(given.message(new.id, "later", at=NOW), pending=True)
        tx.messages.add(given.message(new.id, "earlier", at=NOW - 1), pending=True)
        opened = given.handoff(new.id)
        tx.handoffs.open(given.handoff(new.id, opened_at=NOW - 9, closed_at=NOW))
        tx.handoffs.open(opened)
    listed = desk.conversations()
    assert [summary.conversation for summary in listed] == [new, old, silent]
    assert [summary.last_text for summary in listed] == ["later", "", ""]
    assert [summary.handoff for summary in listed] == [opened, None, None]
    assert listed[0].customer.id == new.customer_id
    assert [one.conversation for one in desk.conversations(owner="queued")] == [new]
    assert [one.conversation for one in desk.conversations(limit=1)] == [new]
    assert desk.conversation(new.id) == listed[0]
    assert desk.conversation("c_none") is None


def test_a_transcript_merges_what_came_in_and_what_went_out(
    db: Database, desk: DeskQueries
) -> None:
    with db.write() as tx:
        here = given.conversation(tx).id
        tx.messages.add(given.message(here, "hello", at=NOW), pending=False)
        reply = given.send(here, created_at=NOW + 1)
        tx.sends.add(reply)
        first = given.attempt(reply)
        tx.sends.begin(first)
        tx.sends.end(given.ended(first, AttemptOutcome.REJECTED))
        second = given.attempt(reply, n=2)
        tx.sends.begin(second)
        tx.sends.end(given.ended(second, AttemptOutcome.ACCEPTED))
        tx.sends.deliver(second.id, DeliveryStatus.READ, NOW)
        tx.sends.move(reply.id, SendState.DONE)
        tx.messages.add(given.message(here, "thanks", at=NOW + 2), pending=False)
        tx.sends.add(given.send(here, Author.AGENT, created_at=NOW + 3, agent="kim"))
    lines = desk.transcript(here)
    assert [line.author for line in lines] == ["customer", "bot", "customer", "agent"]
    assert [line.text for line in lines] == ["hello", "on its way", "thanks", "on its way"]
    assert (lines[0].state, lines[0].outcome) == (None, None)
    assert lines[1].outbound == reply.outbound
    assert (lines[1].state, lines[1].outcome) == (SendState.DONE, AttemptOutcome.ACCEPTED)
    assert lines[1].delivery is DeliveryStatus.READ
    assert (lines[3].agent, lines[3].state, lines[3].outcome) == ("kim", SendState.READY, None)
    assert desk.transcript(here, limit=2) == lines[-2:]


def test_a_transaction_sees_its_own_messages_at_the_desk(db: Database) -> None:
    with db.write() as tx:
        tx.messages.add(given.message("c_1", "just now"), pending=True)
        assert [line.text for line in tx.desk.transcript("c_1")] == ["just now"]


def test_a_story_tells_what_was_heard_and_each_step(db: Database, desk: DeskQueries) -> None:
    with db.write() as tx:
        before, after = given.turn("c_1", started_at=NOW - 9), given.turn("c_1")
        heard = [given.message("c_1", "저기요"), given.message("c_1", "1234 어디예요")]
        for made in heard:
            tx.messages.add(made, pending=True)
        tx.messages.done([made.id for made in heard], turn_id=after.id)
        for made_turn in (before, after):
            tx.turns.start(made_turn)
        tx.turns.write(after.id, JournalKind.LEASE, {"ids": 2}, now=NOW)
        tx.turns.write(after.id, JournalKind.GATE, {"verdict": "admit"}, now=NOW)
        tx.turns.save(replace(after, state=TurnState.ANSWERED), now=NOW + 7)
    latest, oldest = desk.stories("c_1")
    assert (latest.turn_id, oldest.turn_id) == (after.id, before.id)
    assert latest.heard == ("저기요", "1234 어디예요")
    assert latest.steps == (("lease", {"ids": 2}), ("gate", {"verdict": "admit"}))
    assert (latest.state, latest.ended_at) == ("answered", NOW + 7)
    assert (oldest.heard, oldest.steps, oldest.ended_at) == ((), (), None)
    assert desk.stories("c_1", limit=1) == [latest]


def test_held_shows_what_waits_for_a_person_and_what_is_unknown(
    db: Database, desk: DeskQueries
) -> None:
    with db.write() as tx:
        here = given.conversation(tx).id
        held, unknown, done, ready = (given.send(here) for _ in range(4))
        for made in (held, unknown, done, ready):
            tx.sends.add(made)
        tx.sends.move(held.id, SendState.HELD, reason="190 token expired")
        lost = given.attempt(unknown)
        tx.sends.begin(lost)
        tx.sends.end(given.ended(lost, AttemptOutcome.UNKNOWN))
        tx.sends.move(done.id, SendState.DONE)
    waiting = desk.held()
    assert [one.send_id for one in waiting] == [held.id, unknown.id]
    assert (waiting[0].reason, waiting[0].last_outcome) == ("190 token expired", None)
    assert (waiting[1].attempt_id, waiting[1].last_outcome) == (lost.id, AttemptOutcome.UNKNOWN)
