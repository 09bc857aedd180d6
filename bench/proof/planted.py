"""Each planted bug, the one situation that brings it to light, and what the checker says then.

    python -m bench.proof planted

The same situation without the bug must violate nothing, or the catch would prove nothing.
"""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Final

from bench.proof.armed import arm, has_fired
from bench.proof.invariants import check
from bench.proof.stage import Stage, staged
from tests.processes.serving import wait_for
from wa_support.domain.failpoints import Failpoint
from wa_support.simulator.configuration import Delays

_MINA: Final = "821055501042"
_QUESTION: Final = "주문 1042 어디쯤이에요?"
_DELAYS: Final = Delays(sent=100, delivered=500, read=900, retry=(0, 50, 200))
_SETTLING_S: Final = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """`exposes` is what happens on the stage; `expected` the invariant that must see it. `beside`
    is planted with and without the bug."""

    bug: str
    exposes: Callable[[Stage], None]
    expected: str
    beside: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The invariants violated with the bug, and without it."""

    situation: Situation
    with_bug: Sequence[str]
    without: Sequence[str]
    settled: bool
    seconds: float

    @property
    def caught(self) -> bool:
        return self.situation.expected in self.with_bug and not self.without and self.settled


def judge(situation: Situation, folder: Path) -> Verdict:
    """Both side by side, because they mostly wait, and in processes of their own: Python 3.11 may
    not build two Flask apps at once in one ("AST constructor recursion depth mismatch")."""
    begun = time.monotonic()
    planted = f"{situation.bug} {situation.beside}"
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as both:
        bad = both.submit(_violated, situation, folder / "planted", planted)
        good = both.submit(_violated, situation, folder / "honest", situation.beside)
        with_bug, _ = bad.result()
        without, settled = good.result()
    return Verdict(
        situation=situation,
        with_bug=with_bug,
        without=without,
        settled=settled,
        seconds=time.monotonic() - begun,
    )


def _violated(situation: Situation, folder: Path, plant: str) -> tuple[list[str], bool]:
    folder.mkdir(parents=True)
    with staged(folder, plant=plant, delays=_DELAYS) as stage:
        situation.exposes(stage)
        settled = stage.settled(_SETTLING_S)
        return sorted({each.invariant for each in check(stage.evidence())}), settled


def _the_disk_is_slow_and_the_process_dies(stage: Stage) -> None:
    _ask_and_die(stage, "inbox.writing", "sleep 1000 kill")


def _the_worker_dies_before_it_commits_what_it_took_in(stage: Stage) -> None:
    _ask_and_die(stage, "intake.writing", "kill")


def _webhooks_come_twice(stage: Stage) -> None:
    stage.serving.phone.fault(duplicate_webhooks=2)
    stage.serving.phone.say(_MINA, _QUESTION)


def _an_answer_is_lost(stage: Stage) -> None:
    stage.serving.phone.fault(lost_answers=1)
    stage.serving.phone.say(_MINA, _QUESTION)
    wait_for(stage.serving.phone.ledger, "the first call")


def _a_turn_outlives_its_lease(stage: Stage) -> None:
    """Another thread answers meanwhile."""
    arm(stage.armed, "gate.decided", "sleep 3500")
    _ask_and_wait_for(stage, "gate.decided")
    wait_for(stage.serving.phone.ledger, "an answer by whoever leased it next")
    time.sleep(3.5)  # the first one goes on


def _a_person_takes_over_while_a_refused_call_is_under_way(stage: Stage) -> None:
    """The send will wait and be due again, and by then it is not the bot's turn any more."""
    stage.serving.phone.fault(error_130429=1)
    arm(stage.armed, "call.ended", "sleep 2000")
    _ask_and_wait_for(stage, "call.ended")
    stage.take_over(_MINA)


def _statuses_come_the_other_way_round(stage: Stage) -> None:
    stage.serving.phone.fault(reordered_statuses=True)
    stage.serving.phone.say(_MINA, _QUESTION)


def _ask_and_wait_for(stage: Stage, point: Failpoint) -> None:
    stage.serving.phone.say(_MINA, _QUESTION)
    wait_for(lambda: has_fired(stage.armed, point), f"a pass at {point}")


def _ask_and_die(stage: Stage, point: Failpoint, todo: str) -> None:
    """Whoever passes there; returns once everything is up again."""
    before = stage.serving.everyone()
    arm(stage.armed, point, todo)
    stage.serving.phone.say(_MINA, _QUESTION)
    wait_for(lambda: not all(one.runs() for one in before), f"a death at {point}")
    stage.serving.wait_until_up()


SITUATIONS: Final = (
    Situation(
        bug="acknowledge_before_commit",
        exposes=_the_disk_is_slow_and_the_process_dies,
        expected="I1",
    ),
    Situation(
        bug="intake_done_before_it_is",
        exposes=_the_worker_dies_before_it_commits_what_it_took_in,
        expected="I1",
    ),
    Situation(bug="no_dedup", exposes=_webhooks_come_twice, expected="I1"),
    Situation(bug="retry_on_timeout", exposes=_an_answer_is_lost, expected="I3"),
    Situation(
        bug="lease_without_token",
        exposes=_a_turn_outlives_its_lease,
        expected="I2",
        beside="short_leases",
    ),
    Situation(
        bug="epoch_ignored",
        exposes=_a_person_takes_over_while_a_refused_call_is_under_way,
        expected="I4",
    ),
    Situation(
        bug="delivery_goes_back",
        exposes=_statuses_come_the_other_way_round,
        expected="I8",
    ),
)
