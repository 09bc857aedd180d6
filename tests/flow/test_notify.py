"""Another system asks for a template: once for its key, in the customer's language, or why not."""

import threading
from dataclasses import asdict, replace

import pytest

from tests.acceptance.service import NUMBER
from tests.flow import given_templates
from tests.flow.audited import audited
from tests.flow.given_templates import source
from tests.flow.house import DAY, MINA, STRANGER, Crash, Home
from wa_support.domain.customers import AliasKind
from wa_support.domain.outbound import OutTemplate
from wa_support.flow.notify import KeyUsed, Notification, Notify, Taken, TakenBefore
from wa_support.flow.retention import Retention
from wa_support.flow.template_sending import NotSendable

ASKED = Notification(
    key="order 1042 shipped",
    template="order_shipped",
    values={"order_id": "1042", "carrier": "CJ대한통운"},
    phone_number_id=NUMBER,
    phone=MINA,
)

SHIPPED = source("주문번호 {{order_id}}, 택배사 {{carrier}} 발송을 알려 드립니다.")
IN_ENGLISH = source("Your order {{order_id}} has left, with {{carrier}}.")


def approve(home: Home, given: bytes, language: str = "ko") -> None:
    with home.house.database.write() as tx:
        given_templates.approve(tx, "order_shipped", language, given)


@pytest.fixture
def shop(home: Home) -> Home:
    approve(home, SHIPPED)
    return home


def notify(home: Home) -> Notify:
    return replace(home.house.notify(), ids=home.ids)


def test_a_customer_never_seen_before_gets_the_template_once(shop: Home) -> None:
    asked = replace(ASKED, phone=STRANGER)
    first = notify(shop).take(asked)
    assert isinstance(first, Taken)
    again = TakenBefore(**asdict(first))
    assert notify(shop).take(replace(asked, values=dict(asked.values))) == again
    shop.deliver()
    (call,) = shop.cloud.calls
    assert isinstance(call.message, OutTemplate)
    assert call.to == STRANGER
    assert "주문번호 1042, 택배사 CJ대한통운" in call.body
    assert shop.conversation(STRANGER).phone_number_id == NUMBER
    assert notify(shop).take(asked) == again
    shop.deliver()
    assert len(shop.cloud.calls) == 1


def test_another_request_under_the_same_key_is_refused(shop: Home) -> None:
    notify(shop).take(ASKED)
    other = replace(ASKED, values={"order_id": "1043", "carrier": "한진"})
    assert notify(shop).take(other) == KeyUsed()
    shop.deliver()
    assert len(shop.cloud.calls) == 1


def test_what_is_refused_leaves_no_customer_and_keeps_no_key(home: Home) -> None:
    asked = replace(ASKED, phone=STRANGER)
    refused = notify(home).take(asked)
    assert isinstance(refused, NotSendable)
    with home.house.database.read() as tx:
        assert tx.customers.find(AliasKind.PHONE, STRANGER) is None
    assert notify(home).outcome(asked.key) is None
    approve(home, SHIPPED)
    assert isinstance(notify(home).take(asked), Taken)


@pytest.mark.parametrize(
    ("language", "known", "says"),
    [(None, None, "발송"), (None, "en", "Your order"), ("en", "ko", "Your order")],
)
def test_the_language_is_the_one_asked_for_else_theirs_else_the_first(
    shop: Home, language: str | None, known: str | None, says: str
) -> None:
    approve(shop, IN_ENGLISH, "en")
    if known is not None:
        shop.asks("주문 1042 어디쯤이에요?" if known == "ko" else "where is order 1042?")
    notify(shop).take(replace(ASKED, language=language))
    shop.deliver()
    assert says in shop.cloud.calls[-1].body
    if known is not None:
        assert shop.conversation().language == known


def test_a_language_that_it_is_not_in_is_told_with_those_it_is_in(shop: Home) -> None:
    approve(shop, IN_ENGLISH, "en_US")
    refused = notify(shop).take(replace(ASKED, phone=STRANGER, language="fr"))
    assert refused == NotSendable(
        code="language", why="order_shipped is not in fr; it is in en_US, ko"
    )
    taken = notify(shop).take(replace(ASKED, language="en"))
    assert isinstance(taken, Taken), "a region's words are the language's"


@pytest.mark.parametrize("language", [None, "ko", "en"])
def test_a_name_that_it_has_no_variable_for_is_told(shop: Home, language: str | None) -> None:
    approve(shop, IN_ENGLISH, "en")
    misspelt = {**ASKED.values, "trackng": "640123456789", "eta": "Friday"}
    refused = notify(shop).take(replace(ASKED, values=misspelt, language=language))
    key = f"order_shipped.{language or 'ko'}"
    assert refused == NotSendable(
        code="values",
        why=f"{key} has no variable eta, trackng; it has order_id, carrier",
    )
    assert isinstance(notify(shop).take(ASKED), Taken), "the key is free"


@pytest.mark.parametrize("by", ["bsuid", "customer_id"])
def test_a_known_customer_is_found_by_each_name(shop: Home, by: str) -> None:
    shop.asks("주문 1042 어디쯤이에요?")
    with shop.house.database.write() as tx:
        customer = shop.conversation().customer_id
        tx.customers.attach(customer, AliasKind.BSUID, "KR.1349")
    named = replace(ASKED, phone=None)
    named = (
        replace(named, bsuid="KR.1349") if by == "bsuid" else replace(named, customer_id=customer)
    )
    taken = notify(shop).take(named)
    assert isinstance(taken, Taken)
    with shop.house.database.read() as tx:
        assert tx.sends.get(taken.send_id).conversation_id == shop.conversation().id


def test_an_id_that_nobody_has_is_told(shop: Home) -> None:
    refused = notify(shop).take(replace(ASKED, phone=None, customer_id="cus_nobody"))
    assert isinstance(refused, NotSendable)
    assert refused.code == "customer_unknown"


def test_the_outcome_follows_the_send(shop: Home) -> None:
    taken = notify(shop).take(ASKED)
    assert isinstance(taken, Taken)
    before = notify(shop).outcome(ASKED.key)
    assert before is not None
    assert (before.send_id, before.state, before.delivery) == (taken.send_id, "ready", None)
    shop.deliver()
    shop.status("wamid.out.1", "delivered", shop.cloud.calls[0].attempt_id)
    after = notify(shop).outcome(ASKED.key)
    assert after is not None
    assert (after.state, after.delivery) == ("done", "delivered")


def test_what_came_too_late_is_not_sent(shop: Home) -> None:
    notify(shop).take(replace(ASKED, not_after=shop.clock.now() + 1_000))
    shop.clock.pass_by(2_000)
    shop.deliver()
    assert shop.cloud.calls == []
    outcome = notify(shop).outcome(ASKED.key)
    assert outcome is not None
    assert outcome.state == "expired"


def test_a_crash_before_the_answer_leaves_nothing_half_done(shop: Home) -> None:
    shop.ids.crash_on = "snd"
    with pytest.raises(Crash):
        notify(shop).take(ASKED)
    shop.ids.crash_on = None
    assert isinstance(notify(shop).take(ASKED), Taken)
    shop.deliver()
    assert len(shop.cloud.calls) == 1


def test_ten_at_once_for_a_stranger_make_one_customer_and_one_send(home_on_each: Home) -> None:
    home = home_on_each
    approve(home, SHIPPED)
    answers: list[object] = []

    def ask(number: int) -> None:
        key = ASKED.key if number % 2 else f"other {number}"
        answers.append(notify(home).take(replace(ASKED, phone=STRANGER, key=key)))

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(isinstance(one, Taken) for one in answers)
    assert len({one.send_id for one in answers if isinstance(one, Taken)}) == 6
    assert len(home.house.queries.conversations()) == 1


def test_the_audit_names_the_template_and_nobody(shop: Home) -> None:
    notify(shop).take(ASKED)
    (record,) = [one for one in audited(shop) if one["action"] == "notified"]
    assert record["detail"]["template"] == "order_shipped"
    assert MINA not in str(record)


def test_a_request_is_answered_the_same_for_a_week_and_longer(shop: Home) -> None:
    retention = Retention(database=shop.house.database, clock=shop.clock)
    first = notify(shop).take(ASKED)
    assert isinstance(first, Taken)
    shop.clock.pass_by(8 * DAY)
    retention.forget()
    assert notify(shop).take(ASKED) == TakenBefore(**asdict(first))
    shop.clock.pass_by(31 * DAY)
    retention.forget()
    assert notify(shop).outcome(ASKED.key) is None
    assert notify(shop).take(ASKED) == KeyUsed()
