"""Webhooks become rows once each, whatever comes and in whatever order."""

from collections.abc import Sequence
from typing import Any

import pytest

from tests.flow.house import DANIEL, DAY, HOUR, MINA, MINUTE, STRANGER, Home, contact, webhook
from wa_support.domain.conversations import Owner
from wa_support.domain.customers import AliasKind, Customer
from wa_support.domain.delivery import DeliveryStatus
from wa_support.domain.events import Event
from wa_support.whatsapp import payloads

BSUID = "KR.13491208655302741918"


def customer(home: Home, kind: AliasKind, value: str) -> Customer:
    with home.house.database.read() as tx:
        found = tx.customers.find(kind, value)
    assert found is not None
    return found


def text(home: Home, words: str, by: str | None = MINA, **more: Any) -> dict[str, Any]:
    return home.message({"type": "text", "text": {"body": words}}, by, **more)


def test_the_same_body_four_times_changes_nothing(home: Home) -> None:
    body = webhook(messages=[text(home, "주문 1042 어디쯤이에요?")])
    home.take(body, body)
    home.take(body)
    first = home.answer()
    home.take(body)
    assert (len(first), home.answer()) == (1, [])
    assert len(home.transcript()) == 2


def test_a_message_older_than_35_days_is_quarantined(home: Home) -> None:
    home.say("주문 1042 어디쯤이에요?", at=home.clock.now() - 35 * DAY - MINUTE)
    assert (home.counts()["quarantined"], home.answer()) == (1, [])
    assert home.house.queries.conversations() == []


@pytest.mark.parametrize("type", ["unsupported", "hologram"])
def test_an_unreadable_message_has_the_same_horizon(home: Home, type: str) -> None:
    home.send({"type": type}, at=home.clock.now() - 36 * DAY)
    assert home.counts()["quarantined"] == 1


def test_a_number_that_is_not_ours_is_quarantined(home: Home) -> None:
    home.take(webhook(number="999", messages=[text(home, "상담원")]))
    assert home.counts()["quarantined"] == 1
    assert home.house.queries.conversations() == []


def test_what_cannot_be_read_is_a_dead_letter_that_can_be_redriven(home: Home) -> None:
    home.take(b"{not json", webhook(messages=[text(home, "주문 1042 어디쯤이에요?")]))
    (letter,) = _dead_letters(home)
    assert len(home.answer()) == 1
    with home.house.database.read() as tx:
        body = tx.events.dead_letter_body(letter)
    assert body == b"{not json"
    home.take(body)
    assert len(_dead_letters(home)) == 2


def _dead_letters(home: Home) -> list[str]:
    with home.house.database.read() as tx:
        return [letter.id for letter in tx.events.dead_letters()]


class PoisonedReader:
    """Reads everything, but trips over one message."""

    decode = staticmethod(payloads.decode)

    def parse_tree(self, tree: object) -> Sequence[Event]:
        return payloads.parse_tree(tree)

    def dedup_key(self, event: Event) -> str:
        return payloads.dedup_key(event)


class Tripping(PoisonedReader):
    def parse_tree(self, tree: object) -> Sequence[Event]:
        events = payloads.parse_tree(tree)
        for event in events:
            if event.raw.get("text") == {"body": "poison"}:
                object.__setattr__(event, "content", object())
        return events


def test_one_poison_event_does_not_take_its_batch_along(home: Home) -> None:
    home.intake.reader = Tripping()
    batch = [
        text(home, "주문 1042 어디쯤이에요?"),
        text(home, "poison", STRANGER),
        text(home, "1017", DANIEL),
    ]
    home.take(webhook(messages=batch), webhook(messages=[text(home, "1058 언제 와요?")]))
    (letter,) = _dead_letters(home)
    assert len(home.answer()) == 2
    home.intake.reader = PoisonedReader()
    with home.house.database.read() as tx:
        body = tx.events.dead_letter_body(letter)
    assert body is not None
    home.take(body)
    home.answer()
    known = {one.customer.phone for one in home.house.queries.conversations()}
    assert known == {MINA, STRANGER, DANIEL}


def test_statuses_that_come_before_our_own_row_are_kept_and_matched(home: Home) -> None:
    home.cloud.during = lambda _sent: home.status("wamid.out.1", "delivered")
    home.asks("주문 1042 어디쯤이에요?")
    assert home.ours()[0].delivery is DeliveryStatus.DELIVERED


def test_statuses_of_others_start_nothing(home: Home) -> None:
    home.status("wamid.somebody.else", "read")
    assert (home.answer(), home.house.queries.conversations()) == ([], [])


@pytest.mark.parametrize(
    "item",
    [
        {"type": "reaction", "reaction": {"message_id": "wamid.out.1", "emoji": "👍"}},
        {"type": "edit", "edit": {"original_message_id": "wamid.in.1", "message": {
            "type": "text", "text": {"body": "상담원"}}}},
        {"type": "revoke", "revoke": {"original_message_id": "wamid.in.1"}},
    ],
)  # fmt: skip
def test_reactions_edits_and_revokes_start_no_turn(home: Home, item: dict[str, Any]) -> None:
    home.send(item)
    assert home.answer() == []


def test_history_starts_no_turn(home: Home) -> None:
    thread = {"id": MINA, "messages": [text(home, "상담원")]}
    home.take(webhook("history", history=[{"metadata": {"phase": 0}, "threads": [thread]}]))
    assert home.answer() == []


def echo(home: Home, words: str = "제가 볼게요") -> None:
    sent = text(home, words, "15550100001", to=MINA)
    home.take(webhook("smb_message_echoes", message_echoes=[sent]))


def test_a_persons_echo_takes_the_thread_elsewhere(home: Home) -> None:
    home.say("주문 1042 어디쯤이에요?")
    echo(home)
    assert (home.conversation().owner, home.answer()) == (Owner.ELSEWHERE, [])
    assert home.ours()[0].text == "제가 볼게요"
    home.say("고맙습니다")
    assert home.answer() == []


def test_an_echo_of_our_own_words_takes_nothing_away(home: Home) -> None:
    home.asks("주문 1042 어디쯤이에요?")
    sent = {"from": "15550100001", "to": MINA, "id": "wamid.out.1", "timestamp": "1795399200",
            "type": "text", "text": {"body": "x"}}  # fmt: skip
    home.take(webhook("message_echoes", message_echoes=[sent]))
    assert home.conversation().owner is Owner.AUTOMATED


def standby(home: Home) -> None:
    seen = {"messages": [text(home, "환불해 주세요")], "contacts": [contact(MINA)]}
    home.take(webhook("standby", standby=seen))


def test_standby_is_not_ours_and_comes_back_a_quiet_day_later(home: Home) -> None:
    standby(home)
    home.clock.pass_by(20 * HOUR)
    standby(home)
    home.clock.pass_by(23 * HOUR)
    home.waiting.look()
    assert (home.conversation().owner, home.answer()) == (Owner.ELSEWHERE, [])
    home.clock.pass_by(2 * HOUR)
    home.waiting.look()
    assert home.conversation().owner is Owner.AUTOMATED


def test_control_passed_to_us_ends_the_standby(home: Home) -> None:
    standby(home)
    value: dict[str, Any] = {
             "sender": {"phone_number": MINA}, "type": "control_passed", "timestamp": "1795399200",
             "recipient": {"phone_number_id": "100000000000042"},
             "control_passed": {"new_owner_role": "customer_service"}}  # fmt: skip
    home.take(webhook("messaging_handovers", **value))
    assert home.conversation().owner is Owner.AUTOMATED


def test_a_system_message_keeps_the_customer(home: Home) -> None:
    home.take(webhook(messages=[text(home, "안녕하세요", from_user_id=BSUID)]))
    before = customer(home, AliasKind.PHONE, MINA)
    told = {"type": "user_changed_number", "wa_id": STRANGER, "user_id": "KR.NEW1"}
    home.send({"type": "system", "system": told, "from_user_id": BSUID})
    after = customer(home, AliasKind.PHONE, STRANGER)
    assert (after.id, after.bsuid) == (before.id, "KR.NEW1")
    assert customer(home, AliasKind.BSUID, BSUID).id == before.id


def test_a_phone_that_comes_with_a_new_bsuid_belongs_to_somebody_new(home: Home) -> None:
    home.take(webhook(messages=[text(home, "주문 1042 어디쯤이에요?", from_user_id=BSUID)]))
    home.take(webhook(messages=[text(home, "안녕하세요", from_user_id="KR.OTHER")]))
    new = customer(home, AliasKind.PHONE, MINA)
    old = customer(home, AliasKind.BSUID, BSUID)
    assert (new.bsuid, old.phone) == ("KR.OTHER", None)
    assert new.id != old.id


def test_two_known_customers_in_one_webhook_are_kept_apart_and_reported(home: Home) -> None:
    home.take(webhook(messages=[text(home, "하나", by=None, from_user_id=BSUID)]))
    home.take(webhook(messages=[text(home, "둘")]))
    one, other = customer(home, AliasKind.BSUID, BSUID), customer(home, AliasKind.PHONE, MINA)
    home.take(webhook(messages=[text(home, "셋", from_user_id=BSUID)]))
    assert home.counts()["clashes"] == 1
    assert customer(home, AliasKind.PHONE, MINA).id == other.id != one.id


def test_a_customer_who_is_only_a_bsuid_is_answered_there(home: Home) -> None:
    home.take(webhook(messages=[text(home, "쇼룸 어디에 있어요?", by=None, from_user_id=BSUID)]))
    home.answer()
    (call,) = home.cloud.calls
    assert (call.to, call.bsuid) == (None, BSUID)


@pytest.mark.parametrize(
    ("words", "promotions", "everything"),
    [
        ("수신거부", True, False),
        ("모두 수신거부", True, True),
        ("수신거부 어떻게 해요?", False, False),
    ],
)
def test_an_opt_out_is_recorded_at_once(
    home: Home, words: str, promotions: bool, everything: bool
) -> None:
    home.asks(words)
    known = customer(home, AliasKind.PHONE, MINA)
    recorded = (known.opted_out_at is not None, known.opted_out_of_all_at is not None)
    assert recorded == (promotions, everything)


def test_an_opt_out_inside_whatsapp_counts(home: Home) -> None:
    home.asks("주문 1042 어디쯤이에요?")
    wish = {
        "wa_id": MINA,
        "category": "marketing_messages",
        "value": "stop",
        "timestamp": "1795399200",
    }
    home.take(webhook("user_preferences", user_preferences=[wish]))
    assert customer(home, AliasKind.PHONE, MINA).opted_out_at is not None


def test_a_late_message_starts_no_turn_but_goes_to_a_person(home: Home) -> None:
    home.say("제 주민번호는 900101-1234567이에요", at=home.clock.now() - 25 * HOUR)
    assert (home.answer(), home.conversation().owner) == ([], Owner.QUEUED)


def test_a_late_opt_out_is_recorded_too(home: Home) -> None:
    home.say("수신거부", at=home.clock.now() - 25 * HOUR)
    assert customer(home, AliasKind.PHONE, MINA).opted_out_at is not None
    assert home.answer() == []


def test_a_group_gets_no_answer(home: Home) -> None:
    home.take(webhook(messages=[text(home, "주문 1042 어디쯤이에요?", group_id="120363")]))
    assert (home.answer(), home.house.queries.conversations()) == ([], [])
