"""Cycles of customers who ask while everything dies under them, then the checker.

    python -m bench.proof kill --cycles 10 --database sqlite --seed 1042

Each cycle arms failpoints at which whoever passes kills itself, kills one more process at some
moment, lets the platform misbehave and, now and then, lets a person take a conversation over.
"""

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import Final

from bench.proof.armed import arm, disarm, fired, has_fired
from bench.proof.evidence import Evidence
from bench.proof.invariants import Violation, check
from bench.proof.plan import OF_AN_EFFECT, POINTS, ROUND, Fault, Plan, Victim, plans
from bench.proof.stage import HesitantLedger, Stage, staged
from tests.processes.process_tree import Seen
from tests.processes.serving import now_ms, wait_for
from wa_support.simulator.configuration import Delays
from wa_support.simulator.faults import NO_FAULTS

_QUESTIONS: Final = ("주문 1042 어디쯤이에요?", "배송 시작했나요?", "where is order 1042?")
_BOOKING: Final = ("쇼룸 예약하고 싶어요", "1", "1", "2명")
_CUSTOMERS: Final = 4
_ASKING_S: Final = 0.8
_KILLING_S: Final = 2.4
_WORKING_S: Final = 4.0
_SETTLING_S: Final = 75.0
_GONE_S: Final = 3.0
"""How long a killed supervisor's children may live."""
_DELAYS: Final = Delays(sent=2500, delivered=2600, read=None, retry=(0, 50, 200))
"""A killed call's outcome stays open for a while after the next start: time to do it wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """`deaths` counts by victim, `passed` are the failpoints at which something died."""

    questions: int
    deaths: Mapping[str, int]
    passed: frozenset[str]
    settled: bool
    evidence: Evidence
    violations: Sequence[Violation]
    seconds: float


@dataclass(slots=True, kw_only=True)
class Run:
    """The cycles of one run. The same dice give a cycle the same plan; who dies first is for the
    machine to say."""

    stage: Stage
    dice: random.Random = field(default_factory=random.Random)
    asked: list[str] = field(default_factory=list)
    questions: int = 0
    deaths: Counter[str] = field(default_factory=Counter)
    killed_ms: int = 0

    def cycle(self, plan: Plan) -> None:
        """Everything is up again at its end."""
        self.dice = plan.dice
        accepted = len(self.stage.serving.phone.ledger())
        self._misbehave(plan.faults)
        for point in plan.points:
            arm(self.stage.armed, point)
        steps = self._steps(plan)
        begun = time.monotonic()
        for at, step in sorted(steps, key=lambda planned: planned[0]):
            time.sleep(max(0.0, begun + at - time.monotonic()))
            step()
        self.stage.serving.wait_until_up(since_ms=self.killed_ms)
        self._let_it_work(accepted)

    def _steps(self, plan: Plan) -> list[tuple[float, Callable[[], None]]]:
        """Seconds from the beginning of the cycle, and what happens then."""
        uniform = self.dice.uniform
        asking = [*self._coming_back(), *(self._newcomer() for _ in range(_CUSTOMERS))]
        steps = [(uniform(0, _ASKING_S), self._ask(phone)) for phone in asking]
        steps += [(uniform(0.1, _KILLING_S), self._kill(victim)) for victim in plan.victims]
        if self.dice.random() < 0.7:
            steps.append((uniform(1.0, _KILLING_S), self._take_over(asking[0])))
        return steps

    def pass_the_rest(self) -> None:
        """The failpoints at which nothing has died yet, one after another and with nothing else
        going wrong."""
        disarm(self.stage.armed)
        self.stage.serving.phone.fault(**asdict(NO_FAULTS))
        for point in POINTS:
            if not has_fired(self.stage.armed, point):
                if point == "abandoned.writing":  # only a call that died leaves something to settle
                    arm(self.stage.armed, "call.ended")
                words = self._up_to_yes() if point in OF_AN_EFFECT else None
                arm(self.stage.armed, point)
                phone = self._newcomer() if words is None else self.asked[-1]
                self._ask(phone, words)()
                wait_for(partial(has_fired, self.stage.armed, point), f"a death at {point}", 30)
                self.stage.serving.wait_until_up()

    def end(self, seconds: float) -> bool:
        """No more kills and faults: it still answers. True once nothing is under way any more."""
        disarm(self.stage.armed)
        self.stage.serving.phone.fault(**asdict(NO_FAULTS))
        self.stage.serving.wait_until_up()
        self.stage.serving.answer_to("mina", _QUESTIONS[0])
        return self.stage.settled(seconds)

    def _misbehave(self, faults: Sequence[Fault]) -> None:
        """Until the next cycle; what is counted stays until it has happened."""
        self.stage.serving.phone.fault(duplicate_webhooks=1, reordered_statuses=False)
        for fault in faults:
            self.stage.serving.phone.fault(**fault)

    def _let_it_work(self, accepted: int) -> None:
        """Until it has said something, or seems not to: else the next cycle only waits for it."""
        enough, deadline = accepted + _CUSTOMERS // 2, time.monotonic() + _WORKING_S
        while len(self.stage.serving.phone.ledger()) < enough and time.monotonic() < deadline:
            time.sleep(0.05)

    def _newcomer(self) -> str:
        phone = f"8210{77_000_000 + len(self.asked)}"
        self.asked.append(phone)
        return phone

    def _coming_back(self) -> list[str]:
        known = self.stage.customers_at_rest()
        return [self.dice.choice(known)] if known else []

    def _up_to_yes(self) -> str:
        """A newcomer wants to visit, and is asked whether to book; what they say next."""
        phone = self._newcomer()
        for words in _BOOKING:
            self.questions += 1
            self.stage.serving.answer_to(phone, words)
        return "네"

    def _ask(self, phone: str, words: str | None = None) -> Callable[[], None]:
        question = words or self.dice.choice(_QUESTIONS)
        self.questions += 1

        def ask() -> None:
            self.stage.serving.phone.say(phone, question)

        return ask

    def _take_over(self, phone: str) -> Callable[[], None]:
        return lambda: self.stage.take_over(phone)

    def _kill(self, victim: Victim) -> Callable[[], None]:
        def kill() -> None:
            _KILLS[victim](self)
            self.deaths[victim] += 1
            self.killed_ms = now_ms()

        return kill

    def kill_work(self) -> None:
        wait_for(self.stage.serving.work, "a worker to kill")
        work = self.stage.serving.work()
        assert work is not None
        _end(work)

    def kill_web(self) -> None:
        """granian's main process or its worker."""
        wait_for(lambda: len(self.stage.serving.web()) == 2, "a web process to kill")
        _end(self.dice.choice(self.stage.serving.web()))

    def kill_supervisor(self) -> None:
        """And start again as soon as nothing of the old one is left."""
        serving = self.stage.serving
        serving.everyone()
        serving.supervisor.kill()
        serving.supervisor.wait(5)
        wait_for(lambda: not serving.left_behind(), "all processes of it gone", _GONE_S)
        serving.start()

    def crash_postgres(self) -> None:
        """Away for half a second; it recovers from its log."""
        assert self.stage.server is not None
        self.stage.server.stop_at_once()
        time.sleep(0.5)
        self.stage.server.start()


_KILLS: Final[Mapping[Victim, Callable[[Run], None]]] = {
    "work": Run.kill_work,
    "web": Run.kill_web,
    "supervisor": Run.kill_supervisor,
    "postgres": Run.crash_postgres,
}


def run_kills(folder: Path, *, database: str, cycles: int, seed: int) -> Report:
    """Every failpoint is armed once before any comes again."""
    begun = time.monotonic()
    with staged(folder, database=database, delays=_DELAYS) as stage:
        _hesitate(stage, random.Random(seed))
        run = Run(stage=stage)
        for plan in plans(cycles, seed, crashable=stage.server is not None):
            run.cycle(plan)
        if cycles >= ROUND:
            run.pass_the_rest()
        settled = run.end(_SETTLING_S)
        evidence = stage.evidence()
        passed = frozenset(fired(stage.armed))
    return Report(
        questions=run.questions,
        deaths=run.deaths,
        passed=passed,
        settled=settled,
        evidence=evidence,
        violations=check(evidence),
        seconds=time.monotonic() - begun,
    )


def _hesitate(stage: Stage, dice: random.Random) -> None:
    cloud = stage.serving.phone.cloud
    cloud.ledger.close()
    cloud.ledger = HesitantLedger(stage.serving.folder / "ledger.jsonl", dice)


def _end(one: Seen) -> None:
    if one.runs():
        os.kill(one.pid, signal.SIGKILL)
