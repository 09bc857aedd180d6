"""Whatever happens in whatever order, the bot speaks over nobody and nothing is lost."""

import pytest

from bench.takeovers.interleavings import catches, play_some
from bench.takeovers.plants import PLANTS

_SEED = 1
_SOON = 150
"""Interleavings within which each planted fault is seen."""


def test_hundreds_of_random_orders_break_nothing() -> None:
    score = play_some(0, 200, _SEED)
    assert score.faults == []
    assert score.steps > 3_500
    assert min(score.takeovers, score.begun) > 60, "so few prove nothing"


@pytest.mark.parametrize("name", PLANTS)
def test_a_planted_fault_is_seen(name: str) -> None:
    score = catches(name, _SEED)
    assert PLANTS[name][0] in score.kinds
    assert score.plays < _SOON
