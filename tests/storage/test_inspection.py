"""What the database tells doctor of itself, on each of the two engines."""

import pytest

from tests.storage import given
from tests.storage.clock import SettableClock
from wa_support.domain.checkup.machine_facts import PostgresFacts, SqliteFacts, Traffic
from wa_support.domain.delivery import Author
from wa_support.domain.events import Event, EventKind
from wa_support.storage import inspection
from wa_support.storage.cipher import Cipher
from wa_support.storage.database import SqlDatabase
from wa_support.storage.engine import Engine


@pytest.fixture
def database(engine: Engine, cipher: Cipher) -> SqlDatabase:
    return SqlDatabase(engine, cipher, lambda count: b"r" * count)


def test_an_engine_names_its_version_and_whether_it_keeps_what_it_confirms(engine: Engine) -> None:
    facts = inspection.engine_facts(engine)
    assert facts.version[0].isdigit()
    assert isinstance(facts, SqliteFacts if engine.is_sqlite else PostgresFacts)
    if isinstance(facts, PostgresFacts):
        assert facts.synchronous_commit == "on"
        assert facts.full_page_writes == "on"


def test_nothing_has_passed_through_an_empty_database(engine: Engine) -> None:
    assert inspection.traffic(engine) == Traffic()


def test_the_last_beat_and_the_last_webhook(
    engine: Engine, database: SqlDatabase, clock: SettableClock
) -> None:
    with database.write() as tx:
        tx.workers.beat("wrk_1", host="h", pid=1, pid_started=1, now=clock.now())
        tx.events.keep_body(b"{}", clock.now() - 5)
        tx.events.keep_body(b"{}", clock.now() - 3)
    traffic = inspection.traffic(engine)
    assert (traffic.last_beat, traffic.last_webhook) == (clock.now(), clock.now() - 3)


def test_words_from_the_phone_app_are_an_echo(engine: Engine, database: SqlDatabase) -> None:
    with database.write() as tx:
        of = given.conversation(tx).id
        tx.messages.add(given.message(of), pending=False)
        tx.messages.add(given.message(of, author=Author.PHONE_APP), pending=False)
    assert (inspection.traffic(engine).echoed, inspection.traffic(engine).routed) == (True, False)


@pytest.mark.parametrize("kind", [EventKind.STANDBY, EventKind.HANDOVER])
def test_standby_and_handovers_are_another_system_s(
    engine: Engine, database: SqlDatabase, kind: EventKind
) -> None:
    event = Event(kind=kind, field_name=str(kind), raw={})
    with database.write() as tx:
        tx.events.keep(event, {}, state="kept", now=given.NOW)
    assert (inspection.traffic(engine).echoed, inspection.traffic(engine).routed) == (False, True)
