import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tests.storage.clock import SettableClock
from wa_support.bootstrap.world import SystemClock
from wa_support.storage.write_lock import LockedTooLong, WriteLock

_HOLD = """
import fcntl, os, sys, time
handle = os.open(sys.argv[1], os.O_CREAT | os.O_RDWR)
fcntl.flock(handle, fcntl.LOCK_EX)
print("held", flush=True)
time.sleep(60)
"""


def _holder(path: Path) -> "subprocess.Popen[bytes]":
    holder = subprocess.Popen([sys.executable, "-c", _HOLD, path], stdout=subprocess.PIPE)
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"held\n"
    holder.stdout.close()
    return holder


def test_a_stalled_process_is_an_error_in_time(tmp_path: Path, clock: SettableClock) -> None:
    holder = _holder(tmp_path / "db.lock")
    holder.send_signal(signal.SIGSTOP)
    lock = WriteLock(tmp_path / "db.lock", clock, patience=0.2)
    began = time.monotonic()
    try:
        with pytest.raises(LockedTooLong, match="locked by another"), lock.held():
            pytest.fail("two held it at once")
        assert time.monotonic() - began < 2
    finally:
        holder.kill()
        holder.wait()


def test_a_killed_process_holds_nothing(tmp_path: Path, clock: SettableClock) -> None:
    holder = _holder(tmp_path / "db.lock")
    holder.kill()
    holder.wait()
    with WriteLock(tmp_path / "db.lock", clock, patience=0.2).held():
        pass


def test_a_stalled_thread_is_an_error_in_time(tmp_path: Path, clock: SettableClock) -> None:
    lock = WriteLock(tmp_path / "db.lock", clock, patience=0.1)
    errors: list[BaseException] = []

    def second() -> None:
        try:
            with lock.held():
                pass
        except LockedTooLong as error:
            errors.append(error)

    with lock.held():
        thread = threading.Thread(target=second)
        thread.start()
        thread.join()
    assert len(errors) == 1


def test_the_lock_is_free_again_after_an_error(tmp_path: Path, clock: SettableClock) -> None:
    lock = WriteLock(tmp_path / "db.lock", clock, patience=0.1)
    with pytest.raises(ZeroDivisionError), lock.held():
        raise ZeroDivisionError
    with lock.held():
        assert os.access(tmp_path / "db.lock", os.R_OK)


_WRITES_IN_A_LOOP = """
import sys, threading, time
from pathlib import Path
from wa_support.bootstrap.world import SystemClock
from wa_support.storage.write_lock import WriteLock
lock = WriteLock(Path(sys.argv[1]), SystemClock(), patience=60)
def loop():
    while True:
        with lock.held():
            time.sleep(0.03)
for _ in range(4):
    threading.Thread(target=loop, daemon=True).start()
print("writes", flush=True)
time.sleep(60)
"""


def test_a_process_that_writes_in_a_loop_lets_another_in(tmp_path: Path) -> None:
    loop = [sys.executable, "-c", _WRITES_IN_A_LOOP, str(tmp_path / "db.lock")]
    busy = subprocess.Popen(loop, stdout=subprocess.PIPE)
    assert busy.stdout is not None
    lock = WriteLock(tmp_path / "db.lock", SystemClock(), patience=20)
    waited = []
    try:
        assert busy.stdout.readline() == b"writes\n"
        for _ in range(30):
            time.sleep(0.05)
            began = time.monotonic()
            with lock.held():
                waited.append(time.monotonic() - began)
    finally:
        busy.kill()
        busy.wait()
        busy.stdout.close()
    assert sorted(waited)[len(waited) // 2] < 0.06
