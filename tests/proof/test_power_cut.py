"""A power cut loses nothing that was acknowledged, and would if commits did not sync."""

from pathlib import Path

import pytest

from bench.proof.__main__ import line_of
from bench.proof.loop_disk import NoLoopDisk
from bench.proof.powercut import Cut, cut_power

pytestmark = pytest.mark.powercut


def _cut(folder: Path, capsys: pytest.CaptureFixture[str], *, cycles: int, plant: str = "") -> Cut:
    try:
        cut = cut_power(folder, cycles=cycles, plant=plant)
    except NoLoopDisk as why:
        pytest.skip(f"no power to cut here: {why}")
    with capsys.disabled():
        print(f"\n{line_of(cut)}")
    return cut


def test_nothing_that_was_acknowledged_is_lost(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cut = _cut(tmp_path, capsys, cycles=3)
    assert min(cut.acknowledged.values()) > 0, "nothing was acknowledged, which proves nothing"
    assert cut.lost == {"inbox": 0, "main": 0, "before": 0}
    assert cut.damage is None


def test_the_cut_catches_commits_that_do_not_sync(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _cut(tmp_path, capsys, cycles=2, plant="synchronous_normal").lost_any


def test_the_plant_lowers_every_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One that is spared would say nothing of its own commits."""
    cut = _cut(tmp_path, capsys, cycles=2, plant="synchronous_off")
    assert cut.damage is not None or min(cut.lost.values()) > 0
