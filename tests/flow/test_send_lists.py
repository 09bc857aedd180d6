"""A list: every row has one send, whatever dies and however often it is begun."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from tests.acceptance.service import NUMBER
from tests.flow.approved import SHIPPED, approve, set_status
from tests.flow.house import DANIEL, MINA, STRANGER, Home
from wa_support.domain.delivery import (
    DeliveryStatus,
    Rejected,
    Remedy,
    SendResult,
    SendState,
    Unknown,
)
from wa_support.domain.errors import NotAllowed
from wa_support.domain.outbound import OutTemplate
from wa_support.domain.send_lists import ListRow, ListState, SendList
from wa_support.flow import send_lists as module
from wa_support.flow.had_already import BY_HAND
from wa_support.flow.send_lists import SendLists

FILE = b"to,order_id,day\n"


def rows(count: int) -> Sequence[ListRow]:
    return [
        ListRow(n=n, who=f"82105555{n:04}", values={"order_id": str(n), "day": "11월 30일"})
        for n in range(2, count + 2)
    ]


def begin(home: Home, count: int) -> SendList:
    return lists_of(home).begin(
        "order_shipped", FILE, rows(count), by="mina", phone_number_id=NUMBER
    )


def lists_of(home: Home) -> SendLists:
    return home.house.send_lists()


def go(home: Home) -> None:
    """Until there is nothing left to do."""
    quiet = 0
    while quiet < 2:
        before = len(home.cloud.calls)
        home.deliver()
        settled = lists_of(home).go()
        home.clock.pass_by(2_000)
        quiet = 0 if settled or len(home.cloud.calls) > before else quiet + 1


def test_every_row_is_sent_once_with_its_own_words(home: Home) -> None:
    approve(home.house.database)
    begun = begin(home, 5)
    go(home)
    assert sorted(call.to or "" for call in home.cloud.calls) == [row.who for row in rows(5)]
    message = home.cloud.calls[0].message
    assert isinstance(message, OutTemplate)
    assert message.body == "주문 2이 출발했습니다. 11월 30일에 도착할 예정입니다."
    report = lists_of(home).report(begun.id)
    assert (report.total, report.loaded, report.sent, report.open) == (5, 5, 5, 0)
    assert lists_of(home).find(begun.id).state is ListState.DONE


def test_the_same_file_again_is_the_same_list(home: Home) -> None:
    approve(home.house.database)
    first = begin(home, 3)
    go(home)
    again = begin(home, 3)
    go(home)
    assert (again.id, again.state) == (first.id, ListState.DONE)
    assert len(home.cloud.calls) == 3


def test_a_list_that_died_while_it_was_loaded_is_loaded_to_its_end(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    approve(home.house.database)
    monkeypatch.setattr(module, "_AT_ONCE", 2)
    dying: list[Any] = [*rows(5)[:3], None]
    with pytest.raises(AttributeError):
        lists_of(home).begin("order_shipped", FILE, dying, by="mina", phone_number_id=NUMBER)
    assert lists_of(home).go() == 0, "half a list must not go out"
    begun = begin(home, 5)
    go(home)
    assert lists_of(home).report(begun.id).sent == 5
    assert len(home.cloud.calls) == 5


def test_no_more_are_planned_than_the_outbox_soon_sends(home: Home) -> None:
    """Or an answer to a customer would wait behind the whole list."""
    approve(home.house.database)
    begun = begin(home, 300)
    for _ in range(10):
        lists_of(home).go()
    report = lists_of(home).report(begun.id)
    assert report.on_the_way == 160
    assert report.open == 140


def test_a_template_that_meta_refuses_is_waited_for(home: Home) -> None:
    version = approve(home.house.database, status="REJECTED")
    begun = begin(home, 2)
    assert lists_of(home).go() == 0
    waiting = lists_of(home).find(begun.id)
    assert waiting.state is ListState.WAITING
    assert "REJECTED" in (waiting.reason or "")
    set_status(home.house.database, version, "APPROVED")
    go(home)
    done = lists_of(home).find(begun.id)
    assert (done.state, done.reason, len(home.cloud.calls)) == (ListState.DONE, None, 2)


def test_a_pause_at_meta_keeps_what_is_planned_and_plans_no_more_than_that(home: Home) -> None:
    version = approve(home.house.database, status="PAUSED")
    begun = begin(home, 200)
    for _ in range(5):
        lists_of(home).go()
        home.deliver()
    assert lists_of(home).report(begun.id).on_the_way == 160
    assert home.cloud.calls == []
    set_status(home.house.database, version, "APPROVED")
    home.clock.pass_by(11 * 60_000)
    go(home)
    assert lists_of(home).report(begun.id).sent == len(home.cloud.calls) == 200


def test_another_version_ends_the_list(home: Home) -> None:
    """Everybody on it gets what was approved when it began."""
    approve(home.house.database)
    begun = begin(home, 2)
    approve(home.house.database, SHIPPED.replace("출발했습니다", "떠났습니다"))
    go(home)
    stopped = lists_of(home).find(begun.id)
    assert stopped.state is ListState.STOPPED
    assert "begin a list" in (stopped.reason or "")
    assert home.cloud.calls == []


def test_a_row_that_cannot_be_sent_is_refused_with_its_reason_and_the_others_go(
    home: Home,
) -> None:
    approve(home.house.database)
    bad = ListRow(n=9, who="82105550009", values={"order_id": "", "day": "내일"})
    begun = lists_of(home).begin(
        "order_shipped", FILE, [bad, *rows(2)], by="mina", phone_number_id=NUMBER
    )
    go(home)
    report = lists_of(home).report(begun.id)
    assert (report.sent, sum(report.refused.values())) == (2, 1)
    assert "order_id" in next(iter(report.refused))


def test_a_stopped_list_plans_no_more(home: Home) -> None:
    approve(home.house.database)
    begun = begin(home, 300)
    lists_of(home).go()
    lists_of(home).stop(begun.id, by="sujin")
    planned = lists_of(home).report(begun.id).on_the_way
    assert 0 < planned < 300
    assert lists_of(home).go() == 0
    assert begin(home, 300).state is ListState.STOPPED
    with pytest.raises(NotAllowed, match="stopped already"):
        lists_of(home).stop(begun.id, by="sujin")


@pytest.mark.parametrize(
    ("source", "why"),
    [
        (SHIPPED.replace("utility", "marketing"), "utility"),
        (SHIPPED.replace("list, ", ""), "not for lists"),
    ],
)
def test_a_template_that_is_not_for_lists_is_refused(home: Home, source: str, why: str) -> None:
    approve(home.house.database, source)
    with pytest.raises(NotAllowed, match=why):
        begin(home, 1)
    assert lists_of(home).all() == []


def test_an_unknown_template_is_refused(home: Home) -> None:
    with pytest.raises(NotAllowed, match="approved"):
        begin(home, 1)


def test_the_rows_lie_sealed(home: Home) -> None:
    approve(home.house.database)
    begin(home, 1)
    raw = (home.house.data_dir / "wa-support.db").read_bytes()
    raw += (home.house.data_dir / "wa-support.db-wal").read_bytes()
    assert rows(1)[0].who.encode() not in raw


def test_customers_who_never_wrote_get_the_language_of_the_house(home: Home) -> None:
    """Not the first of the alphabet; a row, and what a customer speaks, come before it."""
    english = SHIPPED.replace("주문 {{order_id}}이 출발했습니다.", "Order {{order_id}} has left.")
    approve(home.house.database, english, language="en")
    approve(home.house.database)
    home.asks("where is order 2077?", by=DANIEL)
    asked = [(MINA, None), (STRANGER, "en"), (DANIEL, None)]
    wanted = [
        ListRow(n=n, who=who, values={"order_id": str(n), "day": "내일"}, language=language)
        for n, (who, language) in enumerate(asked, 2)
    ]
    by_hand = home.house.sending_by_hand()
    looked = by_hand.look("order_shipped", wanted).first
    assert looked is not None
    assert looked.body.startswith("주문 2이")
    before = len(home.cloud.calls)
    lists_of(home).begin("order_shipped", FILE, wanted, by="mina", phone_number_id=NUMBER)
    go(home)
    by_hand.send_one(
        "order_shipped", "821077770000", wanted[0].values, by="mina", phone_number_id=NUMBER
    )
    home.deliver()
    sent = [call.message for call in home.cloud.calls[before:]]
    spoken = [message.language for message in sent if isinstance(message, OutTemplate)]
    assert spoken == ["ko", "en", "en", "ko"]


@pytest.mark.parametrize("how", ["stopped", "sent"])
def test_who_loads_last_does_not_undo_what_became_of_the_list(
    home: Home, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    """It was stopped while it was loaded, or another command had loaded it before."""
    approve(home.house.database)

    def meanwhile(*bounds: int) -> Iterator[int]:
        yield from range(*bounds)
        monkeypatch.undo()
        (one,) = lists_of(home).all()
        if how == "stopped":
            lists_of(home).stop(one.id, by="ops")
        else:
            begin(home, 3)
            go(home)

    monkeypatch.setattr(module, "range", meanwhile, raising=False)
    begun = begin(home, 3)
    assert begun.state is (ListState.STOPPED if how == "stopped" else ListState.DONE)
    go(home)
    assert len(home.cloud.calls) == (0 if how == "stopped" else 3)


@pytest.mark.parametrize("language", ["en_US", "en_GB", "ko"])
def test_a_row_goes_out_in_its_own_language_to_the_letter(home: Home, language: str) -> None:
    for each in ("ko", "en_GB", "en_US"):
        approve(home.house.database, SHIPPED, language=each)
    row = replace(rows(1)[0], language=language)
    lists_of(home).begin("order_shipped", FILE, [row], by="mina", phone_number_id=NUMBER)
    go(home)
    (call,) = home.cloud.calls
    assert isinstance(call.message, OutTemplate)
    assert call.message.language == language


CORRECTED = b"to,order_id,day,corrected\n"


def begin_corrected(home: Home, wanted: Sequence[ListRow], *, again: bool = False) -> SendList:
    return lists_of(home).begin(
        "order_shipped", CORRECTED, wanted, by="mina", phone_number_id=NUMBER, again=again
    )


def corrected(count: int) -> Sequence[ListRow]:
    """The second customer's day was wrong."""
    first, second, *others = rows(count)
    return [first, replace(second, values={**second.values, "day": "12월 1일"}), *others]


def had(home: Home, wanted: Sequence[ListRow]) -> Mapping[str, int]:
    return lists_of(home).had("order_shipped", CORRECTED, wanted, phone_number_id=NUMBER)


def test_a_corrected_list_leaves_out_who_had_the_same(home: Home) -> None:
    approve(home.house.database)
    first = begin(home, 3)
    go(home)
    assert had(home, corrected(4)) == {first.id: 2}
    begun = begin_corrected(home, corrected(4))
    go(home)
    report = lists_of(home).report(begun.id)
    assert (report.sent, report.left_out) == (2, {first.id: 2})
    assert lists_of(home).find(begun.id).state is ListState.DONE
    got = Counter(call.to for call in home.cloud.calls)
    one, two, three, four = (row.who for row in rows(4))
    assert got == {one: 1, two: 2, three: 1, four: 1}


def test_who_had_the_same_gets_it_again_where_that_is_asked_for(home: Home) -> None:
    approve(home.house.database)
    begin(home, 3)
    go(home)
    begun = begin_corrected(home, rows(3), again=True)
    assert begun.id != begin_corrected(home, rows(3)).id
    go(home)
    assert lists_of(home).report(begun.id).sent == 3
    assert len(home.cloud.calls) == 6


def test_two_lists_that_go_at_once_send_the_same_once(home: Home) -> None:
    """Whatever the one has not come to yet, the other sends."""
    approve(home.house.database)
    begin(home, 200)
    lists_of(home).go()
    begin_corrected(home, rows(200))
    go(home)
    assert len({call.to for call in home.cloud.calls}) == len(home.cloud.calls) == 200


def test_a_customer_is_known_whatever_a_list_calls_them(home: Home) -> None:
    approve(home.house.database)
    begin(home, 1)
    go(home)
    with home.house.database.read() as tx:
        customer = tx.customers.seen_by_hash_of(rows(1)[0].who)
    assert customer is not None
    begun = begin_corrected(home, [replace(rows(1)[0], who=customer.id)])
    go(home)
    assert sum(lists_of(home).report(begun.id).left_out.values()) == len(home.cloud.calls) == 1


def test_what_one_customer_got_by_hand_counts_too(home: Home) -> None:
    approve(home.house.database)
    home.house.sending_by_hand().send_one(
        "order_shipped", rows(1)[0].who, rows(1)[0].values, by="mina", phone_number_id=NUMBER
    )
    assert had(home, rows(2)) == {BY_HAND: 1}
    begin_corrected(home, rows(2))
    go(home)
    assert len(home.cloud.calls) == 2


@pytest.mark.parametrize("became", [Unknown(details="reset"), Rejected(
    code=131049, remedy=Remedy.HOLD, details="too many", http_status=400,
)])  # fmt: skip
def test_what_is_held_for_a_person_is_not_sent_by_another_list(
    home: Home, became: SendResult
) -> None:
    """It may have arrived, or may yet be released."""
    approve(home.house.database)
    home.cloud.answers.append(became)
    begin(home, 1)
    go(home)
    assert sum(had(home, rows(1)).values()) == 1


def test_what_surely_did_not_arrive_is_sent_by_the_next_list(home: Home) -> None:
    approve(home.house.database)
    begun = begin(home, 1)
    lists_of(home).go()
    with home.house.database.write() as tx:
        (send,) = tx.send_lists.sent_to(_conversation(home), "order_shipped", since=0)
        tx.sends.move(send.id, SendState.CANCELLED, reason="dropped")
    assert had(home, rows(1)) == {}
    go(home)
    assert lists_of(home).report(begun.id).not_sent == 1
    begin_corrected(home, rows(1))
    go(home)
    assert len(home.cloud.calls) == 1


def test_what_meta_could_not_deliver_is_sent_by_the_next_list(home: Home) -> None:
    approve(home.house.database)
    begin(home, 1)
    go(home)
    with home.house.database.write() as tx:
        (send,) = tx.send_lists.sent_to(_conversation(home), "order_shipped", since=0)
        (attempt,) = tx.sends.attempts_of(send.id)
        tx.sends.deliver(attempt.id, DeliveryStatus.FAILED, home.clock.now())
    assert had(home, rows(1)) == {}


def test_a_list_of_every_week_is_not_kept_back(home: Home) -> None:
    approve(home.house.database)
    begin(home, 1)
    go(home)
    home.clock.pass_by(5 * 86_400_000)
    assert sum(had(home, rows(1)).values()) == 1
    home.clock.pass_by(2 * 86_400_000)
    assert had(home, rows(1)) == {}


def test_many_that_are_left_out_hold_up_nobody_after_them(home: Home) -> None:
    approve(home.house.database)
    begin(home, 300)
    go(home)
    new = replace(rows(1)[0], n=5_000, who="82105559998")
    begun = begin_corrected(home, [*rows(300), new])
    assert lists_of(home).go() == 301
    home.deliver()
    assert lists_of(home).report(begun.id).sent == 1
    assert len(home.cloud.calls) == 301


def test_how_far_a_list_is_needs_no_look_at_all_of_it(home: Home) -> None:
    approve(home.house.database)
    bad = ListRow(n=9_999, who="82105559999", values={"order_id": "", "day": "내일"})
    begin(home, 100)
    go(home)
    begun = begin_corrected(home, [*rows(300), bad])
    seen = []
    for _ in range(12):
        report = lists_of(home).report(begun.id)
        seen.append(lists_of(home).ended(begun.id))
        assert seen[-1] == report.loaded - report.open - report.on_the_way
        lists_of(home).go()
        home.deliver()
        home.clock.pass_by(2_000)
    assert seen[0] == 0
    assert seen[-1] == 301


def _conversation(home: Home) -> str:
    with home.house.database.read() as tx:
        customer = tx.customers.seen_by_hash_of(rows(1)[0].who)
        assert customer is not None
        conversation = tx.conversations.between(NUMBER, customer.id)
        assert conversation is not None
        return conversation.id
