"""How a ticket stands, asked for by its number."""

from typing import Any

import pytest

from tests.flow.house import DANIEL, MINA, Home
from wa_support.domain.conversations import Owner
from wa_support.domain.outbound import choices_of
from wa_support.domain.tool_results import Succeeded
from wa_support.ports.tools import OnBehalf


def ticket_of(home: Home, phone: str) -> str:
    """Written down earlier, by another door."""
    words: dict[str, Any] = {"issue_type": "chair", "summary": "A leg is loose."}
    who = OnBehalf(customer=f"cus_{phone}", phone=phone)
    result = home.shop.act("create_ticket", words, on_behalf=who, key=phone, within_s=5.0)
    assert isinstance(result, Succeeded)
    return str(result.fields["ticket_id"])


def taps(home: Home) -> list[str]:
    return [choice.id for choice in choices_of(home.cloud.calls[-1].message)]


@pytest.mark.parametrize(
    ("asked", "by", "state"),
    [
        ("접수번호 {} 어떻게 됐어요?", MINA, "접수 완료입니다"),
        ("what about ticket {}?", DANIEL, "is open"),
    ],
)
def test_the_state_of_ones_own_ticket_is_told(home: Home, asked: str, by: str, state: str) -> None:
    ticket = ticket_of(home, by)
    said = home.asks(asked.format(ticket), by)
    assert ticket in said
    assert state in said
    assert taps(home) == ["person"]
    assert "leg" not in said


@pytest.mark.parametrize(
    ("asked", "by"), [("접수번호 {} 어떻게 됐어요?", MINA), ("what about ticket {}?", DANIEL)]
)
def test_somebody_elses_ticket_reads_like_none_at_all(home: Home, asked: str, by: str) -> None:
    foreign = ticket_of(home, DANIEL if by == MINA else MINA)
    home.asks(asked.format("T-9999"), by)  # the first answer is introduced
    unknown = home.asks(asked.format("T-9999"), by)
    assert home.asks(asked.format(foreign), by) == unknown
    assert taps(home) == ["person"]
    assert home.conversation(by).owner is Owner.AUTOMATED


def test_a_shop_that_does_not_answer_leaves_the_ticket_to_a_person(home: Home) -> None:
    ticket = ticket_of(home, MINA)
    home.shop.broken = True
    home.asks(f"접수번호 {ticket} 어떻게 됐어요?")
    assert home.conversation().owner is Owner.QUEUED


def test_where_no_ticket_may_be_looked_up_a_person_tells(home: Home) -> None:
    ticket = ticket_of(home, MINA)
    home.publish(lambda source: source.replace("answers: live", "answers: people"))
    home.asks(f"접수번호 {ticket} 어떻게 됐어요?")
    assert home.conversation().owner is Owner.QUEUED
