"""A list: every row has one send, whatever dies and however often it is begun."""

from collections.abc import Sequence
from typing import Any

import pytest

from tests.acceptance.service import NUMBER
from tests.flow.approved import SHIPPED, approve, set_status
from tests.flow.house import Home
from wa_support.domain.errors import NotAllowed
from wa_support.domain.outbound import OutTemplate
from wa_support.domain.send_lists import ListRow, ListState, SendList
from wa_support.flow import send_lists as module
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
    """Until there is nothing left to do, at 80 messages a second."""
    for _ in range(10):
        home.deliver()
        lists_of(home).go()
        home.clock.pass_by(2_000)


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
