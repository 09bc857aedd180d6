"""What waits is offered to who sits there, and goes on to the next when it is not taken."""

import pytest

from tests.flow.house import DANIEL, MINA, MINUTE, STRANGER, Home
from wa_support.domain.accounts import Account, Role
from wa_support.flow.assigning import Assigning


def assign(home: Home) -> int:
    return Assigning(database=home.house.database, clock=home.clock).look()


def offered_to(home: Home, by: str = MINA) -> str | None:
    with home.house.database.read() as tx:
        found = tx.assignments.to_offer([], now=home.clock.now() + 10 * MINUTE, limit=99)
    conversation = home.conversation(by).id
    return next((one.agent for one in found if one.conversation_id == conversation), None)


def sit(home: Home, *agents: str) -> None:
    for agent in agents:
        home.house.desk().seen(agent=agent)


def test_nobody_at_a_seat_is_offered_nothing(home_on_each: Home) -> None:
    home_on_each.asks("상담원")
    assert assign(home_on_each) == 0
    assert offered_to(home_on_each) is None


def test_two_agents_are_offered_one_each(home_on_each: Home) -> None:
    home = home_on_each
    for by in (MINA, DANIEL):
        home.asks("상담원", by)
    sit(home, "지우", "민수")
    assert assign(home) == 2
    assert {offered_to(home), offered_to(home, DANIEL)} == {"지우", "민수"}
    assert assign(home) == 0


def test_who_owns_more_is_offered_less(home: Home) -> None:
    home.asks("상담원")
    home.house.desk().take(home.conversation().id, agent="지우")
    sit(home, "지우", "민수")
    for by in (DANIEL, STRANGER):
        home.asks("상담원", by)
    assign(home)
    given = [offered_to(home, by) for by in (DANIEL, STRANGER)]
    assert given == ["민수", "지우"]


def test_what_is_not_taken_in_two_minutes_goes_on(home: Home) -> None:
    home.asks("상담원")
    sit(home, "지우", "민수")
    assign(home)
    first = offered_to(home)
    home.clock.pass_by(2 * MINUTE - 1)
    sit(home, "지우", "민수")
    assert assign(home) == 0
    home.clock.pass_by(1)
    assert assign(home) == 1
    assert {first, offered_to(home)} == {"지우", "민수"}


def test_an_agent_who_left_the_seat_is_passed_over(home: Home) -> None:
    home.asks("상담원")
    sit(home, "지우")
    assign(home)
    home.clock.pass_by(MINUTE + 1)
    sit(home, "민수")
    assert assign(home) == 1
    assert offered_to(home) == "민수"


def test_what_was_taken_is_offered_no_more(home_on_each: Home) -> None:
    home = home_on_each
    home.asks("상담원")
    sit(home, "지우")
    assign(home)
    home.house.desk().take(home.conversation().id, agent="민수")
    assert assign(home) == 0
    with home.house.database.read() as tx:
        assert not tx.assignments.over()
        owned = {seat.agent: seat.owned for seat in tx.assignments.seated(0)}
    assert owned == {"지우": 0}


@pytest.mark.parametrize("waiting", [20])
def test_eight_is_enough_for_one(home: Home, waiting: int) -> None:
    for n in range(waiting):
        home.say("상담원", f"8210999910{n:02}")
    home.clock.pass_by(2_000)
    home.answer()
    sit(home, "지우")
    assert assign(home) == 8
    assert assign(home) == 0


def test_what_an_account_says_of_an_agent_decides(home: Home) -> None:
    with home.house.database.write() as tx:
        for name, languages, capacity in (("민수", ("en",), 9), ("지우", ("ko",), 1)):
            account = Account(
                id=f"acc_{name}", name=name, login=f"{capacity}@shop.example", role=Role.AGENT,
                created_at=0, languages=languages, capacity=capacity,
            )  # fmt: skip
            tx.accounts.add(account)
    for by in (MINA, DANIEL):
        home.asks("상담원", by)
    sit(home, "지우", "민수")
    assert assign(home) == 1
    assert (offered_to(home), offered_to(home, DANIEL)) == ("지우", None)


@pytest.mark.parametrize("leaves", [True, False])
def test_nothing_is_offered_to_who_just_left_or_may_no_more_answer(
    home: Home, leaves: bool
) -> None:
    people = home.house.people()
    account, _ = people.add(name="민수", login="minsu@shop.example", role=Role.AGENT, by="지우")
    home.house.desk().seen(agent="민수")
    if leaves:
        people.remove(account.id, by="지우")
    else:
        people.change(
            account.id, role=Role.VIEWER, languages=(), purposes=(), capacity=8, by="지우"
        )
    with home.house.database.read() as tx:
        assert tx.assignments.seated(0) == []
