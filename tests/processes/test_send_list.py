"""Everybody on a list gets it once, whoever is killed on the way; `bench.send_list`, small."""

from collections import Counter
from pathlib import Path

import pytest

from bench.send_list import Outcome, run

_REPORT = {"total": 3, "sent": 0, "delivered": 1, "read": 2}


def test_every_row_is_sent_once_though_the_command_and_the_worker_are_killed(
    tmp_path: Path,
) -> None:
    outcome = run(tmp_path, rows=200, kills=2, seed=1)
    assert [each.split(" after")[0] for each in outcome.killed] == ["the command", "the worker"]
    assert outcome.faults == []


@pytest.mark.parametrize(
    ("sent", "report", "said"),
    [
        ({"a": 1, "b": 2, "c": 1}, {}, "b got 2"),
        ({"a": 1, "b": 1}, {}, "2 of 3"),
        ({"a": 1, "b": 1, "c": 1}, {"read": 1}, "does not add up"),
    ],
)
def test_the_bench_sees_what_went_wrong(
    sent: dict[str, int], report: dict[str, int], said: str
) -> None:
    (fault,) = Outcome(rows=3, sent=Counter(sent), report=_REPORT | report).faults
    assert said in fault
