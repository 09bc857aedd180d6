"""On PostgreSQL a status and the end of its attempt may be written at the same moment."""

from typing import Any

import pytest

from tests.flow.house import MINA, MINUTE, Home
from tests.flow.test_resending import resending
from wa_support.domain.conversations import Owner
from wa_support.domain.delivery import AttemptOutcome, DeliveryStatus, SendState, Unknown
from wa_support.domain.errors import NotAllowed
from wa_support.domain.sends import Attempt
from wa_support.flow.held_sends import HeldSends
from wa_support.storage.sends import SqlSends

postgres = pytest.mark.parametrize(
    "home_on_each", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)


@pytest.fixture
def crossing(home_on_each: Home, monkeypatch: pytest.MonkeyPatch) -> Home:
    """The call of an answer has ended; it is written down once a status has found its attempt."""
    home = home_on_each
    home.say("감사합니다")
    home.clock.pass_by(2_000)
    turn = home.turns.claim()
    assert turn is not None
    turn()
    call = home.outbox.claim()
    assert call is not None
    honest, ends = SqlSends.attempt, [call]

    def attempt(self: SqlSends, **by: Any) -> Attempt | None:
        found = honest(self, **by)
        if ends and found is not None:
            ends.pop()()
        return found

    monkeypatch.setattr(SqlSends, "attempt", attempt)
    return home


def told(home: Home, status: str, **more: Any) -> None:
    with home.house.engine.read() as connection:
        attempt_id = connection.exec_driver_sql("SELECT id FROM attempts").scalar_one()
    home.status("wamid.out.1", status, attempt_id, **more)


@postgres
def test_a_failure_that_crosses_an_accepted_call_goes_to_a_person(crossing: Home) -> None:
    told(crossing, "failed", errors=[{"code": 131026, "title": "Undeliverable"}])
    assert crossing.ours()[0].state is SendState.HELD
    assert crossing.conversation(MINA).owner is Owner.QUEUED


@postgres
def test_a_status_that_crosses_an_unknown_outcome_tells_it(crossing: Home) -> None:
    crossing.cloud.answers.append(Unknown(details="reset"))
    told(crossing, "delivered")
    line = crossing.ours()[0]
    assert (line.state, line.outcome) == (SendState.DONE, AttemptOutcome.ACCEPTED)
    assert line.delivery is DeliveryStatus.DELIVERED


@pytest.fixture
def unknown(home_on_each: Home) -> Home:
    """Nobody knows whether an answer has arrived; it is held."""
    home_on_each.say("감사합니다")
    home_on_each.cloud.answers = [Unknown(details="reset")]
    home_on_each.answer()
    return home_on_each


def stays_done(home: Home) -> None:
    home.deliver()
    assert len(home.cloud.calls) == 1
    assert home.ours()[0].state is SendState.DONE


@postgres
def test_what_a_status_has_just_told_is_not_sent_again(
    unknown: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = unknown
    home.clock.pass_by(MINUTE)
    home.status("wamid.other", "delivered")
    honest, statuses, looked = SqlSends.attempts_of, ["delivered"], list[int]()

    def attempts_of(self: SqlSends, send_id: str) -> list[Attempt]:
        found = honest(self, send_id)
        looked.append(len(found))
        if len(looked) == 2 and statuses:  # within the transaction that sends again
            told(home, statuses.pop())
        return found

    monkeypatch.setattr(SqlSends, "attempts_of", attempts_of)
    assert resending(home).look() == 0
    assert statuses == []
    stays_done(home)


@postgres
def test_what_a_status_has_just_told_is_not_released(
    unknown: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = unknown
    honest, statuses = HeldSends._may_go, ["delivered"]

    def may_go(self: HeldSends, *asked: Any) -> None:
        honest(self, *asked)
        told(home, statuses.pop())

    monkeypatch.setattr(HeldSends, "_may_go", may_go)
    with pytest.raises(NotAllowed, match="not held any more"):
        home.house.held_sends().release(home.ours()[0].id, by="민지")
    stays_done(home)
