"""How well the gate decides without a language model, how fast, and what its weights weigh.

    python -m bench.gate

Reads the rows of `bench/data/gate/*.jsonl`: `{"text", "lang", "label", "group", "source"}`, where
`label` is a purpose of the shipped policy or "off" and `group` one of in_purpose, off, jailbreak,
jailbreak_mixed, trap, other_script. None of them may have been used to fit, to choose or to set a
threshold; those that happen to stand among the fitted lines are left out. "answered"
is the verdict admit; greetings, hours and a way to a person are given to everybody.
"""

import argparse
import gc
import json
import math
import os
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from wa_support.config.policy_parser import parse_policy
from wa_support.domain.conversations import Memory
from wa_support.domain.decisions import GateDecision, Verdict
from wa_support.domain.gate.rules import Heard, decide
from wa_support.domain.gate.scores import Scorer
from wa_support.domain.policy import Policy
from wa_support.models.fitter import fitted_apart
from wa_support.models.lines import key_of, lines_of
from wa_support.models.weights import Weights, load_weights

_ROOT: Final = Path(__file__).parents[1]
_ROWS: Final = _ROOT / "bench" / "data" / "gate"
_PAGE: Final = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    text: str
    lang: str
    label: str
    group: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """Of `of` rows, `hits` did; with a Wilson interval of 95 %."""

    hits: int
    of: int

    @property
    def interval(self) -> tuple[float, float]:
        if not self.of:
            return 0.0, 1.0
        z, n, share = 1.96, self.of, self.hits / self.of
        middle = (share + z * z / (2 * n)) / (1 + z * z / n)
        half = z / (1 + z * z / n) * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
        return max(middle - half, 0.0), min(middle + half, 1.0)

    def __str__(self) -> str:
        if not self.of:
            return "-"
        low, high = self.interval
        return f"{100 * self.hits / self.of:.1f} % [{100 * low:.1f}-{100 * high:.1f}]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One language and group under one gate; `right` is of those answered."""

    gate: str
    lang: str
    group: str
    answered: Count
    right: Count
    other: Counter[str]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rows", type=Path, default=_ROWS, help="folder of .jsonl files")
    parser.add_argument("--json", action="store_true", help="JSON Lines instead of tables")
    asked = parser.parse_args()
    policy = _policy()
    known = {text for text, _ in lines_of(policy)}
    rows = [row for row in rows_in(asked.rows) if row.text not in known]
    if not rows:
        sys.exit(f"{asked.rows}: no rows; see the top of bench/gate.py for what they look like")
    rss = _rss_mb()
    stored, fit_s = _fitted(policy)
    begun = time.perf_counter()
    weights = load_weights(stored)
    load_ms = 1000 * (time.perf_counter() - begun)
    gc.collect()
    costs = {
        "rows": len(rows),
        "rows_left_out": len(rows_in(asked.rows)) - len(rows),
        "fit_s": round(fit_s, 2),
        "load_ms": round(load_ms, 1),
        "stored_kb": len(stored) // 1024,
        "rss_mb": round(_rss_mb() - rss, 1),
        "thresholds": {script: round(t, 3) for script, t in weights.thresholds.items()},
        **latencies(rows, policy, weights),
    }
    results = [*measured(rows, policy, None, "rules"), *measured(rows, policy, weights, "gate")]
    (_print_json if asked.json else _print)(results, costs)


def rows_in(folder: Path) -> list[Row]:
    files = [file.read_text("utf-8") for file in sorted(folder.glob("*.jsonl"))]
    return [_row(json.loads(line)) for text in files for line in text.split("\n") if line.strip()]


def _row(told: dict[str, Any]) -> Row:
    names = ("text", "lang", "label", "group")
    return Row(**{name: told[name] for name in names})


def measured(rows: Sequence[Row], policy: Policy, scorer: Scorer | None, gate: str) -> list[Result]:
    decided = [(row, _decided(row.text, policy, scorer)) for row in rows]
    kinds = sorted(set(map(_kind, rows)))
    return [
        _result(gate, kind, [one for one in decided if _kind(one[0]) == kind]) for kind in kinds
    ]


def _kind(row: Row) -> tuple[str, str]:
    return ("any" if row.group == "other_script" else row.lang), row.group


def _result(
    gate: str, kind: tuple[str, str], decided: Sequence[tuple[Row, GateDecision]]
) -> Result:
    answered = [(row, one) for row, one in decided if one.verdict is Verdict.ADMIT]
    right = sum(one.purpose == row.label for row, one in answered)
    purposes = all(row.label != "off" for row, _ in decided)
    return Result(
        gate=gate,
        lang=kind[0],
        group=kind[1],
        answered=Count(hits=len(answered), of=len(decided)),
        right=Count(hits=right, of=len(answered) if purposes else 0),
        other=Counter(_otherwise(one) for _, one in decided if one.verdict is not Verdict.ADMIT),
    )


def _otherwise(decision: GateDecision) -> str:
    return "which of two" if decision.between else f"{decision.verdict}:{decision.reason}"


def _decided(text: str, policy: Policy, scorer: Scorer | None) -> GateDecision:
    return decide(Heard(text=text), policy=policy, memory=Memory(), scorer=scorer)


def latencies(rows: Sequence[Row], policy: Policy, weights: Weights) -> dict[str, float]:
    """Milliseconds for one message: the scoring alone, and the whole decision."""
    scoring = _timed(lambda row: weights(row.text), rows)
    whole = _timed(lambda row: _decided(row.text, policy, weights), rows)
    longest = _timed(lambda row: weights((row.text * 4096)[:4096]), rows[:50])
    return {
        **{f"score_p{p}_ms": _percentile(scoring, p) for p in (50, 95, 99)},
        **{f"decide_p{p}_ms": _percentile(whole, p) for p in (50, 95, 99)},
        "score_4096_characters_ms": _percentile(longest, 99),
    }


def _timed(do: Any, rows: Iterable[Row]) -> list[float]:
    took = []
    for row in rows:
        begun = time.perf_counter()
        do(row)
        took.append(1000 * (time.perf_counter() - begun))
    return sorted(took)


def _percentile(ascending: Sequence[float], percent: int) -> float:
    return round(ascending[min(len(ascending) * percent // 100, len(ascending) - 1)], 2)


def _print(results: Sequence[Result], costs: dict[str, Any]) -> None:
    print("| gate | language | group | n | answered | right purpose of answered | otherwise |")
    print("|---|---|---|---|---|---|---|")
    for one in results:
        rest = ", ".join(f"{what} {n}" for what, n in one.other.most_common())
        print(
            f"| {one.gate} | {one.lang} | {one.group} | {one.answered.of} | {one.answered} "
            f"| {one.right} | {rest} |"
        )
    print()
    for name, value in costs.items():
        print(f"{name:26} {value}")


def _print_json(results: Sequence[Result], costs: dict[str, Any]) -> None:
    for one in results:
        told = {"gate": one.gate, "lang": one.lang, "group": one.group}
        for name, count in (("answered", one.answered), ("right", one.right)):
            told[name] = {"hits": count.hits, "of": count.of, "interval": count.interval}  # type: ignore[assignment]
        print(json.dumps(told, ensure_ascii=False))
    print(json.dumps(costs))


def _policy() -> Policy:
    parsed = parse_policy((_ROOT / "policies.yaml").read_bytes(), file="policies.yaml")
    assert parsed.policy is not None, parsed.faults
    return parsed.policy


def _fitted(policy: Policy) -> tuple[bytes, float]:
    begun = time.perf_counter()
    stored = fitted_apart(key_of(policy), policy)
    return stored, time.perf_counter() - begun


def _rss_mb() -> float:
    return int(Path("/proc/self/statm").read_text().split()[1]) * _PAGE / 1e6


if __name__ == "__main__":
    main()
