"""Customers who ask while a process is killed under them, and what became of each question."""

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tests.processes.process_tree import Seen
from tests.processes.serving import Serving, now_ms, wait_for
from wa_support.simulator.configuration import Delays
from wa_support.simulator.ledger import AcceptedSend, Ledger

_QUESTIONS = ("주문 1042 어디쯤이에요?", "배송 시작했나요?", "where is order 1042?")
_ASKING_S = 0.8
_KILLING_S = 2.4
GONE_S = 3.0
"""How long a killed supervisor's children may live."""


LATE_STATUSES: Final = Delays(sent=2500, delivered=2600, read=None, retry=(0, 50, 200))
"""A killed call's outcome stays open for a while after the next start: time to do it wrong."""


class HesitantLedger(Ledger):
    """A platform that takes its time before and after it accepts, so that kills meet open calls."""

    def __init__(self, path: Path, dice: random.Random) -> None:
        super().__init__(path)
        self._dice = dice

    def record(self, send: AcceptedSend) -> None:
        time.sleep(self._dice.uniform(0, 0.3))
        super().record(send)
        time.sleep(self._dice.uniform(0, 0.3))


def hesitate(serving: Serving, dice: random.Random) -> None:
    """From now on."""
    serving.phone.cloud.ledger.close()
    serving.phone.cloud.ledger = HesitantLedger(serving.folder / "ledger.jsonl", dice)


@dataclass(slots=True, kw_only=True)
class Trial:
    """`asked` maps each customer's phone to the kill that they lived through."""

    serving: Serving
    dice: random.Random
    customers_a_kill: int
    asked: dict[str, str] = field(default_factory=dict)
    gone_after_s: list[float] = field(default_factory=list)
    up_after_s: list[float] = field(default_factory=list)
    killed_ms: int = 0

    def run(self, victim: str, number: int) -> None:
        """Customers begin to ask; the victim dies at some moment; it is up again at the end."""
        steps = [(self.dice.uniform(0, _ASKING_S), self._ask(f"{victim} {number}"))
                 for _ in range(self.customers_a_kill)]  # fmt: skip
        steps.append((self.dice.uniform(0.1, _KILLING_S), _KILLS[victim](self)))
        begun = time.monotonic()
        for at, step in sorted(steps, key=lambda planned: planned[0]):
            time.sleep(max(0.0, begun + at - time.monotonic()))
            step()
        self.serving.wait_until_up(since_ms=self.killed_ms)
        self.up_after_s.append((now_ms() - self.killed_ms) / 1000)

    def kill_work(self) -> None:
        wait_for(self.serving.work, "a worker to kill")
        work = self.serving.work()
        assert work is not None
        self._kill(work)

    def kill_web(self) -> None:
        """granian's main process or its worker: one of them at random."""
        wait_for(lambda: len(self.serving.web()) == 2, "a web process to kill")
        self._kill(self.dice.choice(self.serving.web()))

    def kill_supervisor(self) -> None:
        """And start again as soon as nothing of the old one is left."""
        self.serving.everyone()
        self.serving.supervisor.kill()
        self.killed_ms = now_ms()
        self.serving.supervisor.wait(5)
        wait_for(
            lambda: not self.serving.left_behind(),
            f"all processes gone; left are {self.serving.left_behind()}",
            GONE_S,
        )
        self.gone_after_s.append((now_ms() - self.killed_ms) / 1000)
        self.serving.start()

    def _kill(self, one: Seen) -> None:
        if one.runs():
            os.kill(one.pid, signal.SIGKILL)
        self.killed_ms = now_ms()

    def _ask(self, trial: str) -> Callable[[], None]:
        phone = f"8210{77_000_000 + len(self.asked)}"
        self.asked[phone] = trial
        question = self.dice.choice(_QUESTIONS)

        def ask() -> None:
            self.serving.phone.say(phone, question)

        return ask


_KILLS: Mapping[str, Callable[[Trial], Callable[[], None]]] = {
    "work": lambda trial: trial.kill_work,
    "web": lambda trial: trial.kill_web,
    "supervisor": lambda trial: trial.kill_supervisor,
}
VICTIMS = tuple(_KILLS)


def answers(serving: Serving) -> Counter[str]:
    """How often the platform accepted something for each phone."""
    return Counter(send["to"].removeprefix("+") for send in serving.phone.ledger())


def held_as_unknown(serving: Serving) -> Counter[str]:
    """For each phone, the messages that a person must decide on: they may have been sent."""
    rows = [row for row in serving.rows("outbox", "held") if row["outcome"] == "unknown"]
    phones = _phones(serving)
    return Counter(phones[str(row["conversation"])] for row in rows)


def _phones(serving: Serving) -> dict[str, str]:
    """Of every conversation; the command shows the newest hundred only."""
    with serving.house() as house:
        found = house.queries.conversations(limit=100_000)
    return {one.conversation.id: (one.customer.phone or "").removeprefix("+") for one in found}
