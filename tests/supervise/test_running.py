import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.web.wire import alive, ask, children_of, free_port, listens, signed_post, until

pytestmark = [
    pytest.mark.processes,
    pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc"),
]

WATCHES = "from wa_support.supervise import watch_lifeline; watch_lifeline(); import time; "
SLEEPS = [sys.executable, "-c", WATCHES + "time.sleep(60)"]
DEAF = [
    sys.executable,
    "-c",
    WATCHES + "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)",
]
CRASHES = [sys.executable, "-c", "raise SystemExit(7)"]
REFUSES = [sys.executable, "-c", "raise SystemExit(2)"]


class Supervised:
    def __init__(self, folder: Path, *argvs: list[str], stop_s: float = 10) -> None:
        self.log = folder / "log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [
                    *(sys.executable, "-m", "tests.supervise.supervised", str(stop_s)),
                    *(json.dumps(argv) for argv in argvs),
                ],
                stderr=log,
                env={**os.environ, "LIVE_INBOX": str(folder / "inbox")},
            )
        assert until(lambda: len(self.pids()) >= len(argvs)), self.log.read_text()

    def pids(self) -> list[int]:
        return [int(pid) for pid in re.findall(r"started, process (\d+)", self.log.read_text())]

    def logged(self, pattern: str) -> bool:
        return re.search(pattern, self.log.read_text()) is not None

    def ends(self) -> int:
        return self.process.wait(20)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_every_child(tmp_path: Path, number: signal.Signals) -> None:
    run = Supervised(tmp_path, SLEEPS, SLEEPS)
    run.process.send_signal(number)
    assert run.ends() == 0
    assert not any(alive(pid) for pid in run.pids())


def test_a_killed_child_is_started_again(tmp_path: Path) -> None:
    run = Supervised(tmp_path, SLEEPS, SLEEPS)
    first, other = run.pids()
    os.kill(first, signal.SIGKILL)
    assert until(lambda: len(run.pids()) == 3, 3)
    assert run.logged(r"a ended with code -9 after \d+\.\d s, again in 0.2 s")
    assert alive(other)
    assert alive(run.pids()[-1])
    run.process.terminate()
    assert run.ends() == 0


def test_a_child_that_crashes_at_once_waits_longer_each_time(tmp_path: Path) -> None:
    run = Supervised(tmp_path, CRASHES)
    assert until(lambda: run.logged("again in 0.2 s") and run.logged("again in 0.8 s"))
    run.process.terminate()
    assert run.ends() == 0


def test_a_child_that_refuses_its_configuration_stops_everything(tmp_path: Path) -> None:
    run = Supervised(tmp_path, SLEEPS, REFUSES)
    assert run.ends() == 2
    assert not any(alive(pid) for pid in run.pids())


def test_a_child_that_will_not_stop_is_killed(tmp_path: Path) -> None:
    run = Supervised(tmp_path, DEAF, stop_s=0.5)
    time.sleep(0.5)
    run.process.terminate()
    assert run.ends() == 1
    assert run.logged("a did not stop; killing it")
    assert not alive(run.pids()[0])


def test_a_second_signal_does_not_wait(tmp_path: Path) -> None:
    run = Supervised(tmp_path, DEAF, stop_s=60)
    time.sleep(0.5)
    run.process.terminate()
    assert until(lambda: run.logged("stopping"))
    run.process.terminate()
    assert run.ends() == 1


def test_killing_the_supervisor_ends_every_child_within_three_seconds(tmp_path: Path) -> None:
    port = free_port()
    web = [sys.executable, "-m", "tests.web.live", str(port)]
    run = Supervised(tmp_path, web, SLEEPS, DEAF)
    assert until(lambda: listens(port))
    left = [*run.pids(), *children_of(run.pids()[0])]
    assert len(left) == 4
    run.process.kill()
    run.process.wait()
    assert until(lambda: not any(alive(pid) for pid in left), 3)


@pytest.mark.parametrize("victim", ["main", "worker"])
def test_a_server_killed_in_either_process_is_started_again(tmp_path: Path, victim: str) -> None:
    port = free_port()
    run = Supervised(tmp_path, [sys.executable, "-m", "tests.web.live", str(port)])
    assert until(lambda: listens(port))
    main = run.pids()[0]
    (worker,) = children_of(main)
    os.kill({"main": main, "worker": worker}[victim], signal.SIGKILL)
    assert until(lambda: not alive(main) and not alive(worker), 3)
    assert until(lambda: len(run.pids()) == 2 and listens(port))
    assert ask(port, signed_post(b"after")).startswith(b"HTTP/1.1 200")
    run.process.terminate()
    assert run.ends() == 0


IMPORTED = """
import sys, wa_support.supervise
print({name.partition(".")[0] for name in sys.modules} - sys.stdlib_module_names)
"""


def test_the_supervisor_imports_only_the_standard_library() -> None:
    argv = [sys.executable, "-c", IMPORTED]
    listed = subprocess.run(argv, capture_output=True, text=True, check=True).stdout
    assert set(re.findall(r"'(\w+)'", listed)) <= {
        "wa_support", "__main__", "_virtualenv", "_distutils_hack",  # what environments bring
    }  # fmt: skip
