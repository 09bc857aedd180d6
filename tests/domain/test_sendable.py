"""Who may be sent which template when: one row a rule, and what ends by itself."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final

import pytest

from wa_support.domain.consents import Consents
from wa_support.domain.customers import Customer
from wa_support.domain.templates.advertising import night_ends_at
from wa_support.domain.templates.sendable import Ends, NotNow, Question, not_now
from wa_support.domain.templates.standing import MetaTemplate
from wa_support.domain.templates.template import TemplateKey, Trigger

HOUR: Final = 3_600_000
NOON: Final = int(datetime(2026, 11, 24, 3, tzinfo=UTC).timestamp() * 1000)
"""12:00 in Seoul."""
NIGHT: Final = NOON + 10 * HOUR
KOREAN: Final = Customer(id="cus_1", created_at=0, phone="821012345678")
GERMAN: Final = Customer(id="cus_2", created_at=0, phone="491512345678")
AMERICAN: Final = Customer(id="cus_3", created_at=0, phone="12125550134")
THEIRS: Final = MetaTemplate(
    key=TemplateKey(name="x", language="ko"),
    meta_id="1",
    status="APPROVED",
    status_at=0,
    seen_at=0,
    category="UTILITY",
    version_id="tpv_1",
)
NOTICE: Final = Question(
    name="x.ko",
    version_id="tpv_1",
    approved=True,
    category="utility",
    trigger=Trigger.NOTIFY,
    body="주문이 출발했습니다",
    standing=THEIRS,
    customer=KOREAN,
    consents=Consents(),
    last_message_at=None,
    now=NOON,
)
OFFER: Final = replace(
    NOTICE,
    category="marketing",
    body="(광고) 여름 할인",
    standing=replace(THEIRS, category="MARKETING"),
    consents=Consents(marketing=True),
)


def asked(question: Question, **changes: Any) -> NotNow | None:
    return not_now(replace(question, **changes))


def theirs(question: Question, **changes: Any) -> NotNow | None:
    assert question.standing is not None
    return asked(question, standing=replace(question.standing, **changes))


def stopped_all(question: Question, **changes: Any) -> NotNow | None:
    customer = replace(KOREAN, opted_out_at=NOON - 9, opted_out_of_all_at=NOON - 9)
    return asked(question, customer=customer, **changes)


def test_what_is_approved_by_us_and_meta_goes_at_any_hour() -> None:
    assert not_now(NOTICE) is None
    assert asked(NOTICE, now=NIGHT) is None
    assert not_now(OFFER) is None


@pytest.mark.parametrize(
    ("why", "code", "ends"),
    [
        (asked(NOTICE, approved=False), "not_approved", Ends.BY_A_PERSON),
        (asked(NOTICE, standing=None), "not_at_meta", Ends.BY_A_PERSON),
        (theirs(NOTICE, gone_at=1), "not_at_meta", Ends.BY_A_PERSON),
        (theirs(NOTICE, status="PENDING"), "not_at_meta", Ends.BY_A_PERSON),
        (theirs(NOTICE, status="SOMETHING_NEW"), "not_at_meta", Ends.BY_A_PERSON),
        (theirs(NOTICE, status="DISABLED"), "not_at_meta", Ends.BY_A_PERSON),
        (theirs(NOTICE, status="PAUSED"), "paused", Ends.BY_ITSELF),
        (theirs(NOTICE, version_id="tpv_2"), "other_version", Ends.BY_A_PERSON),
        (theirs(NOTICE, version_id=None), "other_version", Ends.BY_A_PERSON),
        (theirs(NOTICE, category="MARKETING"), "category", Ends.BY_A_PERSON),
        (theirs(NOTICE, category="SOMETHING_OLD"), "category", Ends.BY_A_PERSON),
        (
            theirs(NOTICE, category_next="MARKETING", category_next_at=NOON),
            "category",
            Ends.BY_A_PERSON,
        ),
        (stopped_all(NOTICE), "stopped_all", Ends.NEVER),
        (
            stopped_all(OFFER, trigger=Trigger.AGENT, last_message_at=NOON),
            "stopped_all",
            Ends.NEVER,
        ),
        (
            asked(OFFER, customer=replace(KOREAN, opted_out_at=5)),
            "opted_out",
            Ends.NEVER,
        ),
        (asked(OFFER, consents=Consents(stopped_at=5)), "opted_out", Ends.NEVER),
        (asked(OFFER, consents=Consents()), "no_consent", Ends.BY_A_PERSON),
        (asked(OFFER, customer=AMERICAN), "not_to_plus_1", Ends.NEVER),
        (asked(OFFER, body="여름 할인 (광고)"), "no_mark", Ends.BY_A_PERSON),
        (asked(OFFER, now=NIGHT), "night", Ends.BY_ITSELF),
    ],
)
def test_what_is_not_sent_says_why_and_whether_that_ends(
    why: NotNow | None, code: str, ends: Ends
) -> None:
    assert why is not None
    assert (why.code, why.ends) == (code, ends)
    assert (why.again_at is not None) is (ends is Ends.BY_ITSELF)
    assert len(why.why.split()) > 4


def test_an_announced_change_of_category_counts_from_its_hour_on() -> None:
    assert theirs(NOTICE, category_next="MARKETING", category_next_at=NOON + 1) is None


@pytest.mark.parametrize("trigger", list(Trigger))
def test_who_wrote_after_they_stopped_everything_is_told_of_their_answer(trigger: Trigger) -> None:
    owed = trigger in {Trigger.ANSWER_DUE, Trigger.AGENT}
    assert (stopped_all(NOTICE, trigger=trigger, last_message_at=NOON) is None) is owed
    assert stopped_all(NOTICE, trigger=trigger, last_message_at=NOON - 9) is not None


def test_korean_rules_are_for_korean_numbers_and_people() -> None:
    at_night = {"now": NIGHT, "body": "Sale"}
    assert asked(OFFER, customer=GERMAN, **at_night) is None
    named = Customer(id="cus_4", created_at=0, bsuid="KR.123")
    for korean in (named, replace(GERMAN, bsuid="KR.123")):
        why = asked(OFFER, customer=korean, **at_night)
        assert why is not None
        assert why.code == "no_mark"


def test_a_consent_for_the_night_is_one_of_its_own() -> None:
    assert asked(OFFER, now=NIGHT, consents=Consents(marketing=True, night=True)) is None
    why = asked(OFFER, now=NIGHT, consents=Consents(night=True))
    assert why is not None
    assert why.code == "no_consent"


@pytest.mark.parametrize(
    ("clock", "waits"),
    [
        ("07:59", True), ("08:00", False), ("12:00", False), ("20:49", False), ("20:50", True),
        ("21:00", True), ("23:59", True), ("00:00", True), ("03:00", True),
    ],
)  # fmt: skip
def test_the_night_is_koreas_and_begins_ten_minutes_early(clock: str, waits: bool) -> None:
    hour, minute = map(int, clock.split(":"))
    now = NOON + (hour - 12) * HOUR + minute * 60_000
    ends = night_ends_at(now)
    assert (ends is not None) is waits
    if ends is not None:
        assert now < ends <= now + 12 * HOUR
        assert night_ends_at(ends) is None
        assert night_ends_at(ends - 1) is not None
