"""What the runs come to: how often every one of k runs goes well, what they cost and took."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from math import comb
from statistics import mean
from typing import Any

from bench.live_eval.playing import Run
from bench.machine import percentile
from wa_support.models.prices import cost_usd

Runs = Mapping[str, Sequence[Run]]
"""By scenario, as often as it was played."""


def passes(runs: Sequence[Run]) -> int:
    return sum(not run.faults for run in runs)


def pass_hat(runs: Runs, k: int) -> float:
    """The chance that k runs of a scenario all go well, over all scenarios; without bias."""
    return mean(comb(passes(each), k) / comb(len(each), k) for each in runs.values())


def cost_of(run: Run, model: str) -> float | None:
    """US dollars at list price; None where the price of the model is not known."""
    costs = [cost_usd(model, call.usage) for call in run.calls]
    known = [cost for cost in costs if cost is not None]
    return float(sum(known)) if len(known) == len(costs) else None


def lines(runs: Runs, model: str, times: int) -> Iterator[str]:
    for name, each in runs.items():
        yield f"{passes(each)}/{len(each)}  {name}"
        yield from (f"     {run.faults[0].splitlines()[0]}" for run in each if run.faults)
    yield ""
    for k in range(1, times + 1):
        yield f"pass^{k}  {100 * pass_hat(runs, k):.1f} %  ({len(runs)} dialogues)"
    played = [run for each in runs.values() for run in each]
    yield f"cost at list price: {_cost(played, model)}"
    yield f"waited for the model, a turn: {_latency(played)}"
    yield f"calls that failed: {_failures(played) or 'none'}"


def artefact(runs: Runs, model: str, times: int, **about: Any) -> dict[str, Any]:
    """Everything that was measured, as JSON takes it."""
    return {
        **about,
        "model": model,
        "times": times,
        "pass_hat": {str(k): pass_hat(runs, k) for k in range(1, times + 1)},
        "runs": [
            {**asdict(run), "cost_usd": cost_of(run, model)}
            for each in runs.values()
            for run in each
        ],
    }


def _cost(played: Sequence[Run], model: str) -> str:
    costs = [cost_of(run, model) for run in played]
    known = [cost for cost in costs if cost is not None]
    if len(known) < len(costs):
        return f"not known for {model}"
    return f"${sum(known):.4f} in all, ${mean(known):.6f} a dialogue"


def _latency(played: Sequence[Run]) -> str:
    waits = [wait for run in played for wait in run.turn_seconds]
    if not waits:
        return "never"
    return f"median {percentile(waits, 0.5):.2f} s, p95 {percentile(waits, 0.95):.2f} s"


def _failures(played: Sequence[Run]) -> str:
    kinds = Counter(call.failed for run in played for call in run.calls if call.failed)
    return ", ".join(f"{kind} {count}" for kind, count in kinds.most_common())
