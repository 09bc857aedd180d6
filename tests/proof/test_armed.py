"""A failpoint that is armed acts once, at the pass that was named."""

from pathlib import Path

import pytest

from bench.proof.armed import ArmedFailpoints, Planned, arm, disarm, fired


def test_it_acts_at_the_nth_pass_and_never_again(tmp_path: Path) -> None:
    passing = ArmedFailpoints(tmp_path).passed
    arm(tmp_path, "call.ended", "raise", nth=3)
    passing("call.ended")
    passing("door.signed")
    passing("call.ended")
    with pytest.raises(Planned):
        passing("call.ended")
    passing("call.ended")
    assert fired(tmp_path) == {"call.ended"}


def test_of_two_processes_one_acts(tmp_path: Path) -> None:
    arm(tmp_path, "gate.decided", "raise")
    with pytest.raises(Planned):
        ArmedFailpoints(tmp_path).passed("gate.decided")
    ArmedFailpoints(tmp_path).passed("gate.decided")


def test_armed_anew_it_counts_anew(tmp_path: Path) -> None:
    passing = ArmedFailpoints(tmp_path).passed
    for _ in range(2):
        arm(tmp_path, "call.ended", "raise")
        with pytest.raises(Planned):
            passing("call.ended")


def test_disarmed_it_does_nothing_and_what_has_fired_is_remembered(tmp_path: Path) -> None:
    passing = ArmedFailpoints(tmp_path).passed
    arm(tmp_path, "call.ended", "raise")
    arm(tmp_path, "door.signed", "raise")
    with pytest.raises(Planned):
        passing("call.ended")
    disarm(tmp_path)
    passing("door.signed")
    assert fired(tmp_path) == {"call.ended"}


def test_it_can_sleep_before_it_acts(tmp_path: Path) -> None:
    arm(tmp_path, "call.ended", "sleep 1 raise")
    with pytest.raises(Planned):
        ArmedFailpoints(tmp_path).passed("call.ended")
