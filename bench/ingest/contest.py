"""One run of one contender."""

import asyncio
import contextlib
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.ingest.requests import fresh_seed, lines, signed
from bench.ingest.sender import Tally, send_all
from bench.ingest.servers import SECRET, Contender, Running, running, turns_ended
from bench.ingest.wrk import Saturation, saturate

_BODIES = 1_000
_WARM_UP = 500
_READY_S = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    rate: float
    seconds: int
    runs: int
    connections: int
    postgres: bool
    pywa: bool
    folder: Path | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Paced:
    """`turns` ended a second while it ran; None when no worker ran."""

    name: str
    tally: Tally
    turns: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Saturated:
    """`stored` rows were found afterwards; None where nothing is stored."""

    name: str
    run: Saturation
    stored: int | None


def pace(contender: Contender, cloud_url: str, asked: Asked, *, turns: bool) -> Paced:
    requests = signed(int(asked.rate * asked.seconds), SECRET.encode(), seed=fresh_seed())
    with _started(contender, cloud_url, asked) as server:
        beside = server.work() if turns else contextlib.nullcontext()
        with beside:
            _warm_up(server.port, asked)
            if turns:
                _await_first_turn(contender, server.folder)
            before = turns_ended(contender, server.folder)
            sending = send_all(
                server.port, requests, rate=asked.rate, connections=asked.connections
            )
            tally = asyncio.run(sending)
            ended = turns_ended(contender, server.folder) - before
    return Paced(name=contender.name, tally=tally, turns=ended / tally.elapsed if turns else None)


def saturate_once(contender: Contender, cloud_url: str, asked: Asked) -> Saturated:
    bodies = lines(_BODIES, SECRET.encode(), seed=fresh_seed())
    with _started(contender, cloud_url, asked) as server:
        # wrk warms up too: Flask's server keeps no connection alive, which our own sender needs.
        for seconds in (1, asked.seconds):
            run = saturate(
                server.folder, server.port, bodies, seconds=seconds, connections=asked.connections
            )
        count = contender.stored
        stored = count(server.folder, contender.database) if count is not None else None
    return Saturated(name=contender.name, run=run, stored=stored)


def _warm_up(port: int, asked: Asked) -> None:
    requests = signed(_WARM_UP, SECRET.encode(), seed=fresh_seed())
    tally = asyncio.run(send_all(port, requests, rate=500, connections=asked.connections))
    if not tally.waited:
        raise SystemExit("not one webhook was answered 200")


def _await_first_turn(contender: Contender, folder: Path) -> None:
    """A worker that starts on an empty database fits the gate's classifier first, for some 10 s."""
    deadline = time.monotonic() + _READY_S
    while not turns_ended(contender, folder):
        if time.monotonic() > deadline:
            raise SystemExit(f"the worker has answered nobody within {_READY_S} s")
        time.sleep(0.2)


@contextlib.contextmanager
def _started(contender: Contender, cloud_url: str, asked: Asked) -> Iterator[Running]:
    with (
        tempfile.TemporaryDirectory(dir=asked.folder) as name,
        running(contender, Path(name), cloud_url) as server,
    ):
        yield server
