"""Random orders of everything that can happen to a conversation, many of them, and what they broke.

The real flow over real SQLite, in memory: no webhook is parsed, no classifier asked and no system
connected, and "at the same time" is the order of transactions, which is all that SQLite knows. The
live race (`--live`) has the processes, threads, sockets and files.
"""

import logging
import random
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field
from typing import Final

from bench.takeovers.light_house import LightHouse
from bench.takeovers.plants import PLANTS, planted
from bench.takeovers.play import Play

STEPS: Final = 14
_SHARE: Final = 500
_TELL_EVERY: Final = 5_000
_PLANT_WITHIN: Final = 3_000
_FAULTS_TOLD: Final = 10


@dataclass(slots=True)
class Score:
    """What so many interleavings came to."""

    plays: int = 0
    steps: int = 0
    takeovers: int = 0
    begun: int = 0
    faults: list[str] = field(default_factory=list)

    def add(self, other: "Score") -> None:
        self.plays += other.plays
        self.steps += other.steps
        self.takeovers += other.takeovers
        self.begun += other.begun
        self.faults += other.faults

    @property
    def kinds(self) -> Counter[str]:
        return Counter(fault.split(": ", 2)[1][:2] for fault in self.faults)


def play_some(first: int, count: int, seed: int, *, until_fault: bool = False) -> Score:
    """The interleavings `first` to `first + count` of a seed; each can be played alone."""
    house, score = LightHouse(), Score()
    for number in range(first, first + count):
        play = Play(house, random.Random(f"{seed}:{number}"))
        faults = play.run(STEPS)
        score.add(
            Score(
                plays=1,
                steps=play.steps,
                takeovers=play.observer.takeovers,
                begun=play.observer.begun,
                faults=[f"{seed}:{number}: {fault}" for fault in faults],
            )
        )
        if faults and until_fault:
            break
    house.engine.close()
    return score


def play_all(count: int, seed: int, processes: int) -> Score:
    total = Score()
    shares = [(first, min(_SHARE, count - first)) for first in range(0, count, _SHARE)]
    with ProcessPoolExecutor(processes, initializer=_quiet) as pool:
        running = [pool.submit(play_some, first, share, seed) for first, share in shares]
        for one in as_completed(running):
            total.add(one.result())
            if total.plays % _TELL_EVERY == 0 and total.plays < count:
                print(f"{total.plays:>10,} played, {len(total.faults)} violations", flush=True)
    return total


def _quiet() -> None:
    """What dies half way says so, thousands of times."""
    logging.getLogger("wa_support").setLevel(logging.ERROR)


def catches(name: str, seed: int) -> Score:
    """With a planted fault, until it is seen."""
    with planted(name):
        return play_some(0, _PLANT_WITHIN, seed, until_fault=True)


def report(score: Score, seconds: float) -> str:
    lines = [
        f"interleavings                  {score.plays:>10,}",
        f"  steps                        {score.steps:>10,}",
        f"  takeovers                    {score.takeovers:>10,}",
        f"  attempts of the bot begun    {score.begun:>10,}",
        f"violations                     {len(score.faults):>10,}",
        f"seconds                        {seconds:>10,.0f}",
        *(f"  {count} x {kind}" for kind, count in sorted(score.kinds.items())),
    ]
    return "\n".join([*lines, *score.faults[:_FAULTS_TOLD]])


def run_interleavings(count: int, seed: int, processes: int) -> int:
    began = time.monotonic()
    score = play_all(count, seed, processes)
    print(report(score, time.monotonic() - began), flush=True)
    missed = run_plants(seed)
    return int(bool(score.faults) or missed > 0)


def run_plants(seed: int, names: Sequence[str] = tuple(PLANTS)) -> int:
    """How many planted faults were not seen."""
    missed = 0
    print(f"\n{'planted fault':24} {'must break':10} {'broke':16} {'after':>6} interleavings")
    for name in names:
        score = catches(name, seed)
        broke = sorted(score.kinds)
        seen = PLANTS[name][0] in broke
        missed += not seen
        print(f"{name:24} {PLANTS[name][0]:10} {' '.join(broke) or '-':16} {score.plays:>6} "
              f"{'caught' if seen else 'NOT CAUGHT'}", flush=True)  # fmt: skip
    print(f"{len(names) - missed} of {len(names)} planted faults caught")
    return missed
