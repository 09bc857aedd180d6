"""What becomes of an answer when the platform misbehaves: the real client, a simulated platform."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.acceptance.service import SECRETS, simulator
from tests.flow.house import HOUR, MINA, MINUTE, Home
from tests.simulator.receiver import Callback, CallbackServer
from wa_support.domain.conversations import Owner
from wa_support.domain.delivery import AttemptOutcome, SendState
from wa_support.domain.views import TranscriptLine
from wa_support.simulator.server import RunningSimulator
from wa_support.whatsapp.client import GraphClient

_PATIENCE_S = 0.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """`home` sends over a real connection to `platform`, which posts to `callback`."""

    home: Home
    platform: RunningSimulator
    callback: Callback

    def answer(self) -> TranscriptLine:
        """민아 asks, and the bot tries to answer once."""
        self.platform.say(MINA, "주문 1042 어디쯤이에요?")
        assert self.platform.settled()
        self.hear_statuses()
        self.home.clock.pass_by(2_000)
        turn = self.home.turns.claim()
        assert turn is not None
        turn()
        self.home.deliver()
        return self.ours()

    def later(self, ms: int) -> TranscriptLine:
        self.home.clock.pass_by(ms)
        self.home.deliver()
        return self.ours()

    def hear_statuses(self) -> TranscriptLine | None:
        """What was posted to us since the last time is taken in."""
        assert self.platform.settled()
        bodies = [each.raw for each in self.callback.received]
        self.callback.received.clear()
        self.home.take(*bodies)
        lines = self.home.ours()
        return lines[0] if lines else None

    def ours(self) -> TranscriptLine:
        return self.home.ours()[0]


@pytest.fixture
def line(home: Home) -> Iterator[Line]:
    platform, callback = simulator(clock=home.clock.now), Callback()
    server = CallbackServer(callback)
    platform.point_to(callback.url)
    home.outbox.cloud = GraphClient(
        base_url=platform.url,
        version="v26.0",
        token=SECRETS["WHATSAPP_ACCESS_TOKEN"],
        clock=home.house.clock,
        read_seconds=_PATIENCE_S,
    )
    yield Line(home=home, platform=platform, callback=callback)
    platform.stop()
    server.stop()


def test_a_lost_answer_is_held_until_a_status_tells(line: Line) -> None:
    line.platform.fault(lost_answers=1)
    sent = line.answer()
    assert (sent.state, sent.outcome) == (SendState.HELD, AttemptOutcome.UNKNOWN)
    told = line.hear_statuses()
    assert told is not None
    assert (told.state, told.outcome) == (SendState.DONE, AttemptOutcome.ACCEPTED)
    assert len(line.platform.ledger()) == 1


def test_a_lost_answer_whose_statuses_are_lost_too_is_never_sent_again(line: Line) -> None:
    line.platform.fault(lost_answers=1, lost_statuses=3)
    line.answer()
    line.hear_statuses()
    assert line.later(HOUR).state is SendState.HELD
    assert len(line.platform.ledger()) == 1


def test_an_answer_slower_than_our_patience_is_unknown_until_a_status_tells(line: Line) -> None:
    line.platform.fault(slow_answers=1, slow_ms=int(_PATIENCE_S * 2000))
    assert line.answer().outcome is AttemptOutcome.UNKNOWN
    told = line.hear_statuses()
    assert told is not None
    assert told.outcome is AttemptOutcome.ACCEPTED
    assert len(line.platform.ledger()) == 1


def test_a_slow_answer_within_our_patience_is_an_answer(line: Line) -> None:
    line.platform.fault(slow_answers=1, slow_ms=int(_PATIENCE_S * 500))
    assert line.answer().outcome is AttemptOutcome.ACCEPTED


def test_the_numbers_rate_limit_is_waited_out(line: Line) -> None:
    line.platform.fault(error_130429=2)
    assert line.answer().state is SendState.WAITING
    assert line.later(MINUTE).state is SendState.WAITING
    assert line.later(MINUTE).state is SendState.DONE
    assert len(line.platform.ledger()) == 1


def test_the_pair_rate_limit_is_waited_out_longer_each_time(line: Line) -> None:
    line.platform.fault(error_131056=3)
    line.answer()
    assert line.later(1_000).state is SendState.WAITING
    assert line.later(1_000).state is SendState.WAITING  # 4 s after the second
    assert line.later(3_000).state is SendState.WAITING  # 16 s after the third
    assert line.later(10_000).state is SendState.WAITING
    assert line.later(6_000).state is SendState.DONE
    assert len(line.platform.ledger()) == 1
    assert line.home.conversation().owner is Owner.AUTOMATED
