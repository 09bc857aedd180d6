from dataclasses import replace

import pytest

from tests.storage import given
from tests.storage.given import NOW
from wa_support.domain.conversations import Asked, Conversation, Memory, Owner
from wa_support.domain.errors import WaSupportError
from wa_support.ports.database import Database, Tx
from wa_support.storage.cipher import Cipher
from wa_support.storage.database import SqlDatabase
from wa_support.storage.engine import Engine


@pytest.fixture
def db(engine: Engine, cipher: Cipher) -> Database:
    return SqlDatabase(engine, cipher)


def lease(tx: Tx, now: int = NOW, by: str = "t1") -> Conversation | None:
    return tx.conversations.lease_due(holder="w", token=by, now=now, until=now + 45_000)


def test_a_conversation_comes_back_as_it_was_stored(db: Database) -> None:
    memory = Memory(asked=Asked.WHICH_ORDER, choices=(("o:1", "빨간 신발"),), proven=("1234",))
    with db.write() as tx:
        made = given.conversation(tx, memory=memory, language="ko", window_closes_at=NOW + 1)
        changed = replace(made, owner=Owner.AGENT, epoch=3, agent="soyeon", due_at=None)
        assert tx.conversations.get(made.id) == made
        tx.conversations.save(changed)
    with db.read() as tx:
        assert tx.conversations.between(made.phone_number_id, made.customer_id) == changed
        assert tx.conversations.between("another number", made.customer_id) is None


def test_the_longest_due_goes_first_and_only_once(db: Database) -> None:
    with db.write() as tx:
        late = given.conversation(tx, due_at=NOW - 1)
        early = given.conversation(tx, due_at=NOW - 9)
        given.conversation(tx, due_at=NOW + 1)
    with db.write() as tx:
        assert lease(tx) == early
        assert lease(tx) == late
        assert lease(tx) is None


@pytest.mark.parametrize("owner", sorted(set(Owner) - {Owner.AUTOMATED}))
def test_only_automated_conversations_are_leased(db: Database, owner: Owner) -> None:
    with db.write() as tx:
        given.conversation(tx, owner=owner)
        assert lease(tx) is None


def test_a_conversation_with_people_is_not_leased_until_the_handoff_closes(db: Database) -> None:
    with db.write() as tx:
        made = given.conversation(tx)
        opened = given.handoff(made.id)
        tx.handoffs.open(opened)
        assert lease(tx) is None
        tx.handoffs.save(replace(opened, closed_at=NOW))
        assert lease(tx) is not None


def test_an_expired_lease_comes_back_by_itself_and_the_old_holder_has_lost(db: Database) -> None:
    with db.write() as tx:
        made = given.conversation(tx)
        assert lease(tx) is not None
        assert lease(tx, now=NOW + 44_999) is None
        assert tx.conversations.holds(made.id, "t1")
        assert lease(tx, now=NOW + 45_000, by="t2") is not None
        assert not tx.conversations.holds(made.id, "t1")
        tx.conversations.release(made.id, "t1")
        assert tx.conversations.holds(made.id, "t2")


def test_who_holds_the_lease_gets_the_conversation_as_it_is_now(db: Database) -> None:
    with db.write() as tx:
        made = given.conversation(tx)
        lease(tx)
        changed = replace(made, owner=Owner.QUEUED, epoch=1)
        tx.conversations.save(changed)
        assert tx.conversations.held(made.id, "t1") == changed
        assert tx.conversations.held(made.id, "t2") is None


def test_saving_leaves_the_lease_alone(db: Database) -> None:
    with db.write() as tx:
        made = given.conversation(tx)
        lease(tx)
        tx.conversations.save(replace(made, due_at=NOW))
        assert tx.conversations.holds(made.id, "t1")
        assert lease(tx) is None


def test_a_release_with_nothing_pending_leaves_nothing_due(db: Database) -> None:
    with db.write() as tx:
        made = given.conversation(tx)
        lease(tx)
        tx.conversations.release(made.id, "t1")
        assert tx.conversations.get(made.id).due_at is None
        assert lease(tx) is None


def test_a_release_while_messages_are_pending_stays_due(db: Database) -> None:
    with db.write() as tx:
        made = given.conversation(tx)
        tx.messages.add(given.message(made.id), pending=True)
        lease(tx)
        tx.conversations.release(made.id, "t1")
        assert lease(tx, by="t2") is not None


def test_conversations_quiet_elsewhere_are_found(db: Database) -> None:
    with db.write() as tx:
        quiet = given.conversation(tx, owner=Owner.ELSEWHERE, elsewhere_at=NOW - 2)
        given.conversation(tx, owner=Owner.ELSEWHERE, elsewhere_at=NOW)
        assert tx.conversations.quiet_elsewhere(NOW - 1) == [quiet]


def test_the_pair_rate_allows_a_burst_of_45_then_one_every_six_seconds(db: Database) -> None:
    with db.write() as tx:
        made = given.conversation(tx)
        waits = [tx.conversations.take_pair_token(made.id, NOW) for _ in range(46)]
        assert waits == [0] * 45 + [6_000]
        assert tx.conversations.take_pair_token(made.id, NOW + 5_999) == 1
        assert tx.conversations.take_pair_token(made.id, NOW + 6_000) == 0
        assert tx.conversations.take_pair_token(made.id, NOW + 6_000) == 6_000


def test_an_unknown_id_is_said_in_words(db: Database) -> None:
    with db.read() as tx, pytest.raises(WaSupportError, match="no conversation c_9"):
        tx.conversations.get("c_9")
