"""Requests of other systems and watched bookings come back as they were put in, on both
databases."""

import threading
from dataclasses import replace

import pytest

from tests.storage import given
from tests.storage.given import NOW
from wa_support.domain.watched_bookings import WatchState
from wa_support.ports.database import Database
from wa_support.storage.cipher import Cipher
from wa_support.storage.database import SqlDatabase
from wa_support.storage.engine import Engine


@pytest.fixture
def db(engine: Engine, cipher: Cipher) -> Database:
    return SqlDatabase(engine, cipher)


def test_a_key_is_claimed_once_and_answers_the_same(db: Database) -> None:
    with db.write() as tx:
        assert tx.notify_requests.claim("order 1042", "asked", NOW) is None
        tx.notify_requests.answered("order 1042", '{"state": "ready"}', "snd_1")
    with db.write() as tx:
        again = tx.notify_requests.claim("order 1042", "asked", NOW + 1)
        other = tx.notify_requests.claim("order 1042", "asked otherwise", NOW + 1)
        assert again is not None
        assert other is not None
        assert (again.same, again.answer) == (True, '{"state": "ready"}')
        assert not other.same
        assert tx.notify_requests.send_of("order 1042") == "snd_1"
        assert tx.notify_requests.send_of("order 1043") is None


def test_a_key_that_was_refused_is_free_again(db: Database) -> None:
    def refused() -> None:
        with db.write() as tx:
            tx.notify_requests.claim("k", "asked", NOW)
            raise LookupError

    with pytest.raises(LookupError):
        refused()
    with db.write() as tx:
        assert tx.notify_requests.claim("k", "asked otherwise", NOW) is None


def test_keys_and_what_was_asked_lie_nowhere_in_clear(db: Database, engine: Engine) -> None:
    with db.write() as tx:
        tx.notify_requests.claim("order-of-Mina", "+821055501042", NOW)
    with engine.read() as connection:
        rows = connection.exec_driver_sql("SELECT * FROM notify_requests").all()
    assert "Mina" not in str(rows)
    assert "55501042" not in str(rows)


def test_two_at_once_with_one_key_are_one(db: Database) -> None:
    taken: list[bool] = []

    def ask() -> None:
        with db.write() as tx:
            taken.append(tx.notify_requests.claim("k", "asked", NOW) is None)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == [False, False, False, True]


def test_old_requests_and_bookings_are_forgotten(db: Database) -> None:
    with db.write() as tx:
        tx.notify_requests.claim("old", "asked", NOW - 2)
        tx.notify_requests.claim("new", "asked", NOW)
        conversation = given.conversation(tx)
        old = given.watched(conversation.id, starts_at=NOW - 2)
        new = given.watched(conversation.id, starts_at=NOW)
        tx.watched_bookings.save(old)
        tx.watched_bookings.save(new)
        tx.notify_requests.forget(NOW - 1)
        tx.watched_bookings.forget(NOW - 1)
        assert tx.notify_requests.claim("old", "other", NOW) is None
        assert tx.notify_requests.claim("new", "asked", NOW) is not None
        assert tx.watched_bookings.get(old.booking_id) is None
        assert tx.watched_bookings.get(new.booking_id) == new


def test_a_booking_is_due_when_its_time_has_come_the_longest_due_first(db: Database) -> None:
    with db.write() as tx:
        conversation = given.conversation(tx)
        later = given.watched(conversation.id, look_at=NOW)
        sooner = given.watched(conversation.id, look_at=NOW - 5)
        for one in (
            later, sooner,
            given.watched(conversation.id, look_at=NOW + 1),
            given.watched(conversation.id, look_at=None),
        ):  # fmt: skip
            tx.watched_bookings.save(one)
        assert list(tx.watched_bookings.due(NOW, 5)) == [sooner, later]
        assert list(tx.watched_bookings.due(NOW, 1)) == [sooner]
        told = replace(
            sooner, state=WatchState.CANCELLED, look_at=None, told_of="cancelled",
            reminded_for="2027-01-16T11:00",
        )  # fmt: skip
        tx.watched_bookings.save(told)
        assert tx.watched_bookings.get(sooner.booking_id) == told
