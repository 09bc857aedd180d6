"""From an approved version to Meta's approval, over real HTTP and real webhooks."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.acceptance.service import NUMBER, ROOT, Service, running
from tests.flow.given_templates import keep
from tests.flow.house import DANIEL, MINA
from wa_support.bootstrap.house import House
from wa_support.bootstrap.templates import template_approvals, template_shelf
from wa_support.bootstrap.templates_at_meta import deleting, submitting, syncing
from wa_support.config.template_folder import Folder
from wa_support.domain.templates.approvals import ApprovalState, TemplateVersion
from wa_support.domain.templates.standing import MetaTemplate
from wa_support.domain.templates.submitted import Outcome, Submitted
from wa_support.domain.templates.template import TemplateKey, Trigger
from wa_support.flow.reaching import conversation_with, customer_named
from wa_support.flow.template_sending import Planned, TemplateSending, Wish
from wa_support.flow.template_sync import Synced

KO = TemplateKey(name="order_shipped", language="ko")
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 200


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    with running(
        tmp_path / "data",
        WHATSAPP_BUSINESS_ACCOUNT_ID="100000000000001",
        TEMPLATES_DIR=str(tmp_path / "templates"),
    ) as service:
        service.phone.rule(approve_after_ms=None)
        yield service


def version_of(
    house: House, key: TemplateKey, change: Callable[[str], str] = str
) -> TemplateVersion:
    """The shipped file's bytes, or changed ones, as two people have approved them."""
    files = {file.key: file.source for file in Folder(ROOT / "templates").files()}
    source = change(files[key].decode()).encode()
    return TemplateVersion(
        id=house.ids.new("tpv"), key=key, number=1, source=source,
        sha256=hashlib.sha256(source).hexdigest(), author="mina",
        created_at=house.clock.now(), state=ApprovalState.APPROVED, reviewer="sujin",
        reviewed_at=1,
    )  # fmt: skip


def approve(
    service: Service,
    key: TemplateKey,
    change: Callable[[str], str] = str,
    sample: bytes | None = None,
) -> None:
    with service.house.database.write() as tx:
        version = tx.template_versions.add(version_of(service.house, key, change))
        if sample is not None:
            keep(tx, version, sample)


def submit(service: Service, name: str = "order_shipped") -> list[Submitted]:
    return list(submitting(service.house).submit(name, languages=None, by="mina"))


def standing(service: Service, key: TemplateKey = KO) -> MetaTemplate:
    with service.house.database.read() as tx:
        found = tx.meta_templates.get(key)
    assert found is not None
    return found


def ours(service: Service, key: TemplateKey = KO) -> str:
    with service.house.database.read() as tx:
        found = tx.template_versions.approved(key)
    assert found is not None
    return found.id


def settled(service: Service, status: str, key: TemplateKey = KO) -> None:
    """Heard by webhook, and looked at since."""

    def so() -> bool:
        known = standing(service, key)
        return known.status == status and known.reread_at is None

    service.wait_for(so, 20)


def test_every_shipped_template_is_taken_and_read_back_as_the_version_that_was_given(
    service: Service,
) -> None:
    keys = [file.key for file in Folder(ROOT / "templates").files()]
    for key in keys:
        approve(service, key)
    for name in sorted({key.name for key in keys}):
        told = submit(service, name)
        assert [each.outcome for each in told] == [Outcome.CREATED, Outcome.CREATED], told
    assert syncing(service.house).all() == Synced(whole=True)
    for key in keys:
        known = standing(service, key)
        assert (known.version_id, known.status) == (ours(service, key), "PENDING")
        assert known.components


def test_submitted_approved_paused_recategorised_and_back(service: Service) -> None:
    approve(service, KO)
    submit(service)
    service.phone.review("order_shipped", "approve")
    service.wait_for(lambda: standing(service).sendable)
    settled(service, "APPROVED")
    service.phone.review("order_shipped", "pause")
    settled(service, "PAUSED")
    assert "FIRST_PAUSE" in (standing(service).reason or "")
    service.phone.review("order_shipped", "unpause")
    settled(service, "APPROVED")
    service.phone.review("order_shipped", "quality", score="RED")
    service.phone.review("order_shipped", "notice_category", to="MARKETING")
    service.wait_for(lambda: standing(service).category_announced == "MARKETING")
    service.phone.review("order_shipped", "recategorise")
    service.wait_for(lambda: standing(service).category == "MARKETING")
    settled(service, "APPROVED")
    known = standing(service)
    assert (known.quality, known.category_announced) == ("RED", None)
    assert known.version_id == ours(service)
    with service.house.database.write() as tx:
        told = {one.owed.kind.value for one in tx.notices.due(service.house.clock.now(), 50)}
    assert {"template_paused", "template_red", "template_recategorised"} >= told


def test_rejected_mended_and_resubmitted(service: Service) -> None:
    approve(service, KO)
    submit(service)
    service.phone.review("order_shipped", "reject", reason="INVALID_FORMAT")
    settled(service, "REJECTED")
    assert "INVALID_FORMAT" in (standing(service).reason or "")
    (told,) = submit(service)
    assert told.outcome is Outcome.NOT_NOW
    approve(service, KO, lambda source: source.replace("footer: ", "footer: 새 "))
    (told,) = submit(service)
    assert (told.outcome, told.status) == (Outcome.EDITED, "PENDING")
    service.phone.review("order_shipped", "approve")
    settled(service, "APPROVED")
    assert standing(service).version_id == ours(service)


def test_an_answer_that_meta_lost_makes_no_second_template(service: Service) -> None:
    approve(service, KO)
    service.phone.fault(lost_template_answers=1)
    (told,) = submit(service)
    assert told.outcome is Outcome.CREATED
    assert standing(service).version_id == ours(service)


def test_a_limit_is_told_and_passes(service: Service) -> None:
    approve(service, KO)
    service.worker.stop()
    service.phone.fault(error_80007=1)
    (told,) = submit(service)
    assert told.outcome is Outcome.REFUSED
    assert "in an hour" in told.said
    assert submit(service)[0].outcome is Outcome.CREATED


def test_a_header_s_sample_goes_up_whole_though_it_breaks_off(service: Service) -> None:
    approve(service, KO, _pictured, PNG)
    service.phone.fault(failed_uploads=1)
    (told,) = submit(service)
    assert told.outcome is Outcome.CREATED, told
    syncing(service.house).all()
    assert standing(service).version_id == ours(service)


def test_customers_get_the_picture_that_was_reviewed_and_it_is_uploaded_once(
    service: Service, tmp_path: Path
) -> None:
    """From the file through both reviews to two phones, while the file becomes another one."""
    folder = tmp_path / "templates"
    (folder / "samples").mkdir(parents=True)
    (folder / "samples" / "shop.png").write_bytes(PNG)
    shipped = (ROOT / "templates" / f"{KO}.yaml").read_text("utf-8")
    (folder / f"{KO}.yaml").write_text(_pictured(shipped).replace("otherwise: en\n", ""), "utf-8")
    reviews = template_approvals(service.house, template_shelf(service.house))
    reviews.put_up(KO.name, by="mina")
    (folder / "samples" / "shop.png").write_bytes(PNG + b"another")
    reviews.approve(reviews.in_review(KO.name), by="sujin")
    assert submit(service)[0].outcome is Outcome.CREATED
    service.phone.review(KO.name, "approve")
    settled(service, "APPROVED")
    for phone in (MINA, DANIEL):
        _send(service, phone)
    service.wait_for(lambda: all(service.replies(phone) for phone in (MINA, DANIEL)))
    shown = [service.replies(phone)[0]["media"] for phone in (MINA, DANIEL)]
    assert shown[0] == shown[1], "one upload for both"
    there = service.phone.cloud.media.get(shown[0]["media_id"])
    assert there is not None
    assert (shown[0]["kind"], there.content) == ("image", PNG)


def _send(service: Service, phone: str) -> None:
    house, now = service.house, service.house.clock.now()
    with house.database.write() as tx:
        customer = customer_named(tx, phone, ids=house.ids, now=now)
        conversation = conversation_with(tx, customer.id, NUMBER, ids=house.ids, now=now)
        template = house.book.read_template(tx.template_versions.approved(KO))  # type: ignore[arg-type]
        wish = Wish(
            name=KO.name, trigger=Trigger.NOTIFY, values=template.example_values(), cause=phone
        )
        sending = TemplateSending(tx=tx, ids=house.ids, read=house.book.read_template, now=now)
        assert isinstance(sending.plan(conversation, wish), Planned)


def _pictured(source: str) -> str:
    rest = [line for line in source.splitlines() if not line.startswith("header:")]
    return "\n".join([*rest, "header: {image: shop.png}", ""])


def test_what_is_deleted_is_gone_and_the_webhook_says_nothing_new(service: Service) -> None:
    approve(service, KO)
    submit(service)
    service.phone.review("order_shipped", "approve")
    settled(service, "APPROVED")
    deletes = deleting(service.house)
    (told,) = deletes.delete(deletes.doomed("order_shipped", language="ko"), by="mina")
    assert told.done
    settled(service, "DELETED")
    assert standing(service).locked_until is not None
    (again,) = submit(service)
    assert (again.outcome, "locked" in again.said) == (Outcome.NOT_NOW, True)


def test_what_somebody_else_rewrote_is_no_version_of_ours(service: Service) -> None:
    approve(service, KO)
    submit(service)
    service.phone.review("order_shipped", "approve")
    settled(service, "APPROVED")
    service.phone.review(
        "order_shipped", "rewrite", components=[{"type": "BODY", "text": "전혀 다른 글입니다."}]
    )
    service.wait_for(lambda: standing(service).version_id is None)
    assert replace(standing(service), reread_at=None).status == "APPROVED"
