"""A harness that has never caught a bug proves nothing."""

from pathlib import Path

import pytest

from bench.proof.__main__ import row_of
from bench.proof.planted import SITUATIONS, Situation, judge
from bench.proof.plants import PLANTS


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda situation: situation.bug)
def test_the_checker_catches(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], situation: Situation
) -> None:
    verdict = judge(situation, tmp_path)
    with capsys.disabled():
        print(f"\n{row_of(verdict)}")
    assert verdict.settled, "the same without the bug never came to rest"
    assert verdict.without == [], "it is violated without the bug too"
    assert situation.expected in verdict.with_bug


def test_every_planted_bug_has_a_situation() -> None:
    """Those about `synchronous` are the power cut's."""
    beside = {situation.beside for situation in SITUATIONS} - {""}
    powercut = {"synchronous_off", "synchronous_normal"}
    assert {situation.bug for situation in SITUATIONS} == set(PLANTS) - beside - powercut
