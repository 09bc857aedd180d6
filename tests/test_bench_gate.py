"""The gate's bench on a handful of rows of its own."""

import json
from pathlib import Path

import pytest

from bench import gate
from tests.domain.shipped import shipped_policy
from tests.fitted import fitted_once
from wa_support.models.lines import key_of
from wa_support.models.weights import load_weights

ROWS = [
    {"text": text, "lang": lang, "label": label, "group": group, "source": "own"}
    for text, lang, label, group in (
        ("서랍이 뻑뻑해서 안 닫혀요", "ko", "support", "in"),
        ("주문 1042 어디쯤이에요?", "ko", "booking", "in"),
        ("예약 시스템 DB 설계", "ko", "off", "trap"),
        ("мой заказ", "ru", "off", "other_script"),
    )
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in ROWS)
    (tmp_path / "rows.jsonl").write_text(f"{lines}\n\n", "utf-8")
    return tmp_path


def test_rows_are_counted_by_language_and_group(folder: Path) -> None:
    policy = shipped_policy()
    weights = load_weights(fitted_once(key_of(policy), policy))
    rows = gate.rows_in(folder)
    found = {(one.lang, one.group): one for one in gate.measured(rows, policy, weights, "gate")}
    inside = found["ko", "in"]
    assert (inside.answered.hits, inside.answered.of) == (2, 2)
    assert (inside.right.hits, inside.right.of) == (1, 2)
    assert found["ko", "trap"].answered.hits == 0
    assert found["any", "other_script"].other == {"ask:unknown_script": 1}
    rules = {(one.lang, one.group): one for one in gate.measured(rows, policy, None, "rules")}
    assert rules["ko", "in"].answered.hits == 1


def test_latencies_are_ascending(folder: Path) -> None:
    policy = shipped_policy()
    weights = load_weights(fitted_once(key_of(policy), policy))
    took = gate.latencies(gate.rows_in(folder), policy, weights)
    assert 0 < took["decide_p50_ms"] <= took["decide_p95_ms"] <= took["decide_p99_ms"]


def test_the_interval_is_wilsons() -> None:
    low, high = gate.Count(hits=2, of=100).interval
    assert (round(low, 3), round(high, 3)) == (0.006, 0.070)
    assert gate.Count(hits=0, of=0).interval == (0.0, 1.0)
    assert str(gate.Count(hits=0, of=0)) == "-"
