from contextlib import suppress

import pytest
from sqlalchemy import select

from tests.storage.given import NOW
from tests.storage.test_counts import counted
from wa_support.domain.events import Event, EventKind
from wa_support.domain.views import DeadLetter
from wa_support.ports.database import Database
from wa_support.storage.cipher import Cipher
from wa_support.storage.database import SqlDatabase
from wa_support.storage.engine import Engine
from wa_support.storage.schema import inbox_cursors


@pytest.fixture
def db(engine: Engine, cipher: Cipher) -> Database:
    return SqlDatabase(engine, cipher)


def event(kind: EventKind = EventKind.ACCOUNT) -> Event:
    return Event(kind=kind, field_name="account_update", raw={"phone": "821012345678"})


def test_a_key_is_new_only_once(db: Database) -> None:
    with db.write() as tx:
        assert tx.events.first_time("106|message|wamid.1", NOW)
        assert not tx.events.first_time("106|message|wamid.1", NOW + 1)
        assert tx.events.first_time("106|message|wamid.2", NOW)
    with db.write() as tx:
        assert not tx.events.first_time("106|message|wamid.2", NOW)


def test_a_key_claimed_in_a_failed_savepoint_is_new_again(db: Database) -> None:
    with db.write() as tx:
        with suppress(ZeroDivisionError), tx.savepoint():
            assert tx.events.first_time("key", NOW)
            raise ZeroDivisionError
        assert tx.events.first_time("key", NOW)


def test_a_dead_letter_is_kept_whole_until_it_is_redriven(db: Database) -> None:
    body = b'{"entry": \xff broken'
    with db.write() as tx:
        first = tx.events.dead_letter(body, reason="no JSON: 8210", now=NOW)
        second = tx.events.dead_letter(b"", reason="empty", now=NOW + 1)
        tx.events.redriven(first, NOW + 2)
    with db.read() as tx:
        assert tx.events.dead_letters() == [
            DeadLetter(id=second, at=NOW + 1, reason="empty", size=0),
            DeadLetter(
                id=first, at=NOW, reason="no JSON: 8210", size=len(body), redriven_at=NOW + 2
            ),
        ]
        assert tx.events.dead_letter_body(first) == body
        assert tx.events.dead_letter_body("dl_none") is None


def test_odd_events_are_counted_by_what_is_odd(db: Database, engine: Engine) -> None:
    with db.write() as tx:
        for state in ("kept", "kept", "unknown", "quarantined", "clash", "clash"):
            tx.events.keep(event(), {"phone": "***"}, state=state, now=NOW)
    found = counted(engine)
    assert (found["unknown_events"], found["quarantined"], found["clashes"]) == (1, 1, 2)


def test_a_cursor_goes_only_forward(db: Database, engine: Engine) -> None:
    with db.write() as tx:
        tx.cursors.advance("inbox-0", 7)
        tx.cursors.advance("inbox-0", 5)
        tx.cursors.advance("inbox-1", 1)
        tx.cursors.advance("inbox-1", 2)
    with engine.read() as connection:
        rows = connection.execute(select(inbox_cursors).order_by(inbox_cursors.c.source)).all()
    assert [tuple(row) for row in rows] == [("inbox-0", 7), ("inbox-1", 2)]
