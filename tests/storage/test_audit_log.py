"""The audit, page by page, though its rows are sealed one by one."""

import os

from sqlalchemy import update

from tests.storage.given import NOW
from wa_support.domain.audit_log import AuditPage
from wa_support.domain.people import AuditRecord
from wa_support.storage.audit_log import SqlAuditLog
from wa_support.storage.cipher import Cipher
from wa_support.storage.database import SqlDatabase
from wa_support.storage.engine import Engine
from wa_support.storage.schema import audit


def _filled(engine: Engine, cipher: Cipher, rows: int) -> SqlAuditLog:
    with SqlDatabase(engine, cipher, os.urandom).write() as tx:
        for number in range(1, rows + 1):
            tx.audit.add(
                AuditRecord(
                    at=NOW + number,
                    actor="민지" if number % 100 == 1 else "bot",
                    action="taken",
                    subject=f"c_{number}",
                )
            )
    return SqlAuditLog(engine, cipher)


def _subjects(page: AuditPage) -> list[str]:
    return [line.record.subject for line in page.lines if line.record]


def test_pages_follow_one_another_and_end(engine: Engine, cipher: Cipher) -> None:
    log = _filled(engine, cipher, 5)
    first = log.page(limit=2)
    second = log.page(limit=2, before=first.before)
    third = log.page(limit=2, before=second.before)
    assert [_subjects(page) for page in (first, second, third)] == [
        ["c_5", "c_4"], ["c_3", "c_2"], ["c_1"]
    ]  # fmt: skip
    assert third.before is None
    assert log.page(limit=5).before is None


def test_a_filter_finds_what_lies_deep(engine: Engine, cipher: Cipher) -> None:
    log = _filled(engine, cipher, 1201)
    assert len(_subjects(log.page(actor="민지"))) == 13
    assert _subjects(log.page(subject="c_7")) == ["c_7"]
    assert _subjects(log.page(actor="BOT", subject="c_7")) == ["c_7"]
    assert _subjects(log.page(actor="민지", subject="c_7")) == []


def test_one_look_opens_no_more_than_it_can_and_says_where_to_go_on(
    engine: Engine, cipher: Cipher
) -> None:
    log = _filled(engine, cipher, 5_050)
    page = log.page(subject="c_7")
    assert (_subjects(page), page.before) == ([], 51)
    assert _subjects(log.page(subject="c_7", before=page.before)) == ["c_7"]


def test_what_was_erased_stays_as_a_row_that_tells_nothing(engine: Engine, cipher: Cipher) -> None:
    log = _filled(engine, cipher, 2)
    with engine.write() as connection:
        erased = update(audit).where(audit.c.seq == 1)
        connection.execute(erased.values(salt=None, payload=None, position=1))
    newest, oldest = log.page().lines
    assert (newest.position, oldest.position) == (None, 1)
    assert (newest.record is None, oldest.record is None) == (False, True)
    assert log.page(actor="bot").lines == [newest]
