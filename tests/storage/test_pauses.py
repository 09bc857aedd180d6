from dataclasses import replace

import pytest
from sqlalchemy import text

from tests.storage import given
from tests.storage.given import NOW
from wa_support.domain.conversations import Conversation, Owner
from wa_support.domain.delivery import Author, SendState
from wa_support.domain.pauses import Pause
from wa_support.ports.database import Database, Tx
from wa_support.storage.cipher import Cipher
from wa_support.storage.database import SqlDatabase
from wa_support.storage.engine import Engine

ONE = Pause(id="pau_1", customer_id="cu_1", by="soyeon", at=NOW)


@pytest.fixture
def db(engine: Engine, cipher: Cipher) -> Database:
    return SqlDatabase(engine, cipher)


def test_a_pause_holds_for_its_customer_alone_and_until_its_end(db: Database) -> None:
    with db.write() as tx:
        tx.pauses.add(replace(ONE, until=NOW + 10))
        held = [tx.pauses.of("cu_1", NOW + later) for later in (0, 9, 10, 11)]
        assert held == [replace(ONE, until=NOW + 10)] * 2 + [None] * 2
        assert tx.pauses.of("cu_2", NOW) is None


def test_of_several_the_longest_holds_and_all_of_them_end(db: Database) -> None:
    with db.write() as tx:
        for number, until in enumerate([NOW + 5, NOW + 50, NOW + 20]):
            tx.pauses.add(replace(ONE, id=f"pau_{number}", until=until))
        found = tx.pauses.of("cu_1", NOW)
        assert found is not None
        assert found.until == NOW + 50
        tx.pauses.add(replace(ONE, id="pau_9"))
        assert tx.pauses.of("cu_1", NOW) == replace(ONE, id="pau_9")
        assert tx.pauses.end("cu_1", now=NOW + 1)
        assert tx.pauses.of("cu_1", NOW + 1) is None
        assert not tx.pauses.end("cu_1", now=NOW + 2)


def test_that_the_customer_was_told_is_kept_from_the_first_time_on(db: Database) -> None:
    with db.write() as tx:
        tx.pauses.add(ONE)
        for now in (NOW + 1, NOW + 2):
            tx.pauses.told("cu_1", now)
        assert tx.pauses.of("cu_1", NOW + 3) == replace(ONE, told_at=NOW + 1)


# silence


def with_an_agent(tx: Tx, **changes: int | None) -> Conversation:
    return given.conversation(
        tx, **{"owner": Owner.AGENT, "agent": "soyeon", "last_message_at": NOW, **changes}
    )


def said(tx: Tx, conversation: Conversation, at: int, author: Author = Author.AGENT) -> None:
    send = given.send(conversation.id, author, created_at=at)
    tx.sends.add(send)
    tx.sends.move(send.id, SendState.DONE)


def test_the_agents_last_word_must_be_the_last_and_old(db: Database) -> None:
    with db.write() as tx:
        old, newer, asked, theirs = (with_an_agent(tx) for _ in range(4))
        for one in (old, newer, asked):
            said(tx, one, NOW + 10)
        said(tx, newer, NOW + 90)
        said(tx, theirs, NOW + 10, Author.BOT)
        tx.conversations.save(replace(asked, last_message_at=NOW + 20))
        assert tx.silences.after_an_agent(NOW + 50) == [old.id]
        assert tx.silences.after_an_agent(NOW + 10) == []


def test_words_that_did_not_get_out_keep_it(db: Database) -> None:
    with db.write() as tx:
        one = with_an_agent(tx)
        said(tx, one, NOW + 10)
        held = given.send(one.id, Author.AGENT, created_at=NOW + 12)
        tx.sends.add(held)
        tx.sends.move(held.id, SendState.HELD)
        assert tx.silences.after_an_agent(NOW + 50) == []
        tx.sends.move(held.id, SendState.CANCELLED)
        assert tx.silences.after_an_agent(NOW + 50) == [one.id]


def test_only_agents_conversations_are_looked_at(db: Database, engine: Engine) -> None:
    with db.write() as tx:
        one = with_an_agent(tx)
        said(tx, one, NOW + 10)
        tx.conversations.save(replace(one, owner=Owner.AUTOMATED, agent=None))
        assert tx.silences.after_an_agent(NOW + 50) == []
    if not engine.is_sqlite:
        return
    with engine.read() as connection:
        query = "SELECT id FROM conversations WHERE conversations.agent IS NOT NULL AND owner = 'x'"
        plan = str(connection.execute(text(f"EXPLAIN QUERY PLAN {query}")).all())
    assert "SCAN" not in plan
