import os
import subprocess
import sys
import time

import pytest

from wa_support.storage.processes import is_gone, pid_started, this_host

_HOST = this_host()


@pytest.fixture
def sleeper() -> "subprocess.Popen[bytes]":
    return subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])


def test_a_living_process_is_not_gone() -> None:
    assert not is_gone(_HOST, os.getpid(), pid_started(os.getpid()))


def test_a_dead_process_is_gone(sleeper: "subprocess.Popen[bytes]") -> None:
    started = pid_started(sleeper.pid)
    sleeper.kill()
    sleeper.wait()
    assert is_gone(_HOST, sleeper.pid, started)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs /proc")
def test_a_dead_process_that_nobody_has_waited_for_is_gone(
    sleeper: "subprocess.Popen[bytes]",
) -> None:
    started = pid_started(sleeper.pid)
    sleeper.kill()
    deadline = time.monotonic() + 5
    while not is_gone(_HOST, sleeper.pid, started):
        assert time.monotonic() < deadline
    sleeper.wait()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs /proc")
def test_another_process_under_the_same_id_does_not_pass_for_the_first() -> None:
    assert is_gone(_HOST, os.getpid(), pid_started(os.getpid()) - 1)


def test_nothing_is_claimed_about_other_hosts() -> None:
    assert not is_gone("elsewhere.example", 999_999_999, 1)


def test_an_unknown_start_proves_nothing_about_a_living_process() -> None:
    assert not is_gone(_HOST, os.getpid(), 0)
    assert pid_started(999_999_999) == 0
