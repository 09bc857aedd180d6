"""A model that says and calls whatever it likes: nothing comes through, and holes are noticed."""

import itertools
import re
from pathlib import Path

import pytest

from bench.walls.plants import PLANTS
from bench.walls.run import first_fault, play_until

STEPS = 3_000


def test_nothing_comes_through(prepared: Path) -> None:
    score = play_until(STEPS, prepared, itertools.count(1))
    assert score.faults == []
    assert min(score.messages, score.replies, score.calls) > 0
    assert score.effects > 0, "with no effect at all, nothing was held back"


@pytest.mark.parametrize("hole", PLANTS)
def test_a_hole_is_noticed(prepared: Path, hole: str) -> None:
    plant, noticed_by = PLANTS[hole]
    with plant():
        found = first_fault(prepared, range(1, 9))
    assert found is not None
    assert re.search(noticed_by, found), found
