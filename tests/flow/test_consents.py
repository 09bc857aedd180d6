"""What customers agree to and take back: from wherever it comes, recorded and honoured."""

import pytest

from tests.flow.given_templates import approve, offer
from tests.flow.house import MINA, MINUTE, MONDAY_11, Home, webhook
from tests.flow.templating import agrees, now_of, planned
from wa_support.domain.consents import ConsentCategory, Consents, ConsentSource
from wa_support.domain.customers import AliasKind, Customer, CustomerRef
from wa_support.domain.delivery import SendState
from wa_support.domain.errors import NotAllowed
from wa_support.domain.templates.template import Category
from wa_support.flow.consent import standing
from wa_support.flow.consenting import Told
from wa_support.flow.identity import recognise
from wa_support.flow.merging import Merging

MARKETING, ALL = ConsentCategory.MARKETING, ConsentCategory.ALL


@pytest.fixture
def home(home_on_each: Home) -> Home:
    return home_on_each


def customer(home: Home) -> Customer:
    with home.house.database.read() as tx:
        found = tx.customers.find(AliasKind.PHONE, MINA)
    assert found is not None
    return found


def held(home: Home) -> Consents:
    with home.house.database.read() as tx:
        return standing(tx, customer(home).id)


def switch(home: Home, value: str, at: int = MONDAY_11) -> None:
    wish = {
        "wa_id": MINA,
        "category": "marketing_messages",
        "value": value,
        "timestamp": str(at // 1000),
    }
    home.take(webhook("user_preferences", user_preferences=[wish]))


def sources(home: Home) -> list[tuple[str, bool, str]]:
    history = home.house.consenting().history(MINA)
    return [(one.category, one.given, one.source) for one in history]


def test_words_are_recorded_told_once_and_with_their_date(home: Home) -> None:
    assert "수신동의가 11월 23일(월)에 처리" in home.asks("광고 수신동의")
    assert held(home).marketing
    assert "수신거부가 11월 23일(월)에 처리" in home.asks("수신거부")
    home.clock.pass_by(MINUTE)
    home.say("수신거부")
    assert home.answer() == []
    assert not held(home).marketing
    assert sources(home) == [
        ("marketing", True, "words"),
        ("marketing", False, "words"),
        ("marketing", False, "words"),
    ]


def test_who_asks_for_promotions_after_stopping_everything_gets_both_again(home: Home) -> None:
    home.asks("STOP ALL")
    assert held(home).all_stopped_at is not None
    home.asks("수신동의")
    known = customer(home)
    assert (known.opted_out_at, known.opted_out_of_all_at) == (None, None)
    assert held(home).marketing


def test_the_button_of_a_template_stops_promotions(home: Home) -> None:
    home.asks("수신동의")
    home.clock.pass_by(MINUTE)
    home.send({"type": "button", "button": {"payload": "stop_promotions", "text": "그만 받기"}})
    (bubble,) = home.answer()
    assert "수신거부가" in bubble
    assert not held(home).marketing


def test_the_switch_inside_whatsapp_ends_only_its_own_stop(home: Home) -> None:
    home.asks("모두 수신거부")
    at = home.clock.now()
    switch(home, "resume", at=at + 5_000)
    assert held(home).all_stopped_at is not None
    assert not held(home).marketing


def test_the_switch_is_as_old_as_meta_says(home: Home) -> None:
    agrees(home)
    home.clock.pass_by(10 * MINUTE)
    switch(home, "stop", at=MONDAY_11 + 9 * MINUTE)
    switch(home, "resume", at=MONDAY_11 + 5 * MINUTE)
    assert customer(home).opted_out_at is not None
    switch(home, "resume", at=MONDAY_11 + 10 * MINUTE)
    assert held(home).marketing


def test_resuming_is_no_consent_and_signing_up_is_one(home: Home) -> None:
    switch(home, "resume")
    assert not held(home).marketing
    switch(home, "signup", at=MONDAY_11 + 1000)
    assert held(home).marketing
    assert sources(home)[-1] == ("marketing", True, "signup")


def test_people_record_what_they_were_told_and_lists_what_was_signed(home: Home) -> None:
    consenting = home.house.consenting()
    told = Told(who="+82 10-9999-1234", category=MARKETING, given=True, at=MONDAY_11 - MINUTE)
    for _ in range(2):
        found = consenting.record(told, by="소연", source=ConsentSource.IMPORT)
        assert found.marketing
    (only,) = consenting.history("821099991234")
    assert (only.source, only.by, only.at) == (ConsentSource.IMPORT, "소연", MONDAY_11 - MINUTE)


def test_a_list_that_is_older_than_the_refusal_does_not_lift_it(home: Home) -> None:
    home.clock.pass_by(MINUTE)
    home.asks("수신거부")
    told = Told(who=MINA, category=MARKETING, given=True, at=MONDAY_11)
    found = home.house.consenting().record(told, by="소연", source=ConsentSource.IMPORT)
    assert not found.marketing
    assert customer(home).opted_out_at is not None


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (Told(who=MINA, category=MARKETING, given=True, at=MONDAY_11 + 1), "still to come"),
        (Told(who="김민아", category=MARKETING, given=True), "no customer's id"),
        (
            Told(who=MINA, category=ConsentCategory.MARKETING_NIGHT, given=True),
            "Record the consent to promotions first",
        ),
    ],
)
def test_what_cannot_be_recorded_is_refused_and_nothing_is_left(
    home: Home, told: Told, said: str
) -> None:
    with pytest.raises(NotAllowed, match=said):
        home.house.consenting().record(told, by="소연")
    assert home.house.consenting().history(told.who) == ()


def test_an_agent_lifts_a_stop_of_everything_but_not_of_promotions(home: Home) -> None:
    home.asks("모두 수신거부")
    home.clock.pass_by(MINUTE)
    home.house.consenting().record(Told(who=MINA, category=ALL, given=True), by="소연")
    known = customer(home)
    assert known.opted_out_of_all_at is None
    assert known.opted_out_at is not None


def test_two_that_merge_keep_both_histories_and_the_stricter(home: Home) -> None:
    agrees(home)
    other = "821055509999"
    home.asks("안녕하세요")
    home.say("수신거부", other)
    home.clock.pass_by(MINUTE)
    agrees(home)
    with home.house.database.write() as tx:
        now = home.clock.now()
        mine = tx.customers.find(AliasKind.PHONE, MINA)
        theirs = recognise(tx, CustomerRef(phone=other), ids=home.ids, now=now).customer
        assert mine is not None
        Merging(tx=tx, now=now).customers(mine, theirs)
    assert len(sources(home)) == 3
    assert customer(home).opted_out_at is not None
    assert not held(home).marketing


BSUID = "KR.13491208655302741918"


def writes(home: Home, text: str, by: str | None) -> None:
    """Whoever has a user name may write with or without a phone."""
    item = {"type": "text", "text": {"body": text}}
    about = {"wa_id": by} if by is not None else {}
    who = {"profile": {"name": "민아"}, "user_id": BSUID, **about}
    message = home.message(item, by=by, from_user_id=BSUID)
    home.take(webhook(messages=[message], contacts=[who]))


@pytest.mark.parametrize("how", ["words", "switch"])
def test_what_is_refused_from_a_phone_counts_for_whoever_we_reach_there(
    home: Home, how: str
) -> None:
    """A list told us of the phone, and they wrote without one: two customers until Meta says
    otherwise."""
    with home.house.database.write() as tx:
        approve(tx, "offer", given=offer(), category=Category.MARKETING)
    agrees(home)
    writes(home, "안녕하세요", None)
    home.answer()
    send = planned(home, "offer")
    home.clock.pass_by(MINUTE)
    if how == "words":
        writes(home, "수신거부", MINA)
    else:
        seconds = str(home.clock.now() // 1000)
        wish = {"wa_id": MINA, "user_id": BSUID, "value": "stop", "timestamp": seconds}
        wish["category"] = "marketing_messages"
        home.take(webhook("user_preferences", user_preferences=[wish]))
    home.deliver()
    assert now_of(home, send).state is SendState.CANCELLED
    assert not held(home).marketing


def test_asking_for_promotions_from_a_phone_counts_for_who_asks_alone(home: Home) -> None:
    home.house.consenting().record(Told(who=MINA, category=MARKETING, given=False), by="소연")
    writes(home, "안녕하세요", None)
    home.answer()
    home.clock.pass_by(MINUTE)
    writes(home, "수신동의", MINA)
    assert not held(home).marketing


def test_words_that_meta_brings_late_are_older_than_what_came_since(home: Home) -> None:
    home.clock.pass_by(10 * MINUTE)
    home.asks("수신거부")
    home.clock.pass_by(MINUTE)
    home.say("수신동의", at=MONDAY_11)
    assert home.answer() == []
    assert not held(home).marketing
    assert customer(home).opted_out_at is not None
