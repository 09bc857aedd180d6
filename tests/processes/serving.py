"""The real `wa-support serve` as processes, and a simulated platform in this one."""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.acceptance.service import NUMBER, ROOT, SECRETS, settings_in, simulator
from tests.domain.shipped import shipped_policy
from tests.fitted import keep_fitted
from tests.processes.process_tree import Seen, tree
from wa_support.bootstrap.house import House, open_house
from wa_support.simulator.configuration import Delays
from wa_support.simulator.server import RunningSimulator

_PROGRAM = (sys.executable, "-m", "wa_support.cli")


def wait_for(what: Callable[[], object], why: str, seconds: float = 20) -> None:
    """Fails with `why` when it does not happen in time."""
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline, f"not within {seconds:g} s: {why}"
        time.sleep(0.03)


def now_ms() -> int:
    """The wall clock, as the service has it."""
    return time.time_ns() // 1_000_000


@dataclass(slots=True, kw_only=True)
class Serving:
    """`phone` is the customers' end. Every `start` runs on the same data folder and ports."""

    phone: RunningSimulator
    folder: Path
    env: Mapping[str, str]
    port: int
    program: Sequence[str] = _PROGRAM
    _process: "subprocess.Popen[bytes] | None" = None
    _known: list[Seen] = field(default_factory=list)

    @property
    def supervisor(self) -> "subprocess.Popen[bytes]":
        assert self._process is not None
        return self._process

    @property
    def log(self) -> str:
        return (self.folder / "serve.log").read_text("utf-8", "replace")

    def start(self) -> None:
        """Returns at once."""
        with (self.folder / "serve.log").open("ab") as log:
            self._process = subprocess.Popen(
                [*self.program, "serve"], env=self.env, cwd=self.folder, stderr=log,
                stdin=subprocess.DEVNULL, start_new_session=True,
            )  # fmt: skip

    def wait_until_up(self, *, since_ms: int | None = None, seconds: float = 90) -> None:
        """The door stores webhooks, and a worker has said that it lives, now or since then."""
        since = now_ms() if since_ms is None else since_ms
        wait_for(lambda: self._has_beaten_since(since), f"`serve` up, see {self.folder}", seconds)

    def stop(self, seconds: float = 10) -> int:
        """SIGTERM; the exit code."""
        self.supervisor.terminate()
        return self.supervisor.wait(seconds)

    def everyone(self) -> list[Seen]:
        """Every process of it that runs; remembered, so that none is lost track of."""
        if self._process is None:
            return []
        now = tree(self._process.pid)
        self._known.extend(one for one in now if one not in self._known)
        return now

    def left_behind(self) -> list[Seen]:
        """Those once seen by `everyone` that still run."""
        return [one for one in self._known if one.runs()]

    def work(self) -> Seen | None:
        return next((one for one in self.everyone() if one.part == "work"), None)

    def web(self) -> list[Seen]:
        """granian's main process, then its worker."""
        return [one for one in self.everyone() if one.part == "web"]

    def kill_everything(self) -> None:
        for one in self.everyone() + self.left_behind():
            with contextlib.suppress(ProcessLookupError):
                os.kill(one.pid, signal.SIGKILL)
        if self._process is not None:
            self._process.wait(10)

    def cli(self, *words: str, seconds: float = 30) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [*self.program, *words], env=self.env, cwd=self.folder, timeout=seconds,
            capture_output=True, text=True, check=False,
        )  # fmt: skip

    def rows(self, *words: str) -> list[dict[str, Any]]:
        """What a command with `--json` prints."""
        ran = self.cli(*words, "--json")
        assert ran.returncode == 0, ran.stderr
        return [json.loads(line) for line in ran.stdout.splitlines()]

    @contextmanager
    def house(self) -> Iterator[House]:
        """This process beside the others on the same database, as a command is."""
        more = {name: self.env[name] for name in ("DATABASE_URL", "WA_DATA_KEY")
                if name in self.env}  # fmt: skip
        opened = open_house(settings_in(self.folder / "data", self.phone.url, **more))
        try:
            yield opened
        finally:
            opened.engine.close()

    def heard(self, customer: str) -> list[dict[str, Any]]:
        """What the business has said to them."""
        return [one for one in self.phone.chat(customer) if one["side"] == "business"]

    def answer_to(self, customer: str, text: str, seconds: float = 20) -> str:
        before = len(self.heard(customer))
        self.phone.say(customer, text)
        wait_for(
            lambda: len(self.heard(customer)) > before,
            f"an answer to {customer}; `serve` said:\n{self.log}",
            seconds,
        )
        return str(self.heard(customer)[before]["text"])

    def readiness(self) -> dict[str, Any] | None:
        address = f"http://127.0.0.1:{self.port}/readyz"
        try:
            with urllib.request.urlopen(address, timeout=2) as answer:
                found: dict[str, Any] = json.loads(answer.read())
        except OSError:
            return None
        return found

    def _has_beaten_since(self, ms: int) -> bool:
        assert self.supervisor.poll() is None, f"`serve` ended by itself:\n{self.log}"
        self.everyone()
        ready = self.readiness()
        if ready is None or ready["worker_beat_age_ms"] is None:
            return False
        return bool(now_ms() - ready["worker_beat_age_ms"] > ms)


@contextmanager
def serving(
    folder: Path,
    *,
    start: bool = True,
    fitted: bool = True,
    delays: Delays | None = None,
    platform: Mapping[str, Any] | None = None,
    program: Sequence[str] = _PROGRAM,
    **settings: str,
) -> Iterator[Serving]:
    """Nothing of it runs afterwards, whatever happens. `fitted`: the shipped policy's classifier
    lies ready, so that only those who ask for it wait for a fit. `platform`: more of the
    simulator's configuration."""
    slow = {"delays": delays} if delays else {}
    phone = simulator(ledger_path=folder / "ledger.jsonl", **slow, **(platform or {}))
    web, console = free_port(), free_port()
    shutil.copy(ROOT / "policies.yaml", folder)
    if fitted:
        keep_fitted(folder / "data", shipped_policy())
    env = {
        **{name: value for name, value in os.environ.items() if name not in _DROPPED},
        **SECRETS,
        "WHATSAPP_PHONE_NUMBER_ID": NUMBER,
        "GRAPH_API_BASE_URL": phone.url,
        "WA_DATA_DIR": str(folder / "data"),
        "POLICIES_FILE": str(folder / "policies.yaml"),
        "KNOWLEDGE_DIR": str(ROOT / "knowledge"),
        "WA_PORT": str(web),
        "WA_CONSOLE_PORT": str(console),
        "PYTHONPATH": str(ROOT),
        **settings,
    }
    (folder / "serve.log").touch()
    phone.point_to(f"http://127.0.0.1:{web}/webhook")
    one = Serving(phone=phone, folder=folder, env=env, port=web, program=program)
    try:
        if start:
            one.start()
            one.wait_until_up()
        yield one
    finally:
        one.kill_everything()
        phone.stop()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


_DROPPED = ("DATABASE_URL", "POLICIES_FILE", "SMTP_URL", "PYTHONDONTWRITEBYTECODE")
