"""Our share of a turn: from the lease to the first byte that the Cloud API gets.

    python -m bench.turn --turns 300

The wait for a burst to end is left out, and the Cloud API answers at once. `idle` is one customer
at a time, `at once` is so many whose turns fall due together, `sustained` is as many turns a
second as one worker makes of a heap of them.
"""

import argparse
import random
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from bench.cloud_stub import running_cloud_stub
from bench.machine import commit_ms, described, fdatasync_ms, percentile
from bench.turn.commits import counting_commits
from bench.turn.house import TurnHouse, turn_house


@dataclass(frozen=True, slots=True, kw_only=True)
class Sustained:
    """For each turn: commits that needed an fsync, and processor milliseconds of the worker."""

    turns: int
    seconds: float
    commits: float
    cpu_ms: float


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--turns", type=int, default=300, help="of each kind")
    parser.add_argument("--at-once", type=int, default=50)
    parser.add_argument("--folder", type=Path, help="where the database lies; else a temporary one")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=asked.folder) as name:
        measure(Path(name), turns=asked.turns, at_once=asked.at_once)


def measure(folder: Path, *, turns: int, at_once: int) -> None:
    print(described())
    with running_cloud_stub() as cloud, turn_house(folder, cloud.url) as house:
        house.worker.start()
        _one_at_a_time(house, 10)
        idle = _one_at_a_time(house, turns)
        busy = _together(house, turns, at_once)
        before = _disk(folder)
        sustained = _heap(house, turns)
        after = _disk(folder)
        turn_of = house.turn_of_attempt()
    shares = {
        turn_of[attempt]: 1000 * (came - house.leased_at[turn_of[attempt]])
        for attempt, came in cloud.first_bytes.items()
        if turn_of.get(attempt) in house.leased_at
    }
    print(_row("idle", [shares[turn] for turn in idle if turn in shares]))
    print(_row(f"{at_once} at once", [shares[turn] for turn in busy if turn in shares]))
    _print_sustained(sustained, (before + after) / 2)


def _one_at_a_time(house: TurnHouse, turns: int) -> set[str]:
    """The ids of the turns. The pauses differ, so that no poll falls into step with them."""
    known, dice = set(house.leased_at), random.Random(3)
    for _ in range(turns):
        house.customers_write(1)
        house.settle()
        time.sleep(dice.uniform(0, 0.04))
    return set(house.leased_at) - known


def _together(house: TurnHouse, turns: int, at_once: int) -> set[str]:
    known = set(house.leased_at)
    for _ in range(max(turns // at_once, 1)):
        house.customers_write(at_once)
        house.settle()
    return set(house.leased_at) - known


def _heap(house: TurnHouse, turns: int) -> Sustained:
    house.held_back.set()
    house.customers_write(turns)
    with counting_commits(house.house.engine) as durable:
        began, cpu = time.perf_counter(), _cpu_s()
        house.held_back.clear()
        house.settle()
        seconds = time.perf_counter() - began
        return Sustained(
            turns=turns,
            seconds=seconds,
            commits=durable() / turns,
            cpu_ms=1000 * (_cpu_s() - cpu) / turns,
        )


def _cpu_s() -> float:
    """Of all threads but this one, which only waits and looks."""
    return time.process_time() - time.thread_time()


def _row(name: str, shares: list[float]) -> str:
    p50, p95, p99 = (percentile(shares, share) for share in (0.5, 0.95, 0.99))
    return f"{name:12}  n {len(shares):4}  p50 {p50:6.1f}  p95 {p95:6.1f}  p99 {p99:6.1f} ms"


def _disk(folder: Path) -> float:
    """Mean milliseconds of a commit, printed with the medians of what stands behind it."""
    median, p99 = fdatasync_ms(folder)
    mean = commit_ms(folder)
    print(
        f"disk: fdatasync median {median:.2f}, p99 {p99:.2f} ms; SQLite commit mean {mean:.2f} ms"
    )
    return mean


def _print_sustained(sustained: Sustained, one_commit_ms: float) -> None:
    rate = sustained.turns / sustained.seconds
    bound = 1000 / (sustained.commits * one_commit_ms)
    print(
        f"{'sustained':12}  n {sustained.turns:4}  {rate:.0f} turns/s, "
        f"{100 * rate / bound:.0f} % of the {bound:.0f}/s that the disk allows "
        f"at {sustained.commits:.1f} commits a turn; "
        f"{sustained.cpu_ms:.1f} ms of processor a turn, so one interpreter allows "
        f"{1000 / sustained.cpu_ms:.0f}/s"
    )


if __name__ == "__main__":
    main()
