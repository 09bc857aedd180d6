"""Tables: the median of the runs, and between what they lay."""

import statistics
from collections import defaultdict
from collections.abc import Sequence

from bench.ingest.contest import Paced, Saturated
from bench.machine import percentile

_OURS, _PEER = "SQLite", "pywa, granian"
_HEAD = f"  n  {'acked/s':21}  {'p50 ms':20}  {'p99 ms':20}  refused"


def print_paced(runs: Sequence[Paced]) -> None:
    print(f"\n{'paced':20}{_HEAD}  turns/s")
    groups: dict[str, list[Paced]] = defaultdict(list)
    for run in runs:
        groups[f"{run.name}, {'at rest' if run.turns is None else 'turns run'}"].append(run)
    for name, group in groups.items():
        columns = (
            _span([len(run.tally.waited) / run.tally.elapsed for run in group]),
            _span([_ms(run, 0.5) for run in group], 1),
            _span([_ms(run, 0.99) for run in group], 1),
        )
        turns = [run.turns for run in group if run.turns is not None]
        refused = sum(run.tally.refused for run in group)
        print(_row(name, len(group), columns, refused), _span(turns, 1) if turns else "none")


def print_saturation(runs: Sequence[Saturated]) -> None:
    print(f"\n{'saturation':20}{_HEAD}  stored")
    groups: dict[str, list[Saturated]] = defaultdict(list)
    for run in runs:
        groups[run.name].append(run)
    for name, group in groups.items():
        columns = (
            _span([run.run.rate for run in group]),
            _span([run.run.p50 for run in group], 1),
            _span([run.run.p99 for run in group], 1),
        )
        print(_row(name, len(group), columns, sum(run.run.refused for run in group)), _kept(group))
    if _PEER in groups:
        ours, peer = (
            statistics.median(run.run.rate for run in groups[name]) for name in (_OURS, _PEER)
        )
        print(f"ours on SQLite stores {ours / peer:.1f} times as many as {_PEER}")


def _row(name: str, runs: int, columns: Sequence[str], refused: int) -> str:
    acked, p50, p99 = columns
    return f"{name:20}  {runs}  {acked:21}  {p50:20}  {p99:20}  {refused:7} "


def _span(values: Sequence[float], digits: int = 0) -> str:
    middle, low, high = statistics.median(values), min(values), max(values)
    return f"{middle:,.{digits}f} ({low:,.{digits}f}–{high:,.{digits}f})"


def _ms(run: Paced, share: float) -> float:
    return 1000 * percentile(run.tally.waited, share)


def _kept(group: Sequence[Saturated]) -> str:
    """Whether everything that was acknowledged is there afterwards."""
    if any(run.stored is None for run in group):
        return "nothing"
    acked = [(run.run.answers - run.run.refused, run.stored or 0) for run in group]
    missing = sum(max(0, answered - stored) for answered, stored in acked)
    return f"{missing} missing" if missing else "all"
