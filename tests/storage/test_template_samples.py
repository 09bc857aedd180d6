"""Headers' files come back as they were kept, sealed; an upload is known for its version and
number, on both databases."""

import threading
import time
from dataclasses import replace

import pytest
from sqlalchemy import text

from tests.storage import given
from tests.storage.given import NOW
from tests.storage.test_template_sends import use_of
from wa_support.domain.delivery import SendState
from wa_support.domain.templates.approvals import ApprovalState, TemplateVersion
from wa_support.domain.templates.samples import KeptSample, Sample, WantedHeader
from wa_support.domain.templates.template import TemplateKey
from wa_support.ports.database import Database
from wa_support.storage.cipher import Cipher
from wa_support.storage.database import SqlDatabase
from wa_support.storage.engine import Engine

CONTENT = b"\xff\xd8\xff the shop's door"
SAMPLE = Sample(version_id="tpv_1", media_type="image/jpeg", sha256="a" * 64, content=CONTENT)
DAY = 24 * 3_600_000


@pytest.fixture
def db(engine: Engine, cipher: Cipher) -> Database:
    return SqlDatabase(engine, cipher)


def version(id: str, language: str, state: ApprovalState, **more: object) -> TemplateVersion:
    made = TemplateVersion(
        id=id, key=TemplateKey(name="offer", language=language), number=1, source=b"x",
        sha256=id, author="mina", created_at=NOW, state=state,
    )  # fmt: skip
    return replace(made, **more)  # type: ignore[arg-type]


def test_a_sample_is_kept_once_sealed_and_comes_back(db: Database, engine: Engine) -> None:
    with db.write() as tx:
        tx.template_samples.keep(SAMPLE)
        tx.template_samples.keep(replace(SAMPLE, content=b"another", sha256="b" * 64))
    with db.read() as tx:
        assert tx.template_samples.get("tpv_1") == SAMPLE
        about = KeptSample(media_type="image/jpeg", size=len(CONTENT), sha256="a" * 64)
        assert tx.template_samples.about("tpv_1") == about
        assert tx.template_samples.get("tpv_2") is None
        assert tx.template_samples.about("tpv_2") is None
    with engine.read() as connection:
        stored = connection.execute(text("SELECT content FROM template_samples")).scalar_one()
    assert CONTENT[4:] not in bytes(stored)


def test_the_samples_of_what_was_not_approved_go_and_no_others(db: Database) -> None:
    kept = [
        version("tpv_draft", "ko", ApprovalState.DRAFT),
        version("tpv_asked", "en", ApprovalState.CHANGES_ASKED, reviewed_at=NOW),
        version("tpv_late", "fr", ApprovalState.CHANGES_ASKED, reviewed_at=NOW + DAY),
        version("tpv_waits", "de", ApprovalState.IN_REVIEW),
        version("tpv_good", "ja", ApprovalState.APPROVED, reviewed_at=NOW),
    ]
    with db.write() as tx:
        for one in kept:
            tx.template_versions.add(one)
            tx.template_samples.keep(replace(SAMPLE, version_id=one.id))
        tx.template_samples.forget(NOW + 1)
        left = [one.id for one in kept if tx.template_samples.about(one.id) is not None]
    assert left == ["tpv_late", "tpv_waits", "tpv_good"]


def test_an_upload_is_wanted_once_claimed_once_and_known_until_it_is_old(db: Database) -> None:
    with db.write() as tx:
        uploads = tx.template_uploads
        assert uploads.want("tpv_1", "n1", since=NOW - DAY, now=NOW) is None
        assert uploads.want("tpv_1", "n1", since=NOW - DAY, now=NOW + 5) is None
        header = uploads.due(NOW)
        assert header == WantedHeader(version_id="tpv_1", phone_number_id="n1", tries=0)
        assert uploads.due(NOW) is None
        again = uploads.due(NOW + 180_000)
        assert again == header, "whoever had it has died"
        uploads.uploaded(header, "up.1", now=NOW + 10)
        assert uploads.due(NOW + DAY) is None
        assert uploads.want("tpv_1", "n1", since=NOW, now=NOW + 20) == "up.1"
        assert uploads.want("tpv_1", "n2", since=NOW, now=NOW + DAY) is None, "another number's"
        assert uploads.want("tpv_1", "n1", since=NOW + 10, now=NOW + 20) is None, "too old"
        assert uploads.due(NOW + 20) == header


def test_a_try_that_failed_waits_and_a_refusal_stands_until_it_is_wanted_again(
    db: Database,
) -> None:
    header = WantedHeader(version_id="tpv_1", phone_number_id="n1", tries=0)
    with db.write() as tx:
        uploads = tx.template_uploads
        uploads.want("tpv_1", "n1", since=0, now=NOW)
        uploads.again(header, due_at=NOW + 50, reason="no connection")
        assert uploads.due(NOW + 49) is None
        assert uploads.refusal("tpv_1", "n1", since=0) is None
        second = uploads.due(NOW + 50)
        assert second == replace(header, tries=1)
        uploads.refused(second, reason="131053 bad file", now=NOW + 60)
        assert uploads.due(NOW + DAY) is None
        assert uploads.refusal("tpv_1", "n1", since=NOW + 60) == "131053 bad file"
        assert uploads.refusal("tpv_1", "n1", since=NOW + 61) is None
        assert uploads.want("tpv_1", "n1", since=0, now=NOW + 70) is None
        assert uploads.refusal("tpv_1", "n1", since=0) is None
        assert uploads.due(NOW + 70) == header


def test_only_what_waits_for_that_header_and_number_is_released(db: Database) -> None:
    header = WantedHeader(version_id="tpv_1", phone_number_id=given.NUMBER, tries=0)
    states = [SendState.PLANNED, SendState.HELD, SendState.PLANNED]
    with db.write() as tx:
        conversation = given.conversation(tx)
        for n, state in enumerate(states):
            tx.sends.add(given.send(conversation.id, id=f"s_{n}", state=state))
        tx.template_uses.add(use_of("s_0"))
        tx.template_uses.add(use_of("s_1"))
        tx.template_uses.add(replace(use_of("s_2"), version_id="tpv_2"))
        tx.sends.release_planned(replace(header, phone_number_id="another"), now=NOW + 9)
        assert tx.sends.get("s_0").state is SendState.PLANNED
        tx.sends.release_planned(header, now=NOW + 9)
        found = [tx.sends.get(f"s_{n}") for n in range(3)]
    assert [send.state for send in found] == [
        SendState.READY, SendState.HELD, SendState.PLANNED
    ]  # fmt: skip
    assert found[0].due_at == NOW + 9


def test_whoever_plans_while_an_upload_ends_is_seen_by_it(db: Database) -> None:
    """The upload's end waits for the planning transaction, and then finds what it planned."""
    header = WantedHeader(version_id="tpv_1", phone_number_id=given.NUMBER, tries=0)
    with db.write() as tx:
        conversation = given.conversation(tx)
        tx.template_uploads.want("tpv_1", given.NUMBER, since=0, now=NOW)

    def ends() -> None:
        with db.write() as tx:
            tx.template_uploads.uploaded(header, "up.1", now=NOW)
            tx.sends.release_planned(header, now=NOW)

    ending = threading.Thread(target=ends)
    with db.write() as tx:
        assert tx.template_uploads.want("tpv_1", given.NUMBER, since=0, now=NOW) is None
        ending.start()
        time.sleep(0.2)
        tx.sends.add(given.send(conversation.id, id="s_0", state=SendState.PLANNED))
        tx.template_uses.add(use_of("s_0"))
    ending.join(20)
    with db.read() as tx:
        assert tx.sends.get("s_0").state is SendState.READY
