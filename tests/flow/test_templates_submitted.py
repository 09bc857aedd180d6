"""Versions given to Meta and templates taken away there: nothing twice, whatever is lost."""

from dataclasses import replace

import pytest

from tests.flow.at_meta import EN, KO, LIMIT, Desk, Meta, approved, at_desk
from tests.flow.house import DAY, MINUTE, Crash, Home
from wa_support.domain.delivery import NotStarted
from wa_support.domain.errors import NotAllowed
from wa_support.domain.notices import NoticeKind
from wa_support.domain.templates.approvals import ApprovalState
from wa_support.domain.templates.looks import (
    Done,
    Failed,
    Made,
    Refused,
    UploadedSample,
)
from wa_support.domain.templates.submitted import Outcome
from wa_support.domain.templates.template import Template
from wa_support.flow.template_deleting import TemplateDeleting


@pytest.fixture
def desk(home: Home) -> Desk:
    return at_desk(home)


@pytest.fixture
def desk_on_each(home_on_each: Home) -> Desk:
    return at_desk(home_on_each)


def test_an_approved_version_is_created_and_noted(desk_on_each: Desk) -> None:
    desk = desk_on_each
    version = desk.approve()
    assert desk.submit() == [Outcome.CREATED]
    known = desk.standing()
    assert (known.status, known.category, known.version_id) == ("PENDING", "UTILITY", version.id)
    assert known.submitted_at == desk.home.clock.now()
    assert desk.submit() == [Outcome.ALREADY]
    assert desk.created() == 1


def test_what_is_not_approved_is_not_submitted(desk: Desk) -> None:
    desk.approve(state=ApprovalState.IN_REVIEW)
    assert desk.submit() == [Outcome.NOT_APPROVED]
    assert desk.meta.calls == []
    with pytest.raises(NotAllowed, match=r"order_shipped\.fr: nothing"):
        desk.submit("fr")


def test_one_language_refused_stops_no_other(desk: Desk) -> None:
    desk.approve(KO)
    desk.approve(EN, "Order {{order_id}}")
    desk.meta.refuse[EN] = Refused(code=100, told="leading variable", cure="put words there")
    assert desk.submit() == [Outcome.REFUSED, Outcome.CREATED]


def test_a_limit_stops_the_languages_that_follow(desk: Desk) -> None:
    desk.approve(KO)
    desk.approve(EN, "Order {{order_id}}")
    desk.meta.refuse[EN] = LIMIT
    assert desk.submit() == [Outcome.REFUSED, Outcome.NOT_NOW]
    assert desk.created() == 1
    assert desk.said()[1] == "not tried after Meta put off order_shipped.en: later"


def test_a_limit_at_the_look_is_told_once_and_tries_nothing(desk: Desk) -> None:
    desk.approve(KO)
    desk.approve(EN, "Order {{order_id}}")
    desk.approve(replace(KO, language="ja"), state=ApprovalState.IN_REVIEW)
    desk.meta.down = LIMIT
    assert desk.submit() == [Outcome.REFUSED, Outcome.NOT_APPROVED, Outcome.NOT_NOW]
    assert desk.created() == 0


def test_meta_is_looked_at_once_for_all_languages(desk: Desk) -> None:
    desk.approve(KO)
    desk.approve(EN, "Order {{order_id}}")
    assert desk.submit("en", "ko") == [Outcome.CREATED, Outcome.CREATED]
    assert desk.meta.calls == [
        "named order_shipped", "create order_shipped.en", "create order_shipped.ko",
    ]  # fmt: skip


def test_a_creation_whose_answer_was_lost_is_found_and_not_repeated(desk: Desk) -> None:
    version = desk.approve()
    desk.meta.lose = 1
    assert desk.submit() == [Outcome.CREATED]
    assert desk.standing().version_id == version.id
    assert desk.created() == 1


def test_a_lost_answer_that_cannot_be_looked_for_is_unknown_and_found_the_next_time(
    desk: Desk,
) -> None:
    version = desk.approve()
    desk.meta.lose = 1
    looks: list[int] = []

    def then_down() -> None:
        looks.append(1)
        desk.meta.down = NotStarted(details="no route") if len(looks) == 1 else None

    desk.meta.during = then_down
    assert desk.submit() == [Outcome.UNKNOWN]
    desk.meta.down = None
    assert desk.submit() == [Outcome.ALREADY]
    assert desk.created() == 1
    assert desk.standing().version_id == version.id
    assert desk.standing().submitted_at is not None


def test_a_crash_between_metas_answer_and_our_commit_creates_nothing_twice(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.approve()
    create = Meta.create

    def dies(meta: Meta, template: Template, sample: UploadedSample | None) -> Made | Failed:
        create(meta, template, sample)
        raise Crash

    with monkeypatch.context() as patch:
        patch.setattr(Meta, "create", dies)
        with pytest.raises(Crash):
            desk.submit()
    assert desk.submit() == [Outcome.ALREADY]
    assert desk.created() == 1


def test_rejected_mended_resubmitted(desk: Desk) -> None:
    desk.approve()
    desk.submit()
    desk.meta.shows(KO, "REJECTED", template=desk.sync.read(desk.approve()), reason="SCAM",
                    meta_id=desk.standing().meta_id)  # fmt: skip
    assert desk.submit() == [Outcome.NOT_NOW]
    assert "SCAM" in desk.said()[0]
    mended = desk.approve(body="주문 {{order_id}} 새로 출고")
    assert desk.submit() == [Outcome.EDITED]
    assert "edit order_shipped.ko category=True" in desk.meta.calls
    known = desk.standing()
    assert (known.status, known.version_id, known.edits) == ("PENDING", mended.id, ())


def test_an_edit_of_an_approved_one_counts_before_it_is_tried(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    approved(desk)
    desk.approve(body="주문 {{order_id}} 새로 출고")

    def dies(*_: object, **__: object) -> Done:
        raise Crash

    with monkeypatch.context() as patch:
        patch.setattr(Meta, "edit", dies)
        with pytest.raises(Crash):
            desk.submit()
    assert desk.standing().edits == (desk.home.clock.now(),)
    assert desk.submit() == [Outcome.NOT_NOW]
    desk.home.clock.pass_by(DAY)
    assert desk.submit() == [Outcome.EDITED]


def test_an_edit_that_meta_refused_counts_for_nothing(desk: Desk) -> None:
    version = approved(desk)
    desk.approve(body="주문 {{order_id}} 새로 출고")
    desk.meta.refuse[KO] = Refused(code=100, told="no", cure="mend it")
    assert desk.submit() == [Outcome.REFUSED]
    known = desk.standing()
    assert (known.edits, known.status, known.version_id) == ((), "APPROVED", version.id)


def test_an_edit_in_review_is_not_sendable_until_meta_says_so(desk: Desk) -> None:
    approved(desk)
    assert desk.standing().sendable
    newer = desk.approve(body="주문 {{order_id}} 새로 출고")
    assert desk.submit() == [Outcome.EDITED]
    assert not desk.standing().sendable
    desk.home.clock.pass_by(5_000)
    desk.hears(event="APPROVED", id=int(desk.standing().meta_id))
    assert desk.standing().sendable
    assert desk.standing().version_id == newer.id


def test_a_sample_that_was_not_kept_stops_its_own_language_only(desk: Desk) -> None:
    desk.approve(EN, "Order {{order_id}}", extra="header: {image: none.png}\n")
    desk.approve(KO)
    assert desk.submit() == [Outcome.NOT_NOW, Outcome.CREATED]
    assert "none.png was not kept with order_shipped.en" in desk.said()[0]


def test_a_version_that_customers_read_the_same_is_there_already(desk: Desk) -> None:
    """Its trigger or what it is for was changed, or it was approved in Meta's own category."""
    approved(desk)
    newer = desk.approve(extra="otherwise: en\n")
    desk.home.clock.pass_by(MINUTE)
    assert desk.submit() == [Outcome.ALREADY]
    assert desk.standing().version_id == newer.id
    assert not [call for call in desk.meta.calls if call.startswith("edit")]


def test_another_time_to_live_is_another_version_at_meta_too(desk: Desk) -> None:
    desk.approve(extra="lives: 12 hours\n")
    desk.submit()
    desk.meta.there[KO] = replace(desk.meta.there[KO], status="APPROVED")
    desk.sync.all()
    first = desk.standing().version_id
    newer = desk.approve(extra="lives: 1 hour\n")
    desk.home.clock.pass_by(MINUTE)
    desk.sync.all()
    assert desk.standing().version_id == first
    assert desk.submit() == [Outcome.EDITED]
    desk.sync.all()
    assert desk.standing().version_id == newer.id


def test_a_time_to_live_that_meta_does_not_tell_makes_no_difference(desk: Desk) -> None:
    version = desk.approve(extra="lives: 12 hours\n")
    desk.submit()
    desk.meta.there[KO] = replace(desk.meta.there[KO], lives_ms=None)
    desk.home.clock.pass_by(MINUTE)
    desk.sync.all()
    assert desk.standing().version_id == version.id


def test_metas_words_decide_the_category(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.approve()
    monkeypatch.setattr(
        Meta, "create", lambda *_: Made(meta_id="9", status="PENDING", category="MARKETING")
    )
    desk.submit()
    assert desk.standing().category == "MARKETING"
    assert (NoticeKind.TEMPLATE_RECATEGORISED, str(KO)) in desk.notices()


def test_a_header_s_sample_is_uploaded_first_as_it_was_reviewed(desk: Desk) -> None:
    png = b"\x89PNG\r\n\x1a\n" + b"0" * 50
    desk.approve(extra="header: {image: shop.png}\n", sample=png)
    assert desk.submit() == [Outcome.CREATED]
    assert desk.meta.calls[1:3] == ["upload image/png shop.png", "create order_shipped.ko"]


def test_another_picture_under_the_same_words_needs_no_new_review_by_meta(desk: Desk) -> None:
    """What Meta reviewed is an example; the picture goes along with each send."""
    header, png = "header: {image: shop.png}\n", b"\x89PNG\r\n\x1a\n"
    desk.approve(extra=header, sample=png)
    desk.submit()
    desk.meta.there[KO] = replace(desk.meta.there[KO], status="APPROVED")
    desk.sync.all()
    newer = desk.approve(extra=header, sample=png + b"another")
    desk.home.clock.pass_by(MINUTE)
    assert desk.submit() == [Outcome.ALREADY]
    assert desk.standing().version_id == newer.id
    assert sum(call.startswith("upload") for call in desk.meta.calls) == 1


def test_a_deletion_says_what_it_costs_and_the_name_stays_locked(desk: Desk) -> None:
    approved(desk)
    deletes = TemplateDeleting(sync=desk.sync)
    (doomed,) = deletes.doomed("order_shipped", language=None)
    assert doomed.locked_until == desk.home.clock.now() + 30 * DAY
    (told,) = deletes.delete([doomed], by="mina")
    assert told.done
    known = desk.standing()
    assert (known.status, known.sendable) == ("DELETED", False)
    assert desk.submit() == [Outcome.NOT_NOW]
    assert "locked" in desk.said()[0]
    desk.home.clock.pass_by(30 * DAY)
    assert desk.submit() == [Outcome.CREATED]


def test_a_list_that_was_asked_for_before_a_deletion_does_not_undo_it(desk: Desk) -> None:
    approved(desk)
    deletes = TemplateDeleting(sync=desk.sync)

    def meanwhile() -> None:
        desk.meta.during = None
        desk.home.clock.pass_by(5)
        assert all(each.done for each in deletes.delete(doomed, by="mina"))

    doomed = deletes.doomed("order_shipped", language=None)
    desk.meta.during = meanwhile
    desk.sync.all()
    known = desk.standing()
    assert (known.sendable, known.locked_until is None) == (False, False)


def test_a_webhook_of_what_is_gone_is_settled_by_one_look(desk: Desk) -> None:
    approved(desk)
    desk.watch.look()
    meta_id = int(desk.standing().meta_id)
    deletes = TemplateDeleting(sync=desk.sync)
    deletes.delete(deletes.doomed("order_shipped", language=None), by="mina")
    locked = desk.standing().locked_until
    desk.home.clock.pass_by(5_000)
    desk.hears(event="DELETED", id=meta_id)
    before = len(desk.meta.calls)
    for _ in range(5):
        desk.watch.look()
        desk.home.clock.pass_by(2_000)
    assert desk.meta.calls[before:] == [f"one {meta_id}", "list"]
    known = desk.standing()
    assert (known.status, known.reread_at, known.locked_until) == ("DELETED", None, locked)


def test_a_lost_answer_to_a_deletion_of_all_is_looked_for_once(desk: Desk) -> None:
    desk.meta.shows(KO, "APPROVED", meta_id="1")
    desk.meta.shows(EN, "APPROVED", meta_id="2")
    deletes = TemplateDeleting(sync=desk.sync)
    doomed = deletes.doomed("order_shipped", language=None)
    desk.meta.lose = 1
    told = deletes.delete(doomed, by="mina")
    assert [each.done for each in told] == [True, True]
    assert desk.meta.calls[1:] == ["delete order_shipped None", "named order_shipped"]


def test_all_languages_go_by_name_and_one_by_its_id(desk: Desk) -> None:
    desk.meta.shows(KO, "APPROVED", meta_id="1")
    desk.meta.shows(EN, "REJECTED", meta_id="2")
    deletes = TemplateDeleting(sync=desk.sync)
    deletes.delete(deletes.doomed("order_shipped", language="en"), by="mina")
    assert desk.meta.calls[-1] == "delete order_shipped 2"
    desk.meta.shows(EN, "REJECTED", meta_id="2")
    deletes.delete(deletes.doomed("order_shipped", language=None), by="mina")
    assert desk.meta.calls[-1] == "delete order_shipped None"
    with pytest.raises(NotAllowed, match="no such template"):
        deletes.doomed("order_shipped", language=None)


def test_a_disabled_one_stays_and_a_lost_answer_is_looked_for(desk: Desk) -> None:
    desk.meta.shows(KO, "DISABLED", meta_id="1")
    desk.meta.shows(EN, "APPROVED", meta_id="2")
    deletes = TemplateDeleting(sync=desk.sync)
    desk.meta.lose = 1
    told = deletes.delete(deletes.doomed("order_shipped", language=None), by="mina")
    assert [(each.key, each.done) for each in told] == [(EN, True), (KO, False)]
    assert set(desk.meta.there) == {KO}
