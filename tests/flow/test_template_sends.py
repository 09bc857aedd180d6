"""Templates go out by one way, and only when everything allows it at that moment."""

from dataclasses import replace
from typing import Any

import pytest

from tests.flow.given_templates import MARKETING, approve, offer, source, store
from tests.flow.house import DANIEL, HOUR, MINA, MINUTE, Home, Sent
from tests.flow.templating import agrees, now_of, plan, planned, refused
from wa_support.domain.consents import ConsentCategory, ConsentSource
from wa_support.domain.delivery import (
    Accepted,
    AttemptOutcome,
    Author,
    Rejected,
    SendState,
)
from wa_support.domain.errors import NotAllowed
from wa_support.domain.outbound import OutTemplate
from wa_support.domain.templates.approvals import ApprovalState
from wa_support.domain.templates.template import TemplateKey, Trigger
from wa_support.flow.template_sending import NotSendable, Planned
from wa_support.whatsapp.error_codes import remedy_of

KEY = TemplateKey(name="news", language="ko")


def given(home: Home, *, marketing: bool = False, **more: object) -> None:
    with home.house.database.write() as tx:
        if marketing:
            approve(tx, "news", given=offer(), category=MARKETING, **more)  # type: ignore[arg-type]
        else:
            approve(tx, "news", given=source(), **more)  # type: ignore[arg-type]


def meta(home: Home, **changes: object) -> None:
    with home.house.database.write() as tx:
        theirs = tx.meta_templates.get(KEY)
        assert theirs is not None
        tx.meta_templates.save(replace(theirs, **changes))  # type: ignore[arg-type]


def status_of(home: Home) -> str:
    with home.house.database.read() as tx:
        theirs = tx.meta_templates.get(KEY)
    assert theirs is not None
    return theirs.status


def rejected(code: int) -> Rejected:
    return Rejected(code=code, remedy=remedy_of(code), details="no", http_status=400)


def test_a_template_reaches_who_never_wrote_and_is_counted_once(home_on_each: Home) -> None:
    home = home_on_each
    given(home)
    send = planned(home, "news")
    again = plan(home, "news")
    assert isinstance(again, Planned)
    assert (again.send.id, again.fresh) == (send.id, False)
    home.deliver()
    (call,) = home.cloud.calls
    assert isinstance(call.message, OutTemplate)
    assert (call.to, call.body) == (MINA, "모먼트리빙에서 알려 드립니다. 확인해 주세요.")
    assert now_of(home, send).state is SendState.DONE
    with home.house.database.read() as tx:
        use, theirs = tx.template_uses.of(send.id), tx.meta_templates.get(KEY)
    assert use is not None
    assert theirs is not None
    assert (use.key, use.trigger, use.country) == (KEY, Trigger.NOTIFY, "KR")
    assert theirs.last_sent_at == home.clock.now()


def test_the_same_cause_stands_whatever_became_of_the_template(home: Home) -> None:
    given(home)
    send = planned(home, "news")
    meta(home, status="REJECTED")
    assert planned(home, "news").id == send.id
    assert refused(home, "news", cause="another").code == "not_at_meta"


@pytest.mark.parametrize(
    ("more", "code", "said"),
    [
        ({"name": "none"}, "not_approved", "no template none"),
        ({"values": {}}, "values", "business: has no value"),
        ({"values": {"business": "a\nb"}}, "values", "business: has a new line"),
        ({"trigger": Trigger.BOOKING_REMINDER}, "trigger", "not fired by booking_reminder"),
    ],
)
def test_what_cannot_be_planned_says_why_and_leaves_nothing(
    home: Home, more: dict[str, Any], code: str, said: str
) -> None:
    given(home)
    found = refused(home, **{"name": "news", **more})
    assert found.code == code
    assert said in found.why
    home.deliver()
    assert home.cloud.calls == []
    with home.house.database.read() as tx:
        assert tx.sends.of_key("test:news:" + MINA) is None


def test_what_meta_has_is_sent_not_a_newer_version_that_it_was_not_given(home: Home) -> None:
    given(home)
    with home.house.database.write() as tx:
        store(tx, "news", given=source("{{business}}의 새 소식입니다. 봐 주세요."))
    planned(home, "news")
    home.deliver()
    assert "알려 드립니다" in home.cloud.calls[0].body


@pytest.mark.parametrize("state", [ApprovalState.DRAFT, ApprovalState.APPROVED])
def test_the_other_language_is_sent_while_the_customers_may_not_be(
    home: Home, state: ApprovalState
) -> None:
    home.asks("안녕하세요")
    with home.house.database.write() as tx:
        store(tx, "news", given=source(more="otherwise: en\n"), state=state)
        approve(tx, "news", "en", source("{{business}} has news for you. Please look."))
    send = planned(home, "news")
    assert isinstance(send.outbound, OutTemplate)
    assert send.outbound.language == "en"


def test_otherwise_is_followed_from_language_to_language(home: Home) -> None:
    home.asks("안녕하세요")
    with home.house.database.write() as tx:
        store(tx, "news", given=source(more="otherwise: en_US\n"))
        store(tx, "news", "en_US", source("{{business}} has news. Look.", more="otherwise: en\n"))
        store(tx, "news", "fr", source("{{business}} a du nouveau. Regardez."))
        approve(tx, "news", "en", source("{{business}} has it. Look.", more="otherwise: xx\n"))
    send = planned(home, "news")
    assert isinstance(send.outbound, OutTemplate)
    assert send.outbound.language == "en"


def test_without_otherwise_the_language_is_held_not_changed(home: Home) -> None:
    home.asks("안녕하세요")
    with home.house.database.write() as tx:
        store(tx, "news", given=source())
        approve(tx, "news", "en", source("{{business}} has news for you. Please look."))
    assert refused(home, "news").code == "not_at_meta"


def test_a_pause_waits_is_asked_again_and_holds_nobodys_answer_up(home_on_each: Home) -> None:
    home = home_on_each
    given(home)
    send = planned(home, "news")
    meta(home, status="PAUSED")
    home.deliver()
    waits = now_of(home, send)
    assert (waits.state, home.cloud.calls) == (SendState.WAITING, [])
    assert waits.due_at - home.clock.now() == 10 * MINUTE
    assert "배송 중" in home.asks("주문 1042 어디쯤이에요?"), "answers pass by what waits"
    meta(home, status="APPROVED")
    home.clock.pass_by(10 * MINUTE)
    home.deliver()
    assert now_of(home, send).state is SendState.DONE


def test_what_waits_too_long_expires(home: Home) -> None:
    given(home, status="PAUSED")
    send = planned(home, "news", not_after=home.clock.now() + HOUR)
    assert send.state is SendState.WAITING
    home.clock.pass_by(2 * HOUR)
    home.deliver()
    assert now_of(home, send).state is SendState.EXPIRED


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"category": "MARKETING"}, "Meta made news.ko marketing"),
        ({"version_id": None}, "not the version"),
        ({"status": "DISABLED"}, "DISABLED"),
        ({"gone_at": 5}, "Meta has no news.ko"),
    ],
)
def test_what_changed_after_the_plan_is_held_with_the_next_step(
    home: Home, changes: dict[str, object], why: str
) -> None:
    given(home)
    send = planned(home, "news")
    meta(home, **changes)
    home.deliver()
    held = now_of(home, send)
    assert (held.state, home.cloud.calls) == (SendState.HELD, [])
    assert why in (held.reason or "")
    with pytest.raises(NotAllowed, match=why):
        home.house.held_sends().release(send.id, by="소연")


def test_an_approval_that_is_taken_back_holds_what_is_queued(home: Home) -> None:
    given(home)
    send = planned(home, "news")
    with home.house.database.write() as tx:
        version = tx.template_versions.of(KEY)[0]
        tx.template_versions.save(replace(version, state=ApprovalState.CHANGES_ASKED))
    home.deliver()
    assert now_of(home, send).state is SendState.HELD


def test_promotions_need_a_consent_and_end_with_a_refusal(home_on_each: Home) -> None:
    home = home_on_each
    given(home, marketing=True)
    assert refused(home, "news").code == "no_consent"
    agrees(home)
    send = planned(home, "news")
    home.say("수신거부")
    home.deliver()
    stopped = now_of(home, send)
    assert (stopped.state, stopped.reason) == (
        SendState.CANCELLED,
        "the customer stopped promotions; only they can ask for them again",
    )
    assert refused(home, "news", cause="another").code == "opted_out"


def test_promotions_to_koreans_wait_for_the_morning(home: Home) -> None:
    given(home, marketing=True)
    agrees(home)
    home.clock.time += 10 * HOUR  # 21:00 in Seoul
    send = planned(home, "news")
    assert send.state is SendState.WAITING
    home.clock.pass_by(11 * HOUR - 1)
    home.deliver()
    assert home.cloud.calls == []
    home.clock.pass_by(1)
    home.deliver()
    assert now_of(home, send).state is SendState.DONE


def test_a_night_that_fell_while_it_was_queued_counts_too(home: Home) -> None:
    given(home, marketing=True)
    agrees(home)
    send = planned(home, "news")
    home.clock.time += 10 * HOUR
    home.deliver()
    assert now_of(home, send).state is SendState.WAITING
    agrees(home, category=ConsentCategory.MARKETING_NIGHT)
    home.clock.time += 11 * HOUR
    home.deliver()
    assert now_of(home, send).state is SendState.DONE


def test_stop_all_stops_notices_and_lets_what_is_asked_for_through(home: Home) -> None:
    given(home)
    send = planned(home, "news")
    home.say("모두 수신거부")
    home.deliver()
    assert now_of(home, send).state is SendState.CANCELLED
    assert refused(home, "news", cause="2").code == "stopped_all"
    home.clock.pass_by(MINUTE)
    home.say("제 주문은요?")
    home.deliver()
    assert refused(home, "news", cause="3").code == "stopped_all"
    assert planned(home, "news", cause="4", trigger=Trigger.ANSWER_DUE)


# what Meta answers


def test_131050_is_a_refusal_of_promotions_from_then_on(home: Home) -> None:
    given(home, marketing=True)
    agrees(home)
    send = planned(home, "news")
    home.cloud.answers = [rejected(131050)]
    home.deliver()
    held = now_of(home, send)
    assert held.state is SendState.HELD
    history = home.house.consenting().history(MINA)
    assert [(one.given, one.source) for one in history][-1] == (False, "error_131050")
    assert refused(home, "news", cause="2").code == "opted_out"


def test_131050_in_a_status_is_one_too(home: Home) -> None:
    given(home, marketing=True)
    agrees(home)
    planned(home, "news")
    home.deliver()
    errors = [{"code": 131050, "title": "stopped", "error_data": {"details": "stopped"}}]
    home.status("wamid.out.1", "failed", home.cloud.calls[0].attempt_id, errors=errors)
    home.status("wamid.out.1", "failed", home.cloud.calls[0].attempt_id, errors=errors)
    assert refused(home, "news", cause="2").code == "opted_out"
    history = home.house.consenting().history(MINA)
    assert [one.source for one in history].count(ConsentSource.ERROR_131050) == 1


def test_131050_in_a_status_that_overtakes_the_answer_is_one_too(home: Home) -> None:
    given(home, marketing=True)
    agrees(home)
    planned(home, "news")
    errors = [{"code": 131050, "title": "stopped", "error_data": {"details": "stopped"}}]

    def overtake(sent: Sent) -> None:
        home.status("wamid.out.1", "failed", sent.attempt_id, errors=errors)

    home.cloud.during = overtake
    home.deliver()
    assert refused(home, "news", cause="2").code == "opted_out"


@pytest.mark.parametrize(
    ("code", "status", "state", "next_code"),
    [
        (132015, "PAUSED", SendState.WAITING, None),
        (132001, "MISSING", SendState.HELD, "not_at_meta"),
        (132016, "DISABLED", SendState.HELD, "not_at_meta"),
        (131049, "APPROVED", SendState.HELD, None),
        (132000, "APPROVED", SendState.HELD, None),
    ],
)
def test_an_error_of_the_template_is_looked_into_before_the_next_one(
    home: Home, code: int, status: str, state: SendState, next_code: str | None
) -> None:
    given(home)
    send = planned(home, "news")
    home.cloud.answers = [rejected(code)]
    home.deliver()
    assert (now_of(home, send).state, status_of(home)) == (state, status)
    found = plan(home, "news", DANIEL)
    assert (found.code if isinstance(found, NotSendable) else None) == next_code
    home.deliver()
    assert len(home.cloud.calls) == 1 + (status == "APPROVED")


def test_what_meta_holds_for_its_quality_is_noted_on_the_attempt(home: Home) -> None:
    given(home)
    send = planned(home, "news")
    home.cloud.answers = [Accepted(wamid="w", note="held_for_quality_assessment")]
    home.deliver()
    with home.house.database.read() as tx:
        (attempt,) = tx.sends.attempts_of(send.id)
    assert (attempt.outcome, attempt.details) == (
        AttemptOutcome.ACCEPTED,
        "held_for_quality_assessment",
    )


def test_an_agents_template_is_the_agents(home: Home) -> None:
    given(home)
    send = planned(home, "news", agent="지우", trigger=Trigger.AGENT)
    home.deliver()
    sent = now_of(home, send)
    assert (sent.author, sent.agent, sent.state) == (Author.AGENT, "지우", SendState.DONE)
