from contextlib import suppress
from dataclasses import replace

import pytest

from tests.storage import given
from tests.storage.given import NOW
from wa_support.domain.turns import JournalKind, TurnState
from wa_support.ports.database import Database
from wa_support.storage.cipher import Cipher
from wa_support.storage.database import SqlDatabase
from wa_support.storage.engine import Engine


@pytest.fixture
def db(engine: Engine, cipher: Cipher) -> Database:
    return SqlDatabase(engine, cipher)


def test_an_open_turn_is_found_again_with_its_counts(db: Database) -> None:
    with db.write() as tx:
        made = given.turn("c_1")
        tx.turns.start(made)
        tx.turns.save(replace(made, leases=2, restarts=1), now=NOW)
    with db.read() as tx:
        assert tx.turns.open_for("c_1") == replace(made, leases=2, restarts=1)
        assert tx.turns.open_for("c_2") is None


def test_an_ended_turn_is_open_no_longer(db: Database) -> None:
    with db.write() as tx:
        made = given.turn("c_1")
        tx.turns.start(made)
        tx.turns.save(replace(made, state=TurnState.ANSWERED), now=NOW)
        assert tx.turns.open_for("c_1") is None


def test_the_journal_reads_back_in_the_order_it_was_written(db: Database) -> None:
    with db.write() as tx:
        tx.turns.write("t_1", JournalKind.LEASE, {"messages": ["m_1"]}, now=NOW)
        tx.turns.write("t_2", JournalKind.LEASE, {}, now=NOW)
    with db.write() as tx:
        tx.turns.write("t_1", JournalKind.GATE, {"verdict": "admit", "말": "주문"}, now=NOW + 1)
    with db.read() as tx:
        rows = tx.turns.journal("t_1")
    assert [(row.seq, row.kind, row.at) for row in rows] == [
        (1, JournalKind.LEASE, NOW),
        (2, JournalKind.GATE, NOW + 1),
    ]
    assert rows[1].payload == {"verdict": "admit", "말": "주문"}


def test_what_a_savepoint_undoes_leaves_the_rest(db: Database) -> None:
    with db.write() as tx:
        tx.turns.write("t_1", JournalKind.LEASE, {}, now=NOW)
        with suppress(ZeroDivisionError), tx.savepoint():
            tx.turns.write("t_1", JournalKind.GATE, {}, now=NOW)
            raise ZeroDivisionError
        tx.turns.write("t_1", JournalKind.MODEL, {}, now=NOW)
    with db.read() as tx:
        kinds = [row.kind for row in tx.turns.journal("t_1")]
    assert kinds == [JournalKind.LEASE, JournalKind.MODEL]


def test_a_failed_transaction_leaves_nothing(db: Database) -> None:
    with suppress(ZeroDivisionError), db.write() as tx:
        tx.turns.start(given.turn("c_1"))
        raise ZeroDivisionError
    with db.read() as tx:
        assert tx.turns.open_for("c_1") is None
