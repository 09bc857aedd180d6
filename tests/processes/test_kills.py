"""`kill -9` at every failpoint and at random moments: all eight invariants hold afterwards."""

from pathlib import Path

import pytest

from bench.proof.__main__ import told
from bench.proof.kills import run_kills
from bench.proof.plan import POINTS


@pytest.mark.parametrize(
    "database", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
)
def test_ten_cycles_of_kills_violate_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], database: str
) -> None:
    """More, and from another seed: python -m bench.proof kill --cycles 200"""
    report = run_kills(tmp_path, database=database, cycles=10, seed=1042)
    with capsys.disabled():
        print(f"\n{database}\n{told(report)}")
    assert report.violations == []
    assert report.settled, "something is still under way"
    assert report.passed == set(POINTS), "nothing ever died there"
    assert report.evidence.accepted, "nothing was said, which proves nothing"
