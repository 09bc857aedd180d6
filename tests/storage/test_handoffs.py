from dataclasses import replace

import pytest

from tests.storage import given
from tests.storage.given import NOW
from wa_support.domain.conversations import Owner
from wa_support.ports.database import Database
from wa_support.storage.cipher import Cipher
from wa_support.storage.database import SqlDatabase
from wa_support.storage.engine import Engine


@pytest.fixture
def db(engine: Engine, cipher: Cipher) -> Database:
    return SqlDatabase(engine, cipher)


def test_a_handoff_comes_back_as_it_was_opened(db: Database) -> None:
    with db.write() as tx:
        made = given.handoff("c_1", packet={"transcript": [{"text": "환불"}]})
        tx.handoffs.open(made)
    with db.read() as tx:
        assert tx.handoffs.current("c_1") == made
        assert tx.handoffs.current("c_2") is None


def test_the_queue_counts_those_who_waited_longer(db: Database) -> None:
    with db.write() as tx:
        first, second, third = (given.handoff(f"c_{n}", opened_at=NOW + n) for n in range(3))
        for made in (third, first, second):
            tx.handoffs.open(made)
        assert [tx.handoffs.ahead_of(made) for made in (first, second, third)] == [0, 1, 2]
        tx.handoffs.save(replace(first, taken_at=NOW + 5, taken_by="soyeon"))
        tx.handoffs.save(replace(second, closed_at=NOW + 5))
        assert tx.handoffs.ahead_of(third) == 0
        assert tx.handoffs.waiting() == [third]


def test_a_taken_handoff_is_current_until_it_closes(db: Database) -> None:
    with db.write() as tx:
        taken = given.handoff("c_1", taken_at=NOW, taken_by="soyeon")
        tx.handoffs.open(taken)
        assert tx.handoffs.current("c_1") == taken
        tx.handoffs.save(replace(taken, closed_at=NOW + 1))
        assert tx.handoffs.current("c_1") is None


def test_recent_waits_are_newest_first(db: Database) -> None:
    with db.write() as tx:
        for waited in (10, 20, 30):
            tx.handoffs.open(given.handoff("c_1", taken_at=NOW + waited, closed_at=NOW + 99))
        tx.handoffs.open(given.handoff("c_2"))
        assert tx.handoffs.recent_waits(2) == [30, 20]


def test_on_duty_are_seats_seen_since_with_what_they_own(db: Database) -> None:
    with db.write() as tx:
        tx.handoffs.seat_seen("soyeon", NOW - 60_000)
        tx.handoffs.seat_seen("soyeon", NOW)
        tx.handoffs.seat_seen("minsu", NOW)
        tx.handoffs.seat_seen("gone", NOW - 60_000)
        for _ in range(2):
            given.conversation(tx, owner=Owner.AGENT, agent="soyeon")
        given.conversation(tx, owner=Owner.QUEUED, agent="minsu")
        assert tx.handoffs.on_duty(NOW - 59_999) == [("minsu", 0), ("soyeon", 2)]
