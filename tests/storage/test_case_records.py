import pytest

from tests.storage.given import NOW
from wa_support.domain.records import CaseRecord, Occasion
from wa_support.ports.database import Database
from wa_support.storage.cipher import Cipher
from wa_support.storage.database import SqlDatabase
from wa_support.storage.engine import Engine


@pytest.fixture
def db(engine: Engine, cipher: Cipher) -> Database:
    return SqlDatabase(engine, cipher)


def record(key: str, at: int = NOW) -> CaseRecord:
    fields = {"summary": "컵이 깨졌어요", "order_id": None}
    return CaseRecord(
        key=key, occasion=Occasion.HANDOFF, conversation_id="c_1", at=at, fields=fields
    )


def test_a_record_is_given_out_once_a_minute_until_it_is_told(db: Database) -> None:
    with db.write() as tx:
        tx.records.add(record("a"))
        tx.records.add(record("a"))
        assert tx.records.any_due(NOW)
        due = tx.records.due(NOW)
        assert due is not None
        assert (due.record, due.tries) == (record("a"), 0)
        assert tx.records.due(NOW + 59_999) is None
        assert tx.records.due(NOW + 60_000) == due
        tx.records.told("a")
        assert not tx.records.any_due(NOW + 10**9)


def test_the_longest_due_comes_first_and_what_was_given_up_never(db: Database) -> None:
    with db.write() as tx:
        for key, at in (("a", NOW), ("b", NOW + 1), ("c", NOW + 2)):
            tx.records.add(record(key, at))
        tx.records.again("a", due_at=NOW + 5, reason="http_500")
        tx.records.gave_up("b", reason="http_500")
        found = [tx.records.due(NOW + 9) for _ in range(3)]
        assert [(one.record.key, one.tries) for one in found if one] == [("c", 0), ("a", 1)]
