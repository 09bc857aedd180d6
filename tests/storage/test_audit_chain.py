"""What the chain over the audit shows, and what it bears."""

import threading
from collections.abc import Callable

import pytest
from sqlalchemy import delete, select, update

from tests.storage.clock import SettableClock
from tests.storage.given import NOW
from wa_support.domain.audit_chain import link
from wa_support.domain.people import AuditRecord
from wa_support.flow.audit_check import AuditCheck, Verdict
from wa_support.flow.named_lease import NamedLease
from wa_support.flow.sealing import Sealing
from wa_support.ports.database import Database
from wa_support.storage.cipher import Cipher
from wa_support.storage.database import SqlDatabase
from wa_support.storage.engine import Engine
from wa_support.storage.schema import audit
from wa_support.storage.schema_audit import audit_head


@pytest.fixture
def db(engine: Engine, cipher: Cipher) -> Database:
    return SqlDatabase(engine, cipher)


@pytest.fixture
def sealer(db: Database, clock: SettableClock) -> Callable[[str], Sealing]:
    def made(holder: str = "worker-1") -> Sealing:
        lease = NamedLease(name="audit_sealer", database=db, clock=clock, holder=holder)
        return Sealing(database=db, lease=lease)

    return made


def record(what: str) -> AuditRecord:
    return AuditRecord(at=NOW, actor="소연", action=what, subject="c_1")


def written(db: Database, many: int) -> None:
    for number in range(many):
        with db.write() as tx:
            tx.audit.add(record(f"act {number}"))


def check(db: Database) -> Verdict:
    return AuditCheck(database=db).run()


@pytest.fixture
def five(db: Database, sealer: Callable[[str], Sealing]) -> Database:
    written(db, 5)
    assert sealer("worker-1").run_once() == 5
    return db


def test_sealed_in_order_and_found_whole(five: Database, engine: Engine) -> None:
    with engine.read() as connection:
        rows = connection.execute(select(audit).order_by(audit.c.position)).all()
    assert [row.position for row in rows] == [1, 2, 3, 4, 5]
    assert [row.seq for row in rows] == sorted(row.seq for row in rows)
    assert rows[0].hash == link(bytes(32), rows[0].digest, rows[0].seq)
    verdict = check(five)
    assert (verdict.head.position, verdict.waiting, verdict.broken) == (5, 0, None)
    assert verdict.head.hash == rows[-1].hash


def test_it_goes_on_where_it_stood(five: Database, sealer: Callable[[str], Sealing]) -> None:
    written(five, 2)
    assert check(five).waiting == 2
    assert (sealer("worker-1").run_once(), sealer("worker-1").run_once()) == (2, 0)
    assert (check(five).head.position, check(five).broken) == (7, None)


def test_an_empty_audit_is_whole(db: Database) -> None:
    assert (check(db).head.position, check(db).broken) == (0, None)


def test_erasing_salt_and_payload_breaks_nothing(five: Database, engine: Engine) -> None:
    with engine.write() as connection:
        connection.execute(
            update(audit).where(audit.c.position == 2).values(salt=None, payload=None)
        )
    assert check(five).broken is None


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"payload": b"other"}, "its payload does not open"),
        ({"salt": b"other"}, "its payload was changed"),
        ({"salt": None}, "only half of it was erased"),
        ({"at": NOW + 1}, "its time was changed"),
        ({"digest": b"d" * 32}, "its payload was changed"),
        ({"digest": b"d" * 32, "salt": None, "payload": None}, "it was changed"),
        ({"hash": b"h" * 32}, "it was changed"),
        ({"position": 99}, "record 3 is missing"),
        ({"position": None}, "record 3 is missing"),
    ],
)
def test_a_change_is_found_where_it_was_made(
    five: Database, engine: Engine, change: dict[str, object], why: str
) -> None:
    with engine.write() as connection:
        connection.execute(update(audit).where(audit.c.position == 3).values(**change))
    verdict = check(five)
    assert verdict.broken == 3
    assert why in (verdict.why or "")


def test_a_payload_put_in_anothers_place_is_found(five: Database, engine: Engine) -> None:
    with engine.write() as connection:
        second = connection.execute(select(audit).where(audit.c.position == 2)).one()
        swapped = {"salt": second.salt, "payload": second.payload, "digest": second.digest}
        connection.execute(update(audit).where(audit.c.position == 3).values(**swapped))
    assert check(five).broken == 3


def test_two_that_change_places_are_found(five: Database, engine: Engine) -> None:
    with engine.write() as connection:
        for before, after in ((2, 99), (3, 2), (99, 3)):
            connection.execute(
                update(audit).where(audit.c.position == before).values(position=after)
            )
    assert check(five).broken == 2


@pytest.mark.parametrize("position", [1, 3, 5])
def test_a_deleted_record_is_missed(five: Database, engine: Engine, position: int) -> None:
    with engine.write() as connection:
        connection.execute(delete(audit).where(audit.c.position == position))
    verdict = check(five)
    assert (verdict.broken, verdict.why) == (position, f"record {position} is missing")


def test_another_head_is_found(five: Database, engine: Engine) -> None:
    with engine.write() as connection:
        connection.execute(update(audit_head).values(hash=b"x" * 32))
    assert check(five).why == "the sealed head is another"


def test_only_whoever_has_the_lease_seals(
    db: Database, sealer: Callable[[str], Sealing], clock: SettableClock
) -> None:
    written(db, 1)
    assert sealer("worker-1").run_once() == 1
    written(db, 1)
    assert sealer("worker-2").run_once() == 0
    clock.time += 45_001
    assert sealer("worker-2").run_once() == 1
    assert check(db).broken is None


@pytest.mark.postgres
def test_a_lower_number_that_commits_later_is_sealed_later(
    postgres_engine: Engine, cipher: Cipher, clock: SettableClock
) -> None:
    db = SqlDatabase(postgres_engine, cipher)
    lease = NamedLease(name="audit_sealer", database=db, clock=clock, holder="w")
    sealing = Sealing(database=db, lease=lease)
    drawn, go_on = threading.Event(), threading.Event()

    def slow() -> None:
        with db.write() as tx:
            tx.audit.add(record("slow"))
            drawn.set()
            assert go_on.wait(5)

    thread = threading.Thread(target=slow)
    thread.start()
    assert drawn.wait(5)
    written(db, 1)
    assert sealing.run_once() == 1
    go_on.set()
    thread.join()
    assert sealing.run_once() == 1
    with postgres_engine.read() as connection:
        order = connection.execute(select(audit.c.seq).order_by(audit.c.position)).scalars().all()
    assert order == sorted(order, reverse=True)
    assert check(db).broken is None


@pytest.mark.postgres
def test_two_sealers_at_once_make_one_chain(postgres_engine: Engine, cipher: Cipher) -> None:
    db = SqlDatabase(postgres_engine, cipher)
    written(db, 30)

    class Always(NamedLease):
        def held(self) -> bool:
            return True

    def seal() -> None:
        lease = Always(name="", database=db, clock=SettableClock(NOW), holder="")
        Sealing(database=db, lease=lease).run_once()

    threads = [threading.Thread(target=seal) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (check(db).head.position, check(db).broken) == (30, None)
