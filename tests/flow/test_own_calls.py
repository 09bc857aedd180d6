"""Who has written a message begins its attempt with it, and makes the call."""

from collections.abc import Callable
from contextlib import suppress

import pytest

from tests.acceptance.service import NUMBER
from tests.flow.house import DANIEL, MINA, MINUTE, Crash, Home, Sent
from wa_support.domain import failpoints
from wa_support.domain.conversations import Owner
from wa_support.domain.delivery import AttemptOutcome, SendState
from wa_support.domain.failpoints import Failpoint
from wa_support.domain.turns import TurnState
from wa_support.flow.lost_words import LostWords
from wa_support.flow.outbox import Outbox

ASKED = "주문 1042 어디쯤이에요?"


@pytest.fixture
def calling(home: Home) -> Home:
    home.outbox.own_calls = 1
    return home


def asked(home: Home, by: str = MINA) -> Callable[[], bool]:
    """A turn that has been leased."""
    home.say(ASKED, by)
    home.clock.pass_by(2_000)
    work = home.turns.claim()
    assert work is not None
    return work


def test_a_turn_calls_by_itself_and_leaves_nothing_to_the_senders(calling: Home) -> None:
    left = asked(calling)()
    assert not left
    assert [call.body for call in calling.cloud.calls] == [calling.ours()[0].text]
    assert calling.ours()[0].state is SendState.DONE
    assert calling.outbox.claim() is None


def test_a_turn_without_a_place_leaves_its_call_to_the_senders(home: Home) -> None:
    assert asked(home)()
    assert home.cloud.calls == []
    home.deliver()
    assert home.ours()[0].state is SendState.DONE


def test_while_one_calls_another_leaves_its_message_to_the_senders(calling: Home) -> None:
    first, left = asked(calling), list[bool]()

    def meanwhile(_sent: Sent) -> None:
        calling.cloud.during = None
        left.append(asked(calling, DANIEL)())

    calling.cloud.during = meanwhile
    first()
    assert left == [True]
    assert len(calling.cloud.calls) == 1
    calling.deliver()
    assert len(calling.cloud.calls) == 2
    assert not asked(calling)()


def test_a_call_that_fails_gives_its_place_back(calling: Home) -> None:
    work = asked(calling)

    def fail(_sent: Sent) -> None:
        raise Crash

    calling.cloud.during = fail
    with pytest.raises(Crash):
        work()
    calling.cloud.during = None
    assert not asked(calling, DANIEL)()


def test_the_limits_hold_for_an_own_call_too(calling: Home) -> None:
    work = asked(calling)
    with calling.house.database.write() as tx:
        assert tx.sends.grant(NUMBER, calling.clock.now() // 1000, 80, 80) == 80
    assert work()
    assert (calling.cloud.calls, calling.ours()[0].state) == ([], SendState.WAITING)
    calling.clock.pass_by(1_000)
    calling.deliver()
    assert calling.ours()[0].state is SendState.DONE


def test_a_handoff_is_told_by_an_own_call(calling: Home) -> None:
    work = asked(calling)
    calling.house.pausing().pause(MINA, by="지우", until=None)
    work()
    assert calling.conversation().owner is Owner.QUEUED
    assert calling.ours()[-1].state is SendState.DONE


def test_words_that_are_owed_go_before_new_ones(calling: Home) -> None:
    calling.outbox.own_calls = 0
    asked(calling)()
    calling.outbox.own_calls = 1
    asked(calling)()
    assert [call.body for call in calling.cloud.calls] == [calling.ours()[0].text]
    calling.deliver()
    assert [line.state for line in calling.ours()] == [SendState.DONE, SendState.DONE]


@pytest.mark.parametrize("point", ["attempt.writing", "outcome.writing"])
def test_a_worker_that_dies_before_the_outcome_leaves_one_answer(
    calling: Home, point: Failpoint
) -> None:
    _dies_at(calling, point)
    calling.clock.pass_by(MINUTE)
    calling.outbox.settle_abandoned()
    calling.answer()
    assert [call.body for call in calling.cloud.calls] == [calling.ours()[0].text]
    assert calling.ours()[0].state is SendState.DONE


@pytest.mark.parametrize("point", ["outcome.committed", "attempt.committed", "call.ended"])
def test_a_worker_that_dies_after_the_outcome_leaves_it_unknown_and_calls_no_more(
    calling: Home, point: Failpoint
) -> None:
    _dies_at(calling, point)
    made = len(calling.cloud.calls)
    calling.clock.pass_by(MINUTE)
    calling.outbox.settle_abandoned()
    calling.answer()
    line = calling.ours()[0]
    assert (line.state, line.outcome) == (SendState.HELD, AttemptOutcome.UNKNOWN)
    assert len(calling.cloud.calls) == made == (1 if point == "call.ended" else 0)


def _dies_at(home: Home, point: Failpoint) -> None:
    def act(name: Failpoint) -> None:
        if name == point:
            raise Crash

    work = asked(home)
    failpoints.install(act)
    try:
        with pytest.raises(Crash):
            work()
    finally:
        failpoints.install(None)


@pytest.mark.parametrize("point", ["attempt.writing", "outcome.writing"])
def test_tokens_of_a_transaction_that_failed_are_drawn_anew(
    calling: Home, point: Failpoint
) -> None:
    """The grant is undone with it: who draws next must not find more than is left."""
    works = [asked(calling), asked(calling, DANIEL)]

    def act(name: Failpoint) -> None:
        if name == point:
            raise RuntimeError

    failpoints.install(act)
    try:
        with suppress(RuntimeError):
            works[0]()
    finally:
        failpoints.install(None)
    with calling.house.database.write() as tx:
        assert tx.sends.grant(NUMBER, calling.clock.now() // 1000, 80, 80) == 80
    works[1]()
    assert calling.cloud.calls == []
    assert calling.ours(DANIEL)[0].state is SendState.WAITING


def test_an_attempt_that_cannot_be_begun_stops_no_turn(calling: Home) -> None:
    def act(name: Failpoint) -> None:
        if name == "attempt.writing":
            raise RuntimeError

    work = asked(calling)
    failpoints.install(act)
    try:
        assert work()
    finally:
        failpoints.install(None)
    assert calling.ours()[0].state is SendState.HELD
    assert calling.stories()[0].state == TurnState.ANSWERED
    assert calling.conversation().owner is Owner.QUEUED, "a person has it instead"


def test_it_stays_held_though_its_conversation_cannot_be_handed_over(
    calling: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(LostWords, "hand_over", broken)
    monkeypatch.setattr(Outbox, "_begin", broken)
    assert asked(calling)()
    assert calling.ours()[0].state is SendState.HELD
    assert calling.conversation().owner is Owner.AUTOMATED


def test_what_is_left_behind_a_call_wakes_the_senders(calling: Home) -> None:
    calling.outbox.own_calls = 0
    asked(calling)()
    calling.outbox.own_calls = 1
    assert asked(calling)(), "the turn has called for older words, and its own are still to go"
