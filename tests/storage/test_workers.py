import pytest

from tests.storage import given
from tests.storage.given import NOW
from tests.storage.test_counts import counted
from wa_support.ports.database import Database, Tx
from wa_support.storage.cipher import Cipher
from wa_support.storage.database import SqlDatabase
from wa_support.storage.engine import Engine


@pytest.fixture
def db(engine: Engine, cipher: Cipher) -> Database:
    return SqlDatabase(engine, cipher)


def beat(tx: Tx, holder: str, now: int = NOW) -> None:
    tx.workers.beat(holder, host="here", pid=int(holder[-1]), pid_started=100, now=now)


def test_the_last_beat_is_the_newest_of_all_workers(db: Database, engine: Engine) -> None:
    with db.write() as tx:
        assert tx.workers.last_beat() is None
        beat(tx, "worker-1", NOW + 5)
        beat(tx, "worker-2")
        beat(tx, "worker-2", NOW + 1)
        assert tx.workers.last_beat() == NOW + 5
    assert counted(engine)["last_beat"] == NOW + 5


def test_a_dead_workers_leases_are_free_at_once(db: Database) -> None:
    with db.write() as tx:
        beat(tx, "worker-1")
        beat(tx, "worker-2")
        mine, theirs = given.conversation(tx, due_at=1), given.conversation(tx, due_at=2)
        for holder in ("worker-1", "worker-2"):
            tx.conversations.lease_due(holder=holder, token=holder, now=NOW, until=NOW + 9)
    assert db.lease_named("intake", holder="worker-1", now=NOW, until=NOW + 9)
    assert db.lease_named("tidy", holder="worker-2", now=NOW, until=NOW + 9)
    with db.write() as tx:
        assert tx.workers.expire_dead(lambda _host, pid, _started: pid == 1) == ["worker-1"]
        assert tx.workers.expire_dead(lambda _host, pid, _started: pid == 1) == []
        assert not tx.conversations.holds(mine.id, "worker-1")
        assert tx.conversations.holds(theirs.id, "worker-2")
        again = tx.conversations.lease_due(holder="worker-3", token="t", now=NOW, until=NOW + 9)
        assert again is not None
        assert again.id == mine.id
    assert db.lease_named("intake", holder="worker-3", now=NOW, until=NOW + 9)
    assert not db.lease_named("tidy", holder="worker-3", now=NOW, until=NOW + 9)


def test_a_named_lease_is_renewed_by_its_holder_and_taken_when_it_ran_out(db: Database) -> None:
    assert db.lease_named("intake", holder="a", now=NOW, until=NOW + 10)
    assert not db.lease_named("intake", holder="b", now=NOW + 9, until=NOW + 99)
    assert db.lease_named("intake", holder="a", now=NOW + 9, until=NOW + 20)
    assert not db.lease_named("intake", holder="b", now=NOW + 19, until=NOW + 99)
    assert db.lease_named("intake", holder="b", now=NOW + 20, until=NOW + 30)
    assert not db.lease_named("intake", holder="a", now=NOW + 21, until=NOW + 99)
