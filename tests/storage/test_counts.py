"""The numbers that metrics tell."""

from collections.abc import Mapping

from tests.storage import given
from tests.storage.given import NOW
from wa_support.domain.conversations import Owner
from wa_support.domain.delivery import AttemptOutcome, SendState
from wa_support.domain.events import Event, EventKind
from wa_support.storage.cipher import Cipher
from wa_support.storage.counts import counts
from wa_support.storage.database import SqlDatabase
from wa_support.storage.engine import Engine


def counted(engine: Engine) -> Mapping[str, int]:
    with engine.read() as connection:
        return counts(connection)


def test_counts_name_every_state_even_when_nothing_is_in_it(engine: Engine) -> None:
    found = counted(engine)
    assert set(found) == {
        *(f"sends_{state}" for state in SendState),
        "models_shut_out",
        *(f"conversations_{owner}" for owner in Owner),
        *("dead_letters", "quarantined", "clashes", "unknown_events", "attempts_unknown"),
        "doubles_known",
        "media_bytes",
    }
    assert set(found.values()) == {0}


def test_counts_count(engine: Engine, cipher: Cipher) -> None:
    with SqlDatabase(engine, cipher).write() as tx:
        given.conversation(tx, due_at=NOW - 3)
        given.conversation(tx, due_at=NOW - 9, owner=Owner.QUEUED)
        reply = given.send("c_1", due_at=NOW - 2)
        tx.sends.add(reply)
        lost = given.attempt(reply)
        tx.sends.add(given.send("c_1", due_at=NOW - 9, state=SendState.HELD))
        tx.events.redriven(tx.events.dead_letter(b"a", reason="r", now=NOW), NOW)
        tx.events.dead_letter(b"b", reason="r", now=NOW)
        event = Event(kind=EventKind.UNKNOWN, field_name="new", raw={})
        tx.events.keep(event, {}, state="unknown", now=NOW)
        tx.workers.beat("w", host="h", pid=1, pid_started=1, now=NOW)
        tx.sends.begin(lost)
        tx.sends.end(given.ended(lost, AttemptOutcome.UNKNOWN))
    found = {name: number for name, number in counted(engine).items() if number}
    assert found == {
        "conversations_automated": 1,
        "conversations_queued": 1,
        "sends_ready": 1,
        "sends_held": 1,
        "attempts_unknown": 1,
        "dead_letters": 1,
        "unknown_events": 1,
        "oldest_due_at": NOW - 3,
        "oldest_ready_at": NOW - 2,
        "last_beat": NOW,
    }
