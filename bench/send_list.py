"""`python -m bench.send_list --rows 5000 --kills 5`: one template to a whole list while the
service and the command are killed; exit code 1 unless every row was sent exactly once.

The platform is our simulator, whose ledger is the truth about what was sent.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from tests.flow.approved import SHIPPED, approve
from tests.processes.serving import Serving, serving, wait_for
from wa_support.simulator.accounts import newcomer

_NAME: Final = "order_shipped"
_AT_META: Final = {
    "name": _NAME,
    "language": "ko",
    "category": "UTILITY",
    "parameter_format": "NAMED",
    "components": [
        {
            "type": "BODY",
            "text": "주문 {{order_id}}이 출발했습니다. {{day}}에 도착할 예정입니다.",
            "example": {
                "body_text_named_params": [
                    {"param_name": "order_id", "example": "1042"},
                    {"param_name": "day", "example": "11월 30일"},
                ]
            },
        }
    ],
}


@dataclass(slots=True, kw_only=True)
class Outcome:
    """`sent` counts the ledger's messages by receiver; `report` is what the command prints.
    `released` were held, because nobody could tell whether they had left."""

    rows: int
    sent: Counter[str]
    report: dict[str, Any]
    killed: list[str] = field(default_factory=list)
    released: int = 0
    seconds: float = 0.0

    @property
    def faults(self) -> list[str]:
        found = [f"{who} got {count}" for who, count in self.sent.items() if count != 1]
        if len(self.sent) != self.rows:
            found.append(f"{len(self.sent)} of {self.rows} customers got something")
        told = sum(self.report[name] for name in ("sent", "delivered", "read"))
        if told != self.rows or self.report["total"] != self.rows:
            found.append(f"the report does not add up: {self.report}")
        return found


def run(folder: Path, *, rows: int, kills: int, seed: int) -> Outcome:
    chance, phones = (
        random.Random(seed),
        [f"8210{n:08}" for n in range(20_000_000, 20_000_000 + rows)],
    )
    file = folder / "list.csv"
    lines = (f"{phone},{1000 + n},11월 {1 + n % 30}일" for n, phone in enumerate(phones))
    file.write_text("to,order_id,day\n" + "\n".join(lines) + "\n", "utf-8")
    customers = tuple(newcomer(name=phone, phone=phone) for phone in phones)
    began = time.monotonic()
    platform = {"customers": customers, "templates": (_AT_META,)}
    with serving(folder, platform=platform) as one:
        with one.house() as house:
            approve(house.database, SHIPPED)
        killed = _kill_on_the_way(one, file, chance, rows, kills)
        _command(one, file).wait(600)
        (report,) = one.rows("templates", "lists")
        wait_for(lambda: _arrived(one, "held"), f"the list's end\n{one.log}", 120)
        released = _release_what_never_left(one)
        wait_for(lambda: _arrived(one), f"what was released\n{one.log}", 60)
        (report,) = one.rows("templates", "lists")
        sends = one.phone.cloud.ledger.sends()
    sent = Counter(send.to.removeprefix("+") for send in sends)
    seconds = time.monotonic() - began
    return Outcome(
        rows=rows, sent=sent, report=report, killed=killed, released=released, seconds=seconds
    )


def _command(one: Serving, file: Path) -> "subprocess.Popen[bytes]":
    words = ["templates", "send", _NAME, "--list", str(file), "--yes", "--json"]
    return subprocess.Popen(
        [*one.program, *words], env=one.env, cwd=one.folder,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL,
    )  # fmt: skip


def _kill_on_the_way(
    one: Serving, file: Path, chance: random.Random, rows: int, kills: int
) -> list[str]:
    """Whoever is at work at that moment: the command while it loads, the worker, or everybody."""
    killed: list[str] = []
    for n in range(kills):
        command = _command(one, file)
        reached = rows * (n + chance.random()) / (kills + 1) if n else 0
        deadline = time.monotonic() + 300
        while len(one.phone.cloud.ledger.sends()) < reached and time.monotonic() < deadline:
            time.sleep(0.05)
        if n == 0:
            time.sleep(0.3 + chance.random())
        victim = ("the command", "the worker", "everybody")[n % 3]
        command.kill()
        command.wait(10)
        worker = one.work()
        if victim == "the worker" and worker is not None:
            os.kill(worker.pid, signal.SIGKILL)
        elif victim == "everybody":
            one.kill_everything()
            one.start()
            one.wait_until_up()
        killed.append(f"{victim} after {len(one.phone.cloud.ledger.sends())}")
    return killed


def _release_what_never_left(one: Serving) -> int:
    """A template whose sender died in the call waits for a person, who looks at Meta's side: here
    that is the ledger, which knows our attempts by their ids."""
    arrived = {send.opaque for send in one.phone.cloud.ledger.sends()}
    with one.house() as house, house.database.read() as tx:
        held = [each.send_id for each in house.queries.held()]
        lost = [
            send_id
            for send_id in held
            if not any(attempt.id in arrived for attempt in tx.sends.attempts_of(send_id))
        ]
    if lost:
        one.cli("outbox", "release", *lost, "--yes", "--by", "bench")
    return len(lost)


def _arrived(one: Serving, *also: str) -> bool:
    """The list has gone out, and every row is delivered, or in one of these columns."""
    (report,) = one.rows("templates", "lists")
    known = sum(report[name] for name in ("delivered", "read", *also))
    return bool(report["state"] == "done" and known == report["total"])


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.send_list", description=__doc__)
    parser.add_argument("--rows", type=int, default=5_000)
    parser.add_argument("--kills", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        outcome = run(Path(folder), rows=given.rows, kills=given.kills, seed=given.seed)
    print(f"killed: {'; '.join(outcome.killed)}")
    print(f"{outcome.released} held as unknown, released by a person")
    print(f"{sum(outcome.sent.values())} sent to {len(outcome.sent)} in {outcome.seconds:.0f} s")
    print(f"report: {outcome.report}")
    for fault in outcome.faults[:20]:
        print(fault)
    return 1 if outcome.faults else 0


if __name__ == "__main__":
    sys.exit(main())
