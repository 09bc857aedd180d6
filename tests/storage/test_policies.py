import hashlib

import pytest

from tests.storage.given import NOW
from wa_support.domain.errors import WaSupportError
from wa_support.ports.database import Database
from wa_support.storage.cipher import Cipher
from wa_support.storage.database import SqlDatabase
from wa_support.storage.engine import Engine


@pytest.fixture
def db(engine: Engine, cipher: Cipher) -> Database:
    return SqlDatabase(engine, cipher)


def test_versions_count_up_and_the_last_one_is_current(db: Database) -> None:
    with db.write() as tx:
        assert (tx.policies.current(), tx.policies.in_force()) == (None, None)
        first = tx.policies.publish(b"purposes: []\n", weights_key=None, by="ops", now=NOW)
        second = tx.policies.publish("목적: []\n".encode(), weights_key=None, by="kim", now=NOW + 1)
    with db.read() as tx:
        assert (first.version, second.version) == (1, 2)
        assert tx.policies.current() == second
        assert tx.policies.in_force() == 2
        assert tx.policies.get(1) == first
        assert first.sha256 == hashlib.sha256(b"purposes: []\n").hexdigest()
        assert tx.desk.policy() == second
        assert tx.desk.policy(1) == first
        assert tx.desk.policy(3) is None


def test_the_same_bytes_publish_nothing_new(db: Database) -> None:
    with db.write() as tx:
        first = tx.policies.publish(b"a", weights_key=None, by="ops", now=NOW)
        assert tx.policies.publish(b"a", weights_key=None, by="kim", now=NOW + 1) == first
        tx.policies.publish(b"b", weights_key=None, by="ops", now=NOW)
        assert tx.policies.publish(b"a", weights_key=None, by="ops", now=NOW).version == 3


def test_an_unknown_version_is_said_in_words(db: Database) -> None:
    with db.read() as tx, pytest.raises(WaSupportError, match="no policy version 9"):
        tx.policies.get(9)


def test_the_same_bytes_with_other_weights_are_another_version(db: Database) -> None:
    with db.write() as tx:
        tx.policies.publish(b"a", weights_key=None, by="ops", now=NOW)
        fitted = tx.policies.publish(b"a", weights_key="k", by="ops", now=NOW)
        assert fitted.version == 2
        assert tx.policies.publish(b"a", weights_key="k", by="ops", now=NOW) == fitted
    with db.read() as tx:
        assert tx.policies.current() == tx.desk.policy() == fitted


def test_weights_are_kept_once_by_their_key(db: Database) -> None:
    with db.write() as tx:
        assert tx.policies.weights("k") is None
        tx.policies.keep_weights("k", b"\x00first", now=NOW)
        tx.policies.keep_weights("k", b"second", now=NOW)
        assert tx.policies.weights("k") == b"\x00first"
