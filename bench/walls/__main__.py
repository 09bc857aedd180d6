"""Whether the walls hold for a model that says and calls whatever it likes.

    python -m bench.walls --steps 100000 --seed 1

A step is a message in or out, a reply of the model, or a tool call in one (of many calls in one
reply, the eight that are looked at). Ends with 1 when anything came through, with what and the
seed of its play.
"""

import argparse
import itertools
import logging
import sys
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path
from typing import Final

from bench.walls.play import prepare_for_play
from bench.walls.run import Score, in_memory, play_until

_CHUNK: Final = 2_000
_SEEDS_OF_A_CHUNK: Final = 1_000


def _chunk(prepared: Path, first_seed: int) -> Score:
    logging.disable(logging.WARNING)  # a wild model fails all the time
    return play_until(_CHUNK, prepared, itertools.count(first_seed))


def run(steps: int, seed: int, processes: int) -> Score:
    total = Score()
    with in_memory() as folder, ProcessPoolExecutor(processes) as pool:
        prepared = folder / "prepared"
        prepare_for_play(prepared)
        seeds = [seed * 1_000_000 + at * _SEEDS_OF_A_CHUNK for at in range(-(-steps // _CHUNK))]
        for done in as_completed([pool.submit(_chunk, prepared, one) for one in seeds]):
            total.add(done.result())
            sys.stderr.write(f"{total.steps:>9,} steps, {len(total.faults)} faults\n")
    return total


def _told(score: Score, seconds: float) -> str:
    lines = [
        f"steps      {score.steps:>9,}",
        f"  messages {score.messages:>9,}",
        f"  replies  {score.replies:>9,}",
        f"  calls    {score.calls:>9,}",
        f"plays      {score.plays:>9,}",
        f"effects    {score.effects:>9,}  and {score.refused:,} that the shop refused",
        f"faults     {len(score.faults):>9,}",
        f"seconds    {seconds:>9,.0f}",
    ]
    lines += [f"  {count:>6,} × {kind}" for kind, count in score.kinds().most_common()]
    return "\n".join([*lines, *score.faults[:20]])


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.walls", description=__doc__)
    parser.add_argument("--steps", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2)
    given = parser.parse_args()
    started = time.monotonic()
    score = run(given.steps, given.seed, given.processes)
    sys.stdout.write(_told(score, time.monotonic() - started) + "\n")
    return 1 if score.faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
