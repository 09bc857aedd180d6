"""How long open tabs wait for their pages, and Meta for its 200, while both go on.

    python -m bench.desk_tabs --tabs 50 --conversations 10000 --seconds 20

`serve` runs as it is, with so many open conversations in its database. Each tab asks for the list
and for a conversation every 2 s, with its ETags, while an open-loop sender offers signed webhooks,
a quarter of them messages. Sender, tabs, service and disk share this machine.
"""

import argparse
import asyncio
import base64
import contextlib
import multiprocessing
import os
import secrets
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

from flask.sessions import SecureCookieSessionInterface

from bench.cloud_stub import running_cloud_stub
from bench.customers import NUMBERS
from bench.desk_list import fill
from bench.desk_tabs.tabs import Seen, Tab, watch
from bench.ingest.requests import fresh_seed, signed
from bench.ingest.sender import Tally, send_all
from bench.machine import await_port, described, fdatasync_ms, free_port, percentile
from wa_support.bootstrap.console import console_app_of
from wa_support.bootstrap.house import open_house
from wa_support.config.settings import load_settings
from wa_support.domain.accounts import Role

_ROOT: Final = Path(__file__).parents[2]
_SECRET: Final = secrets.token_hex(16)
_CONNECTIONS: Final = 128
_WARM_UP_S: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    tabs: int
    conversations: int
    rate: float
    seconds: int
    folder: Path | None


def main() -> None:
    asked = _asked()
    print(described())
    with (
        tempfile.TemporaryDirectory(dir=asked.folder) as name,
        running_cloud_stub() as cloud,
    ):
        folder = Path(name)
        median, p99 = fdatasync_ms(folder)
        print(f"disk: fdatasync of 1 KB median {median:.2f} ms, p99 {p99:.2f} ms")
        environment = _environment(folder, cloud.url)
        tabs = _seed(environment, asked)
        with _serving(environment, folder):
            tally, seen = _together(environment, tabs, asked)
    _print(tally, seen, asked)


def _asked() -> Asked:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--tabs", type=int, default=50)
    parser.add_argument("--conversations", type=int, default=10_000)
    parser.add_argument("--rate", type=float, default=3300, help="webhooks a second; 0: none")
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--folder", type=Path, help="where the database lies; else temporary")
    return Asked(**vars(parser.parse_args()))


def _seed(environment: Mapping[str, str], asked: Asked) -> list[Tab]:
    """Each tab is an agent's, signed in, with a conversation of its own before it."""
    house = open_house(load_settings(environment, None))
    house.publish_first()
    fill(house.engine, house.cipher, asked.conversations, now=house.clock.now())
    port = house.settings.wa_console_port
    app = console_app_of(house)
    signing = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signing is not None
    tabs = []
    for number in range(asked.tabs):
        login, name = f"agent-{number}@shop.example", f"agent-{number}"
        account, _ = house.people().add(name=name, login=login, role=Role.AGENT, by="bench")
        session = {"token": house.sign_in().let_in(account.id), "lang": "ko", "_permanent": True}
        cookie = f"wa_console_{port}={signing.dumps(session)}".encode()
        tabs.append(Tab(port=port, conversation_id=f"con_{number:08}", cookie=cookie))
    house.engine.close()
    return tabs


def _together(
    environment: Mapping[str, str], tabs: Sequence[Tab], asked: Asked
) -> tuple[Tally, Mapping[str, Seen]]:
    """The tabs have a process of their own: the sender does not wait for them."""
    ours, theirs = multiprocessing.Pipe()
    watching = multiprocessing.Process(target=_watch, args=(theirs, tabs, asked))
    watching.start()
    theirs.close()
    ours.recv()
    time.sleep(_WARM_UP_S)
    requests = signed(int(asked.rate * asked.seconds), _SECRET.encode(), seed=fresh_seed())
    ours.send("go")
    tally = Tally()
    if requests:
        sending = send_all(
            int(environment["WA_PORT"]), requests, rate=asked.rate, connections=_CONNECTIONS
        )
        tally = asyncio.run(sending)
    seen = ours.recv()
    watching.join()
    return tally, seen


def _watch(pipe: Connection, tabs: Sequence[Tab], asked: Asked) -> None:
    asyncio.run(watch(tabs, 1))
    pipe.send("ready")
    pipe.recv()
    pipe.send(asyncio.run(watch(tabs, asked.seconds)))


@contextlib.contextmanager
def _serving(environment: Mapping[str, str], folder: Path) -> Iterator[None]:
    with (folder / "log").open("ab") as log:
        argv = (sys.executable, "-m", "wa_support.cli", "serve")
        process = subprocess.Popen(
            argv, env=environment, cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )
        try:
            for name in ("WA_PORT", "WA_CONSOLE_PORT"):
                await_port(int(environment[name]), seconds=60)
            yield
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(60)


def _environment(folder: Path, cloud_url: str) -> dict[str, str]:
    return {
        "PATH": os.environ.get("PATH", ""),
        "PYTHONPATH": str(_ROOT),
        "WHATSAPP_APP_SECRET": _SECRET,
        "WHATSAPP_VERIFY_TOKEN": secrets.token_hex(16),
        "WHATSAPP_ACCESS_TOKEN": secrets.token_hex(16),
        "WHATSAPP_PHONE_NUMBER_ID": ",".join(("1", *NUMBERS)),
        "GRAPH_API_BASE_URL": cloud_url,
        "WA_DATA_DIR": str(folder / "data"),
        "WA_CONSOLE_SECRET_KEY": secrets.token_hex(32),
        "WA_DATA_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
        "POLICIES_FILE": str(_ROOT / "policies.yaml"),
        "WA_PORT": str(free_port()),
        "WA_CONSOLE_PORT": str(free_port()),
    }


def _print(tally: Tally, seen: Mapping[str, Seen], asked: Asked) -> None:
    if tally.waited:
        rate = len(tally.waited) / tally.elapsed
        told = [1000 * percentile(tally.waited, share) for share in (0.5, 0.99)]
        print(
            f"webhooks: {rate:,.0f} acked/s, p50 {told[0]:.1f} ms, p99 {told[1]:.1f} ms, "
            f"{tally.refused} refused"
        )
    for what, answers in seen.items():
        told = [1000 * percentile(answers.waited, share) for share in (0.5, 0.95, 0.99)]
        print(
            f"{what} in {asked.tabs} tabs over {asked.conversations:,} conversations: "
            f"n {len(answers.waited)}, p50 {told[0]:.1f} ms, p95 {told[1]:.1f} ms, "
            f"p99 {told[2]:.1f} ms, {answers.unchanged} unchanged, {answers.failed} failed"
        )


if __name__ == "__main__":
    main()
