"""Meta's copies kept true by webhooks and looks."""

from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest

from tests.flow.at_meta import EN, KO, LIMIT, Desk, Meta, approved, at_desk, webhook
from tests.flow.house import DAY, HOUR, MINUTE, Home
from wa_support.domain.notices import NoticeKind
from wa_support.domain.templates.looks import Listing
from wa_support.domain.templates.standing import MetaTemplate
from wa_support.domain.templates.template import Category, TemplateKey, Trigger
from wa_support.domain.templates.uses import TemplateUse
from wa_support.flow import template_outcomes
from wa_support.flow.template_sync import Synced


@pytest.fixture
def desk(home: Home) -> Desk:
    return at_desk(home)


@pytest.fixture
def desk_on_each(home_on_each: Home) -> Desk:
    return at_desk(home_on_each)


LIFE: tuple[tuple[str, dict[str, Any]], ...] = (
    ("message_template_status_update", {"at": 1, "event": "APPROVED"}),
    ("message_template_quality_update", {"at": 2, "new_quality_score": "RED"}),
    ("message_template_status_update", {"at": 2, "event": "PAUSED", "reason": None}),
    ("template_category_update",
     {"at": 3, "previous_category": "UTILITY", "new_category": "MARKETING"}),
)  # fmt: skip


def test_any_order_and_twice_end_alike_and_are_told_once(desk_on_each: Desk) -> None:
    desk = desk_on_each
    desk.approve()
    desk.submit()
    made, now = desk.standing(), desk.home.clock.now() // 1000
    for order in permutations(LIFE):
        with desk.home.house.database.write() as tx:
            tx.meta_templates.save(made)
        desk.home.clock.pass_by(20 * MINUTE)
        start = desk.home.clock.now() // 1000
        for name, value in (*order, *order[:2]):
            at = start + value["at"]
            said = {key: each for key, each in value.items() if key != "at"}
            desk.home.take(webhook(name, at, id=int(made.meta_id), **said))
        known = desk.standing()
        assert (known.status, known.quality, known.category) == ("PAUSED", "RED", "MARKETING")
        assert known.status_at == (start + 2) * 1000 > now * 1000
        kinds = sorted(kind for kind, _ in desk.notices())
        assert kinds == ["template_paused", "template_recategorised", "template_red"], order


def test_a_template_made_in_whatsapp_manager_is_kept_and_nobody_is_told(desk: Desk) -> None:
    desk.hears(event="REJECTED", reason="SCAM", language="en-US")
    known = desk.standing(TemplateKey(name="order_shipped", language="en_US"))
    assert (known.status, known.reason, known.version_id) == ("REJECTED", "SCAM", None)
    assert desk.notices() == []


def test_news_of_another_account_are_only_kept(desk: Desk) -> None:
    desk.home.intake.account = "999"
    desk.hears(event="APPROVED")
    with desk.home.house.database.read() as tx:
        assert tx.meta_templates.all() == []


def test_what_a_webhook_left_open_is_looked_at_and_settled(desk: Desk) -> None:
    approved(desk)
    desk.watch.look()
    before = len(desk.meta.calls)
    desk.hears(event="FLAGGED", id=int(desk.standing().meta_id))
    assert desk.standing().reread_at is not None
    desk.watch.look()
    assert desk.meta.calls[before:] == [f"one {desk.standing().meta_id}"]
    assert desk.standing().reread_at is None
    desk.watch.look()
    assert len(desk.meta.calls) == before + 1


def test_everything_is_looked_at_every_hour(desk: Desk) -> None:
    for _ in range(4 * 60):
        desk.watch.look()
        desk.home.clock.pass_by(MINUTE)
    assert 4 <= desk.meta.calls.count("list") <= 6


def test_a_meta_that_does_not_answer_is_asked_less_and_less(desk: Desk) -> None:
    desk.meta.down = LIMIT
    for _ in range(60):
        desk.watch.look()
        desk.home.clock.pass_by(MINUTE)
    assert 3 <= desk.meta.calls.count("list") <= 7
    desk.meta.down = None
    desk.home.clock.pass_by(HOUR)
    desk.meta.shows(KO, "APPROVED")
    desk.watch.look()
    assert desk.standing().status == "APPROVED"


def test_a_template_that_is_under_another_id_now_is_found_by_the_list(desk: Desk) -> None:
    approved(desk)
    desk.watch.look()
    desk.hears(event="FLAGGED", id=int(desk.standing().meta_id))
    desk.meta.there[KO] = replace(desk.meta.there[KO], meta_id="9000")
    desk.watch.look()
    assert (desk.standing().meta_id, desk.standing().gone_at) == ("9000", None)


def test_what_meta_no_longer_has_is_gone_but_not_by_half_a_list(desk: Desk) -> None:
    approved(desk)
    desk.notices()
    desk.meta.there.clear()
    desk.home.clock.pass_by(HOUR)
    desk.meta.whole = False
    assert desk.sync.all() == Synced(whole=False)
    assert desk.standing().sendable
    desk.meta.whole = True
    assert desk.sync.all() == Synced(whole=True)
    assert not desk.standing().sendable
    assert desk.notices() == [(NoticeKind.TEMPLATE_DELETED, str(KO))]


def test_one_that_cannot_be_stored_stops_none(desk: Desk) -> None:
    desk.meta.shows(EN, "APPROVED", meta_id="1")
    desk.meta.shows(KO, "APPROVED", meta_id="2")
    desk.meta.there[EN] = replace(desk.meta.there[EN], quality=object())  # type: ignore[arg-type]
    desk.sync.all()
    assert desk.standing(KO).status == "APPROVED"


def test_what_was_edited_elsewhere_is_no_version_of_ours(desk: Desk) -> None:
    version = approved(desk)
    look = desk.meta.there[KO]
    desk.meta.there[KO] = replace(look, components=({"type": "BODY", "text": "다른 글"},))
    desk.home.clock.pass_by(MINUTE)
    desk.sync.all()
    assert desk.standing().version_id is None
    desk.meta.there[KO] = look
    desk.home.clock.pass_by(MINUTE)
    desk.sync.all()
    assert desk.standing().version_id == version.id


def test_a_pause_is_looked_at_until_it_ends(desk: Desk) -> None:
    approved(desk)
    desk.watch.look()
    desk.hears(event="PAUSED", id=int(desk.standing().meta_id))
    desk.meta.there[KO] = replace(desk.meta.there[KO], status="PAUSED")
    desk.watch.look()
    assert desk.standing().status == "PAUSED"
    desk.meta.there[KO] = replace(desk.meta.there[KO], status="APPROVED")
    desk.home.clock.pass_by(11 * MINUTE)
    desk.watch.look()
    assert desk.standing().sendable


def test_archiving_is_told_once_a_month_ahead(desk: Desk) -> None:
    approved(desk)
    desk.notices()
    desk.home.clock.pass_by(334 * DAY)
    desk.sync.all()
    assert desk.notices() == []
    for _ in range(3):
        desk.home.clock.pass_by(DAY)
        desk.sync.all()
    assert desk.notices() == [(NoticeKind.TEMPLATE_ARCHIVING, str(KO))]


def test_a_send_is_not_forgotten_by_a_look(desk_on_each: Desk) -> None:
    desk = desk_on_each
    approved(desk)
    with desk.home.house.database.write() as tx:
        stale = tx.meta_templates.get(KO)
        tx.meta_templates.sent(KO, 99_000)
        assert stale is not None
        tx.meta_templates.save(stale)
    assert desk.standing().last_sent_at == 99_000


def test_what_comes_while_a_refusal_is_noted_is_not_lost(
    desk_on_each: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = desk_on_each
    version, database = approved(desk), desk.home.house.database
    use = TemplateUse(
        send_id="snd_1", key=KO, version_id=version.id, category=Category.UTILITY,
        trigger=Trigger.NOTIFY, at=1,
    )  # fmt: skip
    with database.write() as tx:
        tx.template_uses.add(use)

    def rated() -> None:
        with database.write() as tx:
            known = tx.meta_templates.for_change(KO)
            assert known is not None
            tx.meta_templates.save(replace(known, quality="RED"))

    with ThreadPoolExecutor(1) as other:
        waiting: list[Future[None]] = []

        def meanwhile(known: MetaTemplate, **changes: Any) -> MetaTemplate:
            waiting.append(other.submit(rated))
            wait(waiting, timeout=0.5)
            return replace(known, **changes)

        monkeypatch.setattr(template_outcomes, "replace", meanwhile)
        with database.write() as tx:
            template_outcomes.refused(tx, "snd_1", 132015, desk.home.clock.now())
        waiting[0].result()
    known = desk.standing()
    assert (known.status, known.quality) == ("PAUSED", "RED")


def test_one_on_the_list_that_cannot_be_read_keeps_no_other_from_being_looked_at(
    desk: Desk,
) -> None:
    approved(desk)
    desk.meta.whole = False
    desk.watch.look()
    for _ in range(3):
        desk.home.clock.pass_by(MINUTE)
        desk.hears(event="FLAGGED", id=int(desk.standing().meta_id))
        desk.watch.look()
        assert desk.standing().reread_at is None


def test_what_a_list_leaves_out_is_looked_at_one_by_one(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A list that cannot be read whole is not asked for again and again."""
    for number in range(12):
        language = f"{'abcdefghijkl'[number]}a"
        desk.meta.shows(
            TemplateKey(name="order_shipped", language=language), "APPROVED", meta_id=str(number)
        )
        desk.hears(event="FLAGGED", language=language, id=number)
    asked: list[int] = []

    def half(*_: object) -> Listing:
        asked.append(1)
        return Listing(looks=[], whole=False, asked_at=desk.home.clock.now())

    monkeypatch.setattr(Meta, "all", half)
    for _ in range(5):
        desk.watch.look()
        desk.home.clock.pass_by(2_000)
    assert len(asked) == 1
    with desk.home.house.database.read() as tx:
        assert not [each for each in tx.meta_templates.all() if each.reread_at is not None]


def test_what_cannot_be_stored_is_asked_for_less_and_less(desk: Desk) -> None:
    approved(desk)
    desk.watch.look()
    desk.meta.there[KO] = replace(desk.meta.there[KO], quality=object())  # type: ignore[arg-type]
    desk.hears(event="FLAGGED", id=int(desk.standing().meta_id))
    before = len(desk.meta.calls)
    for _ in range(30):
        desk.watch.look()
        desk.home.clock.pass_by(2_000)
    assert len(desk.meta.calls) - before <= 4


def test_what_meta_does_not_know_by_its_id_is_asked_for_once(desk: Desk) -> None:
    approved(desk)
    desk.watch.look()
    desk.meta.there.clear()
    desk.meta.whole = False
    desk.home.clock.pass_by(MINUTE)
    desk.hears(event="DELETED", id=int(desk.standing().meta_id))
    for _ in range(5):
        desk.watch.look()
    assert desk.meta.calls.count("list") == 3
    assert (desk.standing().status, desk.standing().reread_at) == ("DELETED", None)
