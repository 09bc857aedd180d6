"""A worker that dies between any two lines: the next one takes over and repeats nothing."""

from collections.abc import Iterator

import pytest

from tests.flow.house import MINUTE, Crash, Home, contact, webhook
from wa_support.domain import failpoints
from wa_support.domain.delivery import AttemptOutcome, DeliveryStatus, SendState
from wa_support.domain.failpoints import FAILPOINTS, Failpoint
from wa_support.domain.turns import JournalKind

ASKED = "주문 1042 어디쯤이에요?"
BEFORE_THE_CALL: list[Failpoint] = [
    "intake.parsed",
    "intake.writing",
    "intake.committed",
    "lease.writing",
    "lease.committed",
    "gate.decided",
    "read.writing",
    "read.committed",
    "outcome.writing",
    "outcome.committed",
    "attempt.writing",
]
AROUND_THE_CALL: list[Failpoint] = ["attempt.committed", "call.ended", "result.writing"]
ELSEWHERE: list[Failpoint] = [
    "result.committed",
    "status.applied",
    "abandoned.writing",
    # only with a language model: tests/flow/test_with_a_model.py
    "model.writing",
    "model.committed",
    # the web process passes these: tests/processes kills it there
    "door.signed",
    "inbox.writing",
    "inbox.committed",
    "inbox.deleting",
]


@pytest.fixture(autouse=True)
def _nothing_stays_installed() -> Iterator[None]:
    yield
    failpoints.install(None)


def test_every_failpoint_is_somewhere_in_these_lists() -> None:
    assert sorted([*BEFORE_THE_CALL, *AROUND_THE_CALL, *ELSEWHERE]) == sorted(FAILPOINTS)


@pytest.mark.parametrize("point", BEFORE_THE_CALL)
def test_a_worker_that_dies_before_the_call_leaves_one_answer(
    home_on_each: Home, point: Failpoint
) -> None:
    home, body = home_on_each, _asked(home_on_each)
    _dies_at(home, point, body)
    _the_next_worker(home, body)
    assert [call.body for call in home.cloud.calls] == [home.ours()[0].text]
    assert home.ours()[0].state is SendState.DONE
    assert len(home.stories()) == 1
    assert len(home.shop.asked) == (2 if point == "read.writing" else 1)


@pytest.mark.parametrize("point", ["gate.decided", "read.committed", "outcome.writing"])
def test_what_the_dead_worker_wrote_into_the_journal_stands(
    home_on_each: Home, point: Failpoint
) -> None:
    home, body = home_on_each, _asked(home_on_each)
    _dies_at(home, point, body)
    _the_next_worker(home, body)
    lines = [kind for kind, _ in home.stories()[0].steps]
    assert lines.count(JournalKind.LEASE) == 2
    rest = [line for line in lines if line != JournalKind.LEASE]
    assert rest == [JournalKind.GATE, JournalKind.READ, JournalKind.OUTCOME]


@pytest.mark.parametrize("point", AROUND_THE_CALL)
def test_a_worker_that_dies_around_the_call_leaves_it_unknown_and_calls_no_more(
    home_on_each: Home, point: Failpoint
) -> None:
    home, body = home_on_each, _asked(home_on_each)
    _dies_at(home, point, body)
    made = len(home.cloud.calls)
    _the_next_worker(home, body)
    assert (home.ours()[0].state, home.ours()[0].outcome) == (
        SendState.HELD,
        AttemptOutcome.UNKNOWN,
    )
    assert len(home.cloud.calls) == made == (0 if point == "attempt.committed" else 1)


@pytest.mark.parametrize("point", ["call.ended", "result.writing", "result.committed"])
def test_a_status_settles_what_the_dead_worker_left_open(
    home_on_each: Home, point: Failpoint
) -> None:
    home, body = home_on_each, _asked(home_on_each)
    _dies_at(home, point, body)
    home.status("wamid.out.1", "delivered", home.cloud.calls[0].attempt_id)
    _the_next_worker(home, body)
    assert (home.ours()[0].state, home.ours()[0].delivery) == (
        SendState.DONE,
        DeliveryStatus.DELIVERED,
    )
    assert len(home.cloud.calls) == 1


def test_a_status_is_applied_although_its_worker_died_over_it(home_on_each: Home) -> None:
    home = home_on_each
    home.take(_asked(home))
    home.answer()
    _arm("status.applied")
    with pytest.raises(Crash):
        home.status("wamid.out.1", "read", home.cloud.calls[0].attempt_id)
    assert home.ours()[0].delivery is None
    home.status("wamid.out.1", "read", home.cloud.calls[0].attempt_id)
    assert home.ours()[0].delivery is DeliveryStatus.READ


def test_a_worker_that_dies_while_it_settles_for_a_dead_one_is_settled_for(
    home_on_each: Home,
) -> None:
    home, body = home_on_each, _asked(home_on_each)
    _dies_at(home, "call.ended", body)
    home.clock.pass_by(MINUTE)
    _arm("abandoned.writing")
    with pytest.raises(Crash):
        home.outbox.settle_abandoned()
    _the_next_worker(home, body)
    assert home.ours()[0].state is SendState.HELD
    assert len(home.cloud.calls) == 1


def _asked(home: Home) -> bytes:
    """A webhook as the inbox holds it."""
    message = home.message({"type": "text", "text": {"body": ASKED}})
    return webhook(messages=[message], contacts=[contact(str(message["from"]))])


def _arm(point: Failpoint) -> None:
    """The next pass there is the worker's last."""

    def act(name: Failpoint) -> None:
        if name == point:
            failpoints.install(None)
            raise Crash

    failpoints.install(act)


def _dies_at(home: Home, point: Failpoint, body: bytes) -> None:
    _arm(point)
    with pytest.raises(Crash):
        _work(home, body)


def _work(home: Home, body: bytes) -> None:
    home.take(body)
    home.clock.pass_by(2_000)
    home.answer()


def _the_next_worker(home: Home, body: bytes) -> None:
    """Its predecessor's leases have run out; what the inbox still holds is taken in again."""
    home.clock.pass_by(MINUTE)
    home.take(body)
    home.outbox.settle_abandoned()
    home.answer()
