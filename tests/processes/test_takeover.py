"""Once a person has taken a conversation, the bot begins no more words in it."""

import os
import random
import signal
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.processes.serving import Serving, now_ms, serving, wait_for
from wa_support.bootstrap.house import House
from wa_support.domain.conversations import Owner
from wa_support.simulator.ledger import AcceptedSend, Ledger

_QUESTION = "주문 1042 어디쯤이에요?"
_AGENT = "test"
_CALLS_AT_ONCE = 8
"""The outbox lane's threads."""


class SlowLedger(Ledger):
    """A platform that accepts at once and answers after `pause_s`."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.pause_s = 0.0
        self.called = threading.Event()

    def record(self, send: AcceptedSend) -> None:
        super().record(send)
        self.called.set()
        time.sleep(self.pause_s)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """`house` is the agent's own process on the same database."""

    serving: Serving
    house: House
    ledger: SlowLedger

    def opened(self, phone: str) -> str:
        """A conversation in which the bot has spoken already."""
        self.serving.answer_to(phone, "배송 시작했나요?")
        return next(
            one.conversation.id
            for one in self.house.queries.conversations()
            if (one.customer.phone or "").endswith(phone)
        )

    def ask(self, phone: str, conversation: str) -> None:
        """Returns when the worker has the question and its answer waits for more words."""
        before = len(self.house.queries.transcript(conversation))
        self.serving.phone.say(phone, _QUESTION)
        wait_for(
            lambda: len(self.house.queries.transcript(conversation)) > before, "the question in"
        )

    def take(self, conversation: str) -> int:
        """Until it is "yours"; the wall clock then, in ms."""
        desk = self.house.desk()
        yours = desk.take(conversation, agent=_AGENT)
        wait_for(lambda: yours or desk.settled(conversation), "nothing in flight", 10)
        return now_ms()

    def command(self, *words: str) -> str:
        ran = self.serving.cli("conversations", *words, "--agent", _AGENT)
        assert ran.returncode == 0, ran.stderr
        return ran.stdout.strip()

    def kill_worker(self) -> None:
        work = self.serving.work()
        assert work is not None
        os.kill(work.pid, signal.SIGKILL)

    def hears_no_more_than(self, phone: str, messages: int, *, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            extra = self.serving.heard(phone)[messages:]
            assert not extra, f"the bot spoke after the takeover: {extra}"
            time.sleep(0.05)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with serving(tmp_path_factory.mktemp("takeover")) as started:
        yield started


@pytest.fixture
def seat(service: Serving) -> Iterator[Seat]:
    service.phone.cloud.ledger.close()
    slow = SlowLedger(service.folder / "ledger.jsonl")
    service.phone.cloud.ledger = slow
    with service.house() as house:
        yield Seat(serving=service, house=house, ledger=slow)


def test_a_taken_conversation_is_the_agents_until_it_is_returned(seat: Seat) -> None:
    phone = "821077000001"
    conversation = seat.opened(phone)
    seat.ask(phone, conversation)
    seat.take(conversation)
    seat.serving.phone.say(phone, "아직 계세요?")
    seat.hears_no_more_than(phone, 1, seconds=3)

    assert seat.command("reply", conversation, "네, 확인해 드릴게요.") == "on its way"
    wait_for(lambda: len(seat.serving.heard(phone)) == 2, "the agent's words")
    assert str(seat.serving.heard(phone)[1]["text"]).endswith("네, 확인해 드릴게요.")

    seat.command("return", conversation)
    assert "주문" in seat.serving.answer_to(phone, _QUESTION)
    seat.hears_no_more_than(phone, 3, seconds=1.5)


def test_the_take_command_says_yours_and_the_bot_is_silent(seat: Seat) -> None:
    phone = "821077000002"
    conversation = seat.opened(phone)
    assert seat.command("take", conversation) == "yours"
    seat.serving.phone.say(phone, _QUESTION)
    seat.hears_no_more_than(phone, 1, seconds=2.5)


def test_the_bot_stays_silent_when_its_worker_is_killed_after_the_takeover(seat: Seat) -> None:
    phone = "821077000003"
    conversation = seat.opened(phone)
    seat.ask(phone, conversation)
    seat.take(conversation)
    seat.kill_worker()
    seat.serving.phone.say(phone, _QUESTION)
    seat.serving.wait_until_up()
    seat.hears_no_more_than(phone, 1, seconds=3)


def test_yours_is_said_only_when_the_call_under_way_has_ended(seat: Seat) -> None:
    """The bot's words had begun before: they arrive, once."""
    phone = "821077000004"
    conversation = seat.opened(phone)
    seat.ledger.called.clear()
    seat.ledger.pause_s = 2.0
    seat.serving.phone.say(phone, _QUESTION)
    assert seat.ledger.called.wait(10), "the bot never called the platform"
    called = time.monotonic()
    seat.take(conversation)
    assert time.monotonic() - called > 1.8, "yours, and the bot's call was still open"
    seat.ledger.pause_s = 0.0
    seat.hears_no_more_than(phone, 2, seconds=2)


def test_a_call_that_died_with_its_worker_is_not_made_again(seat: Seat) -> None:
    phone = "821077000005"
    conversation = seat.opened(phone)
    seat.ledger.called.clear()
    seat.ledger.pause_s = 1.0
    seat.serving.phone.say(phone, _QUESTION)
    assert seat.ledger.called.wait(10), "the bot never called the platform"
    seat.kill_worker()
    seat.take(conversation)
    seat.ledger.pause_s = 0.0
    seat.serving.wait_until_up()
    seat.hears_no_more_than(phone, 2, seconds=3)
    held = [row["conversation"] for row in seat.serving.rows("outbox", "held")]
    assert conversation not in held, "the platform's statuses said that it was sent"


def test_answers_that_wait_behind_a_slow_platform_die_when_their_conversation_is_taken(
    seat: Seat,
) -> None:
    """More answers at once than the outbox makes calls: the others are written, and not begun."""
    phones = [f"8210780000{number:02}" for number in range(24)]
    with ThreadPoolExecutor(len(phones)) as crowd:
        conversations = dict(zip(phones, crowd.map(seat.opened, phones), strict=True))
    before = len(seat.ledger.sends())
    seat.ledger.pause_s = 1.5
    for phone in phones:
        seat.serving.phone.say(phone, _QUESTION)
    wait_for(lambda: len(seat.ledger.sends()) >= before + _CALLS_AT_ONCE, "calls under way")
    time.sleep(0.5)
    begun = _addressed(seat.ledger.sends()[before:])
    others = [phone for phone in phones if phone not in begun]
    yours = {phone: seat.take(conversations[phone]) for phone in others}
    seat.ledger.pause_s = 0.0
    time.sleep(4)
    late = [
        send
        for send in seat.ledger.sends()[before:]
        if send.at > yours.get(send.to.removeprefix("+"), send.at)
    ]
    assert len(others) > _CALLS_AT_ONCE, f"only {len(others)} had not begun: it proves nothing"
    assert not late, f"{len(late)} of {len(others)} spoke after they were taken"
    heard = [len(seat.serving.heard(phone)) for phone in begun]
    assert heard == [2] * len(begun), "what had begun arrives once"


def test_no_words_of_the_bot_reach_the_platform_after_yours_whenever_it_is_taken(
    seat: Seat,
) -> None:
    """Conversations taken at the moments when their turns run, by a seat beside the worker."""
    phones = [f"8210781000{number:02}" for number in range(20)]
    with ThreadPoolExecutor(len(phones)) as crowd:
        conversations = dict(zip(phones, crowd.map(seat.opened, phones), strict=True))
    before = len(seat.ledger.sends())
    for phone in phones:
        seat.serving.phone.say(phone, _QUESTION)
    asked = time.monotonic()
    dice = random.Random(7)
    yours: dict[str, int] = {}
    for moment, phone in sorted((dice.uniform(1.1, 1.6), phone) for phone in phones):
        time.sleep(max(0.0, asked + moment - time.monotonic()))
        yours[phone] = seat.take(conversations[phone])
    time.sleep(2.5)
    sends = seat.ledger.sends()[before:]
    assert not [send for send in sends if send.at > yours[send.to.removeprefix("+")]]
    assert len(_addressed(sends)) == len(sends)
    owners = {
        one.conversation.owner
        for one in seat.house.queries.conversations()
        if one.conversation.id in conversations.values()
    }
    assert owners == {Owner.AGENT}


def _addressed(sends: Sequence[AcceptedSend]) -> set[str]:
    return {send.to.removeprefix("+") for send in sends}
