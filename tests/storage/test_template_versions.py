"""Versions of ours and Meta's copies come back as they were put in, on both databases."""

from dataclasses import replace

import pytest

from wa_support.domain.templates.approvals import ApprovalState, TemplateVersion
from wa_support.domain.templates.standing import MetaTemplate
from wa_support.domain.templates.template import TemplateKey
from wa_support.ports.database import Database
from wa_support.storage.cipher import Cipher
from wa_support.storage.database import SqlDatabase
from wa_support.storage.engine import Engine

KEY = TemplateKey(name="order_shipped", language="ko")
FIRST = TemplateVersion(
    id="tpv_1",
    key=KEY,
    number=1,
    source=b"category: utility\n",
    sha256="a" * 64,
    author="mina",
    created_at=1,
)
THEIRS = MetaTemplate(
    key=KEY,
    meta_id="12345",
    status="PENDING",
    status_at=5,
    seen_at=6,
    category="UTILITY",
    components=({"type": "BODY", "text": "배송"},),
)


@pytest.fixture
def database(engine: Engine, cipher: Cipher) -> Database:
    return SqlDatabase(engine, cipher)


def test_the_same_bytes_make_no_second_version(database: Database) -> None:
    with database.write() as tx:
        added = tx.template_versions.add(FIRST)
        again = tx.template_versions.add(replace(FIRST, id="tpv_2"))
        other = tx.template_versions.add(replace(FIRST, id="tpv_3", sha256="b" * 64))
    assert (added.number, again, other.number) == (1, added, 2)
    with database.read() as tx:
        assert [version.id for version in tx.template_versions.of(KEY)] == ["tpv_3", "tpv_1"]
        assert [version.id for version in tx.template_versions.newest()] == ["tpv_3"]


def test_the_newest_approved_one_counts(database: Database) -> None:
    approved = replace(FIRST, state=ApprovalState.APPROVED, reviewer="sujin", reviewed_at=9)
    with database.write() as tx:
        tx.template_versions.add(FIRST)
        assert tx.template_versions.approved(KEY) is None
        tx.template_versions.save(approved)
        tx.template_versions.add(replace(FIRST, id="tpv_2", sha256="b" * 64))
        assert tx.template_versions.approved(KEY) == approved


def test_of_many_sends_in_a_minute_the_first_is_noted(database: Database) -> None:
    """The one row of a template is no lock that every send waits for."""
    with database.write() as tx:
        tx.meta_templates.save(THEIRS)
        noted = []
        for at in (100_000, 100_001, 159_999, 160_000, 160_001):
            tx.meta_templates.sent(KEY, at)
            noted += [each.last_sent_at for each in tx.meta_templates.all("order_shipped")]
        assert noted == [100_000, 100_000, 100_000, 160_000, 160_000]
        assert tx.meta_templates.all("another") == []


def test_metas_copy_is_one_row_for_a_key(database: Database) -> None:
    anew = replace(THEIRS, meta_id="777", status="APPROVED", quality="GREEN", reread_at=4)
    with database.write() as tx:
        tx.meta_templates.save(THEIRS)
        assert tx.meta_templates.get(KEY) == THEIRS
        tx.meta_templates.save(anew)
        tx.meta_templates.sent(KEY, 99_000)
        assert tx.meta_templates.all() == [replace(anew, last_sent_at=99_000)]
