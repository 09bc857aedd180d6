"""The checker: rows that are right, and for each invariant rows made wrong by hand."""

from dataclasses import replace
from typing import Any

import pytest

from bench.proof.evidence import (
    AcceptedSend,
    AttemptRow,
    ConversationRow,
    Evidence,
    MessageRow,
    SendRow,
    Takeover,
    TurnRow,
    Update,
)
from bench.proof.invariants import INVARIANTS, check
from wa_support.domain.delivery import AttemptOutcome, Author, DeliveryStatus, SendState
from wa_support.domain.turns import TurnState

MINA, DANIEL = "821055501042", "821055502077"
ASKED = Update(key=b"1", wamid="wamid.in.1")
READ = Update(key=b"2", attempt_id="att_1", status=DeliveryStatus.READ)
MESSAGE = MessageRow(wamid="wamid.in.1", conversation_id="con_1", pending=False, turn_id="trn_1")
TURN = TurnRow(id="trn_1", state=TurnState.ANSWERED, outcomes=1)
HERS = ConversationRow(id="con_1", phone=MINA, leased=False, changed_hands=False)
SEND = SendRow(
    id="snd_1", seq=1, conversation_id="con_1", author=Author.BOT, state=SendState.DONE,
    turn_id="trn_1",
)  # fmt: skip
ATTEMPT = AttemptRow(
    id="att_1", send_id="snd_1", n=1, outcome=AttemptOutcome.ACCEPTED, was_unknown=False,
    delivery=DeliveryStatus.READ, started_at=2_000,
)  # fmt: skip
ACCEPTED = AcceptedSend(attempt_id="att_1", to=MINA, at=2_010)
AGAIN = replace(ATTEMPT, id="att_2", n=2, delivery=None)
ACCEPTED_AGAIN = AcceptedSend(attempt_id="att_2", to=MINA, at=9_000)
LATER = replace(SEND, id="snd_2", seq=2, turn_id=None)

RIGHT = Evidence(
    acknowledged=[ASKED, ASKED, READ],
    accepted=[ACCEPTED],
    seen=frozenset({b"1", b"2"}),
    messages=[MESSAGE],
    turns=[TURN],
    conversations=[HERS],
    sends=[SEND],
    attempts=[ATTEMPT],
)
HELD: dict[str, Any] = {
    "acknowledged": [ASKED],
    "sends": [replace(SEND, state=SendState.HELD)],
    "attempts": [replace(ATTEMPT, outcome=AttemptOutcome.UNKNOWN, was_unknown=True, delivery=None)],
}


@pytest.mark.parametrize(
    "right",
    [
        Evidence(),
        RIGHT,
        replace(RIGHT, **HELD),
        replace(RIGHT, **HELD, accepted=[]),
        # taken over: the turn was thrown away, what had begun before may arrive
        replace(RIGHT, takeovers=[Takeover(conversation_id="con_1", at=2_005)]),
        replace(
            RIGHT,
            messages=[replace(MESSAGE, turn_id=None)],
            turns=[replace(TURN, state=TurnState.DISCARDED, outcomes=0)],
            conversations=[replace(HERS, changed_hands=True)],
        ),
        # sent again by somebody who knew
        replace(
            RIGHT,
            sends=[replace(SEND, resent=True)],
            attempts=[replace(ATTEMPT, was_unknown=True), AGAIN],
            accepted=[ACCEPTED, ACCEPTED_AGAIN],
        ),
        # refused for a rate, then accepted
        replace(
            RIGHT,
            acknowledged=[ASKED],
            attempts=[
                replace(ATTEMPT, outcome=AttemptOutcome.REJECTED, delivery=None),
                AGAIN,
            ],
            accepted=[ACCEPTED_AGAIN],
        ),
    ],
)
def test_what_is_right_violates_nothing(right: Evidence) -> None:
    assert check(right) == []


@pytest.mark.parametrize(
    ("invariant", "wrong"),
    [
        ("I1", {"seen": frozenset({b"2"})}),
        ("I1", {"messages": [MESSAGE, MESSAGE]}),
        ("I1", {"messages": []}),
        ("I1", {"dead_letters": 1}),
        ("I2", {"messages": [replace(MESSAGE, pending=True)]}),
        ("I2", {"messages": [replace(MESSAGE, turn_id=None)]}),
        ("I2", {"turns": [replace(TURN, state=TurnState.OPEN)]}),
        ("I2", {"turns": [replace(TURN, outcomes=2)]}),
        ("I2", {"sends": [replace(SEND, turn_id=None)]}),
        ("I2", {"turns": [replace(TURN, state=TurnState.HANDED_OFF)]}),
        ("I3", {"attempts": [ATTEMPT, AGAIN], "accepted": [ACCEPTED, ACCEPTED_AGAIN]}),
        ("I3", {"accepted": [ACCEPTED, ACCEPTED]}),
        (
            "I3",
            {
                "sends": [SEND, replace(LATER, turn_id="trn_1")],
                "attempts": [ATTEMPT, replace(AGAIN, n=1, send_id="snd_2")],
                "accepted": [ACCEPTED, ACCEPTED_AGAIN],
            },
        ),
        (
            "I3",
            {
                "sends": [replace(SEND, resent=True)],  # though the first was known
                "attempts": [ATTEMPT, AGAIN],
                "accepted": [ACCEPTED, ACCEPTED_AGAIN],
            },
        ),
        ("I4", {"accepted": [ACCEPTED, replace(ACCEPTED, attempt_id=None)]}),
        ("I4", {"accepted": [ACCEPTED, replace(ACCEPTED, attempt_id="att_9")]}),
        ("I4", {"sends": [replace(SEND, state=SendState.CANCELLED)]}),
        ("I4", {"sends": [replace(SEND, state=SendState.EXPIRED)]}),
        ("I4", {"takeovers": [Takeover(conversation_id="con_1", at=1_999)]}),
        ("I5", {"accepted": [replace(ACCEPTED, to=DANIEL)]}),
        (
            "I6",
            {
                "sends": [SEND, LATER],
                "attempts": [ATTEMPT, replace(AGAIN, send_id="snd_2")],
                "accepted": [ACCEPTED_AGAIN, ACCEPTED],
            },
        ),
        ("I7", {"attempts": [replace(ATTEMPT, was_unknown=True), AGAIN]}),
        ("I8", {"attempts": [replace(ATTEMPT, outcome=AttemptOutcome.ATTEMPTING)]}),
        ("I8", {"attempts": [replace(ATTEMPT, outcome=AttemptOutcome.NOT_STARTED)]}),
        ("I8", {"attempts": [replace(ATTEMPT, outcome=AttemptOutcome.UNKNOWN)]}),
        ("I8", {"attempts": [replace(ATTEMPT, delivery=DeliveryStatus.SENT)]}),
        ("I8", {"accepted": []}),
        ("I8", {"sends": [replace(SEND, state=SendState.WAITING)]}),
        ("I8", {"conversations": [replace(HERS, leased=True)]}),
    ],
)
def test_each_violation_is_found_by_its_invariant(invariant: str, wrong: dict[str, Any]) -> None:
    assert invariant in {violation.invariant for violation in check(replace(RIGHT, **wrong))}


def test_a_statuss_order_of_arrival_does_not_matter() -> None:
    sent = Update(key=b"3", attempt_id="att_1", status=DeliveryStatus.SENT)
    evidence = replace(RIGHT, acknowledged=[ASKED, READ, sent], seen=frozenset({b"1", b"2", b"3"}))
    assert check(evidence) == []


def test_agents_words_are_not_held_up_by_the_bots() -> None:
    agents = replace(LATER, author=Author.AGENT)
    evidence = replace(
        RIGHT,
        acknowledged=[ASKED],
        sends=[SEND, agents],
        attempts=[replace(ATTEMPT, delivery=None), replace(AGAIN, n=1, send_id="snd_2")],
        accepted=[ACCEPTED_AGAIN, ACCEPTED],
    )
    assert check(evidence) == []


def test_every_invariant_has_its_hand_made_violation() -> None:
    tested = {
        mark.args[1][number][0]
        for mark in test_each_violation_is_found_by_its_invariant.pytestmark
        for number in range(len(mark.args[1]))
    }
    assert tested == set(INVARIANTS)
