"""Tokens and list prices of what the dialogues asked the simulated model."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from statistics import median
from typing import Any, Final

from tests.models.asking import MODEL
from tests.scenarios.model import Call
from wa_support.models.prices import cost_usd
from wa_support.ports.language_model import Usage
from wa_support.simulator.model.tokens import PromptCache

_LABEL: Final = (
    f"Simulator's count (four bytes a token, {MODEL} at list price); "
    "not measured against a real model. Cold: nothing was read before the turn or the dialogue."
)


@dataclass(slots=True)
class Spending:
    """By scenario, the calls of each turn that asked the model."""

    scenarios: dict[str, list[Sequence[Call]]] = field(default_factory=dict)

    def add(self, name: str, turns: Sequence[Sequence[Call]]) -> None:
        answered = [turn for turn in turns if turn]
        if answered:
            self.scenarios[name] = answered

    def lines(self) -> Iterator[str]:
        yield _LABEL
        turns = [turn for scenario in self.scenarios.values() for turn in scenario]
        for prefix in ("cold", "warm"):
            counted = [_sum(_counted([turn], warm=prefix == "warm")) for turn in turns]
            yield f"tokens a turn, {prefix} prefix, {len(turns)} turns: {_medians(counted)}"
        yield "US dollars a scenario, cold and warm prefix:"
        for name, scenario in self.scenarios.items():
            cold, warm = (_dollars(_counted(scenario, warm=warm)) for warm in (False, True))
            yield f"  {cold:.6f}  {warm:.6f}  {len(scenario)} turn(s)  {name}"


def _counted(turns: Sequence[Sequence[Call]], *, warm: bool) -> list[Usage]:
    """As the server counts them one after the other; warm: each prefix was read before."""
    calls = [call for turn in turns for call in turn]
    cache = PromptCache()
    if warm:
        for call in calls:
            cache.read(_prefix(call.body))
    return [_read_by(cache, call) for call in calls]


def _read_by(cache: PromptCache, call: Call) -> Usage:
    read, cached = cache.read(call.body)
    return replace(call.usage, input=read, cached=cached)


def _prefix(body: Mapping[str, Any]) -> Mapping[str, Any]:
    return {**body, "input": []}


def _sum(usages: Sequence[Usage]) -> Usage:
    return Usage(
        input=sum(one.input for one in usages),
        cached=sum(one.cached for one in usages),
        output=sum(one.output for one in usages),
    )


def _medians(counted: Sequence[Usage]) -> str:
    read = f"input {median(one.input for one in counted):,.0f}"
    cached = f"of it cached {median(one.cached for one in counted):,.0f}"
    written = f"output {median(one.output for one in counted):,.0f}"
    return f"{read}, {cached}, {written} (medians); most input {max(o.input for o in counted):,}"


def _dollars(usages: Sequence[Usage]) -> float:
    return float(sum(cost_usd(MODEL, one) or 0 for one in usages))
