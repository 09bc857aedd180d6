import hashlib
import json

from sqlalchemy import select, update

from tests.storage.given import NOW
from wa_support.domain.people import AuditRecord
from wa_support.storage.cipher import Cipher
from wa_support.storage.database import SqlDatabase
from wa_support.storage.engine import Engine
from wa_support.storage.schema import audit


def test_the_digest_is_of_salt_and_payload_and_the_payload_can_go(
    engine: Engine, cipher: Cipher
) -> None:
    db = SqlDatabase(engine, cipher, random=lambda size: b"\1" * size)
    record = AuditRecord(
        at=NOW, actor="soyeon", action="taken", subject="c_1", policy_version=3, detail={"a": "한"}
    )
    with db.write() as tx:
        tx.audit.add(record)
    with engine.read() as connection:
        row = connection.execute(select(audit)).one()
    payload = cipher.open(row.payload)
    assert row.digest == hashlib.sha256(b"\1" * 16 + payload).digest()
    assert AuditRecord(**json.loads(payload)) == record
    with engine.write() as connection:
        connection.execute(update(audit).values(salt=None, payload=None))
    with engine.read() as connection:
        assert connection.execute(select(audit.c.digest)).scalar() == row.digest
