"""What a handoff tells whoever takes it: nobody has to ask the customer again."""

from dataclasses import replace
from typing import Any

import pytest

from tests.flow.house import HOUR, MINUTE, Home
from wa_support.domain.desk import Result, Snooze, WaitingFor
from wa_support.domain.people import Handoff
from wa_support.domain.views import TurnStory
from wa_support.flow.packets import with_promise
from wa_support.flow.told_by_tools import ToldByTools


@pytest.fixture
def home(home_on_each: Home) -> Home:
    return home_on_each


def handoff(home: Home) -> Handoff:
    with home.house.database.read() as tx:
        found = tx.handoffs.current(home.conversation().id)
    assert found is not None
    return found


def test_the_order_that_was_told_is_on_a_card_without_a_phone(home: Home) -> None:
    home.asks("주문 1042 어디쯤이에요?")
    home.asks("상담원")
    packet = handoff(home).packet
    (card,) = packet["orders"]
    assert (card["id"], card["state"], card["stale"]) == ("1042", "shipped", False)
    assert "phone" not in card
    (read,) = packet["tool_results"]
    assert (read["tool"], read["outcome"]) == ("get_order", "succeeded")
    assert read["arguments"] == {"order_id": "1042"}


def test_an_order_that_is_not_theirs_is_on_no_card(home: Home) -> None:
    home.asks("주문 2077 어디쯤이에요?")
    home.asks("상담원")
    packet = handoff(home).packet
    assert packet["orders"] == []
    assert packet["tool_results"][0]["outcome"] == "not_found"


def test_a_photo_is_named_by_its_message(home: Home) -> None:
    home.clock.pass_by(1_000)
    home.send({"type": "image", "image": {"id": "media-1", "mime_type": "image/jpeg"}})
    home.answer()
    home.asks("상담원")
    (photo,) = [line.id for line in home.transcript() if line.type == "image"]
    assert handoff(home).packet["photos"] == [photo]


def test_the_summary_is_what_the_customer_said_not_that_they_want_a_person(home: Home) -> None:
    home.asks("주문 1042 어디쯤이에요?")
    home.asks("상담원")
    assert handoff(home).packet["summary"] == "주문 1042 어디쯤이에요?"


def test_long_words_are_cut_where_one_still_reads_them(home: Home) -> None:
    home.say("아" * 300)
    home.say("여러\n줄로   적었습니다")
    home.answer()
    home.asks("상담원")
    summary = handoff(home).packet["summary"]
    assert summary == f"{'아' * 79}… / 여러 줄로 적었습니다"


def test_earlier_conversations_are_told_with_how_they_ended(home: Home) -> None:
    home.asks("주문 1042 어디쯤이에요?")
    home.asks("상담원")
    desk, here, first = home.house.desk(), home.conversation().id, handoff(home)
    desk.take(here, agent="지우")
    desk.resolve(here, agent="지우", result=Result.NOT_SOLVED)
    home.clock.pass_by(HOUR)
    home.asks("상담원")
    assert handoff(home).packet["earlier"] == [
        {
            "at": first.opened_at,
            "reason": "asked",
            "result": "not_solved",
            "taken_by": "지우",
            "summary": "주문 1042 어디쯤이에요?",
        }
    ]


def test_what_was_promised_until_a_time_goes_on_to_the_next_agent(home: Home) -> None:
    home.asks("상담원")
    desk, here = home.house.desk(), home.conversation().id
    desk.take(here, agent="지우")
    until = home.clock.now() + HOUR
    home.house.cases().snooze(here, agent="지우", until=until, waiting_for=WaitingFor.SUPPLIER)
    home.clock.pass_by(MINUTE)
    desk.seen(agent="민수")
    desk.pass_on(here, agent="지우", to="민수")
    assert handoff(home).packet["promises"] == [
        {"kind": "put_off", "until": until, "by": "지우", "waiting_for": "supplier"}
    ]


def test_an_open_ticket_is_a_promise(home: Home) -> None:
    home.asks("주문 1042 어디쯤이에요?")
    with home.house.database.write() as tx:
        conversation = tx.conversations.get(home.conversation().id)
        memory = replace(conversation.memory, ticket_id="T-7")
        tx.conversations.save(replace(conversation, memory=memory))
    home.asks("상담원")
    assert handoff(home).packet["promises"] == [{"kind": "ticket", "id": "T-7"}]


def story(*steps: tuple[str, dict[str, Any]], at: int = 0) -> TurnStory:
    return TurnStory(
        turn_id=f"trn_{at}", heard=(), policy_version=1, state="answered", started_at=at,
        ended_at=None, steps=steps,
    )  # fmt: skip


def read(state: str) -> tuple[str, dict[str, Any]]:
    order = {"id": "1042", "state": state, "phone": "8210"}
    return "read", {
        "tool": "get_order", "arguments": {"order_id": "1042"}, "found": True, "result": order,
    }  # fmt: skip


def attempt(key: str, tool: str = "cancel_order") -> tuple[str, dict[str, Any]]:
    return "effect_attempt", {"tool": tool, "key": key, "arguments": {"order_id": "1042"}}


def result(key: str, **told: Any) -> tuple[str, dict[str, Any]]:
    return "effect_result", {"tool": "cancel_order", "key": key, "result": told}


def test_the_newest_reading_counts_and_what_was_done_since_makes_it_stale() -> None:
    before, after = story(read("paid"), at=1), story(attempt("k"), at=2)
    assert ToldByTools([after, before]).orders() == [{"id": "1042", "state": "paid", "stale": True}]
    again = story(read("cancelled"), at=3)
    assert ToldByTools([again, after, before]).orders() == [
        {"id": "1042", "state": "cancelled", "stale": False}
    ]


def test_what_an_effect_came_to_is_told_and_an_unknown_end_is_a_promise() -> None:
    told = ToldByTools(
        [
            story(
                attempt("a"),
                result("a", outcome="succeeded", fields={"reference": "R-1"}),
                attempt("b"),
                result("b", outcome="correctable", code="not_allowed"),
                attempt("c"),
                result("c", outcome="failed", code="timeout", unsure=True),
                attempt("d"),
                result("d", outcome="failed", code="down", unsure=False),
                attempt("e", "request_refund"),
            )
        ]
    )
    outcomes = [(one["outcome"], one["fields"]) for one in told.results()]
    assert outcomes == [
        ("succeeded", {"reference": "R-1"}),
        ("not_allowed", {}),
        ("unknown", {}),
        ("failed", {}),
        ("unknown", {}),
    ]
    assert [one["tool"] for one in told.unsure()] == ["cancel_order", "request_refund"]


def test_visits_are_cards_too() -> None:
    visits = [{"id": "B-1", "phone": "8210", "start": "2026-11-30T10:00", "people": 2}]
    listed = {
        "tool": "list_bookings", "arguments": {}, "found": True,
        "result": {"outcome": "succeeded", "fields": {"bookings": visits}},
    }  # fmt: skip
    (card,) = ToldByTools([story(("read", listed))]).bookings()
    assert (card["id"], card["start"], "phone" in card) == ("B-1", "2026-11-30T10:00", False)


def test_a_promise_is_added_to_what_was_promised_before() -> None:
    told = {"promises": [{"kind": "ticket", "id": "T-7"}]}
    promised = with_promise(told, Snooze(until=9, by="지우"))["promises"]
    assert [one["kind"] for one in promised] == ["ticket", "put_off"]
    assert with_promise(told, None) == told
